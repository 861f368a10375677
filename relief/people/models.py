"""Users and the relatives they have declared.

A user is a person who works here. Being a user, or even a superuser, grants no case content: only dated
grants on the organisation tree do (relief.organisations.models.Grant).
"""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of staff. ``id_blind`` is the keyed blind index of the person's own identity number."""

    name = models.CharField(_("姓名"), max_length=50)
    id_blind = models.CharField(max_length=64, blank=True, db_index=True, editable=False)

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)


class DeclaredRelative(models.Model):
    """A relative whom a member of staff has declared; nobody acts where a relative is concerned (relief.md §2)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="declared_relatives")
    name = models.CharField(_("姓名"), max_length=50)
    relation = models.CharField(_("关系"), max_length=20)
    id_blind = models.CharField(max_length=64, db_index=True)

    class Meta:
        verbose_name = _("申报的亲属")
        verbose_name_plural = _("申报的亲属")
        constraints = [models.UniqueConstraint(fields=["user", "id_blind"], name="relative_once")]

    def __str__(self) -> str:
        return f"{self.name}({self.relation})"
