"""What the import pages read: unions a clerk may import for, one's own uploads, what was written before."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from relief.applications.models import ImportJob, ImportRun
from relief.organisations.models import Organisation
from relief.organisations.selectors import organisations_for, paths_for
from workflows.roles import Role

MOST_UNIONS = 60
"""Above it only the unions at which the person is clerk are offered: a sheet may name any union below."""
RECENT = 5
PAGE = 100


def unions_to_import_for(user: Any) -> QuerySet[Organisation]:
    """The unions that this clerk may upload for; PermissionDenied for everybody else."""
    tops = paths_for(user, [Role.CLERK])
    if not tops:
        raise PermissionDenied
    covered = organisations_for(user, [Role.CLERK]).filter(valid_to=None).order_by("path")
    if covered[: MOST_UNIONS + 1].count() <= MOST_UNIONS:
        return covered
    return covered.filter(Q(path__in=tops))


def job_for(user: Any, pk: int) -> ImportJob:
    """One's own upload; anybody else's does not exist (404): it holds what only the uploader has seen."""
    return get_object_or_404(ImportJob.objects.select_related("organisation"), pk=pk, by=user)


def recent_jobs(user: Any) -> list[ImportJob]:
    """One's latest uploads, without their content."""
    return list(ImportJob.objects.filter(by=user).defer("upload", "shown").order_by("-id")[:RECENT])


def run_of(job: ImportJob) -> ImportRun | None:
    """Who wrote this file, when, and how many drafts."""
    return ImportRun.objects.filter(digest=job.digest).select_related("by", "organisation").first()


def rows_of(job: ImportJob) -> list[dict[str, Any]]:
    """The rows as they were found."""
    found: list[dict[str, Any]] = json.loads(job.shown) if job.shown else []
    return found


VIEWS = {"bad": lambda row: row["bad"], "warned": lambda row: row["warned"], "all": lambda row: True}
