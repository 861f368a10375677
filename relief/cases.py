"""What every case has, whichever machine it follows."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.fsm import Machine
from workflows.models import Journalled


class Case(Journalled):
    """A file that goes over desks: its union, its number, its cached due day."""

    machine: Machine
    state: Any

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, verbose_name=_("受理工会"))
    number = models.CharField(_("编号"), max_length=60, blank=True, db_index=True, editable=False)
    opened_on = models.DateField(_("登记日期"))
    due_on = models.DateField(_("期限"), null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number or f"{self.machine.label}#{self.pk}"

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return str(self.machine.states(self.state).label)


def bind(machine: Machine):  # noqa: ANN201 - a class decorator
    """Class decorator: this model holds the cases of ``machine``."""

    def register(cls: type) -> type:
        machine.model = cls
        return cls

    return register
