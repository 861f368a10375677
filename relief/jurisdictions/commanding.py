"""What the writing commands of this app share: who writes, through which door, and how a refusal is told."""

from abc import ABC, abstractmethod
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from relief import office
from relief.people.models import User
from relief.schemes.errors import SchemeError
from workflows.errors import WorkflowError

REFUSED = 2


class WritingCommand(BaseCommand, ABC):
    """Writes under a user named by --by; whatever is refused leaves nothing written and exit code 2."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", metavar="USER", help="操作人用户名，须为管理员")

    def handle(self, *args: Any, by: str | None, **options: Any) -> None:
        user = User.objects.filter(username=by, is_active=True).first() if by else None
        if user is None:
            missing = _("写入时必须用 --by 指明操作人。") if not by else _("没有用户“%(name)s”。") % {"name": by}
            raise CommandError(missing, returncode=REFUSED)
        try:
            told = office.carry_out(self.write, by=user, options=options)
        except (SchemeError, WorkflowError) as refusal:
            raise CommandError(refusal.message, returncode=REFUSED) from refusal
        for line in told:
            self.stdout.write(line)

    @abstractmethod
    def write(self, *, by: User, options: dict[str, Any]) -> list[str]:
        """Do it, and say what was done."""
