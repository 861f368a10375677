"""The three refusals of the engine. A wrong state is never a missing permission (house rule 11)."""

from collections.abc import Sequence


class WorkflowError(Exception):
    """A refusal: nothing was written. ``message`` says in Chinese what happened and what to do."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotPossible(WorkflowError):
    """The machine has no such edge from this state, or a guard's fact is missing."""

    status = 409

    def __init__(self, message: str, missing: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.missing = list(missing)


class NotAllowed(WorkflowError):
    """This person, in these roles, may not do it."""

    status = 403


class Stale(WorkflowError):
    """The case has moved on since the form was built."""

    status = 409
