"""Examples of /admin/, derived from the names that Django gives its addresses."""

from typing import Any

from django.apps import apps

from tests.access.example import ADMINISTRATORS, EVERYBODY, Example
from tests.access.pages import Page

# Of these the world has rows; other packages' rows are asked for by a key that names none.
OURS = (
    "core",
    "accounts",
    "branches",
    "metrics",
    "activities",
    "elections",
    "development",
    "campaigns",
    "registers",
    "planning",
    "rectification",
    "reports",
)
# Leads to our own sign-in.
PUBLIC = ("admin:login",)


def admin_examples(pages: list[Page]) -> dict[str, Example]:
    """Administrators may open each; nobody else gets past its door."""
    ours = [page for page in pages if page.name.startswith("admin:")]
    listed = next(page.name for page in ours if page.name.endswith("_changelist"))
    plain = {
        "app_label": listed.removeprefix("admin:").split("_")[0],
        "content_type_id": 1,
        "object_id": 1,
        "url": "nothing/",
    }
    return {page.name: _example(page, plain) for page in ours}


def _example(page: Page, plain: dict[str, Any]) -> Example:
    model = next((model for model in apps.get_models() if _is_about(page, model)), None)
    keyed = "object_id" in page.arguments and model is not None and model._meta.app_label in OURS
    return Example(
        rows={"object_id": model} if keyed else {},
        plain={name: plain[name] for name in page.arguments if not (keyed and name == "object_id")},
        allowed=EVERYBODY if page.name in PUBLIC else ADMINISTRATORS,
        post=lambda world, actor, row: None,
        row_is_read=True,
        answers=(200, 302, 403, 404, 405),
        public=page.name in PUBLIC,
    )


def _is_about(page: Page, model: type) -> bool:
    return page.name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_")
