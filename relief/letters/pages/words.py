"""The fields of a letter in the drafter's words, and where a fault stands (supervision.md §9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.letters.terms import Fault

FIELDS: Mapping[str, object] = {
    "reminder_scope": gettext_lazy("范围"), "addressees": gettext_lazy("主送单位"),
    "collective_addressee": gettext_lazy("统称"), "department": gettext_lazy("受送部门"),
    "employer": gettext_lazy("用人单位"), "reason": gettext_lazy("事由"), "lead_source_public": gettext_lazy("线索来源"),
    "investigation_summary": gettext_lazy("调查经过"), "facts": gettext_lazy("事实"),
    "legal_bases": gettext_lazy("法律依据"), "violations": gettext_lazy("违反的规定"),
    "items": gettext_lazy("自查事项"), "self_check_request": gettext_lazy("自查要求"),
    "demands": gettext_lazy("整改要求"), "prior_steps": gettext_lazy("此前办理"),
    "employer_response": gettext_lazy("单位的态度"), "proposals": gettext_lazy("处理建议"),
    "feedback_request": gettext_lazy("反馈要求"), "evidence_index": gettext_lazy("证据目录"),
    "reply_rule_text": gettext_lazy("答复期限"), "reply_channel": gettext_lazy("答复方式"),
    "preceding_no": gettext_lazy("前一文书文号"), "consequence": gettext_lazy("不改正的后果"),
    "contact_name": gettext_lazy("联系人"), "contact_phone": gettext_lazy("联系电话"),
    "contact_address": gettext_lazy("联系地址"), "contact_postcode": gettext_lazy("邮政编码"),
    "copy_to": gettext_lazy("抄送"), "attachments": gettext_lazy("附件"),
}  # fmt: skip
PARTS: Mapping[str, object] = {
    "name": gettext_lazy("名称"), "uscc": gettext_lazy("统一社会信用代码"), "address": gettext_lazy("地址"),
    "legal_representative": gettext_lazy("法定代表人"), "phone": gettext_lazy("电话"), "text": gettext_lazy("内容"),
    "period": gettext_lazy("期间"), "workers": gettext_lazy("人数"), "amount": gettext_lazy("金额"),
    "action": gettext_lazy("事项"), "measure": gettext_lazy("标准"), "due_text": gettext_lazy("期限"),
    "evidence": gettext_lazy("应交证明"), "n": gettext_lazy("序号"), "kind": gettext_lazy("文种"),
    "no": gettext_lazy("文号"), "served_on": gettext_lazy("送达日期"), "method": gettext_lazy("送达方式"),
    "law": gettext_lazy("法律"), "article": gettext_lazy("条"), "clause": gettext_lazy("款项"),
}  # fmt: skip
MADE: Mapping[str, object] = {
    "issuer.name": gettext_lazy("制发机关"), "issuer.abbr": gettext_lazy("机关代字"), "issuer.level": gettext_lazy("制发机关"),
    "issuer.organ": gettext_lazy("制发机关"), "doc_title": gettext_lazy("标题"), "doc_no": gettext_lazy("文号"),
    "issued_on": gettext_lazy("成文日期"), "verify_code": gettext_lazy("核验码"), "signatory": gettext_lazy("签发人"),
    "letter": gettext_lazy("版面"), "kind": gettext_lazy("文种"), "skip_reminder_reason": gettext_lazy("跳级理由"),
}  # fmt: skip
"""What no form asks for."""
PLACE = re.compile(r"(?P<field>[a-z_]+)(\[(?P<row>\d+)\])?(\.(?P<part>[a-z_]+))?")


def place_words(field: str) -> str:
    """facts[0].text → 事实第1行内容."""
    if field in MADE:
        return str(MADE[field])
    found = PLACE.fullmatch(field)
    if found is None or found["field"] not in FIELDS:
        return ""
    words = str(FIELDS[found["field"]])
    if found["row"]:
        words = _("%(what)s第%(n)d行") % {"what": words, "n": int(found["row"]) + 1}
    return words + str(PARTS.get(found["part"] or "", ""))


def told(faults: Iterable[Fault]) -> list[str]:
    """Each fault in one line, once."""
    lines = [f"{where}：{fault_words(f)}" if (where := place_words(f.field)) else fault_words(f) for f in faults]
    return list(dict.fromkeys(lines))


def fault_words(fault: Fault) -> str:
    """The fault without its place; what cannot print is quoted by its place in the text."""
    if fault.position is not None and fault.char:
        return _("第%(n)d个字（%(char)s）印不出") % {"n": fault.position, "char": fault.char}
    return fault.message
