"""Profiles and provisions as the pages show them: the profile's words in the users' words, no code names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.jurisdictions import explaining
from relief.jurisdictions import vocabulary as words
from relief.jurisdictions.models import Matter, ProfileVersion, Provision
from relief.jurisdictions.rules import Rules
from relief.jurisdictions.selectors import is_citable
from relief.jurisdictions.terms import IssuerRule, LimitRule
from workflows import roles


def profile_row(version: ProfileVersion, on: date) -> dict[str, Any]:
    """One line of the list."""
    confirmed = version.status == version.Status.CONFIRMED
    held = version.valid_from <= on and (version.valid_to is None or on < version.valid_to)
    return {
        "url": reverse("jurisdiction", args=[str(version)]), "name": version.name, "version": version.version,
        "title": _("%(name)s第%(version)d版") % {"name": version.name, "version": version.version},
        "level": version.get_level_display(), "region": version.region,
        "parent": _("%(name)s第%(version)d版") % {"name": version.parent.name, "version": version.parent.version}
        if version.parent else "",
        "parent_url": reverse("jurisdiction", args=[str(version.parent)]) if version.parent else "",
        "state": "done" if confirmed else "wait",
        "state_label": version.get_status_display() if confirmed else _("规则待确认"),
        "valid_from": version.valid_from, "valid_to": version.valid_to, "in_force": held,
        "source_document": version.source_document, "confirmed_by": version.confirmed_by,
        "confirmed_on": version.confirmed_on,
    }  # fmt: skip


def limit_groups(version: ProfileVersion) -> list[dict[str, Any]]:
    """Every limit in the order of a case; those the version itself changes are marked."""
    own = version.data.get("limits", {}) if version.parent else {}
    keys = list(words.LIMITS)
    cuts = [0, keys.index("suspension_review") + 1, keys.index("overdue_decision") + 1, len(keys)]
    titles = (_("线索和案件"), _("文书，工会内部"), _("文书，对方答复"))
    return [{"title": title, "rows": [_limit(version.rules.limit(key), key in own) for key in keys[first:last]]}
            for title, first, last in zip(titles, cuts, cuts[1:], strict=False)]  # fmt: skip


def _limit(rule: LimitRule, own: bool) -> dict[str, Any]:
    granted = _("，由%(role)s批准") % {"role": _role(rule.extension.granted_by)} if rule.extension else ""
    return {"name": words.LIMITS[rule.key], "length": explaining.length_text(rule.n, rule.unit), "own": own,
            "start": _("当日") if rule.start_rule == "SAME_DAY" else _("次日"),
            "roll": explaining.roll_text(rule.roll_rule), "binds": words.Binds(rule.binds).label,
            "extension": explaining.extension_text(rule.extension) + granted}  # fmt: skip


def kind_rows(rules: Rules) -> list[dict[str, Any]]:
    """The three papers: title, number, issuers, chain, copies, reply forms."""
    return [
        {"kind": kind.label, "title": rules.titles[kind], "number": rules.number_text(_("某工"), kind, 2026, 1),
         "issuers": [_issuer(issuer) for issuer in rules.issuers(kind)],
         "chain": " → ".join(f"{_role(s.role)}{words.ChainStage(s.stage).label}" for s in rules.chain(kind)),
         "copies": _labels(words.Recipient, rules.copies[kind]),
         "copy_to": _labels(words.Recipient, rules.copy_to[kind]),
         "replies": _labels(words.ReplyForm, rules.reply_forms.get(kind, ()))}
        for kind in words.Kind
    ]  # fmt: skip


def _issuer(issuer: IssuerRule) -> str:
    organ = words.Organ(issuer.organ).label
    return _("%(organ)s（%(levels)s）") % {"organ": organ, "levels": _labels(words.UnitLevel, issuer.levels)}


def method_rows(rules: Rules) -> list[dict[str, Any]]:
    """Ways of service, the day that counts and what proves it."""
    rows = []
    for method in rules.methods.values():
        served_on = words.ServedOn(method.served_on).label if method.served_on else _("不产生送达日")
        if method.deemed_after_days:
            served_on = _("公告后第%(n)d日") % {"n": method.deemed_after_days}
        choice = _("，%(either)s之一") % {"either": _labels(words.Evidence, method.one_of)} if method.one_of else ""
        rows.append({"name": method.zh, "served_on": served_on, "servers": method.servers,
                     "evidence": _labels(words.Evidence, method.evidence) + choice})  # fmt: skip
    return rows


def fact_groups(version: ProfileVersion) -> list[dict[str, Any]]:
    """The other rules, 名称—值."""
    rules = version.rules
    rest = explaining.length_text(rules.objection_min_rest.n, rules.objection_min_rest.unit)
    return [
        {"title": _("异议、核查、办案"), "rows": [
            _fact(_("异议后至少剩余"), rest),
            _fact(_("异议复核人数"), _people(rules.recheck.min, rules.recheck.from_higher_union)),
            _fact(_("办案监督员"), _people(rules.investigation.min_supervisors,
                                       rules.investigation.second_from_higher_union)),
            _fact(_("须持监督员证"), _labels(words.Work, rules.certificate_required_for)),
            _fact(_("重点事项"), _matters(rules.priority_matters)),
        ]},
        {"title": _("文书递进"), "rows": [
            _fact(_("可不发提示函"), _skip(rules.ladder.skip_reminder)),
            _fact(_("可不发意见书"), _skip(rules.ladder.skip_opinion)),
            _fact(_("建议书的前提"), _labels(words.RecommendationGround, rules.ladder.recommendation_grounds)),
            _fact(_("再次发生的期间"), _("%(n)d个月") % {"n": rules.ladder.repeat_window_months}),
            _fact(_("涉及人数较多"), _("%(n)d人以上") % {"n": rules.ladder.group_size}),
        ]},
        {"title": _("签发、用印"), "rows": [
            _fact(_("用印方式"), str(words.SealMode(rules.seal_mode).label)),
            _fact(_("副主任签发"), _("可以") if rules.deputy_director_signs else _("不可以")),
            _fact(_("印出签发人"), _("是") if rules.signatory_line else _("否")),
        ]},
        {"title": _("版本"), "rows": [
            _fact(_("依据文件"), version.source_document),
            _fact(_("确认人"), str(version.confirmed_by) if version.confirmed_by else ""),
            _fact(_("确认日期"), version.confirmed_on.isoformat() if version.confirmed_on else ""),
            _fact(_("制定依据"), "、".join(f"《{b['law']}》{b['article']}" for b in rules.data["basis"])),
        ]},
    ]  # fmt: skip


def provision_row(row: Provision, on: date) -> dict[str, Any]:
    """One article: what it says, until when it holds, and why it may not be cited."""
    citable = is_citable(row, on)
    return {"matter": row.matter.name, "citation": str(row), "kind": row.get_kind_display(), "summary": row.summary,
            "authority": row.authority, "valid_from": row.valid_from, "valid_to": row.valid_to,
            "state": "done" if citable else "off", "state_label": _("可以引用") if citable else _("不可引用"),
            "why_not": "" if citable else row.note or _("不在有效期内")}  # fmt: skip


def _fact(name: str, value: str) -> dict[str, str]:
    return {"name": name, "value": value}


def _role(role: str) -> str:
    return roles.label(role)


def _labels(choices: Any, codes: Iterable[str]) -> str:
    return "、".join(str(choices(code).label) for code in codes)


def _people(n: int, helped: bool) -> str:
    told = _("%(n)d人以上") % {"n": n}
    return _("%(told)s，不足时由上级工会指派") % {"told": told} if helped else told


def _skip(rule: Any) -> str:
    return _("由%(role)s决定：%(reasons)s") % {
        "role": _role(rule.decided_by), "reasons": _labels(words.SkipReason, rule.reasons)}  # fmt: skip


def _matters(codes: Iterable[str]) -> str:
    names = dict(Matter.objects.values_list("code", "name"))
    return "、".join(names.get(code, code) for code in codes)
