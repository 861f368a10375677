"""manage.py credit_budget --organisation CODE --year Y --source OWN --yuan 100000.00 --reason 批复文号 --by USER"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from relief import office
from relief.applications.sheet.cells import parse_money
from relief.applications.sheet.faults import CellFault
from relief.organisations.models import Organisation
from relief.payouts.models import Entry
from relief.payouts.services import budget
from relief.people.models import User
from relief.queue.templatetags.relief_ui import money, money_words
from relief.schemes.selectors import scheme_on
from workflows.clock import today
from workflows.errors import NotPossible, WorkflowError

REFUSED = 2
LONGEST = Entry._meta.get_field("reason").max_length or 0
YEARS = range(2000, 2101)


class Command(BaseCommand):
    help = "给预算额度拨入资金（线外→可用）：写一笔不能更改的分录，注明依据和经手人。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", required=True, metavar="CODE", help="额度所属工会的代码")
        parser.add_argument("--year", required=True, type=int, help="预算年度")
        parser.add_argument("--source", required=True, help="资金来源代码，如 OWN")
        parser.add_argument("--yuan", required=True, help="金额（元），如 100000.00")
        parser.add_argument("--reason", required=True, help="依据，如批复文号")
        parser.add_argument("--by", required=True, metavar="USER", help="经手人用户名")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            line, fen = self._credit(options)
        except WorkflowError as refusal:
            self.stderr.write(refusal.message)
            sys.exit(REFUSED)
        fund = scheme_on(today()).rules.fund_sources[line.source].label
        told = {"who": line.organisation, "year": line.year, "fund": fund, "fen": money(fen),
                "words": money_words(fen), "left": money(line.available)}  # fmt: skip
        self.stdout.write(_("已拨入：%(who)s%(year)s年%(fund)s%(fen)s元（%(words)s），现可用%(left)s元。") % told)

    def _credit(self, options: dict[str, Any]) -> tuple[Any, int]:
        organisation = Organisation.objects.filter(code=options["organisation"]).first()
        if organisation is None:
            raise NotPossible(
                _("没有代码为“%(code)s”的工会，请核对 --organisation。") % {"code": options["organisation"]}
            )
        by = User.objects.filter(username=options["by"], is_active=True).first()
        if by is None:
            raise NotPossible(_("没有用户“%(name)s”，请核对 --by。") % {"name": options["by"]})
        funds = scheme_on(today()).rules.fund_sources
        if options["source"] not in funds:
            known = "、".join(f"{code}({fund.label})" for code, fund in funds.items())
            raise NotPossible(_("办法没有资金来源“%(code)s”，可用的有：%(known)s。") % {
                "code": options["source"], "known": known})  # fmt: skip
        if options["year"] not in YEARS:
            raise NotPossible(_("年度应在2000至2100之间。"))
        reason = _("%(why)s（%(who)s）") % {"why": options["reason"].strip(), "who": by}
        if not options["reason"].strip() or len(reason) > LONGEST:
            raise NotPossible(_("请写明依据，最多%(n)d个字。") % {"n": LONGEST - len(str(by)) - 2})
        fen = _fen(options["yuan"])
        line = office.carry_out(budget.credit, organisation=organisation, year=options["year"],
                                source=options["source"], amount_fen=fen, reason=reason, by=by)  # fmt: skip
        line.refresh_from_db()
        return line, fen


def _fen(text: str) -> int:
    try:
        fen = parse_money(text)
    except CellFault as fault:
        raise NotPossible(_("金额“%(text)s”不对，请写成 100000.00。") % {"text": text}) from fault
    if fen <= 0:
        raise NotPossible(_("拨入金额须大于0。"))
    return fen
