from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    name = "development"
    verbose_name = "发展党员"

    def ready(self) -> None:
        from activities.selectors import decided  # noqa: PLC0415  # models are loaded only now
        from activities.services import resting  # noqa: PLC0415  # models are loaded only now
        from branches.services import followers, leavings  # noqa: PLC0415  # models are loaded only now
        from development import actions, sections  # noqa: F401, PLC0415  # each registers what it declares
        from development.selectors import files, steps  # noqa: PLC0415  # models are loaded only now
        from development.services.files import file_follow  # noqa: PLC0415  # models are loaded only now

        decided.register(files.names_awaiting_a_vote)
        resting.register(steps.resolutions_stood_on)
        followers.register(file_follow)
        leavings.register(steps.leaving_stood_on)
