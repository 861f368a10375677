"""The rules of a password that Django does not say in Chinese."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class MinimumLength(MinimumLengthValidator):
    """Long enough; told in Chinese (5.2's sentence is not in Django's Chinese catalogue)."""

    def get_error_message(self) -> str:
        return _("密码太短，至少%(n)d个字符。") % {"n": self.min_length}

    def get_help_text(self) -> str:
        return _("密码至少%(n)d个字符。") % {"n": self.min_length}
