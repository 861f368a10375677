"""Every paper read back from its PDF; user text stays text; the same content gives the same bytes."""

import io
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.template import Context, Template
from pypdf import PdfReader

from relief.notices import fonts, render
from relief.notices.forms import ApplicationForm
from relief.notices.paperdata import Basis, Form, Mode, Paper, in_mode
from relief.notices.papers import PAPERS, Publicity
from relief.notices.render import GlyphsMissing, RenderError, render_paper
from tests.relief.notices.sample_supervision import EXPECTED as SUPERVISION

Pages = Callable[[bytes], list[str]]

EXPECTED = {
    "acceptance": [
        "示例县总工会",
        "示工救〔2026〕18号",
        "王喆祎：",
        "GH990101-2026-000018",
        "2026年3月20日",
        "第1版",
        "0358-7620114",
    ],
    "supplement": ["2项材料", "1.诊断证明书；", "2.医保结算单或者医疗收费票据。", "2026年4月3日", "视为放弃"],
    "non_acceptance": ["不予受理", "理由代码：INCOME_OVER", "2.申请日期", "2026年4月7日", "示例市总工会", "申诉复查"],
    "refusal": ["不予救助", "理由代码：INCOME_OVER", "2026年4月7日", "申诉复查"],
    "publicity": [
        "拟救助人员公示",
        "欧阳**",
        "因病",
        "1,001.00",
        "2026年3月27日至2026年4月3日（5个工作日）",
        "监督电话：0358-7620114",
    ],
    "decision": [
        "3,600.00元（人民币叁仟陆佰元整）",
        "本级工会经费",
        "示工主席办公会〔2026〕6号",
        "自付18,000.00元×20%=3,600.00元",
    ],
    "payment": ["2026年4月20日", "卡号后四位：0127", "3,600.00元（人民币叁仟陆佰元整）"],
    "recovery": ["2026年7月20日", "0509032109024500012", "陈述和申辩", "2026年5月6日", "理由代码：WINDOW"],
    "application_form": [
        "王喆祎",
        "141182198802291232",
        "✓城镇",
        "□农村",
        "87,642.35元",
        "本人承诺",
        "同意申报。",
        "票据清单",
        "赵建国",
    ],
    "visit_form": ["2026年3月22日15时", "1.签字：陈志刚", "2.签字：欧阳慧", "叁仟陆佰元整"],
    "agenda": [
        "主席办公会",
        "GH990101-2026-000026",
        "93,600.00",
        "91,000.00",
        "人民币玖万壹仟元整",
        "主持人（签字）：吴志强",
    ],
    "publicity_result": [
        "公示期内未收到异议",
        "公示开始和结束的照片附后",
        "特此证明",
        "无异议",
        "工会主席（签字）：赵建国",
    ],
    "payment_approval": [
        "¥76,543.21",
        "人民币柒万陆仟伍佰肆拾叁元贰角壹分",
        "示工财付〔2026〕31号",
        "同意支付。",
        "支付复核",
    ],
    **SUPERVISION,
    "payment_list": ["合计18笔", "64,800.00", "人民币陆万肆仟捌佰元整", "R0018", "6222020508000000127"],
}


def test_every_registered_paper_is_expected() -> None:
    assert EXPECTED.keys() == PAPERS.keys()


@pytest.mark.parametrize("kind", PAPERS)
def test_paper_reads_back(kind: str, samples: dict[str, Paper], pages_of: Pages) -> None:
    text = "".join(pages_of(render_paper(kind, samples[kind])))
    assert [part for part in [str(PAPERS[kind].title), *EXPECTED[kind]] if part not in text] == []


@pytest.mark.parametrize("kind", PAPERS)
def test_unconfirmed_scheme_stands_on_every_page(kind: str, samples: dict[str, Paper], pages_of: Pages) -> None:
    warning = "规则待确认" if kind in SUPERVISION else "依据未确认办法(演示)"
    assert all(warning in page for page in pages_of(render_paper(kind, samples[kind])))
    confirmed = replace(samples[kind], basis=Basis(name="办法", version=2, confirmed=True))
    assert not any(warning in page for page in pages_of(render_paper(kind, confirmed)))


@pytest.mark.parametrize("kind", [k for k, row in PAPERS.items() if issubclass(row.content, Form)])
def test_hand_signed_papers_in_three_modes(kind: str, samples: dict[str, Paper], pages_of: Pages) -> None:
    form = samples[kind]
    blank, wet, decided = ("".join(pages_of(render_paper(kind, in_mode(form, mode)))) for mode in Mode)
    assert "王" not in blank
    assert "吴志强" not in wet and "赵建国" not in wet and "陈志刚" not in wet
    assert "王" in wet and "王" in decided
    assert all("签字" in text for text in (blank, wet, decided))
    assert "年月日" in blank.replace("　", "").replace(" ", "")


def test_draft_is_marked_on_every_page(samples: dict[str, Paper], pages_of: Pages) -> None:
    def marked(draft: bool) -> list[bool]:
        pages = pages_of(render_paper("recovery", samples["recovery"], draft=draft))
        return ["草稿" in page.replace(" ", "") for page in pages]

    assert marked(True) == [True, True]
    assert marked(False) == [False, False]


