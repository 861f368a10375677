"""What an event did, in words: its key facts, and what somebody said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.applications.forms.entry_fields import label_of, value_label
from relief.applications.forms.reasons import GROUNDS
from relief.applications.models import Check
from relief.applications.services.drafting import FORM_FIELDS
from relief.schemes.amounts.wording import plain_yuan
from relief.schemes.rules import Scheme

Facts = Mapping[str, Any]
FIELDS_NAMED = 6
OWN_ITEMS = {
    "OTHER_PAPER": gettext_lazy("其他材料"),
    "VISIT_PHOTO": gettext_lazy("入户照片"),
    "PUBLICITY_PHOTO": gettext_lazy("公示照片"),
    "MINUTES": gettext_lazy("会议纪要"),
}


def item_label(code: str, scheme: Scheme) -> str:
    """The Chinese name of an evidence code, or of a kind of paper that the office itself files."""
    if code.startswith("SIGNED:"):
        return _("签字件扫描")
    return str(OWN_ITEMS.get(code) or scheme.label("evidence", code))


def _opened(f: Facts, _s: Scheme) -> str:
    if "import" not in f:
        return ""
    return _("由导入表写入，同批%(rows)s件，文件指纹%(digest)s") % {"rows": f.get("rows", 1), "digest": f["import"]}


def _edited(f: Facts, _s: Scheme) -> str:
    names = [label_of(k) for k in f.get("changed", {}) if k in FORM_FIELDS]
    more = _("等%(n)d项") % {"n": len(names)} if len(names) > FIELDS_NAMED else ""
    return "、".join(names[:FIELDS_NAMED]) + more


def _filed(f: Facts, scheme: Scheme) -> str:
    labels = "、".join(item_label(code, scheme) for code in str(f.get("item", "")).split(","))
    files = "、".join(d["name"] for d in f.get("documents", []))
    return f"{labels}：{files}" if files else labels


def _exclusions(f: Facts, scheme: Scheme) -> str:
    true = [scheme.exclusions[c].label for c, yes in f.get("answers", {}).items() if yes and c in scheme.exclusions]
    return _("存在：%(list)s") % {"list": "、".join(true)} if true else _("逐项核对，均不存在")


def _accepted(f: Facts, scheme: Scheme) -> str:
    drawn = _("；抽中县级入户复核") if f.get("drawn_for_sample") else ""
    return _("适用%(title)s") % {"title": scheme.title} + drawn


def _listed(key: str) -> Callable[[Facts, Scheme], str]:
    return lambda f, _s: "；".join(str(x) for x in f.get(key, []))


def _check(f: Facts, scheme: Scheme) -> str:
    kind = scheme.checks[f["kind"]].label if f.get("kind") in scheme.checks else f.get("kind", "")
    statuses: dict[Any, Any] = dict(Check.Status.choices)
    status = statuses.get(f.get("status", ""), "")
    return "，".join(str(x) for x in (kind, status, f.get("result", "")) if x)


def _money(f: Facts, scheme: Scheme) -> str:
    parts = [plain_yuan(f["amount_fen"])] if f.get("amount_fen") is not None else []
    source = str(f.get("source", ""))
    if source in scheme.fund_sources:
        parts.append(scheme.fund_sources[source].label)
    return "，".join(parts)


def _searched(f: Facts, _s: Scheme) -> str:
    return _("同一人或同一家庭的其他申请%(kin)d件，已获救助%(helped)d次，同一账号%(account)d件") % {
        "kin": len(f.get("same_person_or_household", [])), "helped": f.get("helped_before", 0),
        "account": f.get("same_account", 0)}  # fmt: skip


def _amended(f: Facts, scheme: Scheme) -> str:
    field = f.get("field", "")
    old, new = (_plain(field, f.get(key, ""), scheme) for key in ("old", "new"))
    return _("%(field)s由“%(old)s”改为“%(new)s”") % {
        "field": label_of(field), "old": old or _("空"), "new": new or _("空")}  # fmt: skip


def _plain(field: str, value: Any, scheme: Scheme) -> Any:
    if field.endswith("_fen") and str(value).isdecimal():
        return plain_yuan(int(value))
    said: dict[str, str] = {"True": _("是"), "False": _("否")}
    return said.get(str(value)) or value_label(field, value, scheme)


def amended(field: str, value: str, scheme: Scheme) -> str:
    """The old or the new content of a correction, as the form writes it."""
    return str(_plain(field, value, scheme))


def _ground(f: Facts, scheme: Scheme) -> str:
    code = f.get("ground", "")
    if code in scheme.exclusions:
        return str(scheme.exclusions[code].label)
    named: dict[str, Any] = {**GROUNDS, **ENDINGS}
    return str(named.get(code, ""))


def _exception(f: Facts, scheme: Scheme) -> str:
    return scheme.label("member_exceptions", f.get("exception", ""))


def _photos(f: Facts, _s: Scheme) -> str:
    parts = [_("开始照片%(on)s") % {"on": f["start_photo_on"]}] if f.get("start_photo_on") else []
    parts += [_("结束照片%(on)s") % {"on": f["end_photo_on"]}] if f.get("end_photo_on") else []
    return "，".join([*parts, *([f["result"]] if f.get("result") else [])])


def _followed(f: Facts, _s: Scheme) -> str:
    return f"{f.get('how', '')}，{_('款项已收到') if f.get('received') else _('款项没有收到')}"


UNITS: Mapping[str, Any] = {"wd": gettext_lazy("个工作日"), "d": gettext_lazy("天"), "m": gettext_lazy("个月"),
                            "h": gettext_lazy("小时")}  # fmt: skip
ENDINGS = {"APPLICANT": gettext_lazy("申请人撤回"), "ENTRY_ERROR": gettext_lazy("录入错误或重复录入"),
           "EXCLUDED": gettext_lazy("存在排除情形")}  # fmt: skip
_WORDS: Mapping[str, Callable[[Facts, Scheme], str]] = {
    "open": _opened,
    "edit": _edited,
    "add_paper": _filed,
    "submit": lambda f, _s: _("编号%(number)s") % {"number": f.get("number", "")},
    "answer_exclusions": _exclusions,
    "allow_exception": _exception,
    "accept": _accepted,
    "ask": _listed("items"),
    "answer": _listed("answered"),
    "answer_visit": _listed("answered"),
    "record_visit": lambda f, _s: _("县级复核入户") if f.get("by_county") else "",
    "request_check": _check,
    "settle_check": _check,
    "finish_visit": lambda f, _s: str(f.get("sentence", "")),
    "publish": _money,
    "recommend": _money,
    "approve": _money,
    "record_publicity": _photos,
    "search_duplicates": _searched,
    "amend": _amended,
    "hold": lambda f, _s: _("%(day)s复查") % {"day": f.get("review_on", "")},
    "extend": lambda f, _s: _("延长%(n)s") % {"n": f"{f.get('n', '')}{UNITS.get(f.get('unit', ''), '')}"},
    "contact_note": lambda f, _s: str(f.get("who", "")),
    "follow_up": _followed,
    **dict.fromkeys(("decline", "refuse_at_base", "refuse_at_county", "refuse", "terminate", "withdraw"), _ground),
}


def _told(read: Callable[[Facts, Scheme], str]) -> Callable[[Facts, Any], str]:
    return lambda told, facts: read(told, facts.scheme)


WORDS = {verb: _told(read) for verb, read in _WORDS.items()}
"""By verb: the key facts of an event in one line, in the words of the case's 办法."""
