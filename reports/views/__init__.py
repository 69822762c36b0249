"""Pages of this app."""

from reports.views.below import below, below_export
from reports.views.blocks import below_block, branch_block, court_block
from reports.views.branches import branch, branch_export, branch_panel
from reports.views.courts import court, court_year, court_year_export
from reports.views.handbook import handbook, handbook_docx, handbook_pdf
from reports.views.home import home, index, mine, mine_export
from reports.views.wall import wall, wall_figures

__all__ = [
    "below",
    "below_block",
    "below_export",
    "branch",
    "branch_block",
    "branch_export",
    "branch_panel",
    "court",
    "court_block",
    "court_year",
    "court_year_export",
    "handbook",
    "handbook_docx",
    "handbook_pdf",
    "home",
    "index",
    "mine",
    "mine_export",
    "wall",
    "wall_figures",
]
