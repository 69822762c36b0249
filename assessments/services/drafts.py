"""A draft held while it is changed: everything in it is one thing, whose version goes up with each change."""

from assessments.models import Aspect, Indicator, Standard
from core.changes import CONFLICT
from core.errors import EditConflict

NO_DRAFT = "这份标准已经通过，不能再修改；确需修改的，请复制为新的一版。"


def hold_draft(standard: Standard) -> Standard:
    """The draft as it is now, locked until the transaction ends; refused once it is adopted or gone."""
    rows = Standard.objects.unscoped("the row of a standard fetched for a user before")
    current = rows.select_for_update(of=("self",)).select_related("court").filter(pk=standard.pk).first()
    if current is None:
        raise EditConflict("这份草案已经放弃，不能再修改。")
    if not current.is_draft:
        raise EditConflict(NO_DRAFT)
    return current


def hold_version(standard: Standard, version: int) -> Standard:
    """The same, of the version that was read."""
    current = hold_draft(standard)
    if current.version != version:
        raise EditConflict(CONFLICT)
    return current


def changed(standard: Standard) -> None:
    """Whoever read the draft before reads it again before it is adopted."""
    standard.version += 1
    standard.save(update_fields=["version"])


def aspects_of(standard: Standard) -> list[Aspect]:
    return list(standard.aspects.all())


def indicators_of(standard: Standard) -> list[Indicator]:
    return list(standard.indicators.select_related("aspect"))
