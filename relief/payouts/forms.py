"""Forms of batches and lines: one a verb."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import DayField, FilesField, line
from relief.casework.forms import ActForm, ReasonForm
from relief.payouts.shown import confirmation, fund_label, new_card
from relief.people.identifiers import name_allowed, parse_card
from relief.people.masking import mask_card
from relief.schemes.selectors import scheme_on
from workflows.clock import today

PROOF = _("jpg、png、heic或PDF。")


class SumForm(ActForm):
    """A sum is confirmed in figures, in words and with its fund before it moves."""

    @property
    def fund(self) -> str:
        """The source of the money, in the 办法 in force."""
        return fund_label(self.source, scheme_on(today()).rules)

    @property
    def source(self) -> str:
        """The code of the source."""
        return str(self.case.source)


class CheckForm(SumForm):
    consequence = _("复核通过后由您或另一位支付复核导出；制单人不能复核自己的批次。")

    @property
    def confirm(self) -> dict[str, Any]:
        rows = [(_("批次"), self.case.number), (_("银行模板"), self.case.template.name)]
        return confirmation(fen=self.case.total_fen, count=self.case.count, fund=self.fund, rows=rows)


class ExportForm(CheckForm):
    consequence = _("导出即写成银行文件，资金由预留转为在途，不能再作废，只能导出一次。")


class SendBackForm(ReasonForm):
    consequence = _("批次退回制单，等制单作废重做或说明后再复核。")


class VoidForm(ReasonForm):
    consequence = _("作废后各笔明细回到待入批，可以重新制单。")


class LineSumForm(SumForm):
    """The sum of one line, and where it goes."""

    @property
    def source(self) -> str:
        return str(self.case.award.source)

    @property
    def confirm(self) -> dict[str, Any]:
        x, new = self.case, self.case.new_account
        rows = [(_("收款人"), new.get("payee_name", x.payee_name)), (_("开户银行"), new.get("bank", x.bank)),
                (_("账号"), new_card(x) or mask_card(x.card_no))]  # fmt: skip
        return confirmation(fen=x.amount_fen, count=1, fund=self.fund, rows=rows)


class ReissueForm(LineSumForm):
    consequence = _("按已证明的新账号另立一笔待入批的明细，与这笔失败的明细相连。")


class CancelForm(LineSumForm, ReasonForm):
    consequence = _("这笔钱不再发放，预留的资金退回可用。")


class BookForm(ActForm):
    """登记凭证."""

    consequence = _("登记记账凭证号和日期。")

    papers = {"scan": ("BANK_RECEIPT", "scan")}

    def build(self) -> None:
        self.fields["voucher_number"] = line(_("凭证号"), limit=40, initial=self.case.voucher_number)
        self.fields["voucher_on"] = DayField(label=_("凭证日期"), initial=today(), latest=today())
        self.fields["scan"] = FilesField(many=False, label=_("银行回单扫描件"), required=False, help_text=PROOF)


class ConfirmAccountForm(ActForm):
    """核对银行户名 (§8): the bank's spelling of a name with rare characters, with its proof."""

    consequence = _("按账户证明核对户名；银行的写法与姓名不同时，填银行的写法。")

    papers = {"proof": ("ACCOUNT_PROOF", "")}

    def build(self) -> None:
        self.fields["bank_spelling"] = line(
            _("银行写法"), limit=50, initial=self.case.payee_name,
            help_text=_("照存折、银行卡或银行出具的证明填写；与姓名相同就不用改。"))  # fmt: skip
        self.fields["proof"] = FilesField(many=False, label=_("账户证明"), required=False, help_text=PROOF)


class ProveAccountForm(ActForm):
    """登记新账号证明, after a failure."""

    consequence = _("新账号登记后由制单重发；原来的失败记录不变。")

    papers = {"proof": ("ACCOUNT_PROOF", "proof")}

    def build(self) -> None:
        self.fields["payee_name"] = line(_("户名"), limit=50, initial=self.case.payee_name)
        self.fields["bank"] = line(_("开户银行"), limit=100, initial=self.case.bank)
        self.fields["bank_code"] = line(_("联行号"), limit=14, required=False, initial=self.case.bank_code)
        self.fields["card_no"] = line(_("新的银行卡号"), limit=30, help_text=_("12至19位数字，可以带空格。"))
        self.fields["proof"] = FilesField(many=False, label=_("账户证明"), help_text=PROOF)

    def clean_payee_name(self) -> str:
        name: str = self.cleaned_data["payee_name"]
        if not name_allowed(name):
            raise ValidationError(_("户名写法不对，请照账户证明填写。"))
        return name

    def clean_card_no(self) -> str:
        number = parse_card(self.cleaned_data["card_no"])
        if number is None:
            raise ValidationError(_("银行卡号应为12至19位数字。"))
        return number
