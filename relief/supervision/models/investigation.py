"""What was found out and agreed: 调查笔录, 审查结论, 协商 (supervision.md §11)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.supervision.models.case import Record, person


class InvestigationRecord(Record):
    """调查笔录: signed by whom was asked, or a refusal note; two investigators sign (RecordSignature)."""

    class ReadBack(models.TextChoices):
        """核对: what the person did with the record."""

        READ = "READ", _("本人阅读无误")
        READ_TO = "READ_TO", _("向其宣读无误")
        REFUSED = "REFUSED", _("拒绝核对")

    held_at = models.DateTimeField(_("时间"))
    place = models.CharField(_("地点"), max_length=100)
    person = models.CharField(_("被调查人"), max_length=50)
    position = models.CharField(_("职务"), max_length=50, blank=True)
    told = models.CharField(_("告知"), max_length=500)
    text = models.TextField(_("问答"), max_length=8000)
    read_back = models.CharField(_("核对"), max_length=8, choices=ReadBack.choices)
    signed_scan = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    refusal_note = models.CharField(_("拒签说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("调查笔录")
        verbose_name_plural = _("调查笔录")
        default_related_name = "records"


class RecordSignature(models.Model):
    """An investigator's signature under a record, with the certificate of that day."""

    record = models.ForeignKey(InvestigationRecord, models.PROTECT, related_name="signatures")
    person = person()
    certificate = models.CharField(_("监督员证号"), max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("笔录签字")
        verbose_name_plural = _("笔录签字")
        constraints = [models.UniqueConstraint(fields=["record", "person"], name="record_signed_once")]

    def __str__(self) -> str:
        return f"{self.record_id}·{self.person_id}"


class Finding(Record):
    """审查结论: facts with their evidence, violations if proved, the employer's view, the way proposed. A case sent back
    gets a new one; the latest counts."""

    class Route(models.TextChoices):
        """建议."""

        SETTLE = "SETTLE", _("协商解决")
        LETTER = "LETTER", _("制发文书")
        REFER = "REFER", _("移送")
        DROP = "DROP", _("终结调查")

    facts = models.JSONField(_("事实"), default=list, help_text="[{text, evidence_ref, period, workers, amount_fen}]")
    violations = models.JSONField(_("违反"), default=list, help_text="[{law, article, clause}]")
    workers = models.PositiveIntegerField(_("人数"))
    amount_fen = models.BigIntegerField(_("金额"))
    employer_view = models.TextField(_("单位意见"), max_length=2000)
    route = models.CharField(_("建议"), max_length=6, choices=Route.choices)
    reason = models.TextField(_("理由"), max_length=2000)
    second = person()

    class Meta:
        verbose_name = _("审查结论")
        verbose_name_plural = _("审查结论")
        default_related_name = "findings"
        get_latest_by = "id"


class Settlement(Record):
    """协商结果: the terms that the employer has to keep. ``terms``: [{n, text, due_on}]."""

    agreed_on = models.DateField(_("达成日期"))
    terms = models.JSONField(_("约定"), default=list)
    agreed_by = models.CharField(_("双方代表"), max_length=200)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("协商结果")
        verbose_name_plural = _("协商结果")
        default_related_name = "settlements"
        get_latest_by = "id"
