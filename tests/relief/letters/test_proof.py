"""manage.py proof_letter: the samples come out as they say, nothing hostile leaves the folder, only in a demo database."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from relief.jurisdictions.selectors import forget_profiles
from relief.jurisdictions.services import load_shipped_profiles, load_shipped_provisions
from relief.letters.proofs import file_name
from tests.relief.letters.conftest import SAMPLES, raw_text, samples
from workflows.models import OfficeClock


@pytest.fixture
def demo(db: None) -> None:
    OfficeClock.objects.create(pk=1)
    OfficeClock.forget()
    load_shipped_provisions()
    load_shipped_profiles()
    forget_profiles()


@pytest.fixture
def prove(demo: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """prove([letters]) gives the command's JSON; the PDFs are in tmp_path/out."""

    def run(letters: Any, *options: str) -> Any:
        file = tmp_path / "letters.json"
        file.write_text(json.dumps(letters), encoding="utf-8")
        call_command("proof_letter", str(file), "--out", str(tmp_path / "out"), *(options or ("--json",)))
        out = capsys.readouterr().out
        return out if options else json.loads(out)

    return run


def test_samples_come_out_as_they_say(prove: Any, tmp_path: Path, text_of: Callable[[bytes], str]) -> None:
    answers = prove(json.loads(SAMPLES.read_text(encoding="utf-8")))
    for row, answer in zip(samples(), answers, strict=True):
        expect = row["expect"]
        pdf = Path(answer["file"]).read_bytes()
        assert Path(answer["file"]) == tmp_path / "out" / f"{row['id']}.pdf"
        assert (answer["id"], answer["outcome"], answer["refused_at"], answer["errors"]) == (row["id"], "ISSUED", None, [])
        assert answer["number"] == row["number"]["expected_text"]
        assert expect["pages"][0] <= answer["pages"] <= expect["pages"][1]
        assert answer["sha256"] == hashlib.sha256(pdf).hexdigest()
        text, numbers = text_of(pdf), raw_text(pdf, tmp_path).replace(" ", "")
        assert all(wanted in (numbers if wanted == "—1—" else text) for wanted in expect["text_found"])
        assert not any(unwanted in text for unwanted in expect["text_absent"])


def test_every_field_of_the_samples_is_printed(prove: Any, text_of: Callable[[bytes], str]) -> None:
    unsaid = {"reminder_scope", "employer_response", "kind", "served_on"}

    def texts(value: Any, key: str = "") -> list[str]:
        if isinstance(value, str):
            return [] if key in unsaid or not value else [value]
        rows = value.items() if isinstance(value, dict) else ((key, row) for row in value) if isinstance(value, list) else ()
        return [text for name, row in rows for text in texts(row, name)]

    for row, answer in zip(samples(), prove(samples()), strict=True):
        printed = text_of(Path(answer["file"]).read_bytes())
        hidden = [a["uscc"] for a in row["letter"].get("addressees", [])]
        for text in texts(row["letter"]):
            assert ("".join(text.split()) in printed) is (text not in hidden), text


def test_one_run_judges_every_letter(prove: Any) -> None:
    good, cited, named, glyph, issuer = (dict(samples()[0], id=str(n)) for n in range(5))
    base = good["letter"]
    cited["letter"] = {**base, "legal_bases": [{"law": "中华人民共和国劳动法", "article": "第三十六条", "clause": ""}]}
    named["letter"] = {**base, "items": ["支付王　伟的工资。"]}
    named["case_workers"] = [{"name": "王伟", "pseudonym": "职工甲"}]
    glyph["letter"] = {**base, "reason": "甲\ud800"}
    issuer["issuer"] = {**good["issuer"], "organ": "DEPARTMENT"}
    answers = prove([good, cited, named, glyph, issuer])
    assert [a["refused_at"] for a in answers] == [None, "submit", "submit", "sign", "sign"]
    assert answers[1]["errors"][0]["code"] == "provisions_citable"
    assert answers[2]["errors"] == [{"code": "no_personal_data", "field": "items[0]", "position": 3, "char": None,
                                     "message": "“王　伟”是职工姓名，请改用代称“职工甲”"}]  # fmt: skip
    assert answers[3]["errors"][0] | {"message": ""} == {
        "code": "glyphs_present", "field": "reason", "position": 2, "char": "U+D800", "message": ""}  # fmt: skip
    for answer in answers[1:]:
        assert answer["outcome"] == "REFUSED"
        assert (answer["number"], answer["pages"], answer["sha256"], answer["file"]) == (None,) * 4


