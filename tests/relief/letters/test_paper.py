"""The letter on paper: its grid, its order, its foot, its seal; read back from the PDF (supervision.md §9)."""

import re
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relief.letters.checks import earliest
from relief.letters.content import Issuer
from relief.letters.lookalikes import Apart
from relief.letters.paper import letter_pages, letter_pdf
from relief.notices import fonts
from relief.notices.render import PrintedLine, Rendered
from tests.relief.letters.conftest import Ask, raw_text

TextOf = Callable[[bytes], str]
MM = 72 / 25.4
LINE = 28.98
CLASS = {"reminder_scope": "CLASS", "collective_addressee": "全县各货运企业"}


def addressees(count: int) -> list[dict[str, str]]:
    return [{"name": f"示例县第{n}货运有限责任公司"} for n in range(1, count + 1)]


def demands(count: int) -> list[dict[str, Any]]:
    return [{"n": n, "action": f"事项{n}" * 6, "measure": "逐人支付凭证" * 5, "due_text": "收到本意见书之日起15个工作日内",
             "evidence": f"回单{n}号"} for n in range(1, count + 1)]  # fmt: skip


def sealed(question: Any, **given: Any) -> Rendered:
    return letter_pages(question, status="sealed", **given)


def body_lines(page: tuple[PrintedLine, ...]) -> list[PrintedLine]:
    return [line for line in page if line.kind.startswith("line ") and not line.kind.endswith("s14")]


def boxes(pdf: bytes, folder: Path) -> list[list[tuple[float, float, float, float, str]]]:
    """(xMin, yMin, xMax, yMax, word) of every word of every page, from the PDF itself."""
    (folder / "b.pdf").write_bytes(pdf)
    html = subprocess.run(["pdftotext", "-bbox", folder / "b.pdf", "-"], capture_output=True, check=True).stdout.decode()
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
    return [[(float(a), float(b), float(c), float(d), w) for a, b, c, d, w in word.findall(page)]
            for page in html.split("<page ")[1:]]  # fmt: skip


def test_the_grid_is_22_lines_of_28_characters(ask: Ask, tmp_path: Path) -> None:
    made = sealed(ask(letter={"reason": "字" * 2000}))
    full = body_lines(made.pages[1])
    assert len(full) == 22 and all(line.text == "字" * 28 for line in full)
    tops = [line.top for line in full]
    assert tops == pytest.approx([37 * MM + LINE * n for n in range(22)], abs=0.1)
    assert tops[-1] + LINE <= (37 + 225) * MM + 0.1
    words = [w for w in boxes(made.pdf, tmp_path)[1] if "字" in w[4]]
    assert len(words) == 22 and {len(w[4]) for w in words} == {28}
    assert {round(w[0] / MM) for w in words} == {28} and {round(w[2] / MM) for w in words} == {184}


def test_what_stands_above_the_text_takes_whole_lines(ask: Ask) -> None:
    names = ["示例县总工会", "示例省示例市示例县示例镇示例煤焦集团有限责任公司第三运输公司联合工会委员会劳动法律监督委员会", "示" * 80]
    for name in names:
        page = sealed(ask(issuer=Issuer(name=name, abbr="示县", organ="UNION", level="COUNTY"))).pages[0]
        first = next(line for line in page if line.text.endswith("公司："))
        assert (first.top - 37 * MM) / LINE == pytest.approx(round((first.top - 37 * MM) / LINE), abs=0.01)
        assert "".join(line.text for line in page if line.kind == "mark title") == name


def test_the_right_edge_is_straight(ask: Ask, tmp_path: Path) -> None:
    reason = "您于2026年3月10日反映的（示县工劳监函字〔2026〕9号）事项，涉及243,600.00元；“请”保持0358-7620114畅通（括号）。" * 6
    lines = [x for x in body_lines(sealed(ask(letter={"reason": reason})).pages[0]) if len(x.text) > 20][1:8]
    assert len(lines) == 7
    assert all(line.left + line.width == pytest.approx(184 * MM, abs=1.0) for line in lines)
    assert not any(line.text[0] in "，。）》；：、”" or line.text[-1] in "（《“〔" for line in lines)


def test_page_numbers_odd_right_even_left(ask: Ask) -> None:
    pages = sealed(ask(letter={"reason": "字" * 2000})).pages
    for n, page in enumerate(pages, start=1):
        (number,) = (line for line in page if re.fullmatch(r"— \d+ —", line.text))
        assert number.text == f"— {n} —"
        assert (number.left > 300) == (n % 2 == 1)


