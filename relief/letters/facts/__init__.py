"""The facts that the guards of a letter ask for (supervision.md §5), a room each: clocks, texts, chain, paths, answers."""

from relief.letters.facts.answers import Answers
from workflows.facts import facts_for
from workflows.supervision_letter import SUPERVISION_LETTER


@facts_for(SUPERVISION_LETTER)
class LetterFacts(Answers):
    """Facts of one letter."""
