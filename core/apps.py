from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "基础"

    def ready(self) -> None:
        from core.background import checks  # noqa: F401, PLC0415  # registers its system check

        autodiscover_modules("permissions", "jobs")
