from django.apps import AppConfig


class JurisdictionsConfig(AppConfig):
    name = "relief.jurisdictions"
    label = "jurisdictions"
    verbose_name = "地区规则"

    def ready(self) -> None:
        """Register the verbs of this app with the engine, its pages with the navigation."""
        from relief.jurisdictions import desk, services  # noqa: F401
