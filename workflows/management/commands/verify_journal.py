"""verify_journal [--since DATE] [--json]: finds every edited, removed, swapped, cut or foreign row of the journal."""

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from workflows import journal

REFUSED = 2


class Command(BaseCommand):
    help = _("核验日志：每件案卷的事件按哈希链逐条核对；发现问题时退出码为1")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", help=_("只核验此日期或时刻之后有事件的案卷，如2026-03-20"))
        parser.add_argument("--json", action="store_true", help=_("只输出一个JSON值"))

    def handle(self, *args: Any, **options: Any) -> None:
        since = _instant(options["since"])
        cases, events = journal.counts(since)
        broken = [{key: row[key] for key in ("case", "event", "why")} for row in journal.broken(since)]
        if options["json"]:
            found = {"cases": cases, "events": events, "broken": broken}
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            for row in broken:
                self.stdout.write(_("%(case)s 事件%(event)s：%(why)s") % row)
            self.stdout.write(_("核验%(cases)d件案卷%(events)d条事件，发现%(broken)d处问题。") % {
                "cases": cases, "events": events, "broken": len(broken)})  # fmt: skip
        if broken:
            sys.exit(1)


def _instant(text: str | None) -> datetime | None:
    """A date (its first instant in the office's time zone) or an instant; anything else is refused."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(_("--since 应为日期或时刻，如2026-03-20"), returncode=REFUSED) from None
    return make_aware(found) if is_naive(found) else found
