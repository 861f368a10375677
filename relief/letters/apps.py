from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "relief.letters"
    label = "letters"
    verbose_name = "监督文书"

    def ready(self) -> None:
        """Register the verbs and facts of this app with the engine."""
        from relief.letters import facts, services  # noqa: F401
