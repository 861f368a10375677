"""送出, 送达, 未能送达: methods, days and evidence as the pinned profile names them (supervision.md §7, §10)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import DayField, choice, line, words
from relief.casework.forms import ActForm
from relief.casework.panel import act_url
from relief.jurisdictions import explaining
from relief.jurisdictions.vocabulary import Evidence
from relief.letters.forms.deciding import OpinionForm, first
from relief.letters.models import Method
from relief.supervision.forms.fields import MomentField, paper, yes
from workflows.clock import today

EVIDENCE = "evidence_"
DAYS: Mapping[str, Any] = {
    "signed_on": _("签收日期"), "left_on": _("留置日期"), "posted_on": _("交寄日期"), "delivered_on": _("妥投日期"),
    "refused_on": _("拒收日期"), "returned_on": _("退回日期"), "unclaimed_on": _("无人领取日期"), "handed_on": _("委托日期"),
    "published_on": _("公告发布日期"),
}  # fmt: skip
EVENTS: Mapping[str, tuple[str, ...]] = {
    Method.DIRECT: ("signed_on",), Method.LEFT: ("left_on",),
    Method.MAIL: ("posted_on", "delivered_on", "refused_on", "returned_on"),
    Method.ELECTRONIC: (), Method.ENTRUSTED: ("handed_on", "signed_on"), Method.ANNOUNCEMENT: ("published_on",),
}  # fmt: skip
"""Which days each method records."""
RULES: Mapping[str, Any] = {
    Method.DIRECT: _("单位负责人、收发部门或代收人签收的那一天送达。"),
    Method.LEFT: _("留下的那一天送达；须两人在场，并有见证人或录像。"),
    Method.MAIL: _("妥投日送达；拒收的，退回之日送达；无人领取的不算送达。"),
    Method.ELECTRONIC: _("到达日送达；没有事先书面同意的不算送达。"),
    Method.ENTRUSTED: _("受送达人签收的那一天送达。"), Method.ANNOUNCEMENT: _("公告期满那一天送达。"),
}  # fmt: skip
PROVING = {"signed_on", "left_on", "published_on"}
"""Days without which nothing is proved."""


def people(text: str) -> list[str]:
    """安澜、江宁 → two names, whatever parts them."""
    for sign in "，,;； ":
        text = text.replace(sign, "、")
    return [name for name in text.split("、") if name]


class DispatchForm(ActForm):
    consequence = _("登记送出后等送达证明；答复期限从证明的送达日起算，不从今天起算。")
    left_out = frozenset({Method.LEFT})

    def build(self) -> None:
        self.fields["method"] = choice(_("送达方式"), self._methods(), help_text=self._help())
        self.fields["address"] = line(_("送达地点"), limit=200, initial=self._address(), offers=self._known())
        self.fields["sent_on"] = DayField(label=_("送出日期"), initial=today(), latest=today(), earliest=self.case.issued_on)
        self.fields["note"] = line(_("运单号等"), required=False)

    def _methods(self) -> list[tuple[str, Any]]:
        methods = self.facts.rules.methods if self.facts.rules else {}
        allowed = self.case.announcement_allowed_on is not None
        return [(code, m.zh) for code, m in methods.items() if code in Method.values and code not in self.left_out
                and (code != Method.ANNOUNCEMENT or allowed)]  # fmt: skip

    def _help(self) -> str:
        return ""

    def _known(self) -> list[str]:
        known = [self.case.case.employer.address if self.case.case else ""]
        return [a for a in dict.fromkeys([*known, *(a.address for a in self.facts.attempts)]) if a]

    def _address(self) -> str:
        known = self._known()
        return known[0] if known and not self.facts.is_recommendation else ""


class RetryForm(DispatchForm):
    consequence = _("换一种方式或地址再送；前几次的经过都留在记录里。")
    left_out = frozenset()

    def _help(self) -> str:
        tried = [f"{a.get_method_display()}（{a.address}）" for a in self.facts.attempts]
        return _now("已试过：%(what)s。") % {"what": "、".join(tried)}

    def _address(self) -> str:
        return ""


class FailForm(ActForm):
    consequence = _("本次送达记为未成；换方式或地址再送，两种方式都未成的可由主任同意公告送达。")

    def build(self) -> None:
        attempt = self.facts.attempt
        earliest = attempt.sent_on if attempt else None
        self.fields["failed_on"] = DayField(label=_("日期"), initial=today(), latest=today(), earliest=earliest)
        self.fields["failure"] = words(_("为何未能送达"), limit=500,
                                       help_text=_("如：大门紧闭，无人应答；拒收的邮件退回后才算送达，请在“登记送达”中登记。"))  # fmt: skip


class AllowForm(OpinionForm):
    consequence = _("同意公告送达；公告期满后才算送达，期满日按规则计算。")


class ServeForm(ActForm):
    """送达回证: the days and papers of the method by which it was proved."""

    consequence = _("送达日按登记的证明计算，答复期限从送达日起算；登记后不能更改。")
    wide = True

    def build(self) -> None:
        again = {"hx-get": act_url(self.stand, self.option.name), "hx-target": "#action", "hx-select": "#action",
                 "hx-swap": "outerHTML", "hx-trigger": "change"}  # fmt: skip
        self.fields["method"] = forms.ChoiceField(
            label=_("怎样送达的"), choices=self.offered, initial=self.method, widget=forms.RadioSelect(attrs=again),
            help_text=self._rule())  # fmt: skip
        if self.method in EVENTS:
            self._days()
            self.fields["place"] = line(_("送达地点"), limit=200, initial=self.facts.attempt.address)
            self.fields["servers"] = line(_("送达人"), limit=100, initial=self._servers(), help_text=self._how_many())
            self._receiver()
            self._papers()

    @cached_property
    def offered(self) -> list[tuple[str, Any]]:
        """The methods that were tried; who refuses at the door has it left there."""
        tried = [a.method for a in reversed(self.facts.attempts) if a.failed_on is None] or [self.facts.attempt.method]
        if Method.DIRECT in tried:
            tried.append(Method.LEFT)
        methods = self.facts.rules.methods if self.facts.rules else {}
        return [(code, methods[code].zh) for code in dict.fromkeys(tried) if code in methods]

    @cached_property
    def method(self) -> str:
        asked = str(self.data.get("method", "")) if self.is_bound else self.asked.get("method", "")
        codes = [code for code, _word in self.offered]
        return asked if asked in codes else codes[0] if codes else ""

    @property
    def rule(self) -> Any:
        return self.facts.rules.methods[self.method]

    def _rule(self) -> str:
        extra = ""
        if self.method == Method.ANNOUNCEMENT:
            extra = _now("公告期%(n)s。") % {"n": explaining.length_text(self.rule.deemed_after_days, "d")}
        return f"{RULES.get(self.method, '')}{extra}"

    def _days(self) -> None:
        sent = self.facts.attempt.sent_on
        for name in EVENTS[self.method]:
            initial = sent if name in ("posted_on", "handed_on") else today() if name in PROVING and name != "published_on" else None
            self.fields[name] = DayField(label=DAYS[name], required=name in PROVING, latest=today(), initial=initial,
                                         earliest=self.case.issued_on)  # fmt: skip
        if self.method == Method.ELECTRONIC:
            self.fields["arrived_at"] = MomentField(label=_("到达时间"))
            self.fields["consent"] = yes(_("事先取得了电子送达的书面同意"))

    def _servers(self) -> str:
        return str(self.stand.person)

    def _how_many(self) -> str:
        return _now("至少%(n)d人，用顿号分开。") % {"n": self.rule.servers} if self.rule.servers > 1 else ""

    def _receiver(self) -> None:
        if self.method == Method.LEFT:
            self.fields["refusal"] = words(_("拒收事由"), limit=500, rows=2)
            self.fields["witness"] = line(_("见证人"), required=False, help_text=_("没有录像的须有见证人。"))
        elif self.method in (Method.DIRECT, Method.ENTRUSTED):
            self.fields["signer"] = line(_("签收人"), limit=50)
            self.fields["capacity"] = line(_("签收人身份"), limit=50, offers=(_("法定代表人"), _("负责人"), _("收发室"), _("代理人")))
            self.fields["relation"] = line(_("代收关系"), limit=50, required=False, help_text=_("代收时填写。"))

    def _papers(self) -> None:
        for code in self.rule.evidence:
            self.fields[EVIDENCE + code] = paper(Evidence(code).label, required=True)
        for code in self.rule.one_of:
            self.fields[EVIDENCE + code] = paper(Evidence(code).label, help_text=_("几项之一。"))

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        one_of = self.rule.one_of if self.method else ()
        if one_of and not any(values.get(EVIDENCE + code) for code in one_of):
            words_of = "、".join(str(Evidence(code).label) for code in one_of)
            self.add_error(None, _now("%(what)s须有其中一项。") % {"what": words_of})
        if values.get(f"{EVIDENCE}witness_signature") and not values.get("witness"):
            self.add_error("witness", _("请写明见证人。"))
        if values.get("servers") and len(people(values["servers"])) < self.rule.servers:
            self.add_error("servers", self._how_many())
        return values

    def given(self) -> dict[str, Any]:
        values = super().given()
        events = {name: values.pop(name) for name in (*EVENTS[self.method], "arrived_at", "consent") if name in values}
        codes = [code for code in (*self.rule.evidence, *self.rule.one_of)]
        papers = {code: upload for code in codes if (upload := first(values, EVIDENCE + code))}
        return {**values, "events": {k: v for k, v in events.items() if v not in (None, "")}, "evidence": papers,
                "servers": people(values["servers"])}  # fmt: skip
