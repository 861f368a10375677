"""The shape of a scheme file: its keys are those of the demonstration scheme, all required (relief.md §5).

Only shapes stand here; what one part says about another is checked in crosschecks.py.
"""

from relief.schemes.money_terms import LEVELS
from relief.schemes.shapes import (
    Check,
    boolean,
    choice,
    day,
    list_of,
    mapping_of,
    matching,
    nullable,
    record,
    text,
    whole,
)
from relief.schemes.vocabulary import CLOCKS, DELIVERED, RETENTION
from workflows.roles import Role

CODE = matching(r"[A-Z][A-Z0-9_]*")
NAME = matching(r"[a-z][a-z0-9_]*")
BP = whole(0)
SHARE_BP = whole(0, 10000)
FEN = whole(0)
ROLE = choice(*Role.values)
LEVEL = choice(*LEVELS)
DECIDER = choice(Role.APPROVER.value, Role.SECRETARY.value)
UNIT = choice("wd", "d", "m", "h")
CLOCK = record(
    {"n": whole(0), "unit": UNIT},
    {
        "on_expiry": choice("lapse", "tell"),
        "extend": record({"n": whole(1), "unit": UNIT, "by": ROLE, "times": whole(1)}),
    },
)
WINDOW = record({"n": whole(0), "unit": choice("d", "m")})
# Who never signs on paper for another to key (relief.md §2).
PAPER_ROLES = [role for role in Role.values if role not in {"approver", "cashier", "payment_reviewer"}]
DELIVERY = list_of(choice("hand", "phone", "sms", "wechat", "post"), least=1)
KINDS = ("flat", "range", "band_whole", "band_marginal", "share", "dibao_multiple")
PAUSES = ("supplement", "objection", "held", "waiting_for_check")

HEAD = record(
    {
        "code": matching(r"[A-Z0-9][A-Z0-9-]*"),
        "name": text,
        "version": whole(1),
        # A file confirms nothing: an administrator does, naming the source document.
        "status": choice("UNCONFIRMED"),
        "valid_from": day,
        "valid_to": nullable(day),
        "source_document": nullable(text),
        "confirmed_by": choice(None),
        "confirmed_on": choice(None),
    }
)
CAUSE = record(
    {"label": text, "type": choice("URGENT", "EXPENSE")},
    {"event_label": text, "restricted": boolean, "advance": boolean},
)
ELIGIBILITY = record(
    {
        "member_required": boolean,
        "member_exceptions": list_of(NAME),
        "contract_months_min": whole(0),
        "medical_insurance_required": boolean,
        "age_min": nullable(whole(0)),
        "age_max": nullable(whole(0)),
        "claim_window": WINDOW,
        "jurisdiction": list_of(choice("employer_union", "place_of_event"), least=1),
        "hardship_archive_excludes": boolean,
        "family": list_of(NAME, least=1),
        "household_classes": mapping_of(whole(1), key=NAME, least=1),
    }
)
BAND = record({"from": FEN, "to": nullable(FEN)}, {"bp": BP, "fixed": FEN})
AMOUNT_RULE = record(
    {
        "id": matching(r"[A-Z0-9][A-Z0-9-]*"),
        "causes": list_of(CODE, least=1),
        "kind": choice(*KINDS),
        "basis": choice("cost", "loss", "dibao", "none"),
    },
    {
        "cap": nullable(FEN),
        "minimum": nullable(FEN),
        "liability": mapping_of(SHARE_BP, key=NAME, least=1),
        "bp": BP,
        "bands": list_of(BAND, least=1),
        "amount": FEN,
        "by_class": mapping_of(FEN, key=NAME, least=1),
        "min": FEN,
        "max": FEN,
        "default": FEN,
        "multiple_bp": BP,
        "per_person": boolean,
        "max_persons": nullable(whole(1)),
    },
)
LIMIT = record(
    {
        "id": matching(r"[A-Z0-9][A-Z0-9-]*"),
        "scope": choice("person", "household"),
        "key": choice("any", "cause", "event", "source"),
        "window": matching(r"calendar_year|lifetime|rolling_[1-9][0-9]?m"),
        "count": nullable(whole(1)),
        "sum": nullable(FEN),
        "override": nullable(ROLE),
    },
    {"source": CODE},
)
MATRIX_ROW = record(
    {"upto": nullable(FEN), "level": LEVEL, "by": DECIDER}, {"meeting": text, "quorum_bp": whole(1, 10000)}
)
CHECK = record(
    {"by": choice("base", "county"), "required": boolean, "label": text},
    {"needs_authorisation": boolean, "automatic": boolean},
)
PUBLICITY = record(
    {
        "levels": list_of(LEVEL, least=1),
        "second": boolean,
        "second_period": CLOCK,
        # Never identifiers, addresses, diagnoses or minors, whatever a scheme would like to print.
        "fields": list_of(choice("name_masked", "employer", "cause_label", "amount"), least=1),
        "photos": record({"start": whole(0), "end": whole(0), "statement_for_end": boolean}),
        "amount_up_republish": boolean,
        "amount_down_republish": boolean,
        "restricted_cause_label": text,
    }
)
PATTERN = choice("surname_star", "first6_last4", "first4_last4", "first3_last4", "to_street")
MASKING = record(
    {
        "publicity": mapping_of(PATTERN, key=NAME, least=1),
        "list": mapping_of(PATTERN, key=NAME, least=1),
        "full": record({"needs_reason": boolean, "logged": boolean, "per_hour": whole(1)}),
    }
)
FUND_SOURCE = record(
    {
        "label": text,
        "per_time": nullable(FEN),
        "year_person": nullable(FEN),
        "carry": choice("return", "carry"),
        "reuse_returns": boolean,
    },
    {"needs_archive": boolean, "earmark": choice("allowed")},
)
IMPORT_SHEET = record(
    {
        "extra_columns": list_of(NAME),
        "columns": mapping_of(NAME, least=1),
        "liability_labels": mapping_of(NAME, least=1),
        "hukou_labels": mapping_of(choice("urban", "rural"), least=1),
        "aliases": mapping_of(text),
        "messages": mapping_of(text, key=matching(r"[EW]_[A-Z0-9_]+")),
    }
)
RELATIVE = {"relative_of_staff": nullable(choice("one_level_up"))}
ROW_OF_EMERGENCY = {"emergency": record({"level": LEVEL, "by": DECIDER})}

