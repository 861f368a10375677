"""Who looked at what: the access log. It is no part of a case's file and never shows in timelines or counts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows import triggers


class AccessLog(models.Model):
    """One look: a secret shown in full, a restricted document, or an auditor's read or search (relief.md §7, §10).

    ``path`` is the place of the grant by which the person looked; what an auditor reads stands at the auditor's
    own level and is seen only there.
    """

    class What(models.TextChoices):
        REVEAL = "reveal", _("查看完整信息")
        DOCUMENT = "document", _("查看材料")
        READ = "read", _("经审查阅案卷")
        SEARCH = "search", _("经审检索")

    at = models.DateTimeField(_("时间"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("人员"), related_name="+")
    what = models.CharField(_("行为"), max_length=10, choices=What.choices)
    dossier = models.CharField(_("案卷"), max_length=50, blank=True, db_index=True)
    detail = models.CharField(_("内容"), max_length=200, blank=True)
    reason = models.CharField(_("用途"), max_length=200, blank=True)
    path = models.CharField(max_length=255)

    class Meta:
        verbose_name = _("查阅记录")
        verbose_name_plural = _("查阅记录")
        indexes = [models.Index(fields=["person", "what", "at"])]
        triggers = [triggers.append_only()]

    def __str__(self) -> str:
        return f"{self.person}·{self.get_what_display()}·{self.dossier}"
