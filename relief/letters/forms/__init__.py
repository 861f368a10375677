"""The forms of letters: the drafting form by kind, and one form a verb."""
