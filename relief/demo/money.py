"""The money of the story: the meeting, batches, the bank's answer, follow-up and archive."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from relief import office
from relief.applications.models import Application
from relief.applications.services import approval
from relief.notices import services as notices
from relief.organisations.models import Organisation
from relief.payouts.models import BankTemplate, PayoutBatch, PayoutLine
from relief.payouts.services import batching
from relief.payouts.services.results import ResultRow
from relief.people.identifiers import name_rare
from workflows import clock

if TYPE_CHECKING:
    from relief.demo.story import Story


def hold_meeting(story: Story, applications: list[Application], body: str) -> None:
    """One meeting decides many cases: one refused, one returned, the others agreed."""
    agenda: list[dict[str, Any]] = []
    for n, a in enumerate(applications):
        row = {"application": a, "proposed_fen": a.proposed_fen, "decision": "agree", "amount_fen": a.proposed_fen,
               "votes_for": 7, "votes_against": 0, "abstentions": 0}  # fmt: skip
        if n == 1 and len(applications) > 2:
            row |= {"decision": "return", "amount_fen": None, "reason": "请补充说明家庭其他收入。"}
        if n == 2 and len(applications) > 3:
            row |= {"decision": "refuse", "amount_fen": None, "reason": "会议认为不属于突发困难。", "votes_for": 1,
                    "votes_against": 6}  # fmt: skip
        agenda.append(row)
    county = Organisation.objects.get(code="GH141182")
    secretary = story.by("secretary")
    meeting = office.carry_out(
        approval.record_meeting, organisation=county, actor=secretary, body=body, held_on=clock.today(), present=7,
        entitled=9, number="汾阳工会纪〔2026〕4号", agenda=agenda)  # fmt: skip
    office.carry_out(approval.decide, meeting=meeting, actor=secretary)
    story.tell("会议审批", len(agenda), len(agenda))


def pay_out(story: Story, bank_day: date) -> None:
    """Batches by source, checked by another person, exported once, answered by the bank: one line fails."""
    template = BankTemplate.objects.get(code="nongshang-csv")
    groups: dict[str, list[PayoutLine]] = defaultdict(list)
    for line in PayoutLine.objects.filter(state="planned").select_related("award", "application"):
        if name_rare(line.payee_name):
            story.perform(line, "confirm_account", "cashier")
        if line.card_no and line.bank:
            groups[line.award.source].append(line)
    for lines in groups.values():
        batch = office.carry_out(batching.draft_batch, lines=lines, template=template, actor=story.by("cashier"))
        story.perform(batch, "check", "payment_reviewer")
        story.perform(batch, "export", "payment_reviewer")
        story.tell("制单、复核、导出银行文件", batch.count, batch.count)
    story.on(bank_day)
    for batch in PayoutBatch.objects.filter(state="exported"):
        rows = [_answer(line, bank_day, failed=line.line_no == 2) for line in batch.lines.order_by("line_no")]
        story.perform(batch, "record_result", "cashier", rows=rows)
        story.perform(batch, "book", "cashier", voucher_number=f"记-{batch.pk:03d}", voucher_on=bank_day)
        story.tell("登记回盘结果", len(rows), len(rows))
    for line in PayoutLine.objects.filter(state="failed").select_related("application"):
        story.perform(line.application, "contact_note", "clerk", who=line.application.name,
                      said="银行退回，账户状态异常，已请本人提供新账户。")  # fmt: skip


def _answer(line: Any, on: date, *, failed: bool) -> ResultRow:
    return ResultRow(
        row=line.line_no, line_no=line.line_no, amount_fen=line.amount_fen, tail=line.card_tail,
        outcome="failed" if failed else "paid", on=on, reason="账户状态异常" if failed else "")  # fmt: skip


def close(story: Story, day: date) -> None:
    """Call back, and archive all but the last few."""
    story.on(day)
    paid = list(Application.objects.filter(state="paid").order_by("id"))
    story.each("回访", paid[:-3], lambda a: story.perform(
        a, "follow_up", "clerk", how="电话", received=True, said="已收到救助金，表示感谢。"))  # fmt: skip
    notices.sweep()
    story.each("归档", paid[:-6], lambda a: story.perform(a, "archive", "archivist"))
