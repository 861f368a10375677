"""A letter from its plan to its service, through the same door as the screens, each step by its own person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relief import office
from relief.demo.inquiries import do, papers
from relief.letters.models import SupervisionLetter
from relief.letters.proposing import length_words
from relief.letters.sealing import prepare
from relief.letters.services.drafting import open_letter
from relief.letters.terms import OPINION, RECOMMENDATION, REMINDER
from relief.supervision.models import SupervisionCase
from workflows import clock
from workflows.errors import NotPossible

if TYPE_CHECKING:
    from relief.demo.story import Story

# Who does which step of the profile's signing chain, by kind (jurisdiction signing_chain).
CHAIN = {
    REMINDER: (("pass_review", "counsel"), ("sign", "director")),
    OPINION: (("endorse", "case_office"), ("pass_review", "counsel"), ("sign", "director")),
    RECOMMENDATION: (("endorse", "case_office"), ("pass_review", "counsel"), ("endorse", "director"), ("sign", "leader")),
}
OPINIONS = {
    "case_office": "材料齐全，同意送法律顾问审核。", "counsel": "事实、依据和程序均无不当，同意。",
    "director": "同意。", "leader": "同意签发。",
}  # fmt: skip
DEMANDS = (
    {"action": "足额支付拖欠工资", "measure": "逐人支付凭证", "evidence": "银行回单"},
    {"action": "建立按月支付台账", "measure": "台账并公示", "evidence": "台账复印件"},
)
ADDRESS = "单位住所"


def decide(story: Story, case: SupervisionCase, kind: str, *, addressee: str = "", verb: str = "open_letters",
           **more: Any) -> None:  # fmt: skip
    """The director decides kind and addressee; a skipped rung has its reason."""
    plan = {"kind": kind, "addressee": addressee or case.employer.name, **more}
    do(story, case, verb, "director", plans=[plan], reason="事实清楚，同意制发。")


def draft(story: Story, case: SupervisionCase, **values: Any) -> SupervisionLetter:
    """From the latest plan, with what the case already knows; ``values`` are typed over it."""
    plan = case.plans.filter(letter=None).order_by("pk").last()
    letter = office.carry_out(open_letter, plan=plan, actor=story.by("supervisor"))
    if letter.kind == OPINION and "demands" not in values:
        values["demands"] = demands(letter)
    if values:
        do(story, letter, "edit", "supervisor", values=values)
    return letter


def demands(letter: SupervisionLetter) -> list[dict[str, Any]]:
    """What an opinion asks for; by when is the rule in words, never a day (supervision.md §9)."""
    length = length_words(letter.machine.facts(letter).rules.limit("opinion_reply"))
    return [{"n": n, "due_text": f"收到本意见书之日起{length}内", **row} for n, row in enumerate(DEMANDS, 1)]


def approve(story: Story, letter: SupervisionLetter, steps: int | None = None) -> None:
    """Submitted and taken along its chain, or only its first ``steps``."""
    do(story, letter, "submit", "supervisor")
    for verb, who in CHAIN[letter.kind][:steps]:
        do(story, letter, verb, who, opinion=OPINIONS[who])


def seal(story: Story, letter: SupervisionLetter) -> None:
    """Under rules that nobody has confirmed yet sealing is refused until the director answers for it in writing."""
    rules = letter.machine.facts(letter).rules
    rendered = prepare(letter)
    given = {"snapshot": rendered.snapshot, "pdf": rendered.pdf, "copies": len(rules.copies[letter.kind])}
    try:
        do(story, letter, "seal", "seal_keeper", **given)
    except NotPossible:
        do(story, letter, "acknowledge_unconfirmed", "director", reason="演示规则尚待确认，内容已与现行规定核对，同意用印。")
        do(story, letter, "seal", "seal_keeper", **given)


def send(story: Story, letter: SupervisionLetter, method: str = "DIRECT", note: str = "") -> None:
    do(story, letter, "dispatch", "supervisor", method=method, address=ADDRESS, note=note)


def serve(story: Story, letter: SupervisionLetter, *, place: str = ADDRESS, signer: str = "前台签收人员") -> None:
    """Handed over and signed for."""
    do(story, letter, "serve", "supervisor", events={"signed_on": clock.today()}, place=place, servers=["安澜", "江月"],
       evidence={"service_receipt": papers("送达回证签字件")[0]}, signer=signer, capacity="收发人员",
       received_at=clock.office_now())  # fmt: skip


def leave(story: Story, letter: SupervisionLetter) -> None:
    """Nobody would sign: left there, two servers, a photograph (§10 留置)."""
    receipt, note, photo = papers("送达回证", "拒收情况说明", "现场照片")
    do(story, letter, "serve", "supervisor", method="LEFT", events={"left_on": clock.today()}, place=ADDRESS,
       servers=["安澜", "江月"], refusal="单位负责人拒绝签收。",
       evidence={"service_receipt": receipt, "refusal_note": note, "photo_or_video": photo})  # fmt: skip


def issue(story: Story, letter: SupervisionLetter, *, place: str = ADDRESS, signer: str = "前台签收人员") -> None:
    """Along the whole chain, sealed, handed over: all on one day."""
    approve(story, letter)
    seal(story, letter)
    send(story, letter)
    serve(story, letter, place=place, signer=signer)


def answer(story: Story, letter: SupervisionLetter, *statuses: dict[str, Any]) -> None:
    """The employer's return slip, stamped and signed, item by item; the office keys it in."""
    items = [{"n": n, **status} for n, status in enumerate(statuses, 1)]
    do(story, letter, "reply", "case_office", form="WRITTEN", received_on=clock.today(), contact="0000-0000003",
       signatory="单位负责人", stamp=papers("回执")[0], items=items)  # fmt: skip
