from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """The law: machines, engine, desks, journal, calendar."""

    name = "workflows"
    verbose_name = "工作流"

    def ready(self) -> None:
        from workflows import checks, deadlines  # noqa: F401
