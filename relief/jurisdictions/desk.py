"""Where the pages of local rules stand in the navigation."""

from django.utils.translation import gettext_lazy

from relief.jurisdictions.selectors import RULE_READERS
from relief.queue.navigation import Entry, Section, enter

enter(Section(90, gettext_lazy("管理"), (
    Entry(gettext_lazy("地区规则"), "jurisdictions", RULE_READERS, "jurisdiction"),
    Entry(gettext_lazy("法律依据"), "provisions", RULE_READERS),
)))  # fmt: skip
