"""Which form stands for which verb of a letter."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from relief.casework.fields import FilesField, line, words
from relief.casework.forms import ActForm
from relief.letters.forms import answering, deciding, departments, extending, serving


class AddPaperForm(ActForm):
    consequence = _("材料归入文书的案卷。文件名会保存，请不要用职工姓名作文件名。")

    def build(self) -> None:
        self.fields["item"] = line(_("材料名称"), limit=40, offers=(_("往来函件"), _("电话记录"), _("现场照片")))
        self.fields["uploads"] = FilesField(label=_("文件"), help_text=_("可一次选多份，照片或 PDF。"))


class NoteForm(ActForm):
    consequence = _("备注记入时间线，不能修改。不要写职工或反映人的姓名，用代称。")

    def build(self) -> None:
        self.fields["text"] = words(_("备注"), limit=500)


LETTER_FORMS: dict[str, type[ActForm]] = {
    "submit": deciding.SubmitForm, "endorse": deciding.EndorseForm, "pass_review": deciding.PassReviewForm,
    "return_draft": deciding.ReturnForm, "sign": deciding.SignForm, "recall": deciding.RecallForm,
    "acknowledge_unconfirmed": deciding.AcknowledgeForm, "seal": deciding.SealForm, "discard": deciding.DiscardForm,
    "void": deciding.VoidForm,
    "dispatch": serving.DispatchForm, "fail_service": serving.FailForm, "retry": serving.RetryForm,
    "allow_announcement": serving.AllowForm, "serve": serving.ServeForm,
    "reply": answering.ReplyForm, "examine": answering.ExamineForm, "accept": answering.AcceptForm,
    "find_partial": answering.PartialForm, "object": answering.ObjectForm, "recheck": answering.RecheckForm,
    "uphold": answering.UpholdForm, "supersede": answering.SupersedeForm, "chase": answering.ChaseForm,
    "extend": extending.ExtendForm, "refuse_extension": extending.RefuseForm,
    "file": departments.FileForm, "decline": departments.DeclineForm, "ask_reasons": departments.AskReasonsForm,
    "report_result": departments.ResultForm, "accept_result": departments.AcceptResultForm,
    "add_paper": AddPaperForm, "note": NoteForm,
}  # fmt: skip
