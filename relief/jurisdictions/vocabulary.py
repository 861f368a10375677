"""The closed lists of a jurisdiction profile, because code reads each word by name (supervision.md §5–§10).

What stands here is a vocabulary, not a rule: which words hold where is the profile's.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """The three papers of 一函两书."""

    REMINDER = "reminder_letter", _("提示函")
    OPINION = "opinion", _("意见书")
    RECOMMENDATION = "recommendation", _("建议书")


class RuleLevel(TextChoices):
    """Levels of rules, the widest first: the narrower overrides key by key."""

    NATIONAL = "NATIONAL", _("全国")
    PROVINCE = "PROVINCE", _("省级")
    CITY = "CITY", _("市级")
    COUNTY = "COUNTY", _("县级")


class UnitLevel(TextChoices):
    """Levels of the issuing union."""

    PROVINCE = "PROVINCE", _("省")
    CITY = "CITY", _("市")
    COUNTY = "COUNTY", _("县")
    TOWNSHIP = "TOWNSHIP", _("乡镇街道")
    GRASSROOTS = "GRASSROOTS", _("基层")
    INDUSTRY = "INDUSTRY", _("产业")


class Organ(TextChoices):
    """Who issues and whose seal it is."""

    COMMITTEE = "COMMITTEE", _("监督委员会")
    UNION = "UNION", _("工会")


class ChainStage(TextChoices):
    """REVIEW steps are endorsed in `review`, SIGN steps in `signing`."""

    REVIEW = "REVIEW", _("审核")
    SIGN = "SIGN", _("签发")


class SealMode(TextChoices):
    """IMAGE draws the seal, PHYSICAL leaves its place empty for the stamp (supervision.md §9)."""

    IMAGE = "IMAGE", _("电子印模")
    PHYSICAL = "PHYSICAL", _("实体印章")


class LimitUnit(TextChoices):
    """Units of a limit, and what the calendar calls them."""

    CALENDAR_DAY = "CALENDAR_DAY", _("自然日")
    WORKING_DAY = "WORKING_DAY", _("工作日")

    @property
    def code(self) -> str:
        """wd or d: the calendar's word."""
        return "wd" if self is LimitUnit.WORKING_DAY else "d"


class Binds(TextChoices):
    """Whom a limit binds."""

    OUR = "OUR", _("约束工会，超期提醒")
    THEIR = "THEIR", _("约束对方，超期记为逾期")


class ServiceMethod(TextChoices):
    """Ways of service (supervision.md §10)."""

    DIRECT = "DIRECT", _("直接送达")
    LEFT = "LEFT", _("留置送达")
    MAIL = "MAIL", _("邮寄送达")
    ELECTRONIC = "ELECTRONIC", _("电子送达")
    ENTRUSTED = "ENTRUSTED", _("委托送达")
    ANNOUNCEMENT = "ANNOUNCEMENT", _("公告送达")
    PUBLICATION = "PUBLICATION", _("公开发布")


class ServedOn(TextChoices):
    """Which recorded day is the day of service."""

    SIGNED_ON = "SIGNED_ON", _("签收日")
    LEFT_ON = "LEFT_ON", _("留置日")
    DELIVERED_ON = "DELIVERED_ON", _("妥投日")
    ARRIVED_ON = "ARRIVED_ON", _("到达日，须事先书面同意")
    DEEMED_ON = "DEEMED_ON", _("公告期满日")


class ReplyForm(TextChoices):
    """Forms in which a reply may come."""

    WRITTEN = "WRITTEN", _("书面")
    ORAL = "ORAL", _("口头")
    VISIT = "VISIT", _("来访")
    MESSAGE = "MESSAGE", _("信息")


class Recipient(TextChoices):
    """For whom an original or a copy is."""

    ADDRESSEE = "addressee", _("受送达人")
    FILE = "file", _("存档")
    HIGHER_UNION = "higher_union", _("上级工会")
    EMPLOYER_UNION = "employer_union", _("用人单位工会")
    SERVICE_RETURN = "service_return", _("送达回证")
    DEPARTMENT = "department", _("主管部门")
    PROCURATORATE = "procuratorate", _("检察院")


