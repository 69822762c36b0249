"""Examples of the pages of star standards: list, page, forms, indicators, workbook, comparison, trial run."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.models import Aspect, Indicator, Standard
from tests.access.example import COMMITTEES, SECRETARIES, Data, Example
from tests.access.examples_of_development import at_home
from tests.access.world import World

READERS = (*COMMITTEES, *SECRETARIES)
FIGURES = {
    **{"five_from": 90, "four_from": 80, "three_from": 70, "two_from": 60, "five_share": 30, "quarters_weight": 40},
    **{"second_over": 1, "objection_days": 7, "remedy_days": 60},
}


def new_draft(world: World, actor: str, row: Standard | None) -> Data:
    source = row or Standard.all_rows.get(court__isnull=True)
    return {"year": 2031, "name": "新标准", "source": source}


def _of_draft(row: Standard) -> bool:
    return row.state == "DRAFT"


def workbook(world: World, actor: str, row: None) -> Data:
    content = "方面,代码,指标,分值,计分方式\n制度执行,B1,学习质量,5,评审打分"
    return {"year": 2032, "file": SimpleUploadedFile("标准.csv", content.encode())}


def figures(world: World, actor: str, row: Standard) -> Data | None:
    return {**FIGURES, "name": "改过的", "version": row.version} if _of_draft(row) else None


def aspects(world: World, actor: str, row: Standard) -> Data | None:
    aspect = Aspect.all_rows.get(standard=row)
    line = {"aspect": aspect, "code": "B", "title": "改过的", "tie": "1"}
    return {**line, "version": row.version} if _of_draft(row) else None


def adoption(world: World, actor: str, row: Standard) -> Data | None:
    facts = {"adopted_on": "2024-10-09", "adopted_how": "会议通过"}
    return {**facts, "version": row.version} if _of_draft(row) else None


def discarded(world: World, actor: str, row: Standard) -> Data | None:
    return {"version": row.version} if _of_draft(row) else None


def _reviewed(aspect: Aspect, **facts: Any) -> Data:
    return {"aspect": aspect, "name": "新指标", "points": 2, "way": "REVIEW", "mark": "L", **facts}


def indicator(world: World, actor: str, row: Standard) -> Data | None:
    return _reviewed(Aspect.all_rows.get(standard=row), code="N1") if _of_draft(row) else None


def indicator_changed(world: World, actor: str, row: Indicator) -> Data | None:
    facts = {"code": row.code, "version": row.version}
    return _reviewed(row.aspect, **facts) if _of_draft(row.standard) else None


def removed(world: World, actor: str, row: Indicator) -> Data | None:
    return {} if _of_draft(row.standard) else None


def _written(post: Any, model: Any = Standard, **more: Any) -> Example:
    """A committee writes its own court's standards alone."""
    return Example(rows={"pk": model}, allowed=COMMITTEES, where=at_home, post=post, **more)


EXAMPLES_OF_STANDARDS: dict[str, Example] = {
    "assessments:standards": Example(allowed=READERS),
    "assessments:standards_export": Example(allowed=READERS),
    "assessments:standard_new": Example(allowed=COMMITTEES, post=new_draft),
    "assessments:standard": Example(rows={"pk": Standard}, allowed=READERS),
    "assessments:standard_difference": Example(rows={"pk": Standard}, allowed=READERS),
    "assessments:standard_trial": _written(None, shows_row=True),
    "assessments:trial_export": _written(None, shows_row=False),
    "assessments:standard_export": Example(rows={"pk": Standard}, allowed=READERS),
    "assessments:standard_import": Example(allowed=COMMITTEES, post=workbook),
    "assessments:standard_copy": Example(rows={"pk": Standard}, allowed=COMMITTEES, post=new_draft, row_is_read=True),
    "assessments:standard_edit": _written(figures),
    "assessments:aspects_edit": _written(aspects),
    "assessments:standard_adopt": _written(adoption),
    "assessments:standard_discard": _written(discarded),
    "assessments:indicator_new": _written(indicator),
    "assessments:indicator_preview": _written(indicator, methods=("POST",), keeps_typed=True),
    "assessments:indicator_edit": _written(indicator_changed, Indicator),
    "assessments:indicator_remove": _written(removed, Indicator, methods=("POST",)),
}
