from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "relief.supervision"
    label = "supervision"
    verbose_name = "劳动法律监督"

    def ready(self) -> None:
        """Register the verbs and facts of this app with the engine, its leads and cases with the desk."""
        from relief.supervision import desk, facts, services  # noqa: F401
