from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "relief.notices"
    label = "notices"
    verbose_name = "文书"

    def ready(self) -> None:
        """Register the verbs and facts of this app with the engine."""
        from relief.notices import checks, services  # noqa: F401
