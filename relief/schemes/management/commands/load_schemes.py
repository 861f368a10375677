"""Load scheme files: all of them or none."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from relief.schemes.errors import SchemeError
from relief.schemes.loader import LABELS_FILE, SCHEMES_DIR, read_yaml
from relief.schemes.services import load_scheme


class Command(BaseCommand):
    help = "Load scheme files as unconfirmed versions (set-up; repeating it changes nothing)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="default: fixtures/schemes")

    @transaction.atomic
    def handle(self, *, files: list[Path], **options: Any) -> None:
        for path in files or sorted(set(SCHEMES_DIR.glob("*.yaml")) - {LABELS_FILE}):
            try:
                version, written = load_scheme(content=read_yaml(path))
            except SchemeError as error:
                raise CommandError(f"{path}:\n{error.message}", returncode=2) from error
            outcome = _("已导入") if written else _("已有,未改动")
            self.stdout.write(f"{version.code} v{version.version} {version.get_status_display()}: {outcome}")
