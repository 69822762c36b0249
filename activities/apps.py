from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = "组织生活"

    def ready(self) -> None:
        from activities import permissions  # noqa: F401, PLC0415  # registers what it declares