@pytest.mark.parametrize("extra", range(0, 330, 14))
def test_the_seal_never_stands_without_text(extra: int, ask: Ask) -> None:
    """Whatever the length: the day's page has body text, 抄送 stands on it at its foot, and it is the last page."""
    made = sealed(ask(letter={"reason": "甲" * (30 + extra)}))
    last = made.pages[-1]
    day = next(line for line in last if line.kind == "day")
    text = [line for line in body_lines(last) if line.top < day.top]
    assert len(text) >= 2
    (copies,) = (line for line in last if line.text.startswith("抄送："))
    assert copies.text.endswith("。") and copies.top + copies.height == pytest.approx((37 + 225) * MM, abs=4)


def test_no_copies_no_foot_and_no_attachments_no_word_of_them(ask: Ask, text_of: TextOf) -> None:
    text = text_of(letter_pdf(ask(letter={"copy_to": []}), status="sealed"))
    assert "抄送" not in text and "附件" not in text
    text = text_of(letter_pdf(ask(letter={"copy_to": ["甲单位", "乙单位"], "attachments": ["回执", "清单"]}), status="sealed"))
    assert "抄送：甲单位，乙单位。" in text and "附件：1.回执2.清单" in text


def test_name_and_day_are_centred_on_the_seal(ask: Ask) -> None:
    for name in ("示例县总工会", "示例县总工会劳动法律监督委员会", "示" * 50):
        page = sealed(ask(issuer=Issuer(name=name, abbr="示", organ="UNION", level="COUNTY"))).pages[-1]
        signed = [line for line in page if line.kind in ("by", "day")]
        centres = {round((line.left + line.width / 2) / 2) for line in signed}
        assert len(centres) == 1 and all(line.left + line.width <= 184 * MM + 1 for line in signed)
    assert signed[-1].text == "2026年6月8日"


def test_seal_modes(ask: Ask, text_of: TextOf, demo_profile: dict[str, Any]) -> None:
    image = letter_pdf(ask(), status="sealed")
    seal = {**demo_profile["seal"], "mode": "PHYSICAL"}
    physical = letter_pdf(ask(rules={"seal": seal}), status="sealed")
    assert len(physical) < len(image) - 3000, "its place stays empty"
    assert text_of(physical) == text_of(image), "and everything else stands where it stood"
    assert "演示印模" in text_of(letter_pdf(ask(rules={"region": "140000"}), status="sealed"))
    assert "演示印模" not in text_of(image)
    assert letter_pdf(ask(), status="sealed", organs_seal="示例县总工会") != image


def test_up_to_five_addressees_are_named(ask: Ask, text_of: TextOf) -> None:
    text = text_of(letter_pdf(ask(letter={**CLASS, "addressees": addressees(5)}), status="sealed"))
    assert "、".join(row["name"] for row in addressees(5)) + "：" in text
    assert "主送单位名单" not in text and "全县各货运企业" not in text


@pytest.mark.parametrize("attachments", [[], ["回执"], ["主送单位名单", "回执"], ["《主送单位名单》"]])
def test_over_five_addressees_are_listed_once(attachments: list[str], ask: Ask, text_of: TextOf) -> None:
    question = ask(letter={**CLASS, "addressees": addressees(40), "attachments": attachments})
    made = sealed(question)
    text = text_of(made.pdf)
    assert "全县各货运企业：" in text and text.count("主送单位名单") == 2, "once listed, once as the title of the annex"
    assert text.index("抄送：") < text.rindex("主送单位名单"), "after the page with 抄送"
    assert all(text.count(f"{n}.示例县第{n}货运有限责任公司") == 1 for n in range(1, 41))
    assert earliest(question) == ("", [])


def test_over_five_demands_are_a_table(ask: Ask, text_of: TextOf, tmp_path: Path) -> None:
    five = text_of(letter_pdf(ask("opinion", {"demands": demands(5)}), status="sealed"))
    assert "（五）事项5" in five and "序号整改事项" not in five
    made = sealed(ask("opinion", {"demands": demands(40)}))
    pages = raw_text(made.pdf, tmp_path).split("\f")
    with_rows = [re.sub(r"\s", "", page) for page in pages if "回单" in page]
    assert len(with_rows) > 2 and all("序号整改事项整改措施完成期限证明材料" in page for page in with_rows)
    for n in range(1, 41):
        row = f"{n}" + f"事项{n}" * 6 + "逐人支付凭证" * 5 + f"收到本意见书之日起15个工作日内回单{n}号"
        assert sum(row in page for page in with_rows) == 1, "a row never breaks"


def test_drafts_say_so_on_every_page(ask: Ask, tmp_path: Path) -> None:
    for confirmed in (False, True):
        question = ask("recommendation")
        question.rules.confirmed = confirmed
        pages = raw_text(letter_pdf(question, status="draft"), tmp_path).split("\f")[:-1]
        assert len(pages) == 2 and all("草稿" in page for page in pages)
        assert all(("规则待确认" in page) is not confirmed for page in pages)
        sealed_text = raw_text(letter_pdf(question, status="sealed"), tmp_path)
        assert "草稿" not in sealed_text and "规则待确认" not in sealed_text


