"""What the demonstration leaves behind: papers, sheets, the bank file, and a summary with the paths."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Sum

from relief.applications.models import Application, Meeting, PublicitySheet
from relief.demo import letters_output
from relief.demo.letters_output import of_supervision
from relief.documents import store
from relief.notices import services as notices
from relief.notices.formkinds import FORMS, print_form
from relief.notices.models import Notice
from relief.notices.paperdata import Mode
from relief.notices.render import render_paper
from relief.notices.sheets import sheet_paper
from relief.payouts.models import BankFile, BudgetLine, PayoutBatch, PayoutLine
from relief.people.demo_users import DEMO_USERS, demo_password
from workflows import clock, journal
from workflows.roles import label


def fresh_folder() -> Path:
    """demo-output/, emptied of an earlier telling."""
    folder = Path(settings.BASE_DIR) / "demo-output"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def write(folder: Path, tell: Callable[[str, int, int], None]) -> Iterator[str]:
    """Write papers and files; yields the lines of the summary."""
    notices.sweep()
    made = Notice.objects.filter(status=Notice.Status.READY).exclude(kind="publicity").exclude(of_supervision())
    papers = folder / "文书"
    papers.mkdir()
    for n, notice in enumerate(made, 1):
        (papers / f"{notice.title}-{notice.number}.pdf").write_bytes(store.read(notice.pdf_digest))
        tell("写出文书", n, len(made))
    yield from _sheets(folder, tell)
    yield from _forms(folder, tell)
    for file in BankFile.objects.all():
        (folder / file.name).write_bytes(bytes(file.content))
        yield f"银行文件 {folder / file.name}  SHA-256 {file.digest}"
    yield from _summary(folder, papers)
    yield from letters_output.write(folder, tell)
    yield from _closing_words()


def _sheets(folder: Path, tell: Callable[[str, int, int], None]) -> Iterator[str]:
    """Every publicity sheet: filed ones as they were filed, those that still hang from their rows."""
    place = folder / "公示"
    place.mkdir()
    filed = {n.number: n.pdf_digest for n in Notice.objects.filter(kind="publicity", status=Notice.Status.READY)}
    hung = list(PublicitySheet.objects.select_related("organisation").order_by("id"))
    for n, sheet in enumerate(hung, 1):
        digest = filed.get(sheet.number)
        pdf = store.read(digest) if digest else render_paper("publicity", sheet_paper(sheet))
        (place / f"公示-{sheet.number}.pdf").write_bytes(pdf)
        tell("写出公示表", n, len(hung))
    yield f"公示表 {place}  共{len(hung)}张，已归卷{len(filed)}张"


def _forms(folder: Path, tell: Callable[[str, int, int], None]) -> Iterator[str]:
    """One example of each paper that is signed by hand, in its three modes."""
    place = folder / "表格"
    place.mkdir()
    words = {Mode.BLANK: "空白", Mode.WET: "已填", Mode.DECIDED: "带意见"}
    prints = [(kind, subject, mode) for kind, subject in _examples().items() if subject for mode in words]
    for n, (kind, subject, mode) in enumerate(prints, 1):
        (place / f"{FORMS[kind].title}-{words[mode]}.pdf").write_bytes(print_form(kind, mode, subject))
        tell("写出签字用表", n, len(prints))
    yield f"签字用表 {place}  {len(prints)}份：空白、已填、带意见各一"


def _examples() -> dict[str, Any]:
    """A paid case (decided by a meeting where there was one), the meeting, the first sheet, the first batch."""
    paid = Application.objects.filter(state__in=("paid", "archived")).order_by("id")
    case = paid.filter(award__agenda_item__isnull=False, award__revoked_on=None).first() or paid.first()
    batch = PayoutBatch.objects.order_by("id").first()
    return {"application_form": case, "visit_form": case, "agenda": Meeting.objects.order_by("id").first(),
            "publicity_result": PublicitySheet.objects.order_by("id").first(), "payment_approval": batch,
            "payment_list": batch}  # fmt: skip


def _summary(folder: Path, papers: Path) -> Iterator[str]:
    states = Application.objects.values_list("state").annotate(n=Count("id")).order_by()
    names = Application.machine.states
    yield "案件 " + "，".join(f"{names(s).label}{n}" for s, n in sorted(states, key=lambda x: list(names).index(x[0])))
    paid = PayoutLine.objects.filter(state="paid").aggregate(n=Count("id"), fen=Sum("amount_fen"))
    yield f"已到账 {paid['n']}笔，{(paid['fen'] or 0) // 100:,}元"
    for line in BudgetLine.objects.filter(organisation__code="GH141182").order_by("source"):
        yield (f"预算 {line.source}：可用{line.available // 100:,} 预留{line.reserved // 100:,} "
               f"在途{line.committed // 100:,} 已支付{line.paid // 100:,} 元")  # fmt: skip
    failed = Notice.objects.filter(status=Notice.Status.FAILED).exclude(of_supervision()).count()
    yield f"文书 {papers}  共{len(list(papers.iterdir()))}份，生成失败{failed}份"
    yield f"标注了错误的导入表 {folder / '导入错误-标注.xlsx'}"


def _closing_words() -> Iterator[str]:
    """The journal proved whole, what day it is in the demo office, who may sign in."""
    cases, events = journal.counts()
    yield f"日志 {cases}件案卷 {events}条事件，校验发现{len(list(journal.broken()))}处问题"
    yield f"演示库今天是 {clock.today().isoformat()}"
    yield ""
    yield f"演示用户（密码 {demo_password()}）："
    yield "  " + "，".join(f"{name} {label(role)}" for name, _n, role, _o in DEMO_USERS)
