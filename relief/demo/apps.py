from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Setting up an office, and the demonstration's story."""

    name = "relief.demo"
    label = "demo"
    verbose_name = "演示"
