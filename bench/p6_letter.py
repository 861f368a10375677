"""P6: one warm letter as PDF, and many on two workers, against WeasyPrint as one would first use it, with Noto CJK."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil

from bench.harness import Measured, Sample, interleaved, row

LETTERS, WORKERS, CROWD = 8, 2, 40
URL = "https://example.invalid/v/0123456789abcdef0123456789abcdef"
OURS, PLAIN, LIMIT = "Relief", "WeasyPrint + Noto CJK .ttc", "the engine alone, lines ready"
PROFILE = Path(__file__).parent.parent / "fixtures" / "jurisdictions" / "demo.yaml"
LETTER: dict[str, Any] = {
    "addressees": [{"name": "示例县恒通养护工程有限公司"}], "lead_source_public": "12351热线",
    "investigation_summary": "2026年6月10日至6月24日，本会两名劳动法律监督员查阅了考勤表、工资表和社会保险缴费记录，并听取了双方意见。",
    "facts": [{"text": "养护二队未按月足额支付工资。", "period": "2026年2月至2026年5月", "workers": 18, "amount": "243,600.00元"}],
    "violations": [{"law": "保障农民工工资支付条例", "article": "第三条", "clause": "第一款"}],
    "demands": [{"n": n, "action": action, "measure": "逐人支付凭证", "due_text": "收到本意见书之日起15个工作日内", "evidence": "银行回单"}
                for n, action in enumerate(("足额支付拖欠工资", "建立按月支付台账"), start=1)],
    "reply_rule_text": "请自收到本意见书之日起15个工作日内书面答复", "preceding_no": "示县工劳监函字〔2026〕9号",
    "consequence": "逾期不答复或者拒不改正的，本会将依法向有关部门提出处理建议。", "copy_to": ["示例县恒通养护工程有限公司工会"],
    "attachments": ["回执"], "contact_name": "安澜", "contact_phone": "0000-0000001", "contact_address": "示例县人民路1号",
    "contact_postcode": "000000",
}  # fmt: skip
STYLE = """@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: "— " counter(page) " —" } }
body { font: 16pt/28.98pt "Noto Serif CJK SC"; text-align: justify } p { margin: 0; text-indent: 2em }
h1 { font: bold 22pt/35pt "Noto Serif CJK SC"; text-align: center } .mark { color: #d7000f; font-size: 38pt }
h2 { font: 16pt/28.98pt "Noto Sans CJK SC"; margin: 0; text-indent: 2em } h3 { font-weight: normal; font-size: 16pt; margin: 0; text-indent: 2em }
.sign { text-align: right; position: relative; padding: 2em 4em } .sign svg { position: absolute; right: 3em; top: 0; z-index: -1 }"""


def question(n: int) -> Any:
    """An opinion of two pages with its own number."""
    import yaml

    from relief.jurisdictions.rules import Rules
    from relief.letters.content import Issuer, LetterQuestion

    rules = _kept("rules", lambda: Rules([next(iter(yaml.safe_load_all(PROFILE.read_text(encoding="utf-8"))))]))
    issuer = Issuer(name="示例县总工会", abbr="示县", organ="UNION", level="COUNTY")
    return LetterQuestion(kind="opinion", rules=rules, issued_on=date(2026, 7, 3), issuer=issuer, n=n, letter=LETTER,
                          citable=lambda *_citation: True)  # fmt: skip


_once: dict[str, Any] = {}


def _kept(name: str, make: Callable[[], Any]) -> Any:
    if name not in _once:
        _once[name] = make()
    return _once[name]


def ours(n: int) -> int:
    """A sealed letter; its bytes."""
    from relief.letters.paper import letter_pdf

    return len(letter_pdf(question(n), status="sealed", verify_url=f"{URL}{n}"))


def engine_alone(n: int) -> int:
    """Template and engine on lines broken before; the limit of what setting could save."""
    from relief.letters.paper import TEMPLATE, letter_context
    from relief.notices.render import render_pages

    ready = _kept("ready", lambda: letter_context(question(1), status="sealed", verify_url=URL, organs_seal=""))
    return len(render_pages(TEMPLATE, ready).pdf)


def plain(n: int) -> int:
    """The same words, seal and code as HTML, in the fonts of the machine."""
    import segno
    from weasyprint import HTML

    from relief.letters.seals import seal_path
    from relief.letters.wording import body_of

    letter = question(n)
    tags = {"heading": "h2", "subheading": "h3", "text": "p"}
    body = "".join(f"<{tags[part.style]}>{part.text}</{tags[part.style]}>" for part in body_of(letter))
    seal = ('<svg viewBox="-100 -100 200 200" width="42mm" height="42mm"><circle r="98" fill="none" stroke="#d7000f" stroke-width="4"/>'
            f'<path fill="#d7000f" d="{seal_path(letter.issuer.name)}"/></svg>')
    code = segno.make(f"{URL}{n}", error="m", micro=False).svg_inline(scale=2)
    html = (f"<html lang=zh-CN><style>{STYLE}</style><h1 class=mark>{letter.issuer.name}</h1><div>{letter.number}</div><hr>"
            f"<h1>{letter.title}</h1><div>{LETTER['addressees'][0]['name']}：</div>{body}<p>附件：回执</p>{code}"
            f"<div class=sign>{seal}{letter.issuer.name}<br>2026年7月3日</div><hr>抄送：{LETTER['copy_to'][0]}。<hr>")  # fmt: skip
    return len(HTML(string=html).write_pdf())


SIDES: dict[str, Callable[[int], int]] = {OURS: ours, PLAIN: plain, LIMIT: engine_alone}


def run(rounds: int) -> list[dict[str, Any]]:
    """Measure, print, return the lines of results.json."""
    alone = interleaved({name: _alone(make) for name, make in SIDES.items()}, rounds)
    sizes = {name: make(1) for name, make in SIDES.items()}
    _print("one warm letter", alone, {name: f", {sizes[name] / 1000:.0f} kB" for name in SIDES})
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn"), initializer=_begin) as pool:
        crowd = interleaved({name: _crowd(pool, name) for name in (OURS, PLAIN)}, rounds)
        memory = max(pool.map(_memory, range(WORKERS)))
    _print(f"{CROWD} letters on {WORKERS} workers", crowd, {OURS: f", largest worker {memory >> 20} MB", PLAIN: ""})
    what = f"one warm letter of two pages ({sizes[OURS]} bytes; plain {sizes[PLAIN]})"
    return [row("P6", what, alone[OURS].rate, alone[PLAIN].rate, alone[LIMIT].rate, "letters/s", rounds),
            row("P6", f"{CROWD} letters on {WORKERS} workers", crowd[OURS].rate, crowd[PLAIN].rate, 0, "letters/s", rounds)]


def _alone(make: Callable[[int], int]) -> Callable[[], Sample]:
    def side() -> Sample:
        waits = []
        for n in range(1, LETTERS + 1):
            began = time.perf_counter()
            make(n)
            waits.append(time.perf_counter() - began)
        return Sample(LETTERS, sum(waits), waits)

    return side


def _crowd(pool: ProcessPoolExecutor, name: str) -> Callable[[], Sample]:
    def side() -> Sample:
        began = time.perf_counter()
        list(pool.map(_make, [name] * CROWD, range(1, CROWD + 1), chunksize=4))
        return Sample(CROWD, time.perf_counter() - began)

    return side


def _begin() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()


def _make(name: str, n: int) -> int:
    return SIDES[name](n)


def _memory(_n: int) -> int:
    return psutil.Process().memory_info().rss


def _print(what: str, measured: dict[str, Measured], notes: dict[str, str]) -> None:
    print(f"  {what}")
    for name, m in measured.items():
        p95 = f", p95 {m.p95:.0f} ms" if m.p95 else ""
        print(f"    {name:30} {1000 / m.rate:7.1f} ms{p95}{notes[name]}")
    low, middle, high = (1 / ratio for ratio in reversed(measured[OURS].ratio(measured[PLAIN])))
    print(f"    {OURS} / {PLAIN}: {middle:.2f} ({low:.2f}–{high:.2f}); goal ≤ 0.5")
