"""A letter: what it says, who wrote and signed it, the bytes that were sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.cases import Case, bind
from relief.supervision.models import LetterKind, Organ
from relief.supervision.models.case import person
from workflows import triggers
from workflows.fsm import StateField
from workflows.supervision_letter import SUPERVISION_LETTER, State


@bind(SUPERVISION_LETTER)
class SupervisionLetter(SUPERVISION_LETTER.transitions(), Case):  # type: ignore[misc]
    """One letter of one kind to one addressee. ``organisation`` handles it, ``issuer`` issues it.

    ``content`` has the fields of supervision.md §9 and changes in draft only; ``submit`` pins the profile and the
    content's digest, ``sign`` the issuer's name (a union renamed later changes no letter), the day and the number,
    ``seal`` the bytes.
    """

    class Scope(models.TextChoices):
        TARGETED = "TARGETED", _("致单位")
        CLASS = "CLASS", _("致一类单位")
        PUBLIC = "PUBLIC", _("向社会")

    class Detail(models.TextChoices):
        """Outcomes (§5)."""

        FULL = "FULL", _("整改到位")
        ESCALATED = "ESCALATED", _("已转上一级文书")
        REISSUED = "REISSUED", _("已重新制发")
        CASE_ENDED = "CASE_ENDED", _("案件已终结")
        DISCARDED = "DISCARDED", _("草稿废弃")
        VOIDED = "VOIDED", _("作废")

    machine = SUPERVISION_LETTER
    state = StateField(_("状态"), choices=State.choices, default=SUPERVISION_LETTER.initial)

    case = models.ForeignKey("supervision.SupervisionCase", models.PROTECT, null=True, related_name="letters")
    plan = models.OneToOneField("supervision.LetterPlan", models.PROTECT, null=True, related_name="letter")
    kind = models.CharField(_("文种"), max_length=20, choices=LetterKind.choices)
    scope = models.CharField(_("范围"), max_length=8, choices=Scope.choices, default=Scope.TARGETED)
    issuer = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("制发工会"))
    organ = models.CharField(_("名义"), max_length=10, choices=Organ.choices)
    issuer_name = models.CharField(_("制发机关"), max_length=120, blank=True, editable=False)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers", editable=False)
    content = models.JSONField(_("内容"), default=dict)
    profile = models.ForeignKey("jurisdictions.ProfileVersion", models.PROTECT, null=True, editable=False)
    round = models.PositiveSmallIntegerField(_("送审次数"), default=0, editable=False)
    content_digest = models.CharField(max_length=64, blank=True, editable=False)
    issued_on = models.DateField(_("成文日期"), null=True, editable=False)
    acknowledged = models.CharField(_("未确认规则仍用印的理由"), max_length=500, blank=True, editable=False)
    copies = models.PositiveSmallIntegerField(_("份数"), default=0, editable=False)
    sealed_at = models.DateTimeField(null=True, editable=False)
    pdf_digest = models.CharField(max_length=64, blank=True, editable=False)
    stamped = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+", editable=False)
    verify_code = models.CharField(max_length=32, blank=True, db_index=True, editable=False)
    announcement_allowed_on = models.DateField(null=True, editable=False)
    reasons_asked_on = models.DateField(null=True, editable=False)
    detail = models.CharField(_("结局"), max_length=12, choices=Detail.choices, blank=True, editable=False)
    seal_place = models.CharField(_("用印情况"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("监督文书")
        verbose_name_plural = _("监督文书")
        triggers = [
            *triggers.edges(SUPERVISION_LETTER),
            triggers.frozen(
                "kind", "case_id", "issuer_id", "organ", "issuer_name", "content", "content_digest", "issued_on", "number",
                "profile_id", "verify_code", "copies", "sealed_at", "pdf_digest", "stamped_id",
                name="sealed_is_final", when="OLD.pdf_digest <> ''"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["organisation", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["verify_code"], condition=~models.Q(verify_code=""), name="verify_code_once"
            )
        ]

    @property
    def addressee(self) -> str:
        """To whom: the one employer, the department, or the class."""
        if self.kind == LetterKind.RECOMMENDATION:
            return str(self.content.get("department") or "")
        names = [str(a.get("name") or "") for a in self.content.get("addressees") or [] if isinstance(a, dict)]
        return str(self.content.get("collective_addressee") or "") or "、".join(names[:3])


class ApprovalStep(models.Model):
    """文书审批表: who said what at which step of the chain, in which round (a returned draft starts a new one)."""

    class Verdict(models.TextChoices):
        AGREE = "AGREE", _("同意")
        RETURN = "RETURN", _("退回修改")

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(max_length=8)
    role = models.CharField(_("岗位"), max_length=20)
    person = person()
    verdict = models.CharField(_("意见"), max_length=6, choices=Verdict.choices)
    opinion = models.TextField(_("意见内容"), max_length=2000, blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    on = models.DateField(_("日期"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("审批意见")
        verbose_name_plural = _("审批意见")
        triggers = [triggers.append_only()]

    def __str__(self) -> str:
        return f"{self.letter_id}·{self.role}·{self.verdict}"
