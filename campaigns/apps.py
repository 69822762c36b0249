from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "主题教育"

    def ready(self) -> None:
        from campaigns import actions  # noqa: F401, PLC0415  # registers its words
        from core.navigation import Entry, Group, register  # noqa: PLC0415  # models are loaded only now

        register(Entry("主题教育", "flag", "campaigns:list", "campaigns.view_campaigns", 48, Group.LIFE))
