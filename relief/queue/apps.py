from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "relief.queue"
    label = "queue"
    verbose_name = "待办"
