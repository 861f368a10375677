from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The tree of unions, and who holds which role where and when."""

    name = "relief.organisations"
    label = "organisations"
    verbose_name = "单位"

    def ready(self) -> None:
        from relief.organisations import facts, letterhead, paths, selectors, services  # noqa: F401 - verbs and facts
        from workflows import roles

        roles.register_grants(selectors.grants_reading)
        paths.register_path_column("workflows.DeskTask", "path")
