"""Running an import in the background: upload, check, confirm, write; the row of the job tells how far it is.

A worker, or the request of a small file, claims the row by one compare-and-set UPDATE. What died halfway is claimed
again; the sheet's digest keeps the second run from writing anything twice (I12).
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import time
from datetime import date, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from relief import office
from relief.applications.import_rows import found_json, shown_rows
from relief.applications.importing import import_sheet, read
from relief.applications.models import ImportJob, ImportRun
from relief.schemes.errors import SchemeError
from relief.schemes.selectors import scheme_on
from workflows.errors import WorkflowError

Status = ImportJob.Status
STEPS = {Status.WAITING: Status.READING, Status.CONFIRMED: Status.WRITING}
SMALL_BYTES = 48 * 1024
"""About 500 rows: read and written while the request waits."""
DEAD_AFTER = timedelta(minutes=2)
KEPT = timedelta(days=7)
TRIES = 3
BEAT_EVERY = 0.3
log = logging.getLogger(__name__)


def receive(*, content: bytes, name: str, organisation: Any, received_on: date, by: Any) -> ImportJob:
    """Keep an upload, to be checked. A file that was written before is not kept again."""
    clear_old()
    digest = hashlib.sha256(content).hexdigest()
    job = ImportJob(organisation=organisation, received_on=received_on, by=by, name=name[:200], digest=digest)
    if ImportRun.objects.filter(digest=digest).exists():
        job.status = Status.ALREADY
    else:
        job.upload = base64.b64encode(content).decode()
    job.save()
    start(job)
    return job


def confirm(job: ImportJob, *, leave_out_bad: bool) -> bool:
    """Write the drafts, the bad rows left out on purpose or not; False when the job has moved on meanwhile."""
    mine = ImportJob.objects.filter(pk=job.pk, status=Status.READ)
    now = timezone.now()
    if not mine.update(status=Status.CONFIRMED, leave_out_bad=leave_out_bad, confirmed_at=now, attempts=0):
        return False
    start(job)
    return True


def retry(job: ImportJob) -> bool:
    """Take a failed job up again where it failed."""
    step = Status.CONFIRMED if job.confirmed_at else Status.WAITING
    failed = ImportJob.objects.filter(pk=job.pk, status=Status.FAILED).exclude(upload="")
    if not failed.update(status=step, error=""):
        return False
    start(job)
    return True


def start(job: ImportJob) -> None:
    """A small file at once, a large one by the worker. The caller reads the row again."""
    from relief.applications.tasks import run_import

    if len(job.upload) * 3 // 4 <= SMALL_BYTES:
        run(job.pk)
    else:
        run_import.enqueue(job.pk)
    job.refresh_from_db()


def run(job_id: int) -> None:
    """Do what the job waits for, if nobody else does. Whatever goes wrong stands in its row."""
    job = _claim(job_id)
    if job is None:
        return
    try:
        _read(job) if job.status == Status.READING else _write(job)
    except (WorkflowError, SchemeError) as refusal:
        _fail(job, getattr(refusal, "message", "") or str(refusal))
    except Exception as error:
        log.exception("import job %s", job.pk)
        _fail(
            job,
            _("程序出错（%(kind)s），没有写入任何数据。请重试；仍不成功请联系管理员。")
            % {"kind": type(error).__name__},
        )


def sweep() -> int:
    """Run what no worker took, what died and what failed for no reason of its own; forget old uploads."""
    clear_old()
    late = timezone.now() - DEAD_AFTER
    ImportJob.objects.filter(status=Status.FAILED, attempts__lt=TRIES).exclude(upload="").update(
        status=_step_again(), error="")  # fmt: skip
    waiting = Q(status__in=STEPS) & Q(created_at__lt=late) | Q(status__in=STEPS.values(), beat_at__lt=late)
    keys = list(ImportJob.objects.filter(waiting).order_by("pk").values_list("pk", flat=True))
    for key in keys:
        run(key)
    return len(keys)


def clear_old() -> int:
    """Uploads that nobody confirmed within seven days are forgotten, their counts stay."""
    old = ImportJob.objects.filter(created_at__lt=timezone.now() - KEPT).exclude(upload="")
    return old.update(upload="", shown="", status=Status.CLEARED)


def content_of(job: ImportJob) -> bytes:
    """The file as it was uploaded."""
    return base64.b64decode(job.upload)


def _step_again() -> Any:
    from django.db.models import Case, Value, When

    return Case(When(confirmed_at=None, then=Value(Status.WAITING)), default=Value(Status.CONFIRMED))


def _claim(job_id: int) -> ImportJob | None:
    now = timezone.now()
    for waiting, working in STEPS.items():
        free = Q(status=waiting) | Q(status=working, beat_at__lt=now - DEAD_AFTER)
        mine = ImportJob.objects.filter(free, pk=job_id)
        if mine.update(status=working, beat_at=now, done=0, attempts=F("attempts") + 1):
            return ImportJob.objects.select_related("organisation", "by").get(pk=job_id)
    return None


def _read(job: ImportJob) -> None:
    content = content_of(job)
    with Beat(job) as beat:
        report = read(content, organisation=job.organisation, received_on=job.received_on, progress=beat)
    rules = scheme_on(job.received_on).rules
    shown = json.dumps(shown_rows(report, content, rules), ensure_ascii=False, separators=(",", ":"))
    _finish(job, Status.READ, found=found_json(report), shown=shown)


def _write(job: ImportJob) -> None:
    with Beat(job) as beat:
        done = office.carry_out(
            import_sheet, source=content_of(job), organisation=job.organisation, received_on=job.received_on,
            actor=job.by, leave_out_bad=job.leave_out_bad, progress=beat)  # fmt: skip
    if done.outcome == "refused_whole_file":
        _finish(job, Status.READ, confirmed_at=None)
        return
    status = Status.ALREADY if done.outcome == "already_imported" else Status.WRITTEN
    _finish(job, status, written=done.written, upload="", shown="")


def _finish(job: ImportJob, status: str, **values: Any) -> None:
    for name, value in {**values, "status": status, "error": ""}.items():
        setattr(job, name, value)
    job.save(update_fields=[*values, "status", "error"])


def _fail(job: ImportJob, error: str) -> None:
    ImportJob.objects.filter(pk=job.pk).update(status=Status.FAILED, error=error)


class Beat:
    """Progress that others see while the work is still one open transaction: written on a connection of its own."""

    def __init__(self, job: ImportJob) -> None:
        self.job_id = job.pk
        self.last = 0.0
        self.connection = connections.create_connection(DEFAULT_DB_ALIAS)

    def __enter__(self) -> Beat:
        return self

    def __exit__(self, *error: Any) -> None:
        self.connection.close()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.last < BEAT_EVERY and done < total:
            return
        self.last = now
        with self.connection.cursor() as cursor:
            cursor.execute("UPDATE applications_importjob SET done = %s, total = %s, beat_at = %s WHERE id = %s",
                           [done, total, timezone.now(), self.job_id])  # fmt: skip
