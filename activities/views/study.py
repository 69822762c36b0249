"""Study hours of a year: a branch's or court's members in the order of the roster, one member's sources, entries."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from activities.forms.study import FACTS, LearningForm, people_to_record_for
from activities.forms.tables import StudyFilter
from activities.models import StudyRecord
from activities.selectors.appraisal import own_grades
from activities.selectors.leaders import secretary_lectures
from activities.selectors.links import held_records_url
from activities.selectors.study import StudyRow, branch_of_year, meetings_of, study_sources, study_table
from activities.services.study import study_change, study_record, study_remove
from activities.views.persons import Asked, asked_of, branches_looked_after, frame
from branches.choices import Role
from branches.forms.branches import picker_keys
from branches.models import Member
from branches.scoping import standing_of
from core.access import allowed, ensure, requires
from core.clock import today
from core.editing import form_page, posted
from core.exports import export
from core.listing import Table
from core.pinyin import search_keys


@requires("activities.view_study")
def study_list(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request, "activities.view_study", whole_court=True)
    table = study_table(asked.owner, year=asked.year, on=today())
    found = StudyFilter(request.GET)
    columns = [each for each in STUDY.columns if each[0] != "branch" or asked.branch is None]
    context = frame(
        asked,
        table=table,
        lectures=_lectures(request, asked),
        may_record=allowed(request.user, "activities.record_study"),
        **replace(STUDY, columns=columns).context(request, found, found.kept(_named(table.rows, asked))),
    )
    return render(request, "activities/study_list.html", context)


def _lectures(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """How often the 党组书记 lectured: asked of the whole court, and opened on the page of its leaders."""
    if asked.branch is not None:
        return {}
    span = {"start": date(asked.year, 1, 1), "end": min(today(), date(asked.year, 12, 31))}
    found = secretary_lectures(request.user, asked.court, **span)
    query = urlencode({"from": span["start"], "to": span["end"]})
    return {
        "held": found.held,
        "expected": found.expected,
        "note": "还没有登记谁是党组书记" if found.held is None else "任党组书记期间主讲的党课",
        "url": f"{reverse('activities:leaders')}?{query}",
    }


@requires("activities.view_study")
def study_export(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request, "activities.view_study", whole_court=True)
    table = study_table(asked.owner, year=asked.year, on=today())
    return export(
        user=request.user,
        action="activities.export_study",
        filename=f"{asked.owner}{asked.year}年学时.xlsx",
        sheet_title=f"{asked.year}年学时",
        columns=STUDY_COLUMNS,
        rows=STUDY.ordered(request, StudyFilter(request.GET).kept(_named(table.rows, asked))),
        subject=asked.owner,
    )


def _named(rows: list[StudyRow], asked: Asked) -> list[StudyRow]:
    """The rows, each with the name of its branch."""
    names = dict(asked.branches.values_list("pk", "name"))
    return [replace(row, branch=names.get(row.branch_id, "")) for row in rows]


# By the roster, by branch or by name; never by hours, which would rank persons.
STUDY = Table(
    columns=(
        ("name", "姓名"),
        ("branch", "党支部"),
        ("duty", "职务"),
        ("attended", "支部活动"),
        ("elsewhere", "其他学习"),
        ("total", "合计"),
        ("expected", "要求"),
        ("lacking", "还差"),
        ("trainings", "集中培训"),
    ),
    sorts={"name": lambda row: search_keys(row.name)},
    figures=("attended", "elsewhere", "total", "expected", "lacking", "trainings"),
)
STUDY_COLUMNS = (
    ("党支部", lambda row: row.branch),
    ("姓名", lambda row: row.name),
    ("党内职务", lambda row: row.duty),
    ("支部活动学时", lambda row: row.attended),
    ("其他学习学时", lambda row: row.elsewhere),
    ("合计学时", lambda row: row.hours),
    ("全年要求", lambda row: row.expected),
    ("还差", lambda row: None if row.expected is None else row.lacking),
    ("集中培训次数", lambda row: row.trainings),
    ("集中培训要求", lambda row: row.trainings_expected),
)


@requires("activities.view_study_of")
def study_member(request: HttpRequest, pk: int) -> HttpResponse:
    """One member's hours of a year, and where each comes from."""
    member = get_object_or_404(Member.objects.visible_to(request.user).select_related("court", "branch"), pk=pk)
    ensure(request.user, "activities.view_study_of", member)
    text = request.GET.get("year", "")
    years = range(today().year, today().year - 5, -1)
    year = int(text) if text in map(str, years) else today().year
    branch = branch_of_year(request.user, member, year=year, on=today())
    rows = study_table(branch, year=year, on=today(), member=member).rows if branch else []
    sources = study_sources(request.user, member, year=year, on=today())
    row = rows[0] if rows else None
    is_own = standing_of(request.user).member_id == member.pk
    return render(
        request,
        "activities/study_member.html",
        {
            "member": member,
            "member_text": str(member.pk),
            "title": "我的学时" if is_own else f"{member}的学时",
            "state": f"{branch or '当年没有支部归属'}；只有本人、所在支部和本院机关党委能看到，不参与任何排名。",
            "expected_note": f"全年要求 {row.expected:f} 学时，还差 {row.lacking:f}" if row and row.expected else "",
            "grades": own_grades(request.user, member.pk),
            "is_own": is_own,
            "year": year,
            "years": years,
            "row": row,
            "sources": sources,
            "other": _not_listed(row, sources.hours),
            "may_open": standing_of(request.user).holds(Role.COMMITTEE, Role.SECRETARY),
            "may_record": allowed(request.user, "activities.record_study", member),
            "crumbs": []
            if is_own
            else [("学时", f"{reverse('activities:study')}?branch={member.branch_id}&year={year}")],
        },
    )


