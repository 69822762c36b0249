"""What goes otherwise than planned: a round put right, somebody who leaves, fewer seats, a step taken back, the end."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from branches.choices import LimitCode
from branches.forms.branches import picker_keys
from core.access import ensure, requires
from core.clock import today
from core.editing import posted
from elections import services
from elections.choices import StepKind
from elections.forms.steps import CandidateOutForm, ExclusionForm, ReasonForm, RecountForm, SeatsForm
from elections.models import Ballot, Candidate
from elections.selectors.assembly import elected_rows, stood_in
from elections.selectors.figures import figures_of
from elections.selectors.path import votes_of
from elections.selectors.steps import stage_of, withdrawal_at
from elections.views.assembly import people_written_in
from elections.views.frame import by_service, election_for, last_order, step_page, tips_of


@requires("elections.correct_ballots", methods=("GET", "POST"))
def recount(request: HttpRequest, ballot_pk: int) -> HttpResponse:
    """Puts a round right; what was written down first stays beside it."""
    rows = Ballot.objects.visible_to(request.user).select_related("election__branch__court", "court")
    ballot = get_object_or_404(rows, pk=ballot_pk)
    ensure(request.user, "elections.correct_ballots", ballot)
    election = election_for(request, ballot.election_id, "elections.correct_ballots")
    figures = figures_of(election.branch, ballot.held_on)
    voters = people_written_in(request.user, figures)
    initial = {"after": last_order(election), "on": today(), **_as_written(request.user, ballot)}
    form = RecountForm(posted(request), stand=stood_in(ballot), voters=voters, initial=initial)
    return step_page(
        request,
        election,
        StepKind.RECOUNTED,
        form,
        lambda values: services.correct_ballot(
            ballot=ballot,
            counted=form.counted(),
            **{name: values[name] for name in ("reason", "on", "after")},
            today=today(),
            by=request.user,
        ),
        said="已更正，原来的登记仍然保留。",
        title=f"更正{ballot}计票",
        submit_label="登记更正",
        notes=[f"有选举权实到 {ballot.present} 人，应选 {ballot.seats} 名。当选人按更正后的票数重新计算。"],
        tips=tips_of(figures, LimitCode.ELECTION_ELECTED_PERCENT),
        people=picker_keys(voters),
    )


def _as_written(user: Any, ballot: Ballot) -> dict[str, Any]:
    """What the form of the round held when it was written down."""
    values: dict[str, Any] = {name: getattr(ballot, name) for name in ("issued", "returned", "valid")}
    line = 0
    for row in votes_of(user, ballot):
        if row.written_in:
            line += 1
            values |= {f"other_{line}": row.candidate.member_id, f"other_votes_{line}": row.votes}
        else:
            values[f"votes_{row.candidate_id}"] = row.votes
    return values | {"is_void": ballot.is_void}


@requires("elections.exclude_from_due", methods=("GET", "POST"))
def exclusions(request: HttpRequest, pk: int) -> HttpResponse:
    """Who by a decision does not count among those due at the assembly."""
    election = election_for(request, pk, "elections.exclude_from_due")
    figures = figures_of(election.branch, today())
    voters = people_written_in(request.user, figures)
    initial = {"on": today(), "members": election.excluded}
    return step_page(
        request,
        election,
        StepKind.EXCLUDED,
        ExclusionForm(posted(request), members=voters, initial=initial),
        by_service(request, election, services.exclude_from_due),
        said="已登记，选举大会的应到人数按此计算。",
        title="不计入应到的党员",
        submit_label="登记决定",
        notes=[
            "只依据组织决定登记，系统不会自动排除任何人。这里的决定代替以前的决定，在下一次选举大会计算应到时使用。",
        ],
        tips=tips_of(figures, LimitCode.ELECTION_QUORUM_PERCENT),
        people=picker_keys(voters),
    )


@requires("elections.drop_candidate", methods=("GET", "POST"))
def candidate_out(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, "elections.drop_candidate")
    rows = Candidate.objects.visible_to(request.user).filter(election=election, out_on__isnull=True)
    candidates = rows.exclude(stands=False, elected_in__isnull=True).select_related("member")
    return step_page(
        request,
        election,
        StepKind.CANDIDATE_OUT,
        CandidateOutForm(posted(request), candidates=candidates, initial={"on": today()}),
        by_service(request, election, services.drop_candidate),
        said="已登记退出。",
        title="候选人、当选人退出",
        submit_label="登记退出",
        notes=[
            "候选人退出后差额不足的，重新提出人选报批；人数够的，接着选举。",
            "当选人退出后空出的名额，由未当选的候选人参加补选，人数不够的重新提出人选；"
            "大会决定空缺、不再补选的，接着办理“减少名额”。",
        ],
    )


@requires("elections.reduce_seats", methods=("GET", "POST"))
def seats(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, "elections.reduce_seats")
    elected = len(elected_rows(election))
    return step_page(
        request,
        election,
        StepKind.SEATS_REDUCED,
        SeatsForm(posted(request), initial={"on": election.held_on}),
        by_service(request, election, services.reduce_seats),
        said="已减少名额，接着登记支委会分工。",
        title="减少名额，不再另行选举",
        submit_label="确认减少",
        notes=[f"应选 {election.seats} 名，已选出 {elected} 名；减少以后应选名额为 {elected} 名。"],
    )


@requires("elections.withdraw_step", methods=("GET", "POST"))
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, "elections.withdraw_step")
    return step_page(
        request,
        election,
        StepKind.WITHDRAWN,
        ReasonForm(posted(request)),
        lambda values: services.withdraw_step(election=election, on=today(), today=today(), by=request.user, **values),
        said="已撤回，可以修改后重新办理。",
        title=withdrawal_at(stage_of(election)) or StepKind.WITHDRAWN.label,
        submit_label="撤回",
        notes=[
            "撤回的内容和理由都留在经过里。",
            "不计入应到的决定、候选人和当选人退出、更正计票不随之撤回；需要改的，另行登记。",
        ],
    )


@requires("elections.cancel_election", methods=("GET", "POST"))
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, "elections.cancel_election")
    return step_page(
        request,
        election,
        StepKind.CANCELLED,
        ReasonForm(posted(request)),
        lambda values: services.cancel_election(
            election=election, on=today(), today=today(), by=request.user, **values
        ),
        said="已终止这次换届。",
        title="终止这次换届",
        submit_label="终止",
        notes=["终止以后不能恢复，已登记的内容保留；需要时另写请示重新开始。"],
    )
