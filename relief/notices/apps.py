from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    name = "relief.notices"
    label = "notices"
    verbose_name = "文书"

    def ready(self) -> None:
        """Make the papers of every app known: each app's module ``papers`` registers its notices and forms."""
        from relief.notices import casekinds, checks, formkinds  # noqa: F401

        autodiscover_modules("papers")
