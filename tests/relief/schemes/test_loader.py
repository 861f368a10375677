"""A scheme file is right as a whole or not loaded, and every fault is named by its key."""

import copy
from pathlib import Path

import pytest

from relief.schemes.errors import SchemeError
from relief.schemes.loader import LABELS_FILE, SCHEMES_DIR, load_scheme_file, read_yaml, validated

DEMO_FILE = SCHEMES_DIR / "SX-LSJZ-DEMO-1.yaml"
MISSING = object()


@pytest.fixture(scope="module")
def source() -> dict:
    return read_yaml(DEMO_FILE)


def changed(source: dict, path: str, value: object) -> dict:
    """A copy of the scheme with one place changed; a path is keys and indices parted by blanks."""
    content = copy.deepcopy(source)
    *keys, last = [int(key) if key.isdigit() else key for key in path.split()]
    place = content
    for key in keys:
        place = place[key]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return content


def test_dates_are_text_and_labels_complete(demo_data):
    assert demo_data["scheme"]["valid_from"] == "2024-01-01"
    assert demo_data["dibao"][0]["from"] == "2024-01-01"
    assert demo_data["labels"]["evidence"]["ID_COPY"] == "身份证件复印件"


def test_every_top_level_key_is_required(source):
    for key in source:
        with pytest.raises(SchemeError) as refusal:
            validated(changed(source, key, MISSING))
        assert f"{key}:缺少此键" in str(refusal.value)


FAULTS = [
    ("unknown", 1, "unknown"),
    ("scheme status", "CONFIRMED", "scheme.status"),
    ("scheme confirmed_by", "某人", "scheme.confirmed_by"),
    ("scheme version", "1", "scheme.version"),
    ("scheme version", True, "scheme.version"),
    ("scheme valid_from", "2024-02-30", "scheme.valid_from"),
    ("scheme valid_from", "20240101", "scheme.valid_from"),
    ("scheme valid_to", "2024-01-01", "scheme.valid_to"),
    ("causes FIRE type", "SLOW", "causes.FIRE.type"),
    ("causes FIRE label", " ", "causes.FIRE.label"),
    ("causes FIRE label", "欠薪", "causes.WAGE_ARREARS.label"),
    ("causes FLOOD", {"label": "水灾", "type": "URGENT"}, "causes.FLOOD"),
    ("causes fire", {"label": "水灾", "type": "URGENT"}, "causes.fire"),
    ("eligibility age_min", "16", "eligibility.age_min"),
    ("eligibility claim_window unit", "wd", "eligibility.claim_window.unit"),
    ("eligibility household_classes relative", 10000, "eligibility.household_classes.relative"),
    ("eligibility household_classes over", 90000, "eligibility.household_classes.over"),
    ("eligibility family", ["self", "stranger"], "eligibility.family.stranger"),
    ("eligibility family", ["self", "self"], "eligibility.family[1]"),
    ("paper_entry roles", ["cashier"], "paper_entry.roles[0]"),
    ("exclusions INCOME_OVER class", "rich", "exclusions.INCOME_OVER.class"),
    ("exclusions INCOME_OVER causes", ["FLOOD"], "exclusions.INCOME_OVER.causes"),
    ("dibao 0 area", "shanxi", "dibao[0].area"),
    ("dibao 1 from", "2024-01-01", "dibao[1]"),
    ("amount_rules 0 causes", ["FLOOD"], "amount_rules[0].causes"),
    ("amount_rules 1 causes", ["ILLNESS_SELF"], "amount_rules[1].causes"),
    ("amount_rules 1 id", "ILL-SELF", "amount_rules[1].id"),
    ("amount_rules 0 kind", "magic", "amount_rules[0].kind"),
    ("amount_rules 0 basis", "dibao", "amount_rules[0].basis"),
    ("amount_rules 0 bands 1 from", 2999999, "amount_rules[0].bands[1].from"),
    ("amount_rules 0 bands 1 to", None, "amount_rules[0].bands[1].to"),
    ("amount_rules 0 bands 0 to", 1000000, "amount_rules[0].bands[0].to"),
    ("amount_rules 0 bands 0 bp", MISSING, "amount_rules[0].bands[0]"),
    ("amount_rules 0 bands 0 fixed", 1, "amount_rules[0].bands[0]"),
    ("amount_rules 1 bands 0", {"from": 0, "to": 500000, "fixed": 1}, "amount_rules[1].bands[0].fixed"),
    ("amount_rules 0 bands 0 bp", 20.5, "amount_rules[0].bands[0].bp"),
    ("amount_rules 0 bands", MISSING, "amount_rules[0].bands"),
    ("amount_rules 0 amount", 1, "amount_rules[0].amount"),
    ("amount_rules 2 bp", MISSING, "amount_rules[2].bp"),
    ("amount_rules 4 liability full", MISSING, "amount_rules[4].liability"),
    ("amount_rules 4 liability full", 10001, "amount_rules[4].liability.full"),
    ("amount_rules 11 by_class over", MISSING, "amount_rules[11].by_class"),
    ("amount_rules 11 amount", 1, "amount_rules[11]"),
    ("amount_rules 12 default", 300001, "amount_rules[12].default"),
    ("caps case", -1, "caps.case"),
    ("rounding mode", "round", "rounding.mode"),
    ("rounding unit", 0, "rounding.unit"),
    ("limits 0 scope", "village", "limits[0].scope"),
    ("limits 0 count", None, "limits[0]"),
    ("limits 1 id", "L1", "limits[1].id"),
    ("limits 2 window", "rolling_0m", "limits[2].window"),
    ("limits 4 source", "LOTTERY", "limits[4].source"),
    ("limits 4 source", MISSING, "limits[4].source"),
    ("limits 0 source", "OWN", "limits[0].source"),
    ("limits 4 sum", 700000, "fund_sources.WARMTH.year_person"),
    ("limit_date", "birthday", "limit_date"),
    ("approval_matrix 0 upto", None, "approval_matrix[0].upto"),
    ("approval_matrix 3 upto", 9000000, "approval_matrix[3].upto"),
    ("approval_matrix 1 upto", 300000, "approval_matrix[1].upto"),
    ("approval_matrix 1 meeting", MISSING, "approval_matrix[1].meeting"),
    ("approval_matrix 0 meeting", "主席办公会", "approval_matrix[0].meeting"),
    ("approval_matrix 1 quorum_bp", MISSING, "approval_matrix[1].quorum_bp"),
    ("approval_matrix 0 level", "village", "approval_matrix[0].level"),
    ("clocks accept n", -1, "clocks.accept.n"),
    ("clocks accept unit", "weeks", "clocks.accept.unit"),
    ("clocks accept extend", {"n": 5}, "clocks.accept.extend.unit"),
    ("clocks accept", MISSING, "clocks.accept"),
    ("clocks supplement on_expiry", "reject", "clocks.supplement.on_expiry"),
    ("stops_clock", ["lunch"], "stops_clock[0]"),
    ("publicity fields", ["id_no"], "publicity.fields[0]"),
    ("evidence all", MISSING, "evidence.all"),
    ("evidence FLOOD", {"ID_COPY": "R"}, "evidence"),
    ("evidence FIRE FIRE_PROOF", "X", "evidence.FIRE.FIRE_PROOF"),
    ("evidence FIRE NEW_PAPER", "R", "evidence.FIRE.NEW_PAPER"),
    ("evidence_paper_seen", ["NOTHING"], "evidence_paper_seen[0]"),
    ("satisfaction reopen_at_or_below", 9, "satisfaction.reopen_at_or_below"),
    ("import_sheet columns 姓名", MISSING, "import_sheet.columns"),
    ("import_sheet columns 性别", "sex", "import_sheet.columns.性别"),
    ("import_sheet extra_columns", ["sex"], "import_sheet.columns"),
    ("import_sheet extra_columns", ["name"], "import_sheet.extra_columns[0]"),
    ("import_sheet aliases 卡号", "帐号", "import_sheet.aliases.卡号"),
    ("import_sheet aliases 姓名", "户名", "import_sheet.aliases.姓名"),
    ("import_sheet messages E_NAME", MISSING, "import_sheet.messages.E_NAME"),
    ("import_sheet messages E_OTHER", "?", "import_sheet.messages.E_OTHER"),
    ("import_sheet hukou_labels", {"城镇": "urban"}, "import_sheet.hukou_labels"),
    ("import_sheet hukou_labels 城镇", "town", "import_sheet.hukou_labels.城镇"),
]