@requires("activities.view_study_of")
def study_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """This year's hours and meetings of a member, on the member's page."""
    member = get_object_or_404(Member.objects.visible_to(request.user).select_related("court", "branch"), pk=pk)
    ensure(request.user, "activities.view_study_of", member)
    on = today()
    branch = branch_of_year(request.user, member, year=on.year, on=on)
    rows = study_table(branch, year=on.year, on=on, member=member).rows if branch else []
    first = date(on.year, 1, 1)
    context = {
        "member": member,
        "year": on.year,
        "row": rows[0] if rows else None,
        "meetings": meetings_of(request.user, member, first=first, last=on),
        "meetings_url": held_records_url(**{"attendee": member.pk, "from": first, "to": on}),
        "may_list": allowed(request.user, "activities.view_activities"),
    }
    return render(request, "activities/study_panel.html", context)


def _not_listed(row: StudyRow | None, listed: Any) -> Any:
    """Hours from a time in another branch of the court, whose records the reader does not see."""
    return row.hours - listed if row else 0


# --- Learning elsewhere ---------------------------------------------------------------------------


@requires("activities.record_study", methods=("GET", "POST"))
def study_record_new(request: HttpRequest) -> HttpResponse:
    """For the members that the address names (`member=`), or chosen on the form."""
    branches = branches_looked_after(request)[1]
    people = people_to_record_for(request.user, branches)
    asked = request.GET.get("member", "")
    chosen = people.filter(pk=asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else people.none()
    form = LearningForm(posted(request), people=people, initial={"members": chosen, "starts_on": today()})

    def save(values: dict[str, Any]) -> list[StudyRecord]:
        for member in values["members"]:
            ensure(request.user, "activities.record_study", member)
        return study_record(members=values["members"], facts=form.facts(), by=request.user, on=today())

    return form_page(
        request,
        form,
        save,
        done=lambda rows: _page_of(rows[0]),
        said="已登记学习。",
        title="登记学习",
        state="支部活动的学时由出席情况得出，不用在这里登记。",
        back=reverse("activities:study"),
        crumbs=[("学时", reverse("activities:study"))],
        people=picker_keys(people),
    )


@requires("activities.record_study", methods=("GET", "POST"))
def study_record_edit(request: HttpRequest, pk: int) -> HttpResponse:
    record = _record(request, pk)
    initial = {name: getattr(record, name) for name in (*FACTS, "version")}
    form = LearningForm(posted(request), initial=initial)
    return form_page(
        request,
        form,
        lambda values: study_change(
            record=record, facts=form.facts(), by=request.user, on=today(), version=values["version"]
        ),
        done=_page_of(record),
        said="已保存。",
        title=f"修改学习登记：{record.member}",
        back=_page_of(record),
        crumbs=[("学时", reverse("activities:study")), (str(record.member), _page_of(record))],
        saved_row=lambda: StudyRecord.objects.visible_to(request.user).get(pk=pk),
    )


@requires("activities.record_study", methods=("POST",))
def study_record_remove(request: HttpRequest, pk: int) -> HttpResponse:
    record = _record(request, pk)
    page = _page_of(record)
    study_remove(record=record, by=request.user)
    messages.success(request, "已删除学习登记")
    return redirect(page)


def _record(request: HttpRequest, pk: int) -> StudyRecord:
    rows = StudyRecord.objects.visible_to(request.user).select_related("member", "court", "branch")
    record = get_object_or_404(rows, pk=pk)
    ensure(request.user, "activities.record_study", record)
    return record


def _page_of(record: StudyRecord) -> str:
    return f"{reverse('activities:study_member', args=(record.member_id,))}?year={record.starts_on.year}"
