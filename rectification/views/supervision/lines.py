"""Measures by branch and by person: how many, how late, how near. A list of duties; nobody is ranked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.access import requires
from core.exports import Column, export
from core.listing import Table
from rectification.choices import MeasureState, ProblemState
from rectification.forms.supervision import BranchLineFilter, PersonLineFilter
from rectification.selectors.supervision.facts import facts_on
from rectification.selectors.supervision.sums import (
    NEAR,
    NEARING,
    BranchLine,
    PersonLine,
    branch_lines,
    person_lines,
)
from rectification.views.supervision.asked import Asked, asked_of

DUTIES = (
    ("measures", "措施"),
    ("done", "已完成"),
    ("on_schedule", "序时推进"),
    ("overdue", "未按时完成"),
    ("longest", "最长逾期"),
    ("near", f"{NEAR} 天内到期"),
    ("nearing", f"{NEARING} 天内到期"),
)
KEYS = tuple(key for key, _ in DUTIES)
# What the list of measures is filtered by, for each figure.
FILTERS: dict[str, dict[str, Any]] = {
    "measures": {},
    "done": {"state": MeasureState.DONE},
    "on_schedule": {"state": MeasureState.ON_SCHEDULE},
    "overdue": {"state": MeasureState.OVERDUE},
    "longest": {"state": MeasureState.OVERDUE, "sort": "due_on"},
    "near": {"soon": NEAR},
    "nearing": {"soon": NEARING},
}
_SORTS = {key: lambda line, key=key: getattr(line.duties, key) for key in KEYS}
BRANCHES = Table(
    columns=(("name", "党支部"), ("problems", "问题"), ("closed", "已销号"), *DUTIES),
    sorts={"problems": lambda line: line.problems, "closed": lambda line: line.closed, **_SORTS},
    figures=("problems", "closed", *KEYS),
)
# By branch, then by name: the order of a list of duties.
PERSONS = Table(columns=(("branch", "党支部"), ("name", "责任人"), *DUTIES), sorts={}, figures=KEYS)


@requires("rectification.view_supervision")
def branches(request: HttpRequest) -> HttpResponse:
    """A line for each branch, the longest late first."""
    asked, found = asked_of(request), BranchLineFilter(request.GET)
    context = BRANCHES.context(request, found, found.kept(_branch_lines(asked)))
    context |= {
        "asked": asked,
        "crumbs": asked.crumbs,
        "lines": [(line, _branch_figures(asked, line)) for line in context["page"].rows],
        "kept": asked.kept,
        "export_url": reverse("rectification:supervision_branches_export"),
    }
    return render(request, "rectification/supervision_branches.html", context)


@requires("rectification.view_supervision")
def branches_export(request: HttpRequest) -> HttpResponse:
    asked, found = asked_of(request), BranchLineFilter(request.GET)
    columns: list[Column] = [
        ("党支部", lambda line: line.name),
        ("问题", lambda line: line.problems),
        ("已销号", lambda line: line.closed),
        *_DUTY_COLUMNS,
    ]
    return _export(request, asked, "各支部整改", columns, BRANCHES.ordered(request, found.kept(_branch_lines(asked))))


@requires("rectification.view_supervision")
def persons(request: HttpRequest) -> HttpResponse:
    """Who answers for measures, by branch, then by name."""
    asked, found = asked_of(request), PersonLineFilter(request.GET)
    context = PERSONS.context(request, found, found.kept(_person_lines(asked)))
    context |= {
        "asked": asked,
        "crumbs": asked.crumbs,
        "lines": [(line, _person_figures(asked, line)) for line in context["page"].rows],
        "kept": asked.kept,
        "export_url": reverse("rectification:supervision_persons_export"),
    }
    return render(request, "rectification/supervision_persons.html", context)


@requires("rectification.view_supervision")
def persons_export(request: HttpRequest) -> HttpResponse:
    asked, found = asked_of(request), PersonLineFilter(request.GET)
    columns: list[Column] = [
        ("党支部", lambda line: line.branch_name),
        ("责任人", lambda line: line.name),
        *_DUTY_COLUMNS,
    ]
    return _export(request, asked, "整改措施责任人", columns, found.kept(_person_lines(asked)))


def _branch_lines(asked: Asked) -> list[BranchLine]:
    """Of the branches that are there, and of those dissolved since that have something."""
    lines = branch_lines(facts_on(asked.owner, asked.on), asked.rows)
    return [
        line
        for line in lines
        if line.problems or line.duties.measures or (line.branch and line.branch.exists_on(asked.on))
    ]


def _person_lines(asked: Asked) -> list[PersonLine]:
    return person_lines(facts_on(asked.owner, asked.on), asked.rows)


# --- Figures with what they count -----------------------------------------------------------------


def _branch_figures(asked: Asked, line: BranchLine) -> list[tuple[str, int, str]]:
    """(column, figure, address of what it counts)."""
    if line.branch is None:
        return _unlinked([("problems", line.problems), ("closed", line.closed)], line)
    own = {"branch": line.branch.pk}
    return [
        ("problems", line.problems, asked.problems(**own)),
        ("closed", line.closed, asked.problems(state=ProblemState.CLOSED, **own)),
        *_figures(asked, line, **own),
    ]


def _person_figures(asked: Asked, line: PersonLine) -> list[tuple[str, int, str]]:
    if line.branch is None:
        return _unlinked([], line)
    return _figures(asked, line, person=line.name, branch=line.branch.pk)


def _unlinked(first: list[tuple[str, int]], line: BranchLine | PersonLine) -> list[tuple[str, int, str]]:
    """The committee's own: the lists have no filter for what no branch has."""
    figures = [*first, *((key, getattr(line.duties, key)) for key in KEYS)]
    return [(key, figure, "") for key, figure in figures]


def _figures(asked: Asked, line: BranchLine | PersonLine, **of: Any) -> list[tuple[str, int, str]]:
    return [(key, getattr(line.duties, key), asked.measures(**FILTERS[key], **of)) for key in KEYS]


_DUTY_COLUMNS: list[Column] = [
    (f"{label}（天）" if key == "longest" else label, lambda line, key=key: getattr(line.duties, key))
    for key, label in DUTIES
]


def _export(request: HttpRequest, asked: Asked, title: str, columns: list[Column], rows: list[Any]) -> HttpResponse:
    return export(
        user=request.user,
        action="rectification.export_supervision",
        filename=f"{asked.owner}{title}（截至{asked.on:%Y-%m-%d}）.xlsx",
        sheet_title=title,
        columns=columns,
        rows=rows,
        subject=asked.owner,
    )
