from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Users, their declared relatives, sign-in, encryption and masking."""

    name = "relief.people"
    label = "people"
    verbose_name = "人员"
