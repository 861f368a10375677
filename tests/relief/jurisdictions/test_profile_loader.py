"""Profile files: shapes, contradictions, parents; every fault is named with its path and its remedy."""

import copy
from pathlib import Path
from typing import Any

import pytest

from relief.jurisdictions.errors import ProfileError
from relief.jurisdictions.loader import read_profiles, validated
from relief.jurisdictions.rules import Rules

MISSING = object()


def changed(content: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with one key changed, or left out."""
    other = copy.deepcopy(content)
    *way, last = [int(step) if step.isdecimal() else step for step in path.split()]
    inner: Any = other
    for step in way:
        inner = inner[step]
    if value is MISSING:
        del inner[last]
    else:
        inner[last] = value
    return other


def checked(content: Any, parents: dict[str, Any] | None = None) -> dict[str, Any]:
    return validated(content, lambda name: (parents or {}).get(name))


def faults(content: Any, parents: dict[str, Any] | None = None) -> dict[str, str]:
    with pytest.raises(ProfileError) as refusal:
        checked(content, parents)
    return {problem.path: problem.message for problem in refusal.value.problems}


def test_the_demonstration_is_a_profile(source: Any, city_source: Any) -> None:
    province = checked(source)
    city = checked(city_source, {"demo-province@1": [province]})
    assert set(city["limits"]) == {"reminder_reply", "opinion_reply"}


def test_every_key_of_the_widest_profile_is_required(source: Any) -> None:
    for key in set(source) - {"confirmed_by", "confirmed_on", "source_document"}:
        found = faults(changed(source, key, MISSING))
        assert "缺少此键" in found[key]


SHAPES = [
    ("unknown", 1, "unknown"),
    ("status", "CONFIRMED", "status"),
    ("confirmed_by", "某人", "confirmed_by"),
    ("code", "Demo", "code"),
    ("version", "1", "version"),
    ("version", True, "version"),
    ("version", 0, "version"),
    ("region", 990000, "region"),
    ("region", "99", "region"),
    ("region", "９９0000", "region"),
    ("level", "VILLAGE", "level"),
    ("name", "示例\n省", "name"),
    ("name", "长" * 201, "name"),
    ("valid_from", "2025-02-30", "valid_from"),
    ("valid_to", "2024-01-01", "valid_to"),
    ("timezone", "UTC", "timezone"),
    ("limits decision n", 0, "limits.decision.n"),
    ("limits decision n", 1.0, "limits.decision.n"),
    ("limits decision n", "5", "limits.decision.n"),
    ("limits decision n", True, "limits.decision.n"),
    ("limits decision n", 10**9, "limits.decision.n"),
    ("limits decision unit", "wd", "limits.decision.unit"),
    ("limits decision start_rule", "TODAY", "limits.decision.start_rule"),
    ("limits decision roll_rule", None, "limits.decision.roll_rule"),
    ("limits decision binds", "ALL", "limits.decision.binds"),
    ("limits decision extension", MISSING, "limits.decision.extension"),
    ("limits decision more", 1, "limits.decision.more"),
    ("limits lunch", {}, "limits.lunch"),
    ("limits decision", MISSING, "limits.decision"),
    ("limits", [], "limits"),
    ("limits opinion_reply extension max_n", 0, "limits.opinion_reply.extension.max_n"),
    ("limits opinion_reply extension granted_by", "clerk", "limits.opinion_reply.extension.granted_by"),
    ("limits opinion_reply extension request_by", "ANY", "limits.opinion_reply.extension.request_by"),
    ("limits opinion_reply extension times", MISSING, "limits.opinion_reply.extension.times"),
    ("objection min_rest n", 0, "objection.min_rest.n"),
    ("staff_reminders at_fraction", 1.5, "staff_reminders.at_fraction"),
    ("issuers opinion", [], "issuers.opinion"),
    ("issuers opinion 0 organ", "PARTY", "issuers.opinion[0].organ"),
    ("issuers opinion 0 levels", ["VILLAGE"], "issuers.opinion[0].levels[0]"),
    ("signing_chain opinion 0 role", "clerk", "signing_chain.opinion[0].role"),
    ("signing_chain opinion 0 stage", "SEAL", "signing_chain.opinion[0].stage"),
    ("signing_chain letter", [], "signing_chain.letter"),
    ("seal mode", "WAX", "seal.mode"),
    ("seal UNION holder", "director", "seal.UNION.holder"),
    ("numbering first", 0, "numbering.first"),
    ("numbering series", ["issuer", "kind"], "numbering.series"),
    ("numbering marks opinion", "意见 书", "numbering.marks.opinion"),
    ("titles opinion", " ", "titles.opinion"),
    ("copies opinion", ["neighbour"], "copies.opinion[0]"),
    ("ladder skip_opinion reasons", ["BORED"], "ladder.skip_opinion.reasons[0]"),
    ("ladder skip_opinion decided_by", "counsel", "ladder.skip_opinion.decided_by"),
    ("priority_matters", ["wage"], "priority_matters[0]"),
    ("public_reminder case_required", "no", "public_reminder.case_required"),
    ("reply_forms opinion", ["FAX"], "reply_forms.opinion[0]"),
    ("reply_forms recommendation", ["WRITTEN"], "reply_forms.recommendation"),
    ("recheck min", "2", "recheck.min"),
    ("investigation min_supervisors", 1, "investigation.min_supervisors"),
    ("certificate_required_for", ["sleep"], "certificate_required_for[0]"),
    ("service methods PIGEON", {}, "service.methods.PIGEON"),
    ("service methods DIRECT servers", 0, "service.methods.DIRECT.servers"),
    ("service methods DIRECT served_on", "POSTED_ON", "service.methods.DIRECT.served_on"),
    ("service methods MAIL evidence", [], "service.methods.MAIL.evidence"),
    ("privacy worker_names_in_letters", True, "privacy.worker_names_in_letters"),
    ("privacy vault_read_needs_reason", False, "privacy.vault_read_needs_reason"),
]
CONTRADICTIONS = [
    ("level", "CITY", "region"),
    ("region", "990100", "region"),
    ("signing_chain opinion", [{"stage": "REVIEW", "role": "counsel"}], "signing_chain.opinion"),
    ("signing_chain opinion", [{"stage": "SIGN", "role": "director"}], "signing_chain.opinion"),
    ("signing_chain opinion 2 role", "counsel", "signing_chain.opinion[2].role"),
    ("signing_chain opinion 0 stage", "SIGN", "signing_chain.opinion"),
    ("issuers recommendation 0 levels", ["TOWNSHIP", "COUNTY"], "issuers.recommendation[0].levels"),
    ("issuers reminder_letter 1", {"organ": "COMMITTEE", "levels": ["CITY"]}, "issuers.reminder_letter[1].organ"),
    ("numbering pattern", "{abbr}{mark}{n}号", "numbering.pattern"),
    ("numbering pattern", "{abbr}{mark}{year.real}{n}号", "numbering.pattern"),
    ("numbering pattern", "{abbr}{mark}字[{year}]{n}号", "numbering.pattern"),
    ("numbering pattern", "{abbr}{mark}字〔{year}〕第{n}号", "numbering.pattern"),
    ("numbering pattern", "{abbr}{mark}字〔{year}〕{n}号}", "numbering.pattern"),
    ("numbering marks opinion", "函", "numbering.marks"),
    ("copies opinion", ["file"], "copies.opinion"),
    ("service methods DIRECT", None, "service.methods.DIRECT"),
    ("service methods DIRECT served_on", None, "service.methods.DIRECT.served_on"),
    ("service methods PUBLICATION served_on", "SIGNED_ON", "service.methods.PUBLICATION.served_on"),
    ("service methods ANNOUNCEMENT deemed_after", MISSING, "service.methods.ANNOUNCEMENT.deemed_after"),
    ("service methods ANNOUNCEMENT approved_by", MISSING, "service.methods.ANNOUNCEMENT.approved_by"),
    ("service methods MAIL unclaimed_rule", MISSING, "service.methods.MAIL.refused_rule"),
    ("service methods ELECTRONIC evidence", ["arrival_log"], "service.methods.ELECTRONIC.evidence"),
]


@pytest.mark.parametrize(("path", "value", "key"), [*SHAPES, *CONTRADICTIONS])
def test_a_fault_is_named(source: Any, path: str, value: Any, key: str) -> None:
    found = faults(changed(source, path, value))
    assert key in found and found[key]


def test_all_faults_are_told_at_once(source: Any) -> None:
    content = changed(changed(source, "limits decision n", 0), "seal mode", "WAX")
    assert set(faults(content)) == {"limits.decision.n", "seal.mode"}


@pytest.mark.parametrize("content", [None, [], "text", 5, {}, {"parent": []}, {"parent": "demo-province@1"}])
def test_not_a_profile_at_all(content: Any) -> None:
    assert faults(content)


def test_a_physical_seal_is_the_default(source: Any) -> None:
    assert checked(changed(source, "seal mode", MISSING))["seal"]["mode"] == "PHYSICAL"


def test_a_parent_must_be_there(city_source: Any) -> None:
    assert "demo-province@1" in faults(city_source)["parent"]


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ("level", "PROVINCE", "level"),
        ("region", "140100", "region"),
        ("parent", "demo-province", "parent"),
        ("parent", "demo-province@0", "parent"),
        ("parent", 1, "parent"),
        # An override replaces the whole entry, never single fields of it.
        ("limits opinion_reply", {"n": 30}, "limits.opinion_reply.unit"),
    ],
)
def test_faults_of_a_narrower_profile(source: Any, city_source: Any, path: str, value: Any, key: str) -> None:
    assert key in faults(changed(city_source, path, value), {"demo-province@1": [source]})


def test_a_narrower_profile_is_judged_over_its_parent(source: Any, city_source: Any) -> None:
    """A mark that is well formed alone may be another kind's in the province."""
    marks = {"reminder_letter": "函", "opinion": "函", "recommendation": "建"}
    city_source["numbering"] = {"marks": marks}
    assert "numbering.marks" in faults(city_source, {"demo-province@1": [source]})


REPLIES = [("CALENDAR_DAY", 15), ("WORKING_DAY", 15), ("CALENDAR_DAY", 30), ("CALENDAR_DAY", 60)]


@pytest.mark.parametrize(("unit", "n"), REPLIES)
def test_every_reply_limit_that_local_rules_know(source: Any, unit: str, n: int) -> None:
    content = changed(changed(source, "limits opinion_reply n", n), "limits opinion_reply unit", unit)
    limit = Rules([checked(content)]).limit("opinion_reply")
    assert (limit.n, limit.unit) == (n, "wd" if unit == "WORKING_DAY" else "d")


@pytest.mark.parametrize("signatory", ["director", "chair", "leader"])
def test_a_chain_without_counsel_and_any_signatory(source: Any, signatory: str) -> None:
    chain = [{"stage": "REVIEW", "role": "case_office"}, {"stage": "SIGN", "role": signatory}]
    rules = Rules([checked(changed(source, "signing_chain opinion", chain))])
    assert [(step.stage, step.role) for step in rules.chain("opinion")] == [
        ("REVIEW", "case_office"),
        ("SIGN", signatory),
    ]


@pytest.mark.parametrize("organ", ["COMMITTEE", "UNION"])
def test_committee_or_union_issues(source: Any, organ: str) -> None:
    rules = Rules([checked(changed(source, "issuers opinion", [{"organ": organ, "levels": ["COUNTY"]}]))])
    assert rules.may_issue("opinion", organ, "county") and not rules.may_issue("opinion", organ, "city")


def test_another_title_and_a_method_that_is_not_used(source: Any) -> None:
    content = changed(changed(source, "titles opinion", "整改意见书"), "service methods ELECTRONIC", None)
    rules = Rules([checked(content)])
    assert rules.titles["opinion"] == "整改意见书" and "ELECTRONIC" not in rules.methods


@pytest.mark.parametrize(
    "text",
    [
        "code: a\ncode: b\n",
        "---\nlimits: {a: {n: 1, n: 2}}\n",
        "a: [1",
        "a: !!python/object:os.system x",
        "d: 2024-02-30",
        "? [1]\n: 2",
        "a: &a [*a]",
        "a: {<<: {b: 1}}",
        "\x00",
    ],
)
def test_unreadable_yaml(tmp_path: Path, text: str) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError):
        read_profiles(path)


def test_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(ProfileError):
        read_profiles(tmp_path / "absent.yaml")
    (tmp_path / "gbk.yaml").write_bytes("名称: 规则".encode("gb18030"))
    with pytest.raises(ProfileError):
        read_profiles(tmp_path / "gbk.yaml")


def test_dates_and_codes_of_the_file_stay_text(demo_documents: list[Any]) -> None:
    assert [(d["valid_from"], d["region"]) for d in demo_documents] == [
        ("2025-01-01", "990000"),
        ("2025-07-01", "990100"),
    ]
