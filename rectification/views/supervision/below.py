"""Sums of a court and the courts below it, court by court."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from branches.models import Court
from core.access import ensure, requires
from core.exports import Column, export
from core.listing import Table
from rectification.choices import MeasureState, ProblemState
from rectification.forms.supervision import CourtLineFilter
from rectification.links import measures_url, problems_url
from rectification.selectors.supervision.below import CourtLine, court_lines
from rectification.views.supervision.asked import Asked, asked_of

FIGURES = (
    ("problems", "问题"),
    ("closed", "已销号"),
    ("measures", "措施"),
    ("done", "已完成"),
    ("on_schedule", "序时推进"),
    ("overdue", "未按时完成"),
)
KEYS = tuple(key for key, _ in FIGURES)
COURTS = Table(
    columns=(("name", "法院"), *FIGURES),
    sorts={key: lambda line, key=key: getattr(line, key) for key in KEYS},
    figures=KEYS,
)


@requires("rectification.view_below")
def below(request: HttpRequest) -> HttpResponse:
    """A line for each court; a court that shares its records is opened from here."""
    asked, found = _asked(request), CourtLineFilter(request.GET)
    context = COURTS.context(request, found, found.kept(_lines(asked)))
    context |= {
        "asked": asked,
        "crumbs": asked.crumbs,
        "lines": [(line, _figures(asked, line)) for line in context["page"].rows],
        "kept": asked.kept,
        "page_url": reverse("rectification:supervision"),
        "export_url": reverse("rectification:supervision_below_export"),
    }
    return render(request, "rectification/supervision_below.html", context)


@requires("rectification.view_below")
def below_export(request: HttpRequest) -> HttpResponse:
    asked, found = _asked(request), CourtLineFilter(request.GET)
    figures: list[Column] = [(label, lambda line, key=key: getattr(line, key)) for key, label in FIGURES]
    return export(
        user=request.user,
        action="rectification.export_supervision",
        filename=f"{asked.court}及下级法院整改（截至{asked.on:%Y-%m-%d}）.xlsx",
        sheet_title="下级法院整改",
        columns=[("法院", lambda line: line.court.name), *figures],
        rows=COURTS.ordered(request, found.kept(_lines(asked))),
        subject=asked.court,
    )


def _asked(request: HttpRequest) -> Asked:
    asked = asked_of(request)
    ensure(request.user, "rectification.view_below", asked.court)
    return asked


def _lines(asked: Asked) -> list[CourtLine]:
    courts = Court.objects.within(asked.court, with_below=True).order_by("path")
    return court_lines(asked.court, asked.on, list(courts))


def _figures(asked: Asked, line: CourtLine) -> list[tuple[int, str]]:
    """(figure, address of what it counts, "" where the court keeps its records to itself)."""
    of = {"on": asked.on, "court": line.court.pk}
    filters = {"closed": {"state": ProblemState.CLOSED}, "done": {"state": MeasureState.DONE}}
    filters |= {"on_schedule": {"state": MeasureState.ON_SCHEDULE}, "overdue": {"state": MeasureState.OVERDUE}}
    pages = {key: problems_url if key in ("problems", "closed") else measures_url for key in KEYS}
    return [(getattr(line, key), pages[key](**of, **filters.get(key, {})) if line.is_open else "") for key in KEYS]
