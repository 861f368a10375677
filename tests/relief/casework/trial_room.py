"""A room on a machine that exists, furnished with little: what an app has to write to get its case page."""

from typing import Any

from django import forms
from django.urls import include, path

from relief.casework.fields import DayField, FilesField, line
from relief.casework.forms import ActForm, ReasonForm
from relief.casework.rooms import Room, Tab
from relief.casework.row_lists import Rows
from relief.casework.stand import Stand
from relief.casework.tabs import SHARED_TABS
from relief.casework.views import case_routes
from relief.queue.sitting import Sitting
from relief.urls import urlpatterns as house_patterns
from workflows.payout_batch import PAYOUT_BATCH


class NoteRow(forms.Form):
    what = line("事项", limit=10)
    times = forms.IntegerField(label="次数", required=False)


class BookForm(ActForm):
    """Files, a day and a list in one form; the verb takes no list, so it is put into the number."""

    consequence = "登记记账凭证号和日期。"
    papers = {"scan": ("BANK_RECEIPT", "scan")}
    rows = (Rows("notes", "附件", NoteRow, least=1, most=3),)

    def build(self) -> None:
        self.fields["voucher_number"] = line("凭证号", limit=40)
        self.fields["voucher_on"] = DayField(label="凭证日期")
        self.fields["scan"] = FilesField(many=False, label="回单", required=False)

    def initial_rows(self, name: str) -> list[dict[str, Any]]:
        return [{"what": "回单", "times": 1}]

    def given(self) -> dict[str, Any]:
        values = super().given()
        told = "、".join(f"{row['what']}{row['times'] or ''}" for row in values.pop("notes"))
        return {**values, "voucher_number": f"{values['voucher_number']}（{told}）"}


class CheckForm(ActForm):
    @property
    def confirm(self) -> dict[str, Any]:
        return {"fen": self.case.total_fen, "count": self.case.count}


class BatchRoom(Room):
    def head(self, stand: Stand, sitting: Sitting) -> dict[str, Any]:
        return {"who": stand.case.template.name, "line": [stand.case.organisation.name], "fen": stand.case.total_fen}


def overview(stand: Stand, sitting: Sitting, asked: Any) -> dict[str, Any]:
    return {"groups": [{"title": "", "rows": [{"name": "笔数", "value": stand.case.count, "fen": None}]}]}


ROOM = BatchRoom(
    machine=PAYOUT_BATCH,
    page="trial",
    forms={"check": CheckForm, "send_back": ReasonForm, "export": ActForm, "void": ReasonForm, "book": BookForm},
    forward=("check", "export"),
    tabs=(Tab("overview", "概要", "ui/summary_list.html", overview), *SHARED_TABS),
    labels={"void": "作废这个批次"},
    done={"settled": "这一批已经回盘完毕。"},
    fact_labels={"count": "笔数", "total_fen": "合计", "voucher_number": "凭证号", "source": "来源"},
    items={"BANK_RECEIPT": "银行回单"},
    tones={"void": "bad"},
    related=("organisation", "template"),
)

urlpatterns = [*house_patterns, path("trial/", include(case_routes(ROOM)))]
