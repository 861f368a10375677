"""The record of what administrators do at a union 管理事项: nothing moves, every act is an event (commands.md).

A further act is one row here and one verb where its facts are written; ``administering.administer`` fires it.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workflows.fsm import Act, Machine, Text, act


class State(TextChoices):
    """A record never ends."""

    STANDING = "standing", _("有效")


STANDING = State.STANDING
WHO = "administrator SETUP"


def _row(name: str, label: Text, writes: str) -> Act:
    return act(name, label, {STANDING}, WHO, writes=writes)


ACTS = (
    _row("import_organisations", _("导入工会"), "工会组织"),
    _row("grant", _("授予岗位"), "岗位"),
    _row("end_grant", _("终止岗位"), "岗位"),
    _row("set_letterhead", _("更正单位信息"), "单位信息"),
    _row("register_certificate", _("登记监督员证"), "监督员证"),
    _row("correct_certificate", _("更正监督员证有效期"), "监督员证"),
    _row("load_scheme", _("载入办法"), "办法版本"),
    _row("confirm_scheme", _("确认办法"), "依据文件"),
    _row("load_profile", _("载入地区规则"), "地区规则版本"),
    _row("confirm_profile", _("确认地区规则"), "依据文件"),
    _row("load_provisions", _("载入法律依据"), "法律依据"),
    act("credit_budget", _("拨入预算"), {STANDING}, "head SETUP", writes="预算额度"),
)

ADMINISTRATION = Machine(
    name="administration",
    label=_("管理事项"),
    states=State,
    initial=STANDING,
    stages=(),
    moves=(),
    acts=ACTS,
    opened_by=("administrator", "head", "SETUP"),
)
