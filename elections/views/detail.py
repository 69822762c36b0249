"""One election: its path with all that was recorded, what comes next and who has to do it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from branches.choices import LimitCode
from core.access import allowed, requires
from core.clock import today
from elections.choices import ENDED, FOR_COMMITTEE, MAY_FOLLOW, Stage, StepKind
from elections.models import TermElection
from elections.permissions import ANSWERS, BRANCH_STEPS
from elections.selectors.assembly import assembly_record, elected_rows, last_counted, standing
from elections.selectors.figures import figures_of
from elections.selectors.path import candidates_of, next_of, path_of, rounds_of, steps_of
from elections.selectors.steps import own_part, stage_of, withdrawal_at
from elections.views.frame import election_for, tips_of

# The page of the branch's own next step at each stage, and the permission that it asks for.
NEXT_PAGES = {
    Stage.TO_REQUEST: ("request", StepKind.REQUESTED),
    Stage.TO_NOMINATE: ("nominate", StepKind.NOMINATED),
    Stage.TO_HEAR: ("opinions", StepKind.HEARD),
    Stage.TO_ASSEMBLE: ("assembly", StepKind.ASSEMBLED),
    Stage.TO_VOTE: ("ballots", StepKind.COUNTED),
    Stage.TO_DIVIDE: ("division", StepKind.DIVIDED),
    Stage.TO_REPORT: ("report", StepKind.REPORTED),
}
TIPS = (
    LimitCode.ELECTION_POSTPONE_MONTHS,
    LimitCode.ELECTION_SURPLUS_PERCENT,
    LimitCode.ELECTION_QUORUM_PERCENT,
    LimitCode.ELECTION_ELECTED_PERCENT,
)
TAGS = {Stage.DONE: "success", Stage.CANCELLED: "neutral"}


@requires("elections.view_elections")
def election_detail(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, "elections.view_elections")
    user, stage = request.user, stage_of(election)
    own = own_part(election, user) if _may_answer(user, election, stage) else ""
    action = "" if own else _action(user, election, stage)
    following = next_of(election, stage)
    figures = figures_of(election.branch, election.held_on or today())
    context = {
        "election": election,
        "stage": stage,
        "tag_kind": TAGS.get(stage, "info"),
        "path": path_of(election, steps_of(user, election), stage),
        "next": following,
        "action_label": following.label if following and action else "",
        "action_url": action,
        "own_part": own,
        "menu": _menu(user, election, stage),
        "candidates": candidates_of(user, election),
        "rounds": rounds_of(user, election),
        "may_recount": stage in MAY_FOLLOW[StepKind.RECOUNTED] and allowed(user, "elections.correct_ballots", election),
        "tips": tips_of(figures, *TIPS),
        "congress": figures.limits[LimitCode.ELECTION_CONGRESS_MEMBERS] if figures.needs_congress else None,
        "record": _record(user, election),
        "crumbs": [("换届", reverse("elections:list"))],
    }
    return render(request, "elections/election_detail.html", context)


def _action(user: Any, election: TermElection, stage: Stage) -> str:
    """The address of what the user has to do now; nothing for somebody who waits or only reads."""
    if stage in FOR_COMMITTEE:
        return reverse("elections:answer", args=[election.pk]) if _may_answer(user, election, stage) else ""
    page, kind = NEXT_PAGES.get(stage, ("", None))
    if kind is None or not allowed(user, BRANCH_STEPS[kind], election):
        return ""
    return reverse(f"elections:{page}", args=[election.branch_id if page == "request" else election.pk])


def _may_answer(user: Any, election: TermElection, stage: Stage) -> bool:
    return stage in FOR_COMMITTEE and any(allowed(user, name, election) for name in ANSWERS.values())


def _menu(user: Any, election: TermElection, stage: Stage) -> list[dict[str, str]]:
    """What else may be done at this stage."""
    if stage in ENDED:
        return []
    own = allowed(user, "elections.take_step", election)
    offers = (
        (own, StepKind.POSTPONEMENT_ASKED, "申请延期", "postpone", election.branch_id, "calendar-plus"),
        (own and stage == Stage.TO_VOTE, StepKind.ASSEMBLED, "另日再开大会", "assembly", election.pk, "calendar-event"),
        (own, StepKind.EXCLUDED, "不计入应到的党员", "exclusions", election.pk, "person-slash"),
        (own and bool(last_counted(election)), *(StepKind.SEATS_REDUCED, "减少名额", "seats"), election.pk, "dash-lg"),
        (
            *(own and _has_candidates(election), StepKind.CANDIDATE_OUT, "候选人、当选人退出"),
            *("candidate_out", election.pk, "person-dash"),
        ),
        (own, StepKind.WITHDRAWN, withdrawal_at(stage), "withdraw", election.pk, "arrow-counterclockwise"),
        (
            *(allowed(user, "elections.cancel_election", election), StepKind.CANCELLED, "终止这次换届", "cancel"),
            *(election.pk, "x-lg"),
        ),
    )
    return [
        {"label": label, "url": reverse(f"elections:{page}", args=[key]), "icon": icon}
        for may, kind, label, page, key, icon in offers
        if may and stage in MAY_FOLLOW[kind]
    ]


def _has_candidates(election: TermElection) -> bool:
    return bool(standing(election) or elected_rows(election))


def _record(user: Any, election: TermElection) -> dict[str, Any]:
    """The branch's record of the assembly, or that it may be opened; a figure that has changed since is said."""
    if election.held_on is None or not (
        allowed(user, "elections.take_step", election) or allowed(user, "elections.answer_branch", election)
    ):
        return {}
    found = assembly_record(election.branch, election.held_on)
    if found is None:
        return {"may_open": allowed(user, "elections.hold_assembly", election)}
    differs = found.activity.voting_present not in (None, election.voting_present)
    return {"activity": found.activity, "differs": differs}
