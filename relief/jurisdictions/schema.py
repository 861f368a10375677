"""The shape of a profile: its keys are those of the demonstration profile (supervision.md §7).

The widest profile brings every entry, a narrower one only those it changes, each whole. Only shapes stand here; what
one part says about another is checked in crosschecks.py on the merged rules.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from relief.jurisdictions.shapes import exactly, form, line, parts, share
from relief.jurisdictions.vocabulary import (
    LIMITS,
    Binds,
    ChainStage,
    Evidence,
    Kind,
    LimitUnit,
    Organ,
    ProcuratorateFact,
    Recipient,
    RecommendationGround,
    ReplyForm,
    RuleLevel,
    SealMode,
    ServedOn,
    ServiceMethod,
    SkipReason,
    UnitLevel,
    Work,
)
from relief.schemes.shapes import Check, boolean, choice, day, list_of, mapping_of, nullable, record, whole
from workflows.calendar import RollRule, StartRule
from workflows.roles import Pseudo, Role

MOST = 3650
COUNT = whole(1, MOST)
# "director or union chair" is one word in a chain; the office answers for counsel and case_office (supervision.md §7).
REVIEWERS = (Role.COUNSEL, Role.CASE_OFFICE, Role.DIRECTOR, Role.LEADER, Role.CHAIR)
SIGNATORIES = (Role.DIRECTOR, Role.LEADER, Role.CHAIR)
DECIDER = choice(*(role.value for role in SIGNATORIES))
UNIT = choice(*LimitUnit.values)
KINDS = Kind.values
REPLYING = (Kind.REMINDER.value, Kind.OPINION.value)
KEY = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
PROFILE_KEY = KEY + r"@[1-9][0-9]{0,5}"

EXTENSION_FIELDS: dict[str, Check] = {
    "max_n": COUNT,
    "unit": UNIT,
    "times": whole(1, 9),
    "granted_by": choice(*(role.value for role in SIGNATORIES), Pseudo.DEPARTMENT.value),
    "request_by": choice("DUE_DATE"),
}
LIMIT_FIELDS: dict[str, Check] = {
    "n": COUNT,
    "unit": UNIT,
    "start_rule": choice(*(rule.value for rule in StartRule)),
    "roll_rule": choice(*(rule.value for rule in RollRule)),
    "extension": nullable(record(EXTENSION_FIELDS)),
    "binds": choice(*Binds.values),
}
LIMIT = record(LIMIT_FIELDS)
ISSUER = record({"organ": choice(*Organ.values), "levels": list_of(choice(*UnitLevel.values), least=1)})
STEP = record({"stage": choice(*ChainStage.values), "role": choice(*(role.value for role in REVIEWERS))})
SEAL_NAMES = ("COMMITTEE_SEAL", "UNION_SEAL")
SEAL = record(
    {
        "seal": choice(*SEAL_NAMES),
        "fallback": nullable(choice(*SEAL_NAMES)),
        "holder": choice(Role.SEAL_KEEPER.value),
    }
)
SKIP = record({"decided_by": DECIDER, "reasons": list_of(choice(*SkipReason.values), least=1)})
SCOPE: dict[str, Check] = {"case_required": boolean, "reply_expected": boolean}
EVIDENCE = list_of(choice(*Evidence.values), least=1)
METHOD = record(
    {
        "zh": line,
        "served_on": nullable(choice(*ServedOn.values)),
        "evidence": EVIDENCE,
        "servers": whole(1, 9),
    },
    {
        "one_of": EVIDENCE,
        "refused_rule": choice("RETURNED_ON", "NOT_SERVED"),
        "unclaimed_rule": choice("NOT_SERVED"),
        "deemed_after": record({"n": COUNT, "unit": choice(LimitUnit.CALENDAR_DAY.value)}),
        "approved_by": DECIDER,
        "after_failed_methods": whole(1, 9),
    },
)
BASIS = record({"law": line, "article": line}, {"clause": line})
MATTER = form(r"[A-Z][A-Z_]{1,19}", _("应为事项代码,如WAGE"))
PATTERN = form(r"[^\n]{1,80}", _("应为一行文字,如{abbr}工劳监{mark}字〔{year}〕{n}号"))

HEAD: dict[str, Check] = {
    "code": form(KEY, _("应为小写字母、数字和连字符,如demo-province")),
    "version": whole(1, 999_999),
    "name": line,
    "level": choice(*RuleLevel.values),
    "parent": nullable(form(PROFILE_KEY, _("应为上级规则的代码和版本,如demo-province@1,没有上级写null"))),
    "region": form(r"[0-9]{6}", _('应为带引号的六位行政区划代码,如"990000"')),
    # A file confirms nothing: an administrator does, naming the source document.
    "status": choice("UNCONFIRMED"),
    "valid_from": day,
    "valid_to": nullable(day),
}
UNSIGNED: dict[str, Check] = {
    "confirmed_by": choice(None),
    "confirmed_on": choice(None),
    "source_document": choice(None),
}


def by_kind(entry: Check, kinds: Any = KINDS) -> dict[str, Check]:
    return dict.fromkeys(kinds, entry)


# Sections whose entries are overridden one by one; below an entry nothing is merged.
SECTIONS: dict[str, dict[str, Check]] = {
    "limits": dict.fromkeys(LIMITS, LIMIT),
    "objection": {"min_rest": record({"n": COUNT, "unit": UNIT})},
    "staff_reminders": {"at_fraction": share, "days_before": list_of(whole(0, MOST))},
    "issuers": by_kind(list_of(ISSUER, least=1)),
    "signing_chain": by_kind(list_of(STEP, least=1)),
    "seal": {"mode": choice(*SealMode.values), **dict.fromkeys(Organ.values, SEAL)},
    "numbering": {
        "pattern": PATTERN,
        "marks": record(by_kind(form(r"[^\s{}]{1,4}", _("应为一至四个字,如函")))),
        "series": list_of(choice("issuer", "kind", "year"), least=3),
        "first": whole(1, 999_999),
    },
    "titles": by_kind(line),
    "copies": by_kind(list_of(choice(*Recipient.values), least=1)),
    "copy_to": by_kind(list_of(choice("employer_union", "higher_union", "department", "procuratorate"))),
    "ladder": {
        "skip_reminder": SKIP,
        "skip_opinion": SKIP,
        "recommendation_grounds": list_of(choice(*RecommendationGround.values), least=1),
        "repeat_window_months": whole(1, 120),
        "group_size": whole(2, 9999),
    },
    "public_reminder": SCOPE,
    "targeted_reminder": SCOPE,
    "reply_forms": by_kind(list_of(choice(*ReplyForm.values), least=1), REPLYING),
    "recheck": {"min": whole(1, 9), "from_higher_union": boolean},
    "investigation": {
        "min_supervisors": whole(2, 9),
        "certificate_required": boolean,
        "second_from_higher_union": boolean,
    },
    "archive": {
        "retention_years": whole(1, 100),
        "group_case": choice("LONG_TERM", "SAME"),
        "copies_in_dossier": whole(1, 9),
    },
    "privacy": {
        "worker_names_in_letters": exactly(False),
        "annex_to_employer": choice("CONSENT_OF_EVERY_NAMED_WORKER", "NEVER"),
        "vault_read_needs_reason": exactly(True),
    },
}
# A method set to null is not used in this region.
METHODS = mapping_of(nullable(METHOD), key=choice(*ServiceMethod.values), least=1)
SERVICE: dict[str, Check] = {"methods": METHODS, "failed_methods_before_service_failed_is_final": whole(1, 9)}
VALUES: dict[str, Check] = {
    "timezone": choice("Asia/Shanghai"),
    "calendar": choice("CN"),
    "basis": list_of(BASIS),
    "deputy_director_signs": boolean,
    "signatory_line": boolean,
    "copy_to_procuratorate": list_of(choice(*ProcuratorateFact.values)),
    "priority_matters": list_of(MATTER),
    "certificate_required_for": list_of(choice(*Work.values)),
    "forms_version": line,
}


def shape_of(content: Any) -> Check:
    """What a profile must look like: whole where it has no parent, else what it changes."""
    whole_profile = not isinstance(content, dict) or content.get("parent") is None
    sections = {name: parts(entries, whole_profile) for name, entries in SECTIONS.items()}
    body = {**sections, "service": parts(SERVICE, whole_profile), **VALUES}
    return record({**HEAD, **body}, UNSIGNED) if whole_profile else record(HEAD, {**UNSIGNED, **body})
