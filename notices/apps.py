from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "工作提示"

    def ready(self) -> None:
        from notices import actions, bulletin_papers, papers, sections  # noqa: F401, PLC0415  # each registers what it declares
