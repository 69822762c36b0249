"""Pages of supervision: how rectification goes on in a court or a branch, as of a day."""

from rectification.views.supervision.below import below, below_export
from rectification.views.supervision.lines import branches, branches_export, persons, persons_export
from rectification.views.supervision.overview import overview

__all__ = ["below", "below_export", "branches", "branches_export", "overview", "persons", "persons_export"]
