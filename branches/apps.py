from django.apps import AppConfig

from core import identity


class BranchesConfig(AppConfig):
    name = "branches"
    verbose_name = "党支部"

    def ready(self) -> None:
        # Models are loaded only now.
        from branches import actions, sections  # noqa: F401, PLC0415  # each registers what it holds
        from branches.selectors.identity import identity_of  # noqa: PLC0415  # models are loaded only now

        identity.register(identity_of)