def test_long_publicity_repeats_its_head_and_numbers_its_pages(many_rows: Publicity, pages_of: Pages) -> None:
    pdf = render_paper("publicity", many_rows)
    pages = pages_of(pdf)
    assert len(pages) > 3
    assert all("工作单位" in page and f"— {n} —" in page for n, page in enumerate(pages, start=1) if "因病" in page)
    assert "监督电话" in pages[-1] and many_rows.issuer in pages[-1], "signature without body text"
    places = [_place(pdf, n, f"— {n + 1} —") for n in range(2)]
    assert places[0] > 400 and places[1] < 120, "odd pages right, even pages left"


def _place(pdf: bytes, page: int, wanted: str) -> float:
    found: list[float] = []

    def visit(text: str, matrix: list, place: list, font: object, size: object) -> None:
        if wanted in text:
            found.append(matrix[4] + place[4] * matrix[0])

    PdfReader(io.BytesIO(pdf)).pages[page].extract_text(visitor_text=visit)
    return found[0]


def test_application_form_keeps_its_two_sides(long_application: ApplicationForm, pages_of: Pages) -> None:
    pages = pages_of(render_paper("application_form", long_application))
    assert "转附页" in pages[0] and "本人承诺" in pages[0] and "成员5" in pages[0] and "成员6" not in pages[0]
    assert pages[1].count("签字") == 5 and "审批意见" in pages[1]
    assert "成员8" in "".join(pages[2:]) and "情况说明（续）" in pages[2]
    assert "".join(pages).count("贫") == 150, "nothing of the narrative is lost"


@pytest.mark.skipif(bool(fonts.missing_packages()), reason="needs Debian's fonts")
def test_rare_names_and_look_alikes_read_back(samples: dict[str, Paper], pages_of: Pages) -> None:
    name = "𠮷㐂〇·买买提⼀一…⋯"
    text = "".join(pages_of(render_paper("acceptance", replace(samples["acceptance"], addressee=name))))
    assert name in text


@pytest.mark.parametrize(
    "name",
    [
        '<img src="file:///etc/passwd"/>',
        "{{ paper }}{% now %}",
        "&lt;b&gt;",
        "<script>",
        "http://127.0.0.1:9/x",
        "a  b",
        "ﬁ①Ａ",
    ],
)
def test_user_text_prints_literally(name: str, samples: dict[str, Paper], pages_of: Pages) -> None:
    text = "".join(pages_of(render_paper("acceptance", replace(samples["acceptance"], addressee=name, contact=name))))
    assert text.count(name) == 2


def test_a_template_cannot_reach_out(samples: dict[str, Paper], monkeypatch: pytest.MonkeyPatch) -> None:
    for source in ("http://127.0.0.1:9/a.png", "file:///etc/passwd", "data:image/png;base64,AAAA"):
        html = Template('<html class="form"><body><img src="{{ source }}"/></body></html>').render(
            Context({"source": source})
        )
        monkeypatch.setattr(render, "render_to_string", lambda *a, html=html: html)
        with pytest.raises(RenderError, match="不得引用外部内容"):
            render.render_pdf("x", {})


def test_missing_glyphs_refuse_the_paper(samples: dict[str, Paper]) -> None:
    broken = replace(samples["acceptance"], addressee="李\ue000")
    with pytest.raises(GlyphsMissing, match="收件人第2个字符（U\\+E000）"):
        render_paper("acceptance", broken)


def test_an_unprintable_character_never_leaves_as_a_box(samples: dict[str, Paper]) -> None:
    paper = replace(samples["acceptance"], addressee="\U0001f9ff")
    with pytest.raises(RenderError, match="U\\+1F9FF"):
        render.render_pdf("notices/acceptance.html", {"paper": paper, "title": "x"})


def test_same_content_same_bytes_in_any_order_and_thread(samples: dict[str, Paper]) -> None:
    first = {kind: render_paper(kind, samples[kind]) for kind in PAPERS}
    again: dict[str, bytes] = {}
    threads = [
        threading.Thread(target=lambda kind=kind: again.update({kind: render_paper(kind, samples[kind])}))
        for kind in reversed(PAPERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert again == first


def test_content_of_another_kind_is_refused(samples: dict[str, Paper]) -> None:
    with pytest.raises(TypeError):
        render_paper("payment", samples["acceptance"])


def test_papers_without_a_telephone_or_a_last_day(samples: dict[str, Paper], pages_of: Pages) -> None:
    paper = replace(samples["supplement"], phone="", contact="", due_on=None, lapses=False)
    text = "".join(pages_of(render_paper("supplement", paper)))
    assert "请与我会联系。" in text and "请尽快将上述材料补正齐全" in text and "视为放弃" not in text
    final = replace(samples["refusal"], final=True, accepted_on=None, issued_on=date(2026, 1, 2))
    text = "".join(pages_of(render_paper("refusal", final)))
    assert "最终决定" in text and "申诉复查，并说明理由" not in text and "2026年1月2日" in text
