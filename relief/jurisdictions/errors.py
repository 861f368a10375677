"""How local rules, provisions and questions about clocks can be wrong. Every error names what is at fault."""

from relief.schemes.errors import Problem, SchemeError

__all__ = ["BadQuestion", "Problem", "ProfileError", "ProvisionError"]


class ProfileError(SchemeError):
    """A jurisdiction profile cannot be read, loaded, confirmed or found. Nothing was written."""


class ProvisionError(SchemeError):
    """A catalogue of provisions cannot be read or loaded. Nothing was written."""


class BadQuestion(ValueError):
    """A question about a letter's clock that cannot be asked; `field` names the input at fault."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message
        super().__init__(f"{field}:{message}")
