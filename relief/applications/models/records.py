"""What officers record of a case: calculations, supplements, visits, checks, opinions, awards, follow-ups."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.applications.models.application import Application, fen
from relief.people.secrets import EncryptedTextField
from workflows import triggers


class Record(models.Model):
    """Something that happened in a case on a day, as its journal tells."""

    application = models.ForeignKey(Application, models.CASCADE)
    on = models.DateField(_("日期"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}·{self.application_id}·{self.on}"


class StoredCalculation(Record):
    """One run of the amount rules: recomputing ``data`` gives it again (I13). Never changed, only superseded."""

    scheme = models.ForeignKey("schemes.SchemeVersion", models.PROTECT)
    data = models.JSONField()
    suggested_fen = models.BigIntegerField(_("建议金额"))
    ceiling_fen = models.BigIntegerField(_("上限"))
    sentence = models.TextField(_("测算说明"))

    class Meta:
        verbose_name = _("金额测算")
        verbose_name_plural = _("金额测算")
        get_latest_by = "id"
        triggers = [triggers.append_only()]


class SupplementItem(Record):
    """One thing asked for; answered when ``answered_on`` is set."""

    what = models.CharField(_("补正内容"), max_length=200)
    evidence = models.CharField(_("材料代码"), max_length=30, blank=True)
    answered_on = models.DateField(_("补齐日期"), null=True)

    class Meta:
        verbose_name = _("补正事项")
        verbose_name_plural = _("补正事项")


class Visit(Record):
    """入户调查表. ``by_county`` marks a sampled re-visit by the county."""

    place = models.CharField(_("地点"), max_length=100)
    present = models.CharField(_("在场人员"), max_length=100)
    housing = models.CharField(_("住房情况"), max_length=200, blank=True)
    income = models.CharField(_("收入情况"), max_length=200, blank=True)
    spending = models.CharField(_("支出情况"), max_length=200, blank=True)
    neighbours = models.CharField(_("邻里走访"), max_length=200, blank=True)
    conclusion = models.TextField(_("调查结论"))
    proposed_fen = fen(_("建议金额"))
    refusal_of_signature = models.CharField(_("拒签情况"), max_length=200, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    by_county = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("入户调查")
        verbose_name_plural = _("入户调查")


class VisitSignature(models.Model):
    """A visitor's own signature under the visit."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="signatures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    signed_on = models.DateField(_("签字日期"))

    class Meta:
        verbose_name = _("调查员签字")
        verbose_name_plural = _("调查员签字")
        constraints = [models.UniqueConstraint(fields=["visit", "person"], name="signs_a_visit_once")]

    def __str__(self) -> str:
        return str(self.person)


class Check(Record):
    """信息核对 of one kind. ``waiting`` until settled; "unavailable" is valid; a waiver gives its reason."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("等待回复")
        MATCHED = "matched", _("相符")
        CLEAN = "clean", _("无记录")
        UNAVAILABLE = "unavailable", _("无法核对")
        WAIVED = "waived", _("免于核对")

    kind = models.CharField(_("核对事项"), max_length=30)
    status = models.CharField(_("结果"), max_length=12, choices=Status.choices)
    result = models.CharField(_("说明"), max_length=300, blank=True)
    settled_on = models.DateField(null=True)
    authorisation = models.CharField(_("授权依据"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("信息核对")
        verbose_name_plural = _("信息核对")
        constraints = [models.UniqueConstraint(fields=["application", "kind"], name="one_check_a_kind")]


class Opinion(Record):
    """A signed opinion: of the base, the township, the county reviewer or the head; of one review round."""

    class Of(models.TextChoices):
        BASE = "base", _("基层工会意见")
        TOWNSHIP = "township", _("乡镇(街道)工会意见")
        COUNTY = "county", _("县级审核意见")
        HEAD = "head", _("部门负责人意见")

    of = models.CharField(max_length=10, choices=Of.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    text = models.TextField(_("意见"))
    amount_fen = fen(_("金额"))
    current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("意见")
        verbose_name_plural = _("意见")


class Award(Record):
    """What was decided: amount, source, by whom; ``revoked_on`` when the approval was undone."""

    amount_fen = models.BigIntegerField(_("批准金额"))
    source = models.CharField(_("资金来源"), max_length=20)
    budget_line = models.ForeignKey("payouts.BudgetLine", models.PROTECT)
    role = models.CharField(max_length=20)
    level = models.CharField(max_length=12)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    agenda_item = models.ForeignKey("applications.AgendaItem", models.PROTECT, null=True)
    sentence = models.TextField(_("测算说明"))
    revoked_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("审批结果")
        verbose_name_plural = _("审批结果")
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=models.Q(revoked_on=None), name="one_live_award"),
            models.CheckConstraint(condition=models.Q(amount_fen__gt=0), name="award_is_positive"),
        ]


class Amendment(Record):
    """更正 of one field; secrets are kept masked."""

    field = models.CharField(_("项目"), max_length=40)
    old = models.TextField(_("原内容"), blank=True)
    new = models.TextField(_("新内容"), blank=True)
    reason = models.CharField(_("理由"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    class Meta:
        verbose_name = _("更正")
        verbose_name_plural = _("更正")


class ContactNote(Record):
    """联系记录: who was reached, how, and what was said."""

    who = models.CharField(_("联系对象"), max_length=50)
    phone = EncryptedTextField(_("联系方式"), blank=True)
    said = models.TextField(_("沟通内容"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    class Meta:
        verbose_name = _("联系记录")
        verbose_name_plural = _("联系记录")


class FollowUp(Record):
    """回访 after payment."""

    how = models.CharField(_("方式"), max_length=20)
    received = models.BooleanField(_("款项是否收到"))
    said = models.TextField(_("回访情况"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    class Meta:
        verbose_name = _("回访")
        verbose_name_plural = _("回访")
