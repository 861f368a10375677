"""What comes back: 回执, 答复, 异议, 延期, and the department's answers (supervision.md §10, §11)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.letters.models.letter import SupervisionLetter
from relief.supervision.models.case import person
from workflows import triggers


class Reply(models.Model):
    """答复 of the employer, in a form that the profile accepts; the latest counts."""

    class Form(models.TextChoices):
        WRITTEN = "WRITTEN", _("书面")
        ORAL = "ORAL", _("电话")
        VISIT = "VISIT", _("来访")
        MESSAGE = "MESSAGE", _("短信或微信")

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="replies")
    form = models.CharField(_("形式"), max_length=8, choices=Form.choices)
    received_on = models.DateField(_("收到日期"))
    late = models.BooleanField(_("逾期"))
    contact = models.CharField(_("承办人电话"), max_length=60)
    signed_by = models.CharField(_("负责人签字"), max_length=50, blank=True)
    stamp = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("记录"), max_length=1000, blank=True)
    recorders = models.CharField(_("记录人"), max_length=100, blank=True)
    original_checked = models.BooleanField(_("已核对原始载体"), default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("答复")
        verbose_name_plural = _("答复")
        get_latest_by = "id"

    def __str__(self) -> str:
        return f"{self.letter_id}·{self.received_on}"


class ReplyItem(models.Model):
    """What the employer says of one demand, and what the examiner found; open until found done."""

    class Status(models.TextChoices):
        DONE = "DONE", _("已整改")
        IN_PROGRESS = "IN_PROGRESS", _("整改中")
        OBJECTED = "OBJECTED", _("有异议")
        OPEN = "OPEN", _("未答复")

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="items")
    n = models.PositiveSmallIntegerField(_("序号"))
    text = models.CharField(_("要求"), max_length=500)
    status = models.CharField(_("答复"), max_length=11, choices=Status.choices, default=Status.OPEN)
    done_on = models.DateField(_("整改日期"), null=True)
    planned_on = models.DateField(_("计划日期"), null=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    evidence = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    found_done = models.BooleanField(_("认定已整改"), null=True)
    finding = models.CharField(_("审查意见"), max_length=500, blank=True)
    plan_on = models.DateField(_("限期"), null=True)

    class Meta:
        verbose_name = _("逐项答复")
        verbose_name_plural = _("逐项答复")
        constraints = [models.UniqueConstraint(fields=["reply", "n"], name="reply_item_once")]

    def __str__(self) -> str:
        return f"{self.reply_id}·{self.n}·{self.status}"


class Examination(models.Model):
    """A supervisor examined a reply: who and when; what was found stands on the items."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="examinations")
    person = person()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("答复审查")
        verbose_name_plural = _("答复审查")
        triggers = [triggers.append_only()]

    def __str__(self) -> str:
        return f"{self.reply_id}·{self.person_id}"


class Objection(models.Model):
    """异议: it stops the clock from the day after it to the day its result is served, both included."""

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="objections")
    received_on = models.DateField(_("收到日期"))
    grounds = models.TextField(_("理由"), max_length=4000)
    paper = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    result_served_on = models.DateField(_("复核结果送达日期"), null=True)
    result = models.CharField(_("复核结果"), max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("异议")
        verbose_name_plural = _("异议")
        get_latest_by = "id"

    def __str__(self) -> str:
        return f"{self.letter_id}·{self.received_on}"


class Recheck(models.Model):
    """One other supervisor's word on an objection."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="rechecks")
    person = person()
    opinion = models.TextField(_("复核意见"), max_length=2000)
    from_higher = models.BooleanField(_("上级工会派员"), default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("复核意见")
        verbose_name_plural = _("复核意见")
        constraints = [models.UniqueConstraint(fields=["objection", "person"], name="rechecked_once")]

    def __str__(self) -> str:
        return f"{self.objection_id}·{self.person_id}"


class ExtensionRequest(models.Model):
    """An extension asked for: granted with days, or refused with a reason and the rule that forbids it, if any (§7)."""

    class Ground(models.TextChoices):
        """Why not, in the order in which the rules are tested."""

        NONE_ALLOWED = "NONE_ALLOWED", _("规则不允许延期或次数已用完")
        LATE = "LATE", _("申请已过截止日")
        TOO_LONG = "TOO_LONG", _("超过可延天数")
        DECIDED = "DECIDED", _("经研究不同意")

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="extension_requests")
    requested_on = models.DateField(_("申请日期"))
    n = models.PositiveSmallIntegerField(_("申请天数"))
    plan = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    granted = models.BooleanField(_("同意"))
    ground = models.CharField(_("不同意的情形"), max_length=12, choices=Ground.choices, blank=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("延期申请")
        verbose_name_plural = _("延期申请")
        get_latest_by = "id"
        triggers = [triggers.append_only()]

    def __str__(self) -> str:
        return f"{self.letter_id}·{self.requested_on}·{self.n}"


class DepartmentAnswer(models.Model):
    """What a department said to a recommendation: filed, declined, result."""

    class What(models.TextChoices):
        FILED = "FILED", _("立案")
        DECLINED = "DECLINED", _("不予立案")
        RESULT = "RESULT", _("处理结果")

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="answers")
    what = models.CharField(_("答复"), max_length=8, choices=What.choices)
    on = models.DateField(_("日期"))
    case_no = models.CharField(_("案号"), max_length=80, blank=True)
    reasons = models.CharField(_("理由"), max_length=1000, blank=True)
    oral = models.BooleanField(_("口头告知"), default=False)
    result = models.TextField(_("处理结果"), max_length=2000, blank=True)
    decision_no = models.CharField(_("决定书文号"), max_length=80, blank=True)
    judgement = models.CharField(_("对结果的认定"), max_length=500, blank=True)
    paper = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("部门答复")
        verbose_name_plural = _("部门答复")
        get_latest_by = "id"

    def __str__(self) -> str:
        return f"{self.letter_id}·{self.what}"
