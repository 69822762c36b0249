"""The assembly with its attendance, and the rounds of voting."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from activities.models import Activity
from branches.choices import LimitCode
from branches.forms.branches import picker_keys
from branches.models import Member
from branches.selectors.rosters import Person
from core.access import requires
from core.clock import today
from core.dates import EARLIEST, LATEST
from core.editing import posted
from elections import services
from elections.choices import StepKind
from elections.forms.steps import AssemblyForm, BallotForm
from elections.models import Candidate, TermElection
from elections.selectors.assembly import assembly_record, open_seats, standing
from elections.selectors.figures import Figures, figures_of
from elections.views.frame import election_for, last_order, step_page, tips_of

LONGEST_NUMBER = 18


@requires("elections.hold_assembly", methods=("GET", "POST"))
def assembly(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for who was absent only where the branch has no record of the assembly of that day."""
    election = election_for(request, pk, "elections.hold_assembly")
    on = _asked_day(request, election)
    absent = _absent(request)
    figures, record = figures_of(election.branch, on, election.excluded), assembly_record(election.branch, on)
    initial = {"on": on, "place": record.activity.place if record else election.place, "after": last_order(election)}
    return step_page(
        request,
        election,
        StepKind.ASSEMBLED,
        AssemblyForm(posted(request), initial=initial),
        lambda values: services.hold_assembly(
            election=election, assembly=_typed(values, absent), today=today(), by=request.user, after=values["after"]
        ),
        said="已登记选举大会，接着投票。",
        title="登记选举大会",
        submit_label="登记大会",
        tips=tips_of(figures, LimitCode.ELECTION_QUORUM_PERCENT),
        groups=[] if record else [{"label": "", "people": _people(figures, absent)}],
        record=_told(record.activity, figures, record.present) if record else None,
        quorum=figures.limits[LimitCode.ELECTION_QUORUM_PERCENT],
        day=on,
    )


def _typed(values: dict[str, Any], absent: list[int]) -> services.Assembly:
    facts = {name: values[name] for name in ("on", "place", "scrutineers", "tellers")}
    return services.Assembly(**facts, absent=absent)


def _asked_day(request: HttpRequest, election: TermElection) -> date:
    """The day that was typed, or chosen on the page (`?on=`); else the planned one, once it has come."""
    typed = request.POST.get("on") or request.GET.get("on") or ""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = None
    if day is not None and EARLIEST <= day <= LATEST:
        return day
    return min(election.held_on or election.planned_on or today(), today())


def _absent(request: HttpRequest) -> list[int]:
    """The keys of those marked absent; what is no key is nobody's."""
    asked = request.POST.getlist("absent")
    return [int(each) for each in asked if each.isascii() and each.isdigit() and len(each) < LONGEST_NUMBER]


def _people(figures: Figures, absent: list[int]) -> list[dict[str, Any]]:
    return [
        {
            "id": person.member_id,
            "name": person.name,
            "note": _note(figures, person),
            "counts": person.member_id in figures.due,
            "absent": person.member_id in absent,
        }
        for person in figures.people
    ]


def _note(figures: Figures, person: Person) -> str:
    if person.votes:
        return "不计入应到" if person.member_id in figures.excluded else ""
    return "停止表决权" if person.formal else "预备党员"


def _told(activity: Activity, figures: Figures, present: frozenset[int]) -> str:
    return (
        f"{activity.held_on:%Y-%m-%d} 已有党员大会记录：有选举权应到 {len(figures.due)} 人，"
        f"实到 {len(figures.due & present)} 人。出席情况以会议记录为准，不用再填。"
    )


@requires("elections.count_ballots", methods=("GET", "POST"))
def ballots(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, "elections.count_ballots")
    stand: list[Candidate] = standing(election) if election.held_on else []
    figures = figures_of(election.branch, election.held_on or today())
    voters = people_written_in(request.user, figures)
    form = BallotForm(posted(request), stand=stand, voters=voters, initial={"after": last_order(election)})
    return step_page(
        request,
        election,
        StepKind.COUNTED,
        form,
        lambda values: services.count_ballots(
            election=election, counted=form.counted(), today=today(), by=request.user, after=values["after"]
        ),
        said="已登记本轮投票。",
        title="登记计票",
        submit_label="登记计票",
        notes=_notes(election, stand, figures),
        tips=tips_of(figures, LimitCode.ELECTION_ELECTED_PERCENT),
        people=picker_keys(voters),
    )


def people_written_in(user: Any, figures: Figures) -> QuerySet[Member]:
    """Whom the voters may write on their ballots: everybody who may be elected."""
    return Member.objects.visible_to(user).filter(pk__in=figures.voters).select_related("branch")


def _notes(election: TermElection, stand: list[Candidate], figures: Figures) -> list[str]:
    present = election.voting_present or 0
    names = "、".join(row.member.name for row in stand)
    return [
        f"有选举权实到 {present} 人；本轮候选人 {len(stand)} 名：{names}；应选 {open_seats(election)} 名。",
        f"至少 {figures.votes_needed(present)} 票始得当选，按得票多少取够名额；"
        "最后一个名额得票相等，或者当选人不够，另行选举。",
    ]
