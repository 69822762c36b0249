from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "工作提示"

    def ready(self) -> None:
        from core.navigation import register_bell  # noqa: PLC0415
        from notices import actions, bulletin_papers, papers, sections  # noqa: F401, PLC0415  # each registers what it declares
        from notices.selectors.calendar import deadlines, open_deadlines  # noqa: PLC0415
        from notices.selectors.messages import unread_count  # noqa: PLC0415
        from planning.selectors.sources import register_source  # noqa: PLC0415

        register_bell("notices:messages", "notices.view_messages", unread_count)
        register_source(deadlines, feed=open_deadlines)
