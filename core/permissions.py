"""Who may open core's own pages."""

from typing import Any

from core.access import permission


@permission("core.view_design")
def view_design(user: Any, subject: Any = None) -> bool:
    """The living page of components shows made-up data only."""
    return True
