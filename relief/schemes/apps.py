from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "relief.schemes"
    label = "schemes"
    verbose_name = "救助办法"

    def ready(self) -> None:
        """Register the verbs of this app with the engine."""
        from relief.schemes import services  # noqa: F401
