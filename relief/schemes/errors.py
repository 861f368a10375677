"""The two ways scheme data and amounts can be wrong. Both carry the key that is at fault."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault in a scheme file: where (a key path such as `amount_rules[2].bands[0].to`) and what."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.message}" if self.path else self.message


class SchemeError(ValueError):
    """A scheme cannot be read, loaded, confirmed or found. Nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        self.message = "\n".join(str(problem) for problem in self.problems)
        super().__init__(self.message)


class AmountError(ValueError):
    """An amount cannot be computed from what was given; `key` names the input at fault."""

    def __init__(self, key: str, message: str) -> None:
        self.key = key
        self.message = message
        super().__init__(f"{key}:{message}")
