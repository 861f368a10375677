from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "relief.letters"
    label = "letters"
    verbose_name = "监督文书"

    def ready(self) -> None:
        """Register the verbs and facts of this app with the engine, its letters with the desk, their room."""
        from relief.letters import desk, facts, room, services  # noqa: F401
