"""Why somebody needs to see a secret in full."""

from django import forms
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import line


class PurposeForm(forms.Form):
    """查看用途: logged with the name of the field, never with its value."""

    use_required_attribute = False
    reason = line(_("查看用途"), limit=200, offers=(_("与纸质材料核对"), _("电话联系申请人"), _("核对收款账户")),
                  help_text=_("写清为什么要看，会记入查阅记录。"))  # fmt: skip
