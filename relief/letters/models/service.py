"""送达: every attempt, and the receipt that proves one (supervision.md §10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.letters.models.letter import SupervisionLetter
from relief.supervision.models.case import person
from workflows import triggers


class Method(models.TextChoices):
    DIRECT = "DIRECT", _("直接送达")
    LEFT = "LEFT", _("留置送达")
    MAIL = "MAIL", _("邮寄送达")
    ELECTRONIC = "ELECTRONIC", _("电子送达")
    ENTRUSTED = "ENTRUSTED", _("委托送达")
    ANNOUNCEMENT = "ANNOUNCEMENT", _("公告送达")


class ServiceAttempt(models.Model):
    """One attempt by one method at one address; failed with a reason, or proved by a receipt."""

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="attempts")
    n = models.PositiveSmallIntegerField(_("次数"))
    method = models.CharField(_("方式"), max_length=12, choices=Method.choices)
    address = models.CharField(_("地点"), max_length=200)
    sent_on = models.DateField(_("送出日期"))
    note = models.CharField(_("运单号等"), max_length=100, blank=True)
    by = person()
    failed_on = models.DateField(_("未能送达日期"), null=True)
    failure = models.CharField(_("原因"), max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("送达经过")
        verbose_name_plural = _("送达经过")
        constraints = [models.UniqueConstraint(fields=["letter", "n"], name="attempt_numbered_once")]

    def __str__(self) -> str:
        return f"{self.letter_id}·{self.n}·{self.method}"


class ServiceReceipt(models.Model):
    """送达回证. ``attempt`` is the one that was proved; ``events`` are the recorded days from which ``served_on`` follows."""

    letter = models.OneToOneField(SupervisionLetter, models.PROTECT, related_name="receipt")
    attempt = models.OneToOneField(ServiceAttempt, models.PROTECT, related_name="receipt")
    events = models.JSONField(_("日期"), default=dict)
    served_on = models.DateField(_("送达日期"))
    received_at = models.DateTimeField(_("收到时间"), null=True)
    place = models.CharField(_("地点"), max_length=200)
    servers = models.CharField(_("送达人"), max_length=200)
    signer = models.CharField(_("签收人"), max_length=50, blank=True)
    capacity = models.CharField(_("身份"), max_length=50, blank=True)
    relation = models.CharField(_("代收关系"), max_length=50, blank=True)
    refusal = models.CharField(_("拒收事由"), max_length=500, blank=True)
    witness = models.CharField(_("见证人"), max_length=100, blank=True)
    evidence = models.JSONField(_("证明"), default=dict, help_text="{evidence code: document pk}")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("送达回证")
        verbose_name_plural = _("送达回证")
        triggers = [triggers.append_only()]

    def __str__(self) -> str:
        return f"{self.letter_id}·{self.served_on}"

    @property
    def method(self) -> str:
        """By which method it was served."""
        return self.attempt.method
