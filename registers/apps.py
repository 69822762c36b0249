from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "registers"
    verbose_name = "登记簿"

    def ready(self) -> None:
        from registers import actions, paper, sections  # noqa: F401, PLC0415  # each registers what it declares
