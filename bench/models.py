"""Tables of the plain alternatives: what one would write first with each library."""

from django.conf import settings
from django.db import models
from django_fsm import FSMField, transition
from viewflow import jsonstore
from viewflow.workflow.models import Process

VISITING, REVIEWING = "visiting", "reviewing"


class VisitProcess(Process):
    """Stock viewflow: a proxy of its own process, two facts in its JSON column, as its documentation shows."""

    reason = jsonstore.CharField(max_length=200)
    opinion = jsonstore.CharField(max_length=200)

    class Meta:
        proxy = True


class FsmCase(models.Model):
    """django-fsm: a state and two facts."""

    state = FSMField(default=VISITING)
    reason = models.CharField(max_length=200, blank=True)
    opinion = models.CharField(max_length=200, blank=True)

    @transition(field=state, source=VISITING, target=REVIEWING)
    def finish_visit(self) -> None:
        """On to the review."""

    @transition(field=state, source=REVIEWING, target=VISITING)
    def return_visit(self) -> None:
        """Back to the visit."""


class FsmHistory(models.Model):
    """The row that one writes beside it."""

    case = models.ForeignKey(FsmCase, models.CASCADE)
    source = models.CharField(max_length=30)
    target = models.CharField(max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)


class RawCase(models.Model):
    """The limit: a case by hand, with number and hash of its last event."""

    state = models.CharField(max_length=30, default=VISITING)
    event_count = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=b"")


class RawEvent(models.Model):
    """An event by hand, hashed from its predecessor."""

    case = models.ForeignKey(RawCase, models.CASCADE)
    seq = models.IntegerField()
    verb = models.CharField(max_length=40)
    facts = models.JSONField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField()
    hash = models.BinaryField()


class RawTask(models.Model):
    """A desk by hand."""

    case = models.ForeignKey(RawCase, models.CASCADE)
    role = models.CharField(max_length=20)
    done_at = models.DateTimeField(null=True)


class PlainApplication(models.Model):
    """What one stores of the sheet without any rule: typed columns, a key, and the numbers one looks people up by.

    Nothing is encrypted and nothing journalled. Both the ORM import and COPY fill it.
    """

    name = models.CharField(max_length=50)
    id_no = models.CharField(max_length=18)
    mobile = models.CharField(max_length=11)
    union = models.ForeignKey("organisations.Organisation", models.PROTECT)
    employer = models.CharField(max_length=100)
    cause = models.CharField(max_length=20)
    event_date = models.DateField()
    application_date = models.DateField()
    household_size = models.DecimalField(max_digits=3, decimal_places=0)
    hukou = models.CharField(max_length=6)
    per_capita_monthly = models.DecimalField(max_digits=12, decimal_places=2)
    total_cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    medical_insurance = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    loss = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    requested = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    invoice_no = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 - COPY writes what is not there as NULL
    account_name = models.CharField(max_length=50)
    bank = models.CharField(max_length=100)
    card_no = models.CharField(max_length=19)
    narrative = models.TextField()

    class Meta:
        indexes = [models.Index(fields=[name]) for name in ("id_no", "mobile", "card_no", "invoice_no")]
