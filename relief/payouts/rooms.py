"""The rooms of batches and of single payments."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.casework.forms import ActForm
from relief.casework.rooms import Room, furnish
from relief.payouts import forms, selectors
from relief.payouts.batch_shown import batch_context
from relief.payouts.line_shown import line_context
from relief.queue.sitting import Sitting
from workflows import payout_batch as batches
from workflows import payout_line as lines
from workflows.engine import Fired


class BatchRoom(Room):
    """A batch: its file is named when it is written."""

    def cases(self, sitting: Sitting) -> QuerySet[Any]:
        return selectors.batches_for(sitting)

    def happened(self, form: ActForm, fired: list[Fired]) -> str:
        facts = fired[-1].event.facts
        if form.option.name != "export":
            return _("已办理“%(what)s”。") % {"what": form.option.row.label}
        return _("已导出%(n)d笔，文件%(name)s，SHA-256 %(digest)s。") % {
            "n": facts["count"], "name": facts["file"], "digest": facts["digest"]}  # fmt: skip


class LineRoom(Room):
    """One payment; a clerk of the case's union mends its account."""

    def find(self, sitting: Sitting, pk: int) -> Any:
        return selectors.line_for(sitting, pk)

    def happened(self, form: ActForm, fired: list[Fired]) -> str:
        return _("已办理“%(what)s”。") % {"what": form.option.row.label}


BATCH_ROOM = furnish(BatchRoom(
    machine=batches.PAYOUT_BATCH,
    page="batch",
    forms={
        "check": forms.CheckForm, "send_back": forms.SendBackForm, "export": forms.ExportForm,
        "void": forms.VoidForm, "book": forms.BookForm,
    },
    forward=("check", "export"),
    labels={"void": gettext_lazy("作废这个批次")},
    done={
        batches.EXPORTED: gettext_lazy("等银行回盘：由制单导入回盘文件或照回单登记。"),
        batches.SETTLED: gettext_lazy("这一批已经回盘完毕。"),
        batches.VOIDED: gettext_lazy("这一批已经作废，各笔明细已回到待入批。"),
    },
    related=("organisation", "template", "file"),
    case_template="payouts/batch.html",
    page_context=batch_context,
))  # fmt: skip

LINE_ROOM = furnish(LineRoom(
    machine=lines.PAYOUT_LINE,
    page="line",
    forms={
        "confirm_account": forms.ConfirmAccountForm, "prove_account": forms.ProveAccountForm,
        "reissue": forms.ReissueForm, "cancel": forms.CancelForm,
    },
    forward=("batch", "reissue"),
    mending={"account_confirmed": ("confirm_account",)},
    labels={"cancel": gettext_lazy("取消这笔发放")},
    done={
        lines.PLANNED: gettext_lazy("这一笔等着入批：在“发放批次”中制单。"),
        lines.BATCHED: gettext_lazy("这一笔已入批，在批次中办理。"),
        lines.EXPORTED: gettext_lazy("这一笔已交银行，等回盘。"), lines.PAID: gettext_lazy("这一笔已到账。"),
        lines.FAILED: gettext_lazy("等经办人或制单登记新账号。"), lines.REISSUED: gettext_lazy("这一笔已由新的明细重发。"),
        lines.CANCELLED: gettext_lazy("这一笔已取消，资金已退回可用。"),
    },
    tones={"fail": "wait", "succeed": "done"},
    case_template="payouts/line.html",
    page_context=line_context,
))  # fmt: skip
