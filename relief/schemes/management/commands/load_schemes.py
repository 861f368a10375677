"""manage.py load_schemes [FILE …] --by USER: scheme files, all of them or none."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from relief import office
from relief.people.models import User
from relief.schemes.errors import SchemeError
from relief.schemes.loader import LABELS_FILE, SCHEMES_DIR, read_yaml
from relief.schemes.models import SchemeVersion
from relief.schemes.services import load_scheme
from workflows.errors import WorkflowError


class Command(BaseCommand):
    help = "载入救助办法文件，作为未确认的版本；有一份不对，全部不写入。再次载入同样内容不作改动。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="默认为随附的办法")
        parser.add_argument("--by", metavar="USER", help="操作人用户名，须为省级工会的管理员")

    def handle(self, *, files: list[Path], by: str | None, **options: Any) -> None:
        user = User.objects.filter(username=by, is_active=True).first()
        if user is None:
            missing = _("写入时必须用 --by 指明操作人。") if not by else _("没有用户“%(name)s”。") % {"name": by}
            raise CommandError(missing, returncode=2)
        paths = files or sorted(set(SCHEMES_DIR.glob("*.yaml")) - {LABELS_FILE})
        try:
            loaded = office.carry_out(_load, paths=paths, by=user)
        except WorkflowError as refusal:
            raise CommandError(refusal.message, returncode=2) from refusal
        for version, written in loaded:
            outcome = _("已导入") if written else _("已有,未改动")
            self.stdout.write(f"{version.code} v{version.version} {version.get_status_display()}: {outcome}")


def _load(*, paths: list[Path], by: User) -> list[tuple[SchemeVersion, bool]]:
    """Every file, or CommandError naming the one at fault."""
    return [_load_one(path, by) for path in paths]


def _load_one(path: Path, by: User) -> tuple[SchemeVersion, bool]:
    try:
        return load_scheme(content=read_yaml(path), by=by)
    except SchemeError as error:
        raise CommandError(f"{path}:\n{error.message}", returncode=2) from error
