"""Drafts of letters: opened from a plan of the case, or without a case where the profile allows it; edited; submitted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relief.jurisdictions.rules import Rules
from relief.jurisdictions.selectors import profile_for
from relief.letters.content import CONTENTS, Content
from relief.letters.models import SupervisionLetter
from relief.letters.proposing import proposed
from relief.letters.services.papers import MACHINE
from relief.letters.terms import REMINDER, SCOPES, TARGETED
from relief.organisations.models import Organisation
from relief.supervision.models import LetterPlan, SupervisionCase
from workflows.clock import today
from workflows.engine import Fired, open_cases, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment
from workflows.supervision_case import LETTERS_OPEN

# The machine's own: the number, the day, the code, the title and the issuer are never typed.
WRITTEN_BY_THE_MACHINE = frozenset({"issuer_name", "doc_title", "doc_no", "issued_on", "verify_code"})
LONGEST = 400_000


@transaction.atomic
def open_letter(*, plan: LetterPlan, actor: Any, role: str = "") -> SupervisionLetter:
    """A draft of what the director decided, with what the case already knows. One plan, one letter (§6.1)."""
    case = SupervisionCase.objects.select_for_update(of=("self",)).get(plans=plan)
    if case.state != LETTERS_OPEN:
        raise NotPossible(_("案件不在文书办理环节，不能拟制文书。"))
    if SupervisionLetter.objects.filter(plan=plan).exists():
        raise NotPossible(_("这项文书计划已经拟稿。"))
    _one_open(case, plan)
    letter = SupervisionLetter(
        case=case, plan=plan, kind=plan.kind, organisation=case.organisation, issuer=plan.issuer, organ=plan.organ,
        follows=plan.follows, opened_on=today())  # fmt: skip
    rules = rules_today(case.organisation)
    letter.content = proposed(letter, rules, author=actor)
    return _open(letter, actor, role, {"plan": plan.pk})


def _one_open(case: SupervisionCase, plan: LetterPlan) -> None:
    """§6.6: one open letter per case, addressee and kind; the one that is issued anew stands until its successor does."""
    same = case.letters.filter(kind=plan.kind, plan__addressee=plan.addressee).exclude(pk=plan.follows_id or 0)
    if same.exclude(state__in=SupervisionLetter.machine.ends).exists():
        raise NotPossible(_("本案给该单位的同类文书尚未办结，不能再拟一份。"))


@transaction.atomic
def open_letter_without_case(*, organisation: Organisation, actor: Any, scope: str, organ: str, issuer: Any = None,
                             role: str = "") -> SupervisionLetter:  # fmt: skip
    """A reminder to a class, to the public, or where the profile needs no case for it to one employer (§6.1)."""
    rules = rules_today(organisation)
    if scope not in SCOPES or rules.case_required(REMINDER, scope):
        raise NotPossible(_("按本地规则，这种提示函须在案件中制发。"))
    letter = SupervisionLetter(kind=REMINDER, scope=scope, organisation=organisation, issuer=issuer or organisation,
                               organ=organ, opened_on=today())  # fmt: skip
    letter.content = proposed(letter, rules, author=actor)
    return _open(letter, actor, role, {"scope": scope})


def rules_today(organisation: Organisation) -> Rules:
    """The profile in force for a union; a region without one issues no letters."""
    version = profile_for(organisation.area, today())
    if version is None:
        raise NotPossible(_("本地区尚无规则，请管理员装入地区规则。"))
    return version.rules


def _open(letter: SupervisionLetter, actor: Any, role: str, given: dict[str, Any]) -> SupervisionLetter:
    fired: Fired = open_cases([letter], actor=actor, role=role, given={"kind": letter.kind, **given})[0]
    return fired.case


@verb(MACHINE, "edit")
def edit(m: Moment, *, values: Mapping[str, Any]) -> dict[str, Any]:
    """Replace fields of the content as they were typed. Checks judge them; the journal keeps their names alone."""
    letter: SupervisionLetter = m.case
    unknown = set(values) - fields_of(letter.kind)
    if unknown:
        raise NotPossible(_("文书没有这些栏目，或由系统填写：%(what)s。") % {"what": "、".join(sorted(map(str, unknown)))})
    content = {**letter.content, **values}
    if len(_canonical(content)) > LONGEST:
        raise NotPossible(_("文书内容过长。"))
    changed = sorted(name for name in values if letter.content.get(name) != values[name])
    letter.content = content
    letter.scope = _scope(m, content)
    letter.save(update_fields=["content", "scope"])
    return {"changed": changed}


def fields_of(kind: str) -> set[str]:
    """What a drafter may write."""
    kinds: type[Content] = CONTENTS[kind]
    return set(kinds.__dataclass_fields__) - WRITTEN_BY_THE_MACHINE


def _scope(m: Moment, content: Mapping[str, Any]) -> str:
    """To whom a reminder speaks: one employer in a case, others only where no case is needed."""
    letter: SupervisionLetter = m.case
    scope = content.get("reminder_scope", TARGETED) if letter.kind == REMINDER else TARGETED
    if scope not in SCOPES:
        raise NotPossible(_("请选择提示函的范围。"))
    rules: Rules | None = m.facts.rules
    if letter.plan_id is not None and scope != TARGETED:
        raise NotPossible(_("案件中的提示函只能致文书计划所定的单位。"))
    if letter.case_id is None and (rules is None or rules.case_required(letter.kind, scope)):
        raise NotPossible(_("按本地规则，这种提示函须在案件中制发。"))
    return str(scope)


@verb(MACHINE, "submit")
def submit(m: Moment) -> dict[str, Any]:
    """Pin the profile in force this day, keep the digest of the content, begin a round of the chain (§7)."""
    letter: SupervisionLetter = m.case
    version = profile_for(m.facts.line.own.area, m.occurred_on)
    if version is None:
        raise NotPossible(_("本地区尚无规则，请管理员装入地区规则。"))
    letter.profile = version
    letter.round += 1
    letter.content_digest = digest_of(letter.content)
    letter.save(update_fields=["profile", "round", "content_digest"])
    return {"profile": str(version), "content": letter.content_digest, "round": letter.round}


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of a content, the same however its keys are ordered."""
    return hashlib.sha256(_canonical(content)).hexdigest()


def _canonical(content: Mapping[str, Any]) -> bytes:
    try:
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError):
        raise NotPossible(_("文书内容的格式不对。")) from None
    return text.encode("utf-8", "surrogatepass")
