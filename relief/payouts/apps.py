from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "relief.payouts"
    label = "payouts"
    verbose_name = "发放"

    def ready(self) -> None:
        """Register the verbs and facts of this app with the engine, its batches with the desk, their rooms."""
        from relief.payouts import desk, facts, rooms, services  # noqa: F401
