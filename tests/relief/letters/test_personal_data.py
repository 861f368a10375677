"""Names, identity numbers and phones are found however they are written; codes, amounts and dates are left alone."""

from typing import Any

import pytest

from relief.letters.checks import faults
from relief.letters.personal_data import personal_data
from tests.relief.letters.conftest import Ask

WORKERS = [("王伟", "职工甲"), ("王伟明", "职工乙"), ("买买提·艾力", "职工丙"), ("Li Na", "职工丁")]


@pytest.mark.parametrize(
    ("text", "quoted", "pseudonym"),
    [
        ("据王伟反映", "王伟", "职工甲"), ("王 伟", "王 伟", "职工甲"), ("王　伟", "王　伟", "职工甲"),
        ("王-伟", "王-伟", "职工甲"), ("王\u200b伟", "王\u200b伟", "职工甲"), ("王伟明说", "王伟明", "职工乙"),
        ("买买提艾力", "买买提艾力", "职工丙"), ("买买提．艾力", "买买提．艾力", "职工丙"), ("ＬＩ　ｎａ", "ＬＩ　ｎａ", "职工丁"),
    ],
)  # fmt: skip
def test_names_are_quoted_with_the_pseudonym_to_use(text: str, quoted: str, pseudonym: str) -> None:
    (fault,) = personal_data([("reason", text)], WORKERS)
    assert fault.code == "no_personal_data" and fault.field == "reason"
    assert quoted in fault.message and pseudonym in fault.message
    assert fault.position == text.index(quoted) + 1


@pytest.mark.parametrize(
    "text",
    [
        "13812345678", "１３８１２３４５６７８", "138 1234 5678", "138-1234-5678", "1 3 8 1 2 3 4 5 6 7 8",
        "+86 138 1234 5678", "8613812345678", "138\u200b12345678", "电话13812345678，", "Tel13812345678",
        "2026-06-08 13812345678", "13812345678 18人", "138.1234.5678", "138—1234—5678", "١٣٨١٢٣٤٥٦٧٨",
        "0351-1234567", "（0351）1234567", "0351 1234567", "03511234567", "010-12345678", "0000-0000009",
        "2026-06-08 0351-1234567", "141182198802291232", "141182 19880229 1232", "１４１１８２１９８８０２２９１２３２",
        "14118219880229123X", "14118219880229123x", "1-4-1-1-8-2-1-9-8-8-0-2-2-9-1-2-3-2", "140102800101123",
        "身份证141182198802291239",
    ],
)  # fmt: skip
def test_numbers_of_persons_are_found(text: str) -> None:
    (fault,) = personal_data([("items[0]", text)], WORKERS)
    assert fault.field == "items[0]" and fault.position


@pytest.mark.parametrize(
    "text",
    [
        "91000000MA0000EX1A", "91140000MA13812345", "91140000713812345X", "243,600.00元", "13800000000元",
        "13,812,345,678.00元", "13812345678.50元", "示县工劳监函字〔2026〕9号", "GH990101-2026-000018",
        "2026年2月至2026年5月", "2026-06-08—2026-06-12", "2026.06.08-2026.06.12", "20260608-20260612",
        "编号：0012-3456789", "15个工作日", "12351热线", "第三十条第一款", "1.公示；2.合理", "2026000123456789012345", "王和伟大",
    ],
)  # fmt: skip
def test_codes_amounts_dates_and_numbers_of_papers_are_not(text: str) -> None:
    assert personal_data([("reason", text)], WORKERS) == []


PLACES: list[tuple[str, dict[str, Any], str]] = [
    ("reminder_letter", {"attachments": ["王伟工资表"]}, "attachments[0]"),
    ("reminder_letter", {"copy_to": ["王伟"]}, "copy_to[0]"),
    ("reminder_letter", {"addressees": [{"name": "王伟经营部"}]}, "addressees[0].name"),
    ("reminder_letter", {"facts": ["王伟未休息。"]}, "facts[0].text"),
    ("reminder_letter", {"contact_address": "王伟家"}, "contact_address"),
    ("opinion", {"demands": [{"n": 1, "action": "支付", "measure": "付王伟", "due_text": "15日内", "evidence": "回单"}]}, "demands[0].measure"),
    ("recommendation", {"evidence_index": ["调查笔录", "王伟笔录"]}, "evidence_index[1]"),
    ("recommendation", {"proposals": ["向王伟支付工资"]}, "proposals[0]"),
]


@pytest.mark.parametrize(("kind", "letter", "field"), PLACES, ids=lambda value: str(value)[:30])
def test_every_field_is_searched(kind: str, letter: dict[str, Any], field: str, ask: Ask) -> None:
    found = faults("submit", ask(kind, letter, case_workers=WORKERS))
    assert [(f.code, f.field) for f in found] == [("no_personal_data", field)]


def test_staff_and_legal_representatives_may_stand(ask: Ask) -> None:
    letter = {"contact_name": "王伟", "contact_phone": "0351-7620114", "employer": {
        "name": "甲公司", "uscc": "91000000MA0000EX2B", "legal_representative": "王伟明", "phone": "13812345678"}}  # fmt: skip
    assert faults("submit", ask("recommendation", letter, case_workers=WORKERS)) == []
    same = {"contact_phone": "0351-7620114", "reply_channel": "电话（0351）7620114"}
    assert faults("submit", ask(letter=same)) == [], "the letter's own telephone, said again"
    assert faults("submit", ask(letter={"contact_phone": "141182198802291232"})), "an identity number is no telephone"
    person = {"name": "甲经营部", "uscc": "141182198802291232"}
    assert [f.field for f in faults("submit", ask("recommendation", {"employer": person}))] == ["employer.uscc"]
