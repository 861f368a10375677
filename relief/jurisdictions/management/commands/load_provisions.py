"""manage.py load_provisions FILE --by USER: the catalogue of provisions, all rows or none."""

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from relief.jurisdictions.catalogue import read_catalogue
from relief.jurisdictions.commanding import WritingCommand
from relief.jurisdictions.services import load_provisions
from relief.people.models import User


class Command(WritingCommand):
    help = "载入法律依据（CSV）：新文本另成一行并结束旧文本；有一行不对，整个文件不写入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV文件，列与随附的目录相同")

    def write(self, *, by: User, options: dict[str, Any]) -> list[str]:
        report = load_provisions(rows=read_catalogue(options["file"]), by=by)
        counts = _("共%(rows)d行：新增%(created)d，更新%(updated)d，不变%(unchanged)d。")
        return [counts % {**asdict(report), "unchanged": report.unchanged}]
