"""用人单位 and 监督员证: whom we supervise, and who may."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Employer(models.Model):
    """An employer as it stands today; letters keep the name they were sealed with."""

    class Union(models.TextChoices):
        YES = "YES", _("已建会")
        NO = "NO", _("未建会")
        UNKNOWN = "UNKNOWN", _("不详")

    name = models.CharField(_("单位名称"), max_length=100, db_index=True)
    name_key = models.CharField(max_length=100, blank=True, db_index=True, editable=False)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    industry = models.CharField(_("行业"), max_length=40, blank=True)
    has_union = models.CharField(_("建会"), max_length=7, choices=Union.choices, default=Union.UNKNOWN)
    union_name = models.CharField(_("单位工会名称"), max_length=100, blank=True)
    legal_representative = models.CharField(_("法定代表人"), max_length=50, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("用人单位")
        verbose_name_plural = _("用人单位")
        constraints = [
            models.UniqueConstraint(fields=["uscc"], condition=~models.Q(uscc=""), name="employer_once_a_credit_code")
        ]

    def __str__(self) -> str:
        return self.name


class Certificate(models.Model):
    """劳动法律监督员证: what a supervisor's acts rest on, on the day they are done (§13.1)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates")
    number = models.CharField(_("证号"), max_length=40, unique=True)
    issuer = models.CharField(_("发证机关"), max_length=100)
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"))

    class Meta:
        verbose_name = _("监督员证")
        verbose_name_plural = _("监督员证")
        constraints = [
            models.CheckConstraint(condition=models.Q(valid_to__gte=models.F("valid_from")), name="certificate_in_order")
        ]

    def __str__(self) -> str:
        return self.number
