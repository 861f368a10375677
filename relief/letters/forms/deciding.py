"""送审, 审核, 签发, 用印, and what takes them back (supervision.md §5, §8, §9)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import line, words
from relief.casework.forms import ActForm, ReasonForm
from relief.documents.services import Upload
from relief.jurisdictions.vocabulary import Recipient, SealMode
from relief.letters.sealing import Rendered, prepare
from relief.supervision.forms.fields import count_field, paper
from workflows.errors import NotPossible
from workflows.roles import Role


def first(values: dict[str, Any], name: str) -> Upload | None:
    """The one file of a field, taken out of the values."""
    found = values.pop(name, None) or [None]
    return found[0]


class OpinionForm(ActForm):
    """A form of an opinion in words; ``needed``: it may not be left out."""

    needed = False
    opinion_label: Any = _("意见")

    def build(self) -> None:
        self.fields["opinion"] = words(self.opinion_label, required=self.needed, limit=1000)


class SubmitForm(ActForm):
    consequence = _("送审后内容固定、适用规则的版本固定，您不能再修改；退回后可以改了再送。")


class EndorseForm(OpinionForm):
    consequence = _("您的审签意见记入文书审批表，文书转下一步。")


class PassReviewForm(OpinionForm):
    """Counsel's words; where the chain has no counsel, counsel's opinion on paper (§5)."""

    consequence = _("审核通过后转签发，意见记入文书审批表。")
    opinion_label = _("法律审核意见")

    def build(self) -> None:
        by_counsel = self.facts.reviewer_by_profile(Role.COUNSEL)
        self.needed = by_counsel and not self.keyed
        super().build()
        if not by_counsel:
            self.fields["legal_opinion"] = paper(
                _("法律顾问的书面意见"), required=not self.facts.legal_opinion_filed,
                help_text=_("本地签发流程没有法律顾问环节，须附法律顾问的书面意见。"))  # fmt: skip

    def given(self) -> dict[str, Any]:
        values = super().given()
        return {**values, "legal_opinion": first(values, "legal_opinion")}


class ReturnForm(ReasonForm):
    consequence = _("退回拟稿人修改，再次送审时从第一步重新审签。")
    reason_label = _("退回理由")


class SignForm(OpinionForm):
    """The whole page stands beside it; one button."""

    consequence = _("签发后取得文号，成文日期为今天，内容不能再改；随后由用印员用印。")
    opinion_label = _("签发意见")


class RecallForm(ReasonForm):
    consequence = _("文书退回草稿，已取得的文号作废，永不再用。")


class AcknowledgeForm(ReasonForm):
    consequence = _("适用的地区规则未经管理员确认，您确认仍然用印，理由记入办理记录。")
    reason_label = _("仍用印的理由")


class SealForm(ActForm):
    """The bytes are rendered and read back before the transaction, from the frozen content (house.md §4)."""

    rendered: Rendered | None = None

    @property
    def consequence(self) -> Any:  # type: ignore[override]
        if self.physical:
            return _("先打印正式版面并加盖实体印章，上传加盖后的扫描件；用印后版面、扫描件和校验码固定，不能更改。")
        return _("用印后版面和校验码固定，不能更改，文号转为已使用。")

    @property
    def physical(self) -> bool:
        return self.facts.rules is not None and self.facts.rules.seal_mode == SealMode.PHYSICAL

    def build(self) -> None:
        wanted = self.facts.rules.copies[self.case.kind] if self.facts.rules else []
        told = "、".join(str(Recipient(code).label) for code in wanted)
        self.fields["copies"] = count_field(
            _("份数"), least=1, max_value=500, initial=len(wanted) or 1,
            help_text=_now("按规则至少%(n)d份：%(who)s。") % {"n": len(wanted), "who": told})  # fmt: skip
        if self.physical:
            self.fields["stamped"] = paper(_("加盖印章后的扫描件"), required=True)
        self.fields["place"] = line(_("用印情况"), required=False, limit=200, offers=(_("印章管理室"),))

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors:
            try:
                self.rendered = prepare(self.case)
            except NotPossible as refusal:
                raise forms.ValidationError(refusal.message) from refusal
        return values

    def given(self) -> dict[str, Any]:
        values = super().given()
        assert self.rendered is not None
        return {**values, "stamped": first(values, "stamped"), "snapshot": self.rendered.snapshot, "pdf": self.rendered.pdf}


class DiscardForm(ReasonForm):
    consequence = _("草稿废弃，文书就此终止，没有用过文号；案件可以另作决定。")


class VoidForm(ReasonForm):
    consequence = _("文书作废，文号作废且永不再用；尚未送出的文书才能作废。")
