"""Jobs of this app. The notice's row is the truth; a job only says "look at it now"."""

from django_tasks import task

from relief.notices import services


@task()
def make_pdf(notice_id: int) -> str:
    """Render one paper; returns its status."""
    return services.make(notice_id).status
