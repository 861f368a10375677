from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "relief.applications"
    label = "applications"
    verbose_name = "救助申请"

    def ready(self) -> None:
        """Register the verbs and facts of this app with the engine."""
        from relief.applications import facts, services  # noqa: F401
