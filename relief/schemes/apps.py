from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "relief.schemes"
    label = "schemes"
    verbose_name = "救助办法"