def test_a_draft_shows_what_cannot_print_as_a_square(ask: Ask, text_of: TextOf) -> None:
    text = text_of(letter_pdf(ask(letter={"reason": "坏\ue000字\u200b和\ud800与\n完"}), status="draft"))
    assert "坏□字□和□与□完。" in text


@pytest.mark.parametrize(
    "text",
    ['<img src="file:///etc/passwd"/>', "{{ title }}{% now 'Y' %}", "&lt;b&gt;&amp;", "<script>alert(1)</script>",
     "http://127.0.0.1:9/x", "ﬁ①Ａ㎏", "</div></body>", "]]>", "<!-- -->"],
)  # fmt: skip
def test_text_prints_literally(text: str, ask: Ask, text_of: TextOf) -> None:
    question = ask("opinion", letter={"investigation_summary": text, "demands": [{**demands(1)[0], "action": text}]})
    assert text_of(letter_pdf(question, status="sealed")).count(re.sub(r"\s", "", text)) == 2
    assert earliest(question) == ("", [])


@pytest.mark.skipif(bool(fonts.missing_packages()), reason="needs Debian's fonts")
def test_rare_characters_and_look_alikes_read_back(ask: Ask, text_of: TextOf) -> None:
    name = "𠮷㐂〇喆祎龑赟⼀一…⋯①➀‵｀示例公司"
    question = ask(letter={"addressees": [{"name": name}], "reason": "\u8c48\uf900・‧•（" + name})
    assert earliest(question) == ("", [])
    assert text_of(letter_pdf(question, status="sealed")).count(name) == 2
    assert "\u8c48\uf900・‧•（" in text_of(letter_pdf(question, status="sealed"))


def test_look_alikes_of_one_font_are_parted_or_named() -> None:
    pair = "\u2022\u2027"  # one bullet of one file for both
    apart = Apart([(pair, "body")])
    assert 'class="in-' in apart.markup(pair, "body") or apart.alike == [pair[1]]
    assert Apart([("一二三", "body")]).markup("一<", "body") == "一&lt;"


def test_same_letter_same_bytes_in_any_thread(ask: Ask) -> None:
    questions = [ask(kind) for kind in ("reminder_letter", "opinion", "recommendation")] * 2
    first = [letter_pdf(q, status="sealed", verify_url="https://example.invalid/v/1") for q in questions[:3]]
    again: dict[int, bytes] = {}

    def work(n: int) -> None:
        again[n] = letter_pdf(questions[n], status="sealed", verify_url="https://example.invalid/v/1")

    threads = [threading.Thread(target=work, args=(n,)) for n in reversed(range(6))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [again[n] for n in range(6)] == first * 2


def test_one_letter_is_small(ask: Ask) -> None:
    for kind in ("reminder_letter", "opinion", "recommendation"):
        assert len(letter_pdf(ask(kind), status="sealed", verify_url="https://example.invalid/v/" + "a" * 32)) < 100_000


def test_skipped_steps_leave_no_trace(ask: Ask, text_of: TextOf) -> None:
    text = text_of(letter_pdf(ask("recommendation", {"prior_steps": []}, skip_reminder_reason="DANGER"), status="sealed"))
    assert "DANGER" not in text and "已开展的监督" not in text and "NONE" not in text and "None" not in text
    text = text_of(letter_pdf(ask("opinion", {"preceding_no": None}, skip_reminder_reason="REPEAT"), status="sealed"))
    assert "REPEAT" not in text and "此前" not in text and "（）" not in text


def test_the_signatory_stands_beside_the_number_where_the_profile_says_so(ask: Ask, text_of: TextOf) -> None:
    assert "签发人：安澜" in text_of(letter_pdf(ask(rules={"signatory_line": True}, signatory="安澜"), status="sealed"))
    assert "签发人" not in text_of(letter_pdf(ask(signatory="安澜"), status="sealed"))


def test_a_stretched_line_is_no_overflow(ask: Ask) -> None:
    assert earliest(ask(letter={"reason": "“引号”‘单’——破折……省略·点￥100％‰℃①Ⅳ㎡" * 5})) == ("", [])


def test_a_row_taller_than_a_page_is_refused_at_the_seal(ask: Ask) -> None:
    rows = [*demands(6), {**demands(1)[0], "n": 7, "measure": "长" * 4000}]
    stage, found = earliest(ask("opinion", {"demands": rows}))
    assert (stage, [(f.code, f.field) for f in found]) == ("seal", [("pdf_clean", "demands[6].measure")])


@pytest.mark.parametrize("kind", ["reminder_letter", "opinion", "recommendation"])
def test_an_empty_draft_prints(kind: str, ask: Ask, text_of: TextOf) -> None:
    question = ask(kind, n=None)
    object.__setattr__(question, "letter", {})
    assert "草稿" in text_of(letter_pdf(question, status="draft"))
