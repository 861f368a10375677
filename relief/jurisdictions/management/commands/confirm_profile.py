"""manage.py confirm_profile CODE@N --document TEXT --by USER [--on DATE]: 规则待确认 ends, the version is immutable."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.jurisdictions.commanding import WritingCommand
from relief.jurisdictions.selectors import profile_named
from relief.jurisdictions.services import confirm_profile
from relief.people.models import User
from workflows import clock


class Command(WritingCommand):
    help = "确认一个地区规则版本，写明依据文件；上级规则须先确认。确认后不能再改。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("profile", metavar="CODE@N", help="规则代码和版本，如demo-province@1")
        parser.add_argument("--document", required=True, metavar="TEXT", help="依据文件的名称和文号")
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="确认日期，默认今天")

    def write(self, *, by: User, options: dict[str, Any]) -> list[str]:
        version = profile_named(options["profile"])
        done = confirm_profile(
            version=version, by=by, source_document=options["document"], on=options["on"] or clock.today()
        )
        return [_("%(version)s 已确认，依据%(document)s") % {"version": done, "document": done.source_document}]
