"""Bank templates as data, the file that went out, and what the bank answered (relief.md §9)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows import triggers


class BankTemplate(models.Model):
    """How one bank wants its file. ``data``: kind csv | manual, columns in order, encoding, amounts, limits."""

    code = models.CharField(_("代码"), max_length=30)
    version = models.PositiveIntegerField(_("版本"))
    name = models.CharField(_("名称"), max_length=60)
    data = models.JSONField()
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("银行模板")
        verbose_name_plural = _("银行模板")
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_template_version")]

    def __str__(self) -> str:
        return f"{self.name}(第{self.version}版)"


class BankFile(models.Model):
    """The file (or printed list) of a batch: written once, hashed, never changed."""

    batch = models.OneToOneField("payouts.PayoutBatch", models.PROTECT, related_name="file")
    name = models.CharField(_("文件名"), max_length=80)
    content = models.BinaryField()
    digest = models.CharField("SHA-256", max_length=64)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("银行文件")
        verbose_name_plural = _("银行文件")
        triggers = [triggers.append_only()]

    def __str__(self) -> str:
        return self.name


class BankResult(models.Model):
    """The bank's answer for one line; a second, different answer is refused."""

    class Outcome(models.TextChoices):
        PAID = "paid", _("成功")
        FAILED = "failed", _("失败")

    line = models.OneToOneField("payouts.PayoutLine", models.PROTECT, related_name="result")
    outcome = models.CharField(_("结果"), max_length=6, choices=Outcome.choices)
    amount_fen = models.BigIntegerField(_("金额"))
    tail = models.CharField(_("账号末四位"), max_length=4)
    on = models.DateField(_("银行日期"))
    reason = models.CharField(_("失败原因"), max_length=200, blank=True)
    receipt = models.CharField(_("回单号"), max_length=60, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("回盘结果")
        verbose_name_plural = _("回盘结果")
        triggers = [triggers.append_only()]

    def __str__(self) -> str:
        return f"{self.line_id}·{self.outcome}"