@pytest.mark.parametrize("name", ["../x", "/etc/x", "..", ".", "a/b", "a\x00b", "名" * 300, "\ud800", "x\ny", "~", "C:\\x"])
def test_no_id_leaves_the_folder(name: str, prove: Any, tmp_path: Path) -> None:
    (answer,) = prove([dict(samples()[0], id=name)])
    assert answer["id"] == name and Path(answer["file"]).parent == tmp_path / "out"
    assert {p.name for p in tmp_path.iterdir()} == {"letters.json", "out"}
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_file_names_are_readable_and_never_shared() -> None:
    assert file_name("EX1") == "EX1.pdf" and file_name("示县-1.a_b") == "示县-1.a_b.pdf"
    names = ["a/b", "a%2Fb", "a%252Fb", "A", "a", "x" * 500, "x" * 501, "\ud800", "\ud801"]
    assert len({file_name(name) for name in names}) == len(names)
    assert all(len(file_name(name).encode()) < 255 for name in names)


@pytest.mark.parametrize(
    ("frame", "field"),
    [({"kind": "offer"}, "kind"), ({"kind": ["opinion"]}, "kind"), ({"profile": "none@9"}, "profile"),
     ({"profile": 5}, "profile"), ({"issued_on": "2026-02-30"}, "issued_on"), ({"issued_on": None}, "issued_on"),
     ({"letter": []}, "letter"), ({"letter": None}, "letter"), ({"issuer": "x"}, "issuer"),
     ({"issuer": {"name": 1}}, "issuer.name"), ({"number": {"n": "x"}}, "number.n"), ({"number": {"n": 0}}, "number.n"),
     ({"case_workers": {}}, "case_workers"), ({"case_workers": [{"name": []}]}, "case_workers[0].name"),
     ({"skip_reminder_reason": []}, "skip_reminder_reason")],
)  # fmt: skip
def test_a_broken_frame_is_refused_by_name(frame: dict[str, Any], field: str, prove: Any) -> None:
    (answer,) = prove([{**samples()[0], **frame}])
    assert (answer["outcome"], answer["refused_at"]) == ("REFUSED", "submit")
    assert field in {error["field"] for error in answer["errors"]}


@pytest.mark.parametrize("content", [5, None, {"a": 1}, [5], [{}], [{"id": 5}], [{"id": "a"}, {"id": "a"}]])
def test_a_file_without_letters_is_refused_and_nothing_written(content: Any, prove: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        prove(content)
    assert refusal.value.returncode == 2 and not (tmp_path / "out").exists()


def test_unreadable_files_and_words_for_people(prove: Any, tmp_path: Path) -> None:
    for content in (b"{", b"\xff\xfe", b"[" * 100_000):
        (tmp_path / "bad.json").write_bytes(content)
        with pytest.raises(CommandError) as refusal:
            call_command("proof_letter", str(tmp_path / "bad.json"), "--out", str(tmp_path / "out"))
        assert refusal.value.returncode == 2
    bad = dict(samples()[0], id="坏", letter={**samples()[0]["letter"], "reason": "甲\ud800\t"})
    text = prove([samples()[0], bad], "--verbosity=1")
    assert "示县工劳监函字〔2026〕21号" in text and "sign" in text and "U+D800" in text


def test_only_in_a_demo_database(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="演示库") as refusal:
        call_command("proof_letter", str(SAMPLES), "--out", str(tmp_path / "out"))
    assert refusal.value.returncode == 2 and not (tmp_path / "out").exists()
