"""manage.py import_organisations: one JSON value, exit 0 or 2, and never a write beside the office door."""

import json

import pytest
from django.core.management import call_command

from relief import office
from relief.organisations.models import Organisation
from workflows.roles import Role

TOWN = {"code": "GH141182-04", "name": "峪道河镇总工会", "level": "township", "area": "141182", "parent": "GH141182"}


@pytest.fixture
def door(monkeypatch):
    """Notes what comes through the office door, and lets it through."""
    passed = []
    carry_out = office.carry_out

    def noting(service, **values):
        passed.append((service.__name__, values["actor"].username))
        return carry_out(service, **values)

    monkeypatch.setattr(office, "carry_out", noting)
    return passed


@pytest.fixture
def run(tree, tmp_path, capsys):
    """run([row, …], "--json", …) gives (exit code, stdout, stderr)."""

    def make(rows, *options):
        path = tmp_path / "units.json"
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        code = 0
        try:
            call_command("import_organisations", str(path), *options)
        except SystemExit as stop:
            code = stop.code
        out, err = capsys.readouterr()
        return code, out, err

    return make


def test_a_clean_file_goes_through_the_door_under_a_user(run, door, held):
    held("admin", Role.ADMINISTRATOR, "GH14")
    code, out, _err = run([TOWN], "--by", "admin", "--json")
    assert code == 0
    assert json.loads(out) == {
        "rows": 1,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "errors": [],
        "outcome": "written",
    }
    assert door == [("import_units", "admin")]
    assert Organisation.objects.filter(code="GH141182-04").exists()


def test_a_dry_run_needs_nobody_and_writes_nothing(run, door):
    code, out, _err = run([TOWN], "--dry-run", "--json")
    assert (code, json.loads(out)["outcome"], door) == (0, "dry_run_clean", [])
    assert Organisation.objects.count() == 7


def test_bad_rows_refuse_the_file(run, door, held):
    held("admin", Role.ADMINISTRATOR, "GH14")
    code, out, err = run([TOWN, TOWN | {"parent": "GH0"}], "--by", "admin", "--json")
    answer = json.loads(out)
    assert code == 2 and err == ""
    assert (answer["rows"], answer["created"], answer["outcome"]) == (2, 0, "refused_whole_file")
    assert answer["errors"] == [{"row": 2, "field": "code", "message": "与第1行重复，请只保留一行。"}]
    assert door == [] and Organisation.objects.count() == 7


@pytest.mark.parametrize(
    ("options", "message"),
    [((), "--by"), (("--by", "nobody"), "没有用户“nobody”"), (("--by", "clerk"), "不在您的管理范围内")],
)
def test_a_writer_is_named_and_entitled(run, door, held, options, message):
    held("clerk", Role.CLERK, "GH14")
    code, out, _err = run([TOWN], "--json", *options)
    assert code == 2 and message in json.loads(out)["errors"][0]["message"]
    assert door == [] and Organisation.objects.count() == 7


def test_an_unreadable_file_is_refused(run, door):
    code, out, _err = run({"not": "a list"}, "--dry-run", "--json")
    assert code == 2 and json.loads(out)["errors"][0]["field"] == "file"


def test_for_people_it_speaks_sentences(run, door, held):
    held("admin", Role.ADMINISTRATOR, "GH14")
    code, out, _err = run([TOWN], "--by", "admin")
    assert code == 0 and out == "共1行：新增1，更新0，不变0，错误0。\n已写入。\n"
    code, out, err = run([TOWN | {"parent": "GH0"}], "--by", "admin")
    assert code == 2 and "整个文件未导入" in out
    assert err == "第1行 上级代码：没有代码为“GH0”的单位，请先导入上级或改正代码。\n"
