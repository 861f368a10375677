"""Stored papers: bytes on disk under their SHA-256, one row for each time they are filed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """A paper in a case's file. ``item`` is the evidence code it serves; streamed, never under a public URL."""

    dossier = models.CharField(max_length=50, db_index=True)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    item = models.CharField(_("材料"), max_length=400)
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(max_length=60, blank=True)
    size = models.PositiveIntegerField(_("字节"), default=0)
    digest = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)
    original_seen = models.BooleanField(_("原件已核"), default=False)
    paper_only = models.BooleanField(_("纸质存档"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("材料")
        verbose_name_plural = _("材料")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(digest="") | models.Q(paper_only=True), name="document_has_bytes_or_paper"
            )
        ]

    def __str__(self) -> str:
        return self.name
