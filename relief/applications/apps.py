from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "relief.applications"
    label = "applications"
    verbose_name = "救助申请"

    def ready(self) -> None:
        """Register the verbs and facts of this app with the engine, its cases with the desk, their room."""
        from relief.applications import desk, facts, room, services  # noqa: F401
