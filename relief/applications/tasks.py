"""Jobs of this app. The row of the import is the truth; a job only says "look at it now"."""

from django_tasks import task

from relief.applications import import_jobs


@task()
def run_import(job_id: int) -> None:
    """Check or write one uploaded sheet."""
    import_jobs.run(job_id)
