"""The entry page 连续录入: the forms as they are to be shown, for a new draft, a stored one, or one put aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from relief.applications.entering import INVOICE, MEMBER, Typed
from relief.applications.forms.draft import CONSENT, NAMES, PARTS, DraftForm, Invoices, Members
from relief.applications.forms.entry_fields import label_of
from relief.applications.models import Application
from relief.applications.requirements import missing_papers, papers_of, required_fields
from relief.applications.selectors import applications_under, under
from relief.casework.fields import FilesField
from relief.organisations.models import Organisation
from relief.people.identifiers import IdType
from relief.people.masking import mask_id, mask_name
from relief.queue.sitting import Sitting
from relief.schemes.rules import Scheme
from relief.schemes.selectors import scheme_on
from workflows.clock import today
from workflows.roles import Role

UNIONS = 2000
COPIED = frozenset(NAMES) - {"application_date", "event_date", "consent_at", "consent_channel", "consent_version"}
"""What a new draft takes over from an earlier case of the same person."""
YES_NO = {True: "yes", False: "no", None: ""}


def unions_of(sitting: Sitting) -> dict[str, Organisation]:
    """The unions for which this person takes in applications."""
    tops = [g.path for g in sitting.grants if g.role == Role.CLERK]
    return {o.code: o for o in Organisation.objects.filter(under(tops, "path")).order_by("path")[:UNIONS]}


class Entry:
    """The forms of one draft. ``data``: as sent; without it as stored, as put aside, or fresh."""

    def __init__(self, sitting: Sitting, stored: Application | None = None) -> None:
        self.sitting, self.stored = sitting, stored
        self.scheme: Scheme = scheme_on(today()).rules
        self.unions = unions_of(sitting)
        self.token = uuid4().hex

    # --- three ways to fill it ---------------------------------------------------------------------------
    def sent(self, data: QueryDict, files: Any) -> Entry:
        self.token = data.get("token", "")
        self.form = DraftForm(data, scheme=self.scheme, unions=self.unions, stored=self.stored)
        self.members = Members(data, prefix="members", form_kwargs={"scheme": self.scheme}, initial=self._members())
        self.invoices = Invoices(data, prefix="invoices", form_kwargs={"scheme": self.scheme})
        self.papers = PapersForm(data, files, scheme=self.scheme, cause=data.get("cause", ""), have=self.have)
        return self

    def fresh(self, initial: Mapping[str, Any]) -> Entry:
        start = {"id_type": IdType.RESIDENT.value, "application_date": today(), **initial}
        return self._unsent(start, self._members(), self._invoices())

    def taken_up(self, data: QueryDict) -> Entry:
        """As it was put aside: what was typed is shown, and judged when it is handed in."""
        self.token = data.get("token", "") or self.token
        return self._unsent(data.dict(), _typed_rows(data, "members", ("pk", *MEMBER), self._members()),
                            _typed_rows(data, "invoices", INVOICE, []))  # fmt: skip

    def as_stored(self) -> Entry:
        a = self.stored
        assert a is not None
        values = {n: getattr(a, n) for n in NAMES}
        values["relative_of_staff"] = YES_NO[a.relative_of_staff]
        return self._unsent(values, self._members(), self._invoices())

    def _unsent(self, initial: Mapping[str, Any], members: list[Any], invoices: list[Any]) -> Entry:
        kwargs = {"scheme": self.scheme}
        self.form = DraftForm(initial=dict(initial), scheme=self.scheme, unions=self.unions, stored=self.stored)
        self.members = Members(prefix="members", initial=members, form_kwargs=kwargs)
        self.invoices = Invoices(prefix="invoices", initial=invoices, form_kwargs=kwargs)
        self.papers = PapersForm(scheme=self.scheme, cause=str(initial.get("cause") or ""), have=self.have)
        return self

    @cached_property
    def have(self) -> set[str]:
        """Evidence that lies in the file."""
        return papers_of(self.stored) if self.stored else set()

    def _members(self) -> list[dict[str, Any]]:
        """Stored members; their numbers are not shown again."""
        if self.stored is None:
            return []
        return [{**{k: getattr(m, k) for k in MEMBER}, "pk": m.pk, "id_no": "", "masked": mask_id(m.id_no)}
                for m in self.stored.members.order_by("id")]  # fmt: skip

    def _invoices(self) -> list[dict[str, Any]]:
        if self.stored is None:
            return []
        return [{k: getattr(i, k) for k in INVOICE} for i in self.stored.invoices.order_by("id")]

    # --- what was sent -------------------------------------------------------------------------------------
    def valid(self) -> bool:
        """All parts, so that every fault is shown at once."""
        parts = (self.form, self.members, self.invoices, self.papers)
        return all([part.is_valid() for part in parts])

    def typed(self) -> Typed:
        """What is to be kept."""
        numbers = {m.pk: m.id_no for m in self.stored.members.all()} if self.stored else {}
        members = [f.cleaned_data for f in self.members if f.has_changed()]
        for row in members:
            row["id_no"] = row["id_no"] or numbers.get(row["pk"], "")
        values = self.form.cleaned_data
        return Typed(
            values={**values, "account_name": values["account_name"] or values["name"]}, token=self.token,
            members=members,
            invoices=[f.cleaned_data for f in self.invoices if f.has_changed()],
            uploads={code: files for code, files in self.papers.by_item() if files})  # fmt: skip

    # --- what is shown ---------------------------------------------------------------------------------------
    def context(self, url: str) -> dict[str, Any]:
        """templates/applications/form.html. Another cause asks for other fields: the form comes back with them."""
        self.form.mark()
        self.form.fields["cause"].widget.attrs |= {
            "hx-post": url, "hx-trigger": "change", "hx-target": "#entry", "hx-select": "#entry",
            "hx-swap": "outerHTML", "hx-vals": '{"then": "look"}'}  # fmt: skip
        return {
            "form": self.form, "token": self.token, "sections": [self._section(part) for part in PARTS],
            "members": self.members, "invoices": self.invoices, "evidence": self.papers.shown(self.scheme, self.have),
            "problems": self._problems(), "seen": self.stored.event_count if self.stored else "",
        }  # fmt: skip

    def _section(self, part: Any) -> dict[str, Any]:
        rows = [{"field": self.form[name], "span": span, "source": ""} for name, span in part.fields]
        return {"title": part.title, "help": part.help, "fields": rows, "rows": part.rows,
                "rows_title": part.rows_title, "rows_add": part.rows_add}  # fmt: skip

    def _problems(self) -> list[dict[str, str]]:
        """Faults in the rows and files, for the summary on top."""
        found = []
        for formset, title in ((self.members, _("家庭成员")), (self.invoices, _("票据"))):
            for n, row in enumerate(formset, 1):
                for field in row if row.is_bound else ():
                    found += [{"text": _("%(table)s第%(n)d行%(what)s：%(why)s") % {
                        "table": title, "n": n, "what": field.label, "why": why}, "url": f"#{field.id_for_label}"}
                        for why in field.errors]  # fmt: skip
        for field in self.papers:
            found += [{"text": f"{field.label}：{why}", "url": f"#{field.id_for_label}"} for why in field.errors]
        return found

    def lacking(self) -> list[dict[str, str]]:
        """What must still be there before the stored draft can be submitted, each with the field that takes it."""
        a = self.stored
        if a is None:
            return []
        empty = [n for n in required_fields(a.cause, self.scheme) if getattr(a, n) in (None, "")]
        empty += [n for n in CONSENT if not getattr(a, n)]
        found = [{"text": label_of(n), "url": f"#id_{n}"} for n in empty]
        codes = {n.label: n.code for n in self.scheme.evidence_for(a.cause)}
        for text in missing_papers(a, self.scheme):
            code = codes.get(text.split("或")[0], "")
            found.append({"text": text, "url": f"#id_paper_{code}"})
        return found


class PapersForm(forms.Form):
    """One file field for each kind of evidence that the cause asks for."""

    use_required_attribute = False

    def __init__(self, *args: Any, scheme: Scheme, cause: str, have: set[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.needs = scheme.evidence_for(cause) if cause in scheme.causes else []
        for need in self.needs:
            self.fields[f"paper_{need.code}"] = FilesField(label=need.label, required=False)

    def by_item(self) -> Iterable[tuple[str, Any]]:
        return [(n.code, self.cleaned_data.get(f"paper_{n.code}") or []) for n in self.needs]

    def shown(self, scheme: Scheme, have: set[str]) -> list[dict[str, Any]]:
        rows = []
        for need in self.needs:
            there = need.code in have
            state, label = ("ok", _("已有")) if there else ("off", _("可选"))
            if not there and (need.kind == "R" or need.group):
                state, label = ("missing", _("还缺")) if need.kind == "R" else ("missing", _("任选其一"))
            rows.append({"field": self[f"paper_{need.code}"], "label": need.label, "required": need.kind == "R",
                         "state": state, "state_label": label})  # fmt: skip
        return rows


def _typed_rows(data: QueryDict, prefix: str, names: Iterable[str], stored: list[Any]) -> list[dict[str, Any]]:
    """The rows of a table as they were typed."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "0")
    masks = {str(row.get("pk")): row.get("masked", "") for row in stored}
    found = []
    for n in range(min(int(total), 50) if total.isdecimal() else 0):
        row = {name: data.get(f"{prefix}-{n}-{name}", "") for name in names}
        if any(v for k, v in row.items() if k != "pk"):
            found.append({**row, "masked": masks.get(row.get("pk", ""), "")})
    return found


def entered_rows(keys: list[int], sitting: Sitting, shown: int) -> list[dict[str, Any]]:
    """Drafts of this sitting beside the form."""
    found = applications_under(sitting.readable).in_bulk(keys[:shown])
    return [{"label": mask_name(found[k].name), "url": reverse("application", args=[k]), "fen": found[k].requested_fen}
            for k in keys[:shown] if k in found]  # fmt: skip