SECTIONS: dict[str, Check] = {
    "scheme": HEAD,
    "causes": mapping_of(CAUSE, key=CODE, least=1),
    "eligibility": ELIGIBILITY,
    "paper_entry": record({"roles": list_of(choice(*PAPER_ROLES)), "within": CLOCK}),
    "separation": record({"mode": choice("strict", "small_office"), "meeting_above": FEN}),
    "meeting": record({"votes": boolean, "minutes_number_by": choice("approve", "export")}),
    "evidence_paper_seen": list_of(CODE),
    "exports": record({"national": list_of(text)}),
    "notices_delivery": record(
        dict.fromkeys(DELIVERED, DELIVERY),
        {"non_acceptance": DELIVERY, "recovery": DELIVERY},
    ),
    "exclusions": mapping_of(
        record({"active": boolean, "label": text}, {"class": NAME, "causes": list_of(CODE, least=1)}), key=CODE
    ),
    "bar_months_after_fraud": whole(0),
    "dibao": list_of(record({"area": matching(r"\d{2,12}"), "from": day, "urban": whole(1), "rural": whole(1)}), 1),
    "amount_rules": list_of(AMOUNT_RULE, least=1),
    "caps": record({"case": nullable(FEN), "requested": boolean, "remaining": boolean, "emergency": FEN}),
    "rounding": record({"mode": choice("floor"), "unit": whole(1)}),
    "minimum_payable": FEN,
    "limits": list_of(LIMIT),
    "limit_date": choice("approval", "application", "payment"),
    "reuse_of_bills": boolean,
    "approval_matrix": list_of(MATRIX_ROW, least=1),
    "approval_overrides": record({**RELATIVE, **ROW_OF_EMERGENCY}),
    "above_computed": record({"by": DECIDER, "level": choice("one_level_up", *LEVELS), "reason_required": boolean}),
    "township_opinion": nullable(choice("required_when_parent_is_township")),
    "clocks": record(dict.fromkeys(CLOCKS, CLOCK)),
    "stops_clock": list_of(choice(*PAUSES)),
    "investigation": record({"visitors_min": whole(1), "county_sample_bp": SHARE_BP, "relatives_sample_bp": SHARE_BP}),
    "checks": mapping_of(CHECK, key=NAME),
    "publicity": PUBLICITY,
    "masking": MASKING,
    "evidence": mapping_of(mapping_of(matching(r"R|O|A[1-9]"), key=CODE), key=matching(r"all|[A-Z][A-Z0-9_]*")),
    "fund_sources": mapping_of(FUND_SOURCE, key=CODE, least=1),
    "cash": record({"allowed": boolean, "per_time": FEN, "witnesses": whole(0)}),
    "budget_year_by": choice("payment", "approval", "application"),
    "retention_years": record(dict.fromkeys(RETENTION, whole(1))),
    "satisfaction": record({"scale": list_of(whole(0), 2), "reopen_at_or_below": whole(0), "reopen_times": whole(0)}),
    "import_sheet": IMPORT_SHEET,
}
# Names of codes; a scheme may bring its own, the rest comes from the shipped labels (loader.py).
LABELS = mapping_of(mapping_of(text))
SCHEME = record(SECTIONS, {"labels": LABELS})
