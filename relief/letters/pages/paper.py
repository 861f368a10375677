"""文书: the page as it prints or as it was sealed, with what stands on no page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.casework.rooms import Asked
from relief.casework.stand import Stand
from relief.jurisdictions import explaining
from relief.letters.models import SupervisionLetter
from relief.letters.pages.preview import warnings
from relief.letters.pages.words import told
from relief.notices.paperdata import Mode
from relief.queue.sitting import Sitting
from workflows.supervision_letter import DRAFT, NUMBERED, REVIEW, SIGNING

UNSIGNED = frozenset({DRAFT, REVIEW, SIGNING})


def page(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """Links to the pages, warnings while they still help, the facts of the paper."""
    letter: SupervisionLetter = stand.case
    sealed = bool(letter.pdf_digest)
    at = [letter.pk]
    return {
        "letter": letter, "sealed": sealed, "pages_url": reverse("letter_pages", args=at),
        "pdf_url": reverse("letter_pdf", args=at), "download_url": f"{reverse('letter_pdf', args=at)}?download=1",
        "edit_url": reverse("letter_edit", args=at) if stand.may("edit") else "",
        "final_url": f"{reverse('letter_pdf', args=at)}?final=1" if may_print_final(stand) else "",
        "slips": slips_of(stand), "said": told(warnings(stand.facts.question)) if letter.state in UNSIGNED else [],
        "rows": _rows(stand),
    }  # fmt: skip


def may_print_final(stand: Stand) -> bool:
    """PHYSICAL: the keeper stamps a print of the very page that will be sealed (supervision.md §9)."""
    rules = stand.facts.rules
    return stand.case.state == NUMBERED and rules is not None and rules.seal_mode == "PHYSICAL" and (
        "seal" in stand.options and stand.options["seal"].mine)  # fmt: skip


def slips_of(stand: Stand) -> list[dict[str, str]]:
    """送达回证 and 回执, to go with the letter, once it has its number."""
    if not stand.case.number:
        return []
    slips = {"service_receipt": _("送达回证（空白）"), "return_slip": _("回执（空白）")}
    return [{"label": name, "url": form_url(kind, Mode.WET, stand.case.pk)} for kind, name in slips.items()
            if kind == "service_receipt" or stand.facts.reply_expected]  # fmt: skip


def form_url(kind: str, mode: Mode, pk: int) -> str:
    """A form of the letter that is signed by hand."""
    return reverse("paper_form", args=[kind, mode.value, pk])


def _rows(stand: Stand) -> list[dict[str, str]]:
    letter: SupervisionLetter = stand.case
    rules, follows = stand.facts.rules, letter.follows
    found = [
        (_("文书名称"), rules.titles[letter.kind] if rules else letter.get_kind_display(), ""),
        (_("主送"), letter.addressee, ""), (_("制发机关"), letter.issuer_name or stand.facts.issuer.name, ""),
        (_("文号"), letter.number or _("签发时编号"), ""), (_("成文日期"), str(letter.issued_on or _("签发之日")), ""),
        (_("案件"), str(letter.case or ""), reverse("supervision_case", args=[letter.case_id]) if letter.case_id else ""),
        (_("前一文书"), str(follows or ""), reverse("letter", args=[follows.pk]) if follows else ""),
        (_("适用规则"), explaining.version_text(rules) if rules else _("本地区尚无规则"), ""),
        (_("用印"), _sealed(letter), ""), (_("SHA-256"), letter.pdf_digest, ""),
        (_("核验网址"), f"/v/{letter.verify_code}" if letter.pdf_digest else "",
         reverse("verify", args=[letter.verify_code]) if letter.pdf_digest else ""),
        (_("加盖印章的扫描件"), letter.stamped.name if letter.stamped else "",
         reverse("document", args=[letter.stamped_id]) if letter.stamped_id else ""),
    ]  # fmt: skip
    return [{"name": name, "value": value, "url": url} for name, value, url in found if value]


def _sealed(letter: SupervisionLetter) -> str:
    if letter.sealed_at is None:
        return ""
    words = _("%(on)s，%(n)d份") % {"on": letter.sealed_at.date().isoformat(), "n": letter.copies}
    return f"{words}，{letter.seal_place}" if letter.seal_place else words
