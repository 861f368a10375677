"""One form a verb: what a move or an act asks for, in the words of the office."""

from __future__ import annotations

from collections.abc import Mapping

from relief.applications.forms import amending, deciding, intake, reasons, reviewing, standing, visiting
from relief.applications.forms.base import ApplicationForm

FORMS: Mapping[str, type[ApplicationForm]] = {
    "submit": intake.SubmitForm,
    "accept": intake.AcceptForm,
    "ask": intake.AskForm,
    "answer": intake.AnswerForm,
    "answer_visit": intake.AnswerForm,
    "decline": reasons.DeclineForm,
    "finish_visit": visiting.FinishVisitForm,
    "return_visit": reasons.ReturnForm,
    "publish": reviewing.PublishForm,
    "refuse_at_base": reasons.RefusalForm,
    "close_publicity": reviewing.ClosePublicityForm,
    "republish": reviewing.RepublishForm,
    "return_base": reasons.ReturnForm,
    "recommend": reviewing.RecommendForm,
    "refuse_at_county": reasons.RefusalForm,
    "approve": deciding.ApproveForm,
    "return_county": reasons.ReturnForm,
    "refuse": reasons.RefusalForm,
    "reopen": reasons.ReopenForm,
    "archive": deciding.ArchiveForm,
    "withdraw": reasons.WithdrawForm,
    "terminate": reasons.TerminateForm,
    "add_paper": standing.AddPaperForm,
    "amend": amending.AmendForm,
    "answer_exclusions": intake.AnswerExclusionsForm,
    "allow_exception": intake.AllowExceptionForm,
    "record_visit": visiting.RecordVisitForm,
    "sign_visit": visiting.SignVisitForm,
    "request_check": visiting.RequestCheckForm,
    "settle_check": visiting.SettleCheckForm,
    "township_opine": reviewing.TownshipOpineForm,
    "record_publicity": reviewing.RecordPublicityForm,
    "opine": reviewing.OpineForm,
    "search_duplicates": reviewing.SearchDuplicatesForm,
    "hold": standing.HoldForm,
    "release": standing.ReleaseForm,
    "extend": standing.ExtendForm,
    "contact_note": standing.ContactNoteForm,
    "follow_up": deciding.FollowUpForm,
    "note": standing.NoteForm,
}
"""``edit`` has the entry page instead of a form; clocks and banks have none."""
