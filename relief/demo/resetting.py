"""A second telling starts anew: the demo database's cases are emptied. Refused in a real database."""

from django.apps import apps
from django.db import connection, transaction

from workflows import clock

CASES = ("applications", "payouts", "notices", "documents", "leads", "supervision", "letters")
KEPT = {"payouts_banktemplate", "supervision_certificate"}
WORK = ("workflows_event", "workflows_pause", "workflows_extension", "workflows_desktask", "workflows_docket",
        "organisations_administration")  # fmt: skip


@transaction.atomic
def reset() -> None:
    """Empty every table of cases, papers and money, and the whole journal; people, unions, certificates, schemes, rules
    and the calendar stay."""
    if not clock.is_demo():
        raise PermissionError("only a demo database is emptied")
    tables = [m._meta.db_table for label in CASES for m in apps.get_app_config(label).get_models()]
    with connection.cursor() as cursor:
        names = ", ".join(sorted({*tables, *WORK} - KEPT))
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
