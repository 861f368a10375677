from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "relief.leads"
    label = "leads"
    verbose_name = "线索"

    def ready(self) -> None:
        """Register the verbs and facts of this app with the engine, its leads with the desk."""
        from relief.leads import desk, facts, services  # noqa: F401
