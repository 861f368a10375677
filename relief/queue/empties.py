"""Why a list is empty, and what to do then."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.queue.filters import Filters
from relief.queue.finding import Found, Question
from relief.queue.sitting import Sitting
from workflows.roles import Role, label

Empty = dict[str, str]


def nothing_here(tab: str, filters: Filters, sitting: Sitting, counts: Mapping[str, int], clear_url: str) -> Empty:
    """The desk has no row."""
    if filters.on:
        return _say(_("没有符合筛选条件的事"), _("这几个条件下现在没有。"), clear_url, _("清除筛选"))
    if not sitting.grants:
        return _say(_("您还没有岗位"), _("管理员授予岗位之后，归您办的事会出现在这里。"))
    if sitting.role and tab != "done":
        return _say(_("%(role)s岗位现在没有") % {"role": label(sitting.role)},
                    _("右上角可以换看其他岗位，或看全部岗位。"))  # fmt: skip
    if {g.role for g in sitting.grants} <= {Role.AUDITOR, Role.ADMINISTRATOR} and tab != "done":
        return _say(_("经审没有要领取的待办"), _("经审查阅全部案卷，不办理案件。可在上方查找，或打开案件列表。"),
                    reverse("applications"), _("看案件"))  # fmt: skip
    if tab == "mine" and counts["open"]:
        return _say(_("您手上没有待办"), _("各岗位有待领的事，领取后归您办理。"),
                    f"{reverse('desk')}?tab=open", _("去看待领的事"))  # fmt: skip
    return _say(*WORDS[tab]())


WORDS = {
    "mine": lambda: (_("您手上没有待办"), _("领取的事会列在这里，最急的排在最前。")),
    "open": lambda: (_("现在没有待领的事"), _("有新的事轮到您的岗位时，会出现在这里。")),
    "overdue": lambda: (_("没有逾期的事"), _("超过期限还没有办的事会列在这里。")),
    "waiting": lambda: (_("没有在等的事"), _("等申请人、银行答复的，公示期未满的，以及同事已领取的事，会列在这里。")),
    "done": lambda: (_("您还没有办过事"), _("您办理或录入过的案件会列在这里，最近的排在最前。")),
}


def nothing_found(question: Question, found: Found) -> Empty:
    """The search found nothing, or was asked nothing."""
    if not question.text:
        return _say(_("想找什么"), _("可以输入编号、姓名、证件号码、银行卡号、手机号码或单位名称。"))
    if found.hint:
        return _say(_("没有找到") if question.fault else _("还没有查找"), found.hint)
    return _say(_("没有找到“%(what)s”") % {"what": question.shown},
                _("只在您的岗位所管的工会中查找。姓名从姓写起，证件、银行卡和手机号码要写完整。"))  # fmt: skip


def _say(title: str, text: str, url: str = "", action: str = "") -> Empty:
    return {"title": title, "text": text, "url": url, "action": action}