class Evidence(TextChoices):
    """What proves a service."""

    SERVICE_RECEIPT = "service_receipt", _("送达回证")
    REFUSAL_NOTE = "refusal_note", _("拒收记录")
    WITNESS_SIGNATURE = "witness_signature", _("见证人签名")
    PHOTO_OR_VIDEO = "photo_or_video", _("照片或录像")
    WAYBILL = "waybill", _("邮寄单据")
    TRACKING = "tracking", _("投递记录")
    CONSENT = "consent", _("电子送达同意书")
    ARRIVAL_LOG = "arrival_log", _("到达记录")
    ENTRUSTMENT = "entrustment", _("委托书")
    ANNOUNCEMENT_COPY = "announcement_copy", _("公告副本")
    PUBLICATION_COPY = "publication_copy", _("发布件副本")


class SkipReason(TextChoices):
    """Why a rung of the ladder is skipped (supervision.md §6)."""

    PRIORITY_MATTER = "PRIORITY_MATTER", _("重点事项")
    REPEAT = "REPEAT", _("同一事项再次发生")
    OBSTRUCTION = "OBSTRUCTION", _("阻挠监督")
    GROUP = "GROUP", _("涉及人数较多")
    DANGER = "DANGER", _("危及人身安全")
    TIME_BAR = "TIME_BAR", _("时效将满")
    TALKS_FAILED = "TALKS_FAILED", _("协商未成")
    HIGHER_ORDER = "HIGHER_ORDER", _("上级工会要求")
    SUSPECTED_CRIME = "SUSPECTED_CRIME", _("涉嫌犯罪")


class RecommendationGround(TextChoices):
    """What opens the way to a recommendation."""

    OPINION_REFUSED_RECEIPT = "OPINION_REFUSED_RECEIPT", _("拒收意见书")
    OPINION_UNANSWERED = "OPINION_UNANSWERED", _("意见书逾期未答复")
    OPINION_NOT_COMPLIED = "OPINION_NOT_COMPLIED", _("未按意见书改正")


class ProcuratorateFact(TextChoices):
    """Facts on which a copy to the procuratorate is offered."""

    NEW_EMPLOYMENT_WORKERS = "NEW_EMPLOYMENT_WORKERS", _("新就业形态劳动者")
    WOMEN = "WOMEN", _("女职工")
    MINORS = "MINORS", _("未成年工")
    DISABLED = "DISABLED", _("残疾职工")
    ELDERLY = "ELDERLY", _("老年劳动者")
    GROUP_AND_UNCOOPERATIVE = "GROUP_AND_UNCOOPERATIVE", _("群体性且单位不配合")


class Work(TextChoices):
    """Acts for which a profile may ask a certificate valid that day."""

    INVESTIGATE = "investigate", _("调查")
    DRAFT = "draft", _("拟稿")
    SERVE = "serve", _("送达")
    EXAMINE = "examine", _("审查答复")
    VISIT = "visit", _("回访")


# Limits in the order of a case, then of a letter, then of the addressee; the names are those of the stages.
LIMITS = {
    "lead_screen": _("线索审查"),
    "lead_screen_wages": _("欠薪线索审查"),
    "decline_notice": _("不予受理告知"),
    "assignment": _("指派"),
    "investigation": _("调查"),
    "decision": _("结论审定"),
    "negotiation": _("协商"),
    "verification": _("整改核实"),
    "revisit": _("回访"),
    "referral_result": _("移送结果"),
    "closing": _("结案审批"),
    "named_feedback": _("实名反馈"),
    "archiving": _("归档"),
    "suspension_review": _("中止复查"),
    "drafting": _("拟稿"),
    "legal_review": _("审核"),
    "signature": _("签发"),
    "sealing": _("用印"),
    "dispatch": _("送出"),
    "service": _("送达"),
    "service_retry": _("再次送达"),
    "examination": _("审查答复"),
    "objection_recheck": _("异议复核"),
    "overdue_decision": _("逾期处置"),
    "reminder_reply": _("提示函答复"),
    "opinion_reply": _("意见书答复"),
    "recommendation_filing": _("建议书立案"),
    "recommendation_result": _("建议书结果"),
    "recommendation_reasons": _("建议书说明理由"),
}
