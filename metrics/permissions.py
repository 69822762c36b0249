"""Who may do what with business metrics: the committee keeps its court's; an officer reads the own branch's figures.

Which rows somebody sees is the scope's answer.
"""

from typing import Any

from branches.permissions import is_committee_of, is_officer_of
from core.access import permission


@permission("metrics.view_figures")
def view_figures(user: Any, subject: Any = None) -> bool:
    """The lists and the pages of metrics; `subject`: the court, or nothing in particular."""
    return is_committee_of(user, subject)


@permission("metrics.view_figure")
def view_figure(user: Any, subject: Any = None) -> bool:
    """One figure that the user sees, or those of a branch; a court above reads what is shared with it."""
    return is_committee_of(user) or is_officer_of(user, subject)


@permission("metrics.export_figures")
def export_figures(user: Any, subject: Any = None) -> bool:
    return view_figures(user, subject)


@permission("metrics.enter_figures")
def enter_figures(user: Any, subject: Any = None) -> bool:
    """Entering, correcting, voiding; `subject`: the court, or a figure."""
    return is_committee_of(user, subject)


@permission("metrics.manage_metrics")
def manage_metrics(user: Any, subject: Any = None) -> bool:
    """`subject`: the court, or a metric of its own."""
    return is_committee_of(user, subject)
