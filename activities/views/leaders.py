"""Leaders in the organisational life of their own branch (双重组织生活)."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from activities.choices import LECTURE
from activities.forms import SpanForm
from activities.forms.tables import LeaderFilter
from activities.selectors.leaders import Attended, LeaderLine, LeaderReport, leader_report
from activities.selectors.links import held_records_url
from activities.selectors.places import court_to_log_for
from branches.models import Court
from core.access import requires
from core.clock import today
from core.exports import Column, export
from core.listing import Table


@requires("activities.view_leaders")
def leader_list(request: HttpRequest) -> HttpResponse:
    court, form, report = _asked(request)
    found = LeaderFilter(request.GET)
    shown = _table(report).context(request, found, found.kept(report.lines))
    shown["page"] = replace(shown["page"], rows=[_shown(line, report) for line in shown["page"].rows])
    start, end = form.span
    kept = {"from": str(start), "to": str(end)}
    context = {"court": court, "form": form, "report": report, "today": today(), **shown}
    context |= {"kept": kept, "clear_url": f"?{urlencode(kept)}"}
    return render(request, "activities/leader_list.html", context)


@requires("activities.view_leaders")
def leader_export(request: HttpRequest) -> HttpResponse:
    court, form, report = _asked(request)
    start, end = form.span
    return export(
        user=request.user,
        action="activities.export_leaders",
        filename=f"{court.name}领导干部参加双重组织生活{start}至{end}.xlsx",
        sheet_title="双重组织生活",
        columns=_columns(report),
        rows=_table(report).ordered(request, LeaderFilter(request.GET).kept(report.lines)),
        subject=court,
    )


def _asked(request: HttpRequest) -> tuple[Court, SpanForm, LeaderReport]:
    """The court whose committee the user is of, the span, and the figures."""
    court = court_to_log_for(request.user)
    if court is None:
        raise PermissionDenied
    form = SpanForm(request.GET, on=today())
    start, end = form.span
    return court, form, leader_report(request.user, court, start=start, end=end)


def _table(report: LeaderReport) -> Table:
    """A column for each kind that somebody attended."""
    kinds = [(kind.code, kind.short_name) for kind in report.kinds]
    return Table(
        columns=(
            ("name", "姓名"),
            ("rank", "身份"),
            ("branch", "党支部"),
            ("total", "合计"),
            *kinds,
            ("lectures", "讲党课"),
            ("step", ""),
        ),
        sorts={
            "name": lambda line: line.leadership.member.pinyin,
            "branch": lambda line: (line.leadership.member.branch.order, line.leadership.member.branch_id),
        },
        figures=("total", *(code for code, _ in kinds), "lectures"),
    )


def _shown(line: LeaderLine, report: LeaderReport) -> dict[str, Any]:
    """The line with the address of the records behind each figure."""
    span = {"from": line.first, "to": line.last}
    member = {"attendee": line.leadership.member_id, "capacity": "member", **span}
    cells = [(line.kinds.get(kind.pk, Attended()), held_records_url(kind=kind.code, **member)) for kind in report.kinds]
    lectures = held_records_url(kind=LECTURE, lecturer=line.leadership.member_id, once=1, **span)
    missing = line.lectures_due is not None and line.lectures < line.lectures_due
    return {
        "line": line,
        "row": line.leadership,
        "cells": [(line.total, held_records_url(**member)), *cells],
        "lectures_url": lectures,
        "lectures_missing": missing,
    }


def _columns(report: LeaderReport) -> list[Column]:
    columns: list[Column] = [
        ("姓名", lambda line: line.leadership.member.name),
        ("领导身份", lambda line: line.leadership.get_kind_display()),
        ("职务", lambda line: line.leadership.title),
        ("党支部", lambda line: line.leadership.member.branch.name),
        ("从", lambda line: line.first),
        ("到", lambda line: line.last),
        ("应参加", lambda line: line.total.due),
        ("实际参加", lambda line: line.total.present),
    ]
    for kind in report.kinds:
        columns.append((f"{kind.name}应参加", lambda line, pk=kind.pk: line.kinds.get(pk, Attended()).due))
        columns.append((f"{kind.name}实际参加", lambda line, pk=kind.pk: line.kinds.get(pk, Attended()).present))
    return [*columns, ("讲党课", lambda line: line.lectures), ("讲党课应讲", lambda line: line.lectures_due)]
