"""manage.py load_profiles FILE --by USER: every profile of a YAML file as an unconfirmed version, all or none."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from relief.jurisdictions.commanding import WritingCommand
from relief.jurisdictions.loader import read_profiles
from relief.jurisdictions.services import load_profiles
from relief.people.models import User


class Command(WritingCommand):
    help = "载入地区规则文件，作为未确认的版本；有一份不对，全部不写入。再次载入同样内容不作改动。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="YAML文件，可含几份规则，上级在前")

    def write(self, *, by: User, options: dict[str, Any]) -> list[str]:
        loaded = load_profiles(documents=read_profiles(options["file"]), by=by)
        return [_line(version, written) for version, written in loaded]


def _line(version: Any, written: bool) -> str:
    words = {"version": version, "status": version.get_status_display()}
    if written:
        return _("%(version)s %(status)s：已载入") % words
    return _("%(version)s %(status)s：已有，未改动") % words
