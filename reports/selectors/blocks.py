"""The blocks of a dashboard, each read when its part of the page asks for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from branches.models import Branch, Court
from rectification.selectors.deadlines import overdue_measures
from rectification.selectors.figures import kept_figures, linked
from reports.selectors.changes import changes_between, last_month_end
from reports.selectors.counts import of_owner
from reports.selectors.members import members_by
from reports.selectors.notices import notice_figures, notice_totals
from reports.selectors.pipeline import pipeline
from reports.selectors.sight import Sight
from reports.selectors.stars import last_star_year, stars_by_level
from reports.spans import ReportSpan

FEW = 8


@dataclass(frozen=True)
class Asked:
    """Whose dashboard, of which days, and what of it the user may open. `with_below`: of a court with all those below
    it, as sums that open nothing."""

    owner: Court | Branch
    span: ReportSpan
    as_of: date
    sight: Sight
    with_below: bool = False


def stars_block(asked: Asked) -> dict[str, Any]:
    """Of a branch alone its own `level`, which is the one that a branch has."""
    of = {"with_below": asked.with_below}
    year = last_star_year(asked.owner, asked.as_of, **of)
    stars = stars_by_level(asked.owner, year, asked.as_of, opens=asked.sight.records, **of) if year else None
    is_branch = isinstance(asked.owner, Branch)
    own = next(level.label for level in stars.levels if level.number) if stars and is_branch else ""
    return {"stars": stars, "level": own}


def rectification_block(asked: Asked) -> dict[str, Any]:
    """The late measures are named where the records are shared."""
    figures = kept_figures(asked.owner, asked.as_of, with_below=asked.with_below)
    if figures is None:
        return {"figures": []}
    opens = asked.sight.records and not asked.with_below
    counts = linked(figures, on=asked.as_of, **of_owner(asked.owner))
    return {
        "figures": [(label, number, url if opens else "") for label, number, url in counts],
        "late": overdue_measures(asked.owner, asked.as_of, most=FEW) if opens else [],
        "late_more": max(figures.measures_overdue - FEW, 0),
        "late_number": figures.measures_overdue,
        "late_url": counts[-1][2],
    }


def notices_block(asked: Asked) -> dict[str, Any]:
    span = asked.span
    if asked.with_below:
        return {"notices": notice_totals(asked.owner, span.start, span.end, asked.as_of, with_below=True), "open": []}
    found = notice_figures(asked.owner, span.start, span.end, asked.as_of, opens=asked.sight.notices)
    return {"notices": found, "open": found.open[:FEW] if asked.sight.notices else []}


def members_block(asked: Asked) -> dict[str, Any]:
    opens = not asked.with_below and asked.sight.opens_roster(asked.owner, asked.as_of)
    found = members_by(asked.owner, asked.as_of, with_below=asked.with_below, opens=opens)
    tables = [("类别", found.kinds), ("年龄", found.ages), ("学历", found.education)]
    tables += [("性别", found.sexes), ("民族", found.nations)]
    is_partly_gone = asked.sight.persons and not asked.with_below and not opens
    return {"members": found, "tables": tables, "is_partly_gone": is_partly_gone}


def pipeline_block(asked: Asked) -> dict[str, Any]:
    stages = pipeline(asked.owner, asked.as_of, with_below=asked.with_below, opens=asked.sight.files)
    return {"stages": stages, "most": max(stage.number for stage in stages)}


def changes_block(asked: Asked) -> dict[str, Any]:
    """A group's leader is told of the members and the meetings alone."""
    found = changes_between(
        asked.owner,
        last_month_end(asked.as_of),
        asked.as_of,
        with_below=asked.with_below,
        opens=asked.sight.records,
        opens_roster=lambda day: asked.sight.opens_roster(asked.owner, day),
    )
    groups = [("组织生活", found.life), ("党员", found.members)]
    if asked.sight.work:
        groups += [("问题", found.problems), ("整改措施", found.measures), ("星级", found.stars)]
    return {"changes": found, "groups": [(title, counts) for title, counts in groups if counts]}


Block = Callable[[Asked], dict[str, Any]]
BLOCKS: dict[str, Block] = {
    "changes": changes_block,
    "members": members_block,
    "notices": notices_block,
    "pipeline": pipeline_block,
    "rectification": rectification_block,
    "stars": stars_block,
}
# What a group's leader has no part in.
OF_WORK = ("notices", "pipeline", "rectification", "stars")