@pytest.mark.parametrize(("path", "value", "key"), FAULTS)
def test_fault_is_named(source, path, value, key):
    with pytest.raises(SchemeError) as refusal:
        validated(changed(source, path, value))
    assert key in [problem.path for problem in refusal.value.problems]


def test_all_faults_are_told_at_once(source):
    content = changed(changed(source, "caps case", "x"), "clocks pay n", None)
    with pytest.raises(SchemeError) as refusal:
        validated(content)
    assert {problem.path for problem in refusal.value.problems} == {"caps.case", "clocks.pay.n"}


def test_a_scheme_may_name_its_own_codes(source):
    content = changed(source, "evidence FIRE NEW_PAPER", "R")
    content["labels"] = {"evidence": {"NEW_PAPER": "新证明"}}
    assert validated(content)["labels"]["evidence"]["NEW_PAPER"] == "新证明"


def test_a_programme_may_add_columns(source):
    content = changed(changed(source, "import_sheet columns 性别", "sex"), "import_sheet extra_columns", ["sex"])
    assert validated(content)["import_sheet"]["extra_columns"] == ["sex"]


@pytest.mark.parametrize("content", [None, [], "text", 5])
def test_not_a_scheme_at_all(content):
    with pytest.raises(SchemeError):
        validated(content)


@pytest.mark.parametrize(
    "text",
    ["caps: {case: 1}\ncaps: {case: 2}\n", "a: [1", "a: !!python/object:os.system x", "d: 2024-02-30", "? [1]\n: 2"],
)
def test_unreadable_yaml(tmp_path: Path, text: str):
    path = tmp_path / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SchemeError):
        read_yaml(path)


def test_unreadable_file(tmp_path: Path):
    with pytest.raises(SchemeError):
        load_scheme_file(tmp_path / "absent.yaml")
    (tmp_path / "gbk.yaml").write_bytes("名称: 办法".encode("gb18030"))
    with pytest.raises(SchemeError):
        load_scheme_file(tmp_path / "gbk.yaml")


def test_a_key_twice_is_named_with_its_line(tmp_path: Path):
    path = tmp_path / "scheme.yaml"
    path.write_text("caps:\n  case: 1\n  case: 2\n", encoding="utf-8")
    with pytest.raises(SchemeError, match="第3行有错:键case出现两次"):
        read_yaml(path)


def test_shipped_labels_are_texts():
    assert all(
        isinstance(name, str) and name for section in read_yaml(LABELS_FILE).values() for name in section.values()
    )
