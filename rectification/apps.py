from django.apps import AppConfig


class RectificationConfig(AppConfig):
    name = "rectification"
    verbose_name = "检视整改"

    def ready(self) -> None:
        from branches.services.imports import registry  # noqa: PLC0415  # models are loaded only now
        from core.attachments import register_use  # noqa: PLC0415
        from planning.selectors.sources import register_source  # noqa: PLC0415
        from rectification import actions, list_papers, papers, sections  # noqa: F401, PLC0415  # each registers what it declares
        from rectification.selectors.calendar import deadlines, open_deadlines  # noqa: PLC0415
        from rectification.selectors.evidence import digests_in_use  # noqa: PLC0415
        from rectification.services.ledger_import.importer import LEDGER  # noqa: PLC0415

        registry.register(LEDGER)
        register_use(digests_in_use)
        register_source(deadlines, feed=open_deadlines)
