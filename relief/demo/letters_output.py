"""What the second story leaves behind: letters, receipts, return slips, notices, forms, and the lines of its summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import Count, Q

from relief.documents import store
from relief.letters import register
from relief.letters.models import NumberEntry, Series, SupervisionLetter
from relief.notices.formkinds import FORMS, FormKind
from relief.notices.models import Notice
from relief.notices.paperdata import Mode
from relief.supervision.models import SupervisionCase, SupervisionLead
from workflows.supervision_case import ARCHIVED

Tell = Callable[[str, int, int], None]
Print = tuple[Path, FormKind, Mode, Any]
WORDS = {Mode.BLANK: "空白", Mode.WET: "已填", Mode.DECIDED: "带意见"}
PREFIXES = ("supervision_lead:", "supervision_case:", "supervision_letter:")
WITH_LETTER = ("service_receipt", "return_slip")
STAGES = (("监督线索", SupervisionLead), ("监督案件", SupervisionCase), ("监督文书", SupervisionLetter))


def of_supervision() -> Q:
    """Notices of the second story."""
    found = Q(pk__in=[])
    for prefix in PREFIXES:
        found |= Q(dossier__startswith=prefix)
    return found


def write(folder: Path, tell: Tell) -> Iterator[str]:
    """The letters of the case that came to the archive, with all that belongs to them."""
    case = SupervisionCase.objects.filter(state=ARCHIVED).order_by("pk").first()
    if case is None:
        return
    place = folder / "一函两书"
    place.mkdir()
    letters = list(case.letters.order_by("pk"))
    for n, letter in enumerate(letters, 1):
        path = place / f"{_name(n, letter)}.pdf"
        path.write_bytes(store.read(letter.pdf_digest))
        yield f"{letter.get_kind_display()} {path}  SHA-256 {letter.pdf_digest}"
    prints = [*_with_letters(place, letters), *_in_three_modes(place, case)]
    for n, (path, kind, mode, subject) in enumerate(prints, 1):
        path.write_bytes(kind.pdf(mode, subject, next(iter(kind.rows(subject)), None)))
        tell("写出回证、回执和登记表", n, len(prints))
    yield f"送达回证、回执、登记表等 {place}  共{len(prints)}份"
    yield _notices(place)
    yield from _summary()


def _name(n: int, letter: SupervisionLetter) -> str:
    return f"{n}-{letter.get_kind_display()}-{letter.number}"


def _with_letters(place: Path, letters: list[SupervisionLetter]) -> Iterator[Print]:
    """The receipt and the return slip of each letter lie beside it."""
    for n, letter in enumerate(letters, 1):
        for kind in (FORMS[word] for word in WITH_LETTER):
            yield place / f"{_name(n, letter)}-{kind.title}.pdf", kind, Mode.DECIDED, letter


def _in_three_modes(place: Path, case: SupervisionCase) -> Iterator[Print]:
    """Every form of supervision: blank, filled for wet signature, with decisions."""
    forms = place / "表格"
    forms.mkdir()
    subjects = {SupervisionLead: case.leads.first(), SupervisionCase: case, SupervisionLetter: case.letters.first()}
    for kind in FORMS.values():
        subject = subjects.get(kind.model)
        if subject is not None:
            for mode, word in WORDS.items():
                yield forms / f"{kind.title}-{word}.pdf", kind, mode, subject


def _notices(place: Path) -> str:
    """Notices to complainants and employers, once their PDF is made."""
    papers = place / "通知书"
    papers.mkdir()
    made = list(Notice.objects.filter(of_supervision(), status=Notice.Status.READY).order_by("pk"))
    for notice in made:
        (papers / f"{notice.title}-{notice.number}.pdf").write_bytes(store.read(notice.pdf_digest))
    failed = Notice.objects.filter(of_supervision(), status=Notice.Status.FAILED).count()
    return f"监督通知书 {papers}  共{len(made)}份，生成失败{failed}份"


def _summary() -> Iterator[str]:
    for word, model in STAGES:
        states: Any = model.objects.values_list("state").annotate(n=Count("pk")).order_by()
        names = model.machine.states
        told = sorted(states, key=lambda row: list(names).index(row[0]))
        yield f"{word} " + "，".join(f"{names(state).label}{n}" for state, n in told)
    labels = NumberEntry.State
    for page in register.pages_of(Series.objects.order_by("kind", "year")):
        counts = "，".join(f"{labels(state).label}{n}" for state, n in sorted(page.counts.items()))
        yield f"编号登记簿 {page.entries[0].text} 至 {page.entries[-1].text}：{counts}，{'无缺号' if page.whole else '有缺号'}"
