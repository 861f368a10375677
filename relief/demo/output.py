"""What the demonstration leaves behind: papers, sheets, the bank file, and a summary with the paths."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Sum

from relief.applications.models import Application
from relief.documents import store
from relief.notices import services as notices
from relief.notices.models import Notice
from relief.payouts.models import BankFile, BudgetLine, PayoutLine
from relief.people.demo_users import DEMO_USERS, demo_password
from workflows import journal
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
    made = Notice.objects.filter(status=Notice.Status.READY)
    papers = folder / "文书"
    papers.mkdir()
    for n, notice in enumerate(made, 1):
        (papers / f"{notice.title}-{notice.number}.pdf").write_bytes(store.read(notice.pdf_digest))
        tell("写出文书", n, len(made))
    for file in BankFile.objects.all():
        (folder / file.name).write_bytes(bytes(file.content))
        yield f"银行文件 {folder / file.name}  SHA-256 {file.digest}"
    yield from _summary(folder, papers)


def _summary(folder: Path, papers: Path) -> Iterator[str]:
    states = Application.objects.values_list("state").annotate(n=Count("id")).order_by()
    names = Application.machine.states
    yield "案件 " + "，".join(f"{names(s).label}{n}" for s, n in sorted(states, key=lambda x: list(names).index(x[0])))
    paid = PayoutLine.objects.filter(state="paid").aggregate(n=Count("id"), fen=Sum("amount_fen"))
    yield f"已到账 {paid['n']}笔，{(paid['fen'] or 0) // 100:,}元"
    for line in BudgetLine.objects.filter(organisation__code="GH141182").order_by("source"):
        yield (f"预算 {line.source}：可用{line.available // 100:,} 预留{line.reserved // 100:,} "
               f"在途{line.committed // 100:,} 已支付{line.paid // 100:,} 元")  # fmt: skip
    failed = Notice.objects.filter(status=Notice.Status.FAILED).count()
    yield f"文书 {papers}  共{Notice.objects.filter(status='ready').count()}份，生成失败{failed}份"
    yield f"标注了错误的导入表 {folder / '导入错误-标注.xlsx'}"
    cases, events = journal.counts()
    yield f"日志 {cases}件案卷 {events}条事件，校验发现{len(list(journal.broken()))}处问题"
    yield ""
    yield f"演示用户（密码 {demo_password()}）："
    yield "  " + "，".join(f"{name} {label(role)}" for name, _n, role, _o in DEMO_USERS)
