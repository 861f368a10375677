from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "relief.people"
    label = "people"
    verbose_name = "人员"

    def ready(self) -> None:
        """Tell the engine who knows about identities and relatives."""
        from relief.people.interests import interests_reading
        from workflows.roles import register_interests

        register_interests(interests_reading)
