from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "星级评定"

    def ready(self) -> None:
        # Each registers what it declares.
        from activities.services import holding  # noqa: PLC0415  # models are loaded only now
        from assessments import actions, duty_papers, matrix_papers, score_papers, sections  # noqa: F401, PLC0415
        from assessments.selectors import inputs  # noqa: F401, PLC0415  # every module registers its inputs
        from assessments.selectors.assessments import holds_lock  # noqa: PLC0415
        from assessments.selectors.review_files import digests_in_use  # noqa: PLC0415
        from core.attachments import register_use  # noqa: PLC0415

        register_use(digests_in_use)
        holding.register(holds_lock)
