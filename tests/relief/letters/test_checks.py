"""What refuses submit, sign and seal, by the guard's name."""

from datetime import date
from typing import Any

import pytest

from relief.letters.checks import earliest, faults
from relief.letters.content import Issuer
from tests.relief.letters.conftest import Ask

COUNTY = {"name": "示例县总工会", "abbr": "示县", "organ": "UNION", "level": "COUNTY"}


@pytest.mark.parametrize("kind", ["reminder_letter", "opinion", "recommendation"])
def test_nothing_refuses_the_samples(kind: str, ask: Ask) -> None:
    assert earliest(ask(kind)) == ("", [])


def test_a_citation_is_asked_whole_and_for_the_day_of_issue(ask: Ask) -> None:
    asked: list[Any] = []
    question = ask(citable=lambda *citation: asked.append(citation) is None and citation[2] == "")
    found = faults("submit", question)
    assert [(f.code, f.field) for f in found] == [("provisions_citable", "legal_bases[1]")]
    assert asked == [("中华人民共和国劳动法", "第三十八条", "", date(2026, 6, 8)),
                     ("中华人民共和国劳动合同法", "第三十条", "第一款", date(2026, 6, 8))]  # fmt: skip
    assert faults("sign", question) == found, "a citation that died since submission stops the signature"


def test_a_citation_that_no_database_can_be_asked_for(ask: Ask) -> None:
    for law in ("甲\x00法", "甲\ud800法"):
        question = ask(letter={"legal_bases": [{"law": law, "article": "第一条"}]})
        assert [f.code for f in faults("submit", question)] == ["provisions_citable"]


@pytest.mark.parametrize(
    ("kind", "letter", "field"),
    [
        ("reminder_letter", {"addressees": []}, "addressees"),
        ("reminder_letter", {"reminder_scope": "CLASS", "addressees": []}, "addressees"),
        ("reminder_letter", {"addressees": [{"name": f"第{n}公司"} for n in range(6)]}, "collective_addressee"),
        ("reminder_letter", {"addressees": [{"name": "甲公司"}, {"name": "甲公司"}]}, "addressees[1].name"),
        ("opinion", {"addressees": None}, "addressees"),
        ("recommendation", {"department": ""}, "department"),
    ],
)
def test_somebody_must_be_addressed(kind: str, letter: dict[str, Any], field: str, ask: Ask) -> None:
    assert [(f.code, f.field) for f in faults("submit", ask(kind, letter))] == [("addressee_complete", field)]


def test_a_public_reminder_needs_a_collective_name_and_asks_no_reply(ask: Ask) -> None:
    public = {"reminder_scope": "PUBLIC", "addressees": None, "collective_addressee": "全县各用人单位",
              "reply_rule_text": None, "reply_channel": None}  # fmt: skip
    assert earliest(ask(letter=public)) == ("", [])
    targeted = faults("submit", ask(letter={"reply_rule_text": None, "reply_channel": ""}))
    assert [f.field for f in targeted] == ["reply_rule_text", "reply_channel"]


def test_a_rung_is_skipped_only_with_a_reason(ask: Ask) -> None:
    no_reminder = {"preceding_no": ""}
    codes = [f.code for f in faults("submit", ask("opinion", no_reminder))]
    assert codes == ["predecessor_or_skip_reason"]
    assert faults("submit", ask("opinion", no_reminder, skip_reminder_reason="REPEAT")) == []
    assert faults("submit", ask("opinion", no_reminder, skip_reminder_reason="HURRY"))
    only_reminder = {"prior_steps": [{"kind": "reminder_letter", "no": "1号", "served_on": "2026-05-11", "method": "直接送达"}]}
    for steps in (only_reminder, {"prior_steps": []}):
        assert [f.field for f in faults("submit", ask("recommendation", steps))] == ["prior_steps"]
        assert faults("submit", ask("recommendation", steps, skip_reminder_reason="DANGER")) == []
        assert faults("submit", ask("recommendation", steps, skip_reminder_reason="REPEAT")), "no reason to skip an opinion"


@pytest.mark.parametrize(
    ("kind", "issuer", "field"),
    [
        ("opinion", {"organ": "COMMITTEE"}, "issuer.organ"),
        ("recommendation", {"level": "TOWNSHIP"}, "issuer.level"),
        ("opinion", {"level": "NATION"}, "issuer.level"),
        ("opinion", {"name": " "}, "issuer.name"),
        ("opinion", {"abbr": ""}, "issuer.abbr"),
    ],
)
def test_who_may_issue(kind: str, issuer: dict[str, str], field: str, ask: Ask) -> None:
    stage, found = earliest(ask(kind, issuer=Issuer(**{**COUNTY, **issuer})))
    assert (stage, [(f.code, f.field) for f in found]) == ("sign", [("issuer_may_issue", field)])
    assert earliest(ask(kind, issuer=Issuer(**{**COUNTY, "level": "county"}))) == ("", [])


@pytest.mark.parametrize(
    ("sign", "code"),
    [("\ue000", "U+E000"), ("\n", "U+000A"), ("\t", "U+0009"), ("\u200b", "U+200B"), ("\ud800", "U+D800"),
     ("\U0001f9ff", "U+1F9FF"), ("\u202e", "U+202E"), ("\U000f0000", "U+F0000"), ("\u2028", "U+2028"),
     ("\ufffe", "U+FFFE"), ("\U000e0100", "U+E0100")],
)  # fmt: skip
def test_characters_that_cannot_print_are_refused_at_sign(sign: str, code: str, ask: Ask) -> None:
    question = ask("opinion", letter={"copy_to": ["甲单位", f"𠮷乙{sign}单位"]})
    stage, found = earliest(question)
    assert stage == "sign"
    assert [(f.code, f.field, f.position, f.char) for f in found] == [("glyphs_present", "copy_to[1]", 3, code)]
    assert faults("seal", question)[0].code == "glyphs_present"


def test_the_issuers_name_is_looked_at_once(ask: Ask) -> None:
    question = ask("opinion", issuer=Issuer(**{**COUNTY, "name": "示例\ue001工会"}))
    assert [(f.field, f.position) for f in faults("sign", question)] == [("issuer.name", 3)]


def test_what_the_machine_writes_may_be_stated_but_not_differ(ask: Ask) -> None:
    right = {"issuer_name": "示例县总工会", "doc_title": "工会劳动法律监督意见书", "doc_no": "示县工劳监意字〔2026〕4号",
             "issued_on": "2026-07-03", "verify_code": "0123456789abcdef0123456789abcdef"}  # fmt: skip
    assert earliest(ask("opinion", right)) == ("", [])
    wrong = {"issuer_name": "别的工会", "doc_title": "整改意见书", "doc_no": "示县工劳监意字〔2026〕5号",
             "issued_on": "2026-07-04", "verify_code": "file:///etc/passwd"}  # fmt: skip
    assert {f.field for f in faults("submit", ask("opinion", wrong))} == set(wrong)


def test_an_unknown_kind(ask: Ask) -> None:
    question = ask()
    object.__setattr__(question, "kind", "offer")
    assert [f.field for f in faults("submit", question)] == ["kind"]


def test_too_many_copies_are_refused_at_the_seal(ask: Ask) -> None:
    stage, found = earliest(ask("opinion", letter={"copy_to": [f"示例县第{n}有限公司工会" for n in range(60)]}))
    assert (stage, [(f.code, f.field) for f in found]) == ("seal", [("pdf_clean", "copy_to")])
