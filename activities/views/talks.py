"""谈心谈话: who has been talked with this year, and logging several talks at once."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from activities.choices import TALK, PairKind
from activities.forms.tables import TalkFilter, answer_code
from activities.models import ActivityKind
from activities.selectors.links import held_records_url
from activities.selectors.places import branches_to_log_for
from activities.selectors.talks import TalkRow, TalkTable, talk_table
from activities.services import Incomplete
from activities.services.talks import TalkLine, talks_log
from activities.views.persons import Asked, asked_of, frame
from branches.models import Branch
from branches.selectors.rosters import RosterBook
from core.access import allowed, ensure, requires
from core.clock import now, today
from core.editing import UNPROCESSABLE
from core.errors import Refused
from core.exports import export
from core.listing import Table

LINE_FIELDS = ("on", "first", "second", "notes")
EMPTY_LINES = 3
TALKS_SHOWN = 10


@requires("activities.view_study")
def talk_list(request: HttpRequest) -> HttpResponse:
    asked, branch, table = _asked(request)
    found = TalkFilter(request.GET)
    here = {"kind": TALK, "branch": branch.pk, "from": date(asked.year, 1, 1), "to": table.as_of}
    shown = TALKS.context(request, found, found.kept(table.rows))
    shown["page"] = replace(shown["page"], rows=[_shown(row, here) for row in shown["page"].rows])
    context = frame(
        asked,
        table=table,
        latest=table.talks[:TALKS_SHOWN],
        all_talks=held_records_url(**here),
        may_log=allowed(request.user, "activities.log_talks", branch),
        branch_text=str(branch.pk),
        **shown,
    )
    return render(request, "activities/talk_list.html", context)


@requires("activities.view_study")
def talk_export(request: HttpRequest) -> HttpResponse:
    asked, branch, table = _asked(request)
    return export(
        user=request.user,
        action="activities.export_talks",
        filename=f"{branch}{asked.year}年谈心谈话.xlsx",
        sheet_title=f"{asked.year}年谈心谈话",
        columns=TALK_COLUMNS,
        rows=TALKS.ordered(request, TalkFilter(request.GET).kept(table.rows)),
        subject=branch,
    )


def _asked(request: HttpRequest) -> tuple[Asked, Branch, TalkTable]:
    asked = asked_of(request, "activities.view_study", whole_court=False)
    if asked.branch is None:
        raise Http404
    return asked, asked.branch, talk_table(request.user, asked.branch, year=asked.year, on=today())


def _shown(row: TalkRow, here: dict[str, Any]) -> dict[str, Any]:
    """A row with its counts in the order of the columns, and the records of the member's talks."""
    url = held_records_url(**here, attendee=row.person.member_id)
    return {"row": row, "counts": [row.kinds[kind] for kind in PairKind], "url": url}


def _count_of(kind: PairKind) -> Any:
    return lambda row: row.kinds[kind]


def _answer(row: TalkRow) -> str:
    if row.state is None:
        return "不作要求"
    return "已谈" if row.enough else row.why or "还没有谈"


TALKS = Table(
    columns=(
        ("name", "姓名"),
        ("duty", "职务"),
        *((kind.value, kind.label) for kind in PairKind),
        ("total", "合计"),
        ("state", "本年"),
    ),
    sorts={"name": lambda row: row.person.pinyin, "state": answer_code},
    figures=(*PairKind.values, "total"),
)
TALK_COLUMNS = (
    ("姓名", lambda row: row.person.name),
    ("党内职务", lambda row: row.duty),
    *((kind.label, _count_of(kind)) for kind in PairKind),
    ("合计", lambda row: row.total),
    ("本年", _answer),
)


@requires("activities.log_talks", methods=("GET", "POST"))
def talk_new(request: HttpRequest) -> HttpResponse:
    """Lines of a day and two names; every line becomes a record, or none does."""
    branch = _branch(request)
    ensure(request.user, "activities.log_talks", branch)
    lines, faults = _empty_lines(), []
    key = uuid4()
    if request.method == "POST":
        lines, key = _typed_lines(request.POST), _key(request.POST)
        try:
            made = _log(request, branch, lines, key)
        except Incomplete as incomplete:
            faults = [fault.text for fault in incomplete.faults]
        except Refused as refused:
            faults = list(refused.reasons)
        else:
            messages.success(request, f"已提交 {len(made)} 次谈心谈话")
            return redirect(f"{reverse('activities:talks')}?branch={branch.pk}")
    names = [person.name for person in RosterBook(branch).branch(branch.pk, today())]
    here = f"{reverse('activities:talks')}?branch={branch.pk}"
    return render(
        request,
        "activities/talk_new.html",
        {
            "branch": branch,
            "lines": lines,
            "faults": faults,
            "key": key,
            "names": names,
            "today": today(),
            "back": here,
            "crumbs": [("谈心谈话", here)],
        },
        status=UNPROCESSABLE if faults else 200,
    )


def _branch(request: HttpRequest) -> Branch:
    """The branch that the address or the form names, else the user's first."""
    branches = branches_to_log_for(request.user)
    text = request.POST.get("branch") or request.GET.get("branch", "")
    if not text:
        found = branches.first()
        if found is None:
            raise Http404
        return found
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise Http404
    return get_object_or_404(branches, pk=text)


def _log(request: HttpRequest, branch: Branch, lines: list[dict[str, str]], key: UUID) -> list[Any]:
    filled = [line for line in lines if line["first"] or line["second"] or line["notes"]]
    kind = get_object_or_404(ActivityKind.objects.visible_to(request.user), code=TALK)
    return talks_log(
        branch=branch,
        lines=[TalkLine(_day(line["on"]), line["first"], line["second"], line["notes"]) for line in filled],
        kind=kind,
        by=request.user,
        at=now(),
        submission_key=key,
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return forms.DateField().clean(text)
    except forms.ValidationError:
        raise Refused(f"“{text}”不是日期，请按 2024-05-08 的样子填写") from None


def _typed_lines(sent: QueryDict) -> list[dict[str, str]]:
    columns = {name: sent.getlist(name) for name in LINE_FIELDS}
    length = max((len(column) for column in columns.values()), default=0)
    return [
        {name: column[at].strip()[:2000] if at < len(column) else "" for name, column in columns.items()}
        for at in range(min(length, 100))
    ] or _empty_lines()


def _empty_lines() -> list[dict[str, str]]:
    first = {"on": f"{today()}", "first": "", "second": "", "notes": ""}
    return [first, *({**first, "on": ""} for _ in range(EMPTY_LINES - 1))]


def _key(sent: QueryDict) -> UUID:
    try:
        return UUID(sent.get("submission_key", ""))
    except ValueError:
        raise Http404 from None
