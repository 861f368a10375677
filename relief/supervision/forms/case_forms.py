"""Which form stands for which verb of a case."""

from django.utils.translation import gettext_lazy as _

from relief.casework.forms import ActForm, ReasonForm
from relief.supervision.forms import ending, investigating, lettering, staffing, talking
from relief.supervision.forms.fields import AddPaperForm, NoteForm


class SendBackForm(ReasonForm):
    consequence = _("案件退回监督员继续调查，审查结论须重新作出。")


class BreakOffForm(ReasonForm):
    consequence = _("协商未成，案件回到结论审定，由主任决定下一步。")
    reason_label = _("未成的原因")


class ConcludeLettersForm(ActForm):
    consequence = _("文书已全部办结，案件转监督员逐项核实整改。")


class RethinkForm(ReasonForm):
    consequence = _("案件回到结论审定，由主任重新决定办理方式；已办结的文书不受影响。")


class VerifyForm(ActForm):
    consequence = _("您作为另一名监督员确认各项要求已经落实；案件转回访。")


class VisitForm(ActForm):
    consequence = _("您作为另一名监督员确认回访记录；案件转结案审批。")


class ReturnClosingForm(ReasonForm):
    consequence = _("不同意结案，案件回到结论审定。")


class ArchiveForm(ActForm):
    consequence = _("案卷封存并记下校验码，不能再补材料；保存期从次年1月1日起算。")


class EvidenceForm(AddPaperForm):
    kinds = (_("工资表"), _("考勤记录"), _("劳动合同"), _("单位说明"), _("现场照片"), _("授权委托书"))


CASE_FORMS: dict[str, type[ActForm]] = {
    "assign": staffing.AssignForm, "reassign": staffing.ReassignForm, "prolong": staffing.ProlongForm,
    "recuse": staffing.RecuseForm,
    "record": investigating.RecordForm, "sign_record": investigating.SignRecordForm,
    "report": investigating.ReportForm, "add_worker": investigating.AddWorkerForm,
    "send_back": SendBackForm, "negotiate": talking.NegotiateForm, "settle": talking.SettleForm,
    "break_off": BreakOffForm, "open_letters": lettering.OpenLettersForm, "escalate": lettering.EscalateForm,
    "conclude_letters": ConcludeLettersForm, "rethink": RethinkForm, "check_items": ending.CheckItemsForm,
    "verify": VerifyForm, "record_visit": ending.RecordVisitForm, "visit": VisitForm, "feed_back": ending.FeedBackForm,
    "drop": ending.DropForm, "close": ending.CloseForm, "return_closing": ReturnClosingForm, "archive": ArchiveForm,
    "add_paper": EvidenceForm, "note": NoteForm,
}  # fmt: skip
