"""The steps that a branch takes: one form each."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from branches.choices import LimitCode
from branches.forms.branches import picker_keys
from branches.models import Branch, CommitteeTerm, Member
from core.access import requires
from core.clock import today
from core.editing import form_page, posted
from core.errors import Refused
from elections import services
from elections.choices import MAY_FOLLOW, Method, StepKind
from elections.forms.steps import (
    DivisionForm,
    NominationForm,
    OpinionsForm,
    PostponementForm,
    ReportForm,
    RequestForm,
)
from elections.models import Candidate, TermElection
from elections.selectors.assembly import candidates_needed, elected_rows, open_seats, standing
from elections.selectors.figures import Figures, figures_of
from elections.selectors.path import candidates_of
from elections.selectors.steps import stage_of
from elections.selectors.terms import open_term
from elections.views.frame import branch_for, by_service, election_for, page_of_election, step_page, tips_of


def _open_election(request: HttpRequest, branch: Branch) -> TermElection | None:
    rows = TermElection.objects.visible_to(request.user).filter(branch=branch, closed_on__isnull=True)
    return rows.select_related("branch__court").first()


@requires("elections.request_election", methods=("GET", "POST"))
def request_election(request: HttpRequest, branch_pk: int) -> HttpResponse:
    """Begins an election, or asks again in the one that is open."""
    branch = branch_for(request, branch_pk, "elections.request_election")
    term, figures = open_term(branch), figures_of(branch, today())
    election = _open_election(request, branch)
    if request.method == "GET" and election and stage_of(election) not in MAY_FOLLOW[StepKind.REQUESTED]:
        return redirect(page_of_election(election))  # a warning's link leads on to where the election stands
    initial = {"on": today(), "planned_on": _planned(election, term), "seats": _usual_seats(election, figures)}
    initial["method"] = election.method if election else Method.SURPLUS
    form = RequestForm(posted(request), initial=initial, with_committee=figures.elects_committee)
    codes = (LimitCode.COMMITTEE_FROM_MEMBERS, LimitCode.ELECTION_SURPLUS_PERCENT, LimitCode.ELECTION_POSTPONE_MONTHS)
    return _begin_page(
        request,
        *(branch, election, StepKind.REQUESTED),
        form,
        lambda values: services.request_election(
            branch=branch,
            plan=form.plan(),
            **{name: values[name] for name in ("reasons", "on", "number")},
            today=today(),
            by=request.user,
        ),
        said="已报送换届请示，等机关党委批复。",
        title=f"{branch}换届请示",
        menu=_postponement(branch, term),
        submit_label="报送请示",
        notes=_notes(term, figures),
        tips=tips_of(figures, *codes),
    )


@requires("elections.ask_postponement", methods=("GET", "POST"))
def ask_postponement(request: HttpRequest, branch_pk: int) -> HttpResponse:
    branch = branch_for(request, branch_pk, "elections.ask_postponement")
    term, figures = open_term(branch), figures_of(branch, today())
    return _begin_page(
        request,
        *(branch, _open_election(request, branch), StepKind.POSTPONEMENT_ASKED),
        PostponementForm(posted(request), initial={"on": today()}),
        lambda values: services.ask_postponement(branch=branch, today=today(), by=request.user, **values),
        said="已报送延期申请，等机关党委批复。",
        title=f"{branch}延期换届",
        submit_label="报送申请",
        notes=_notes(term, figures)[:1],
        tips=tips_of(figures, LimitCode.ELECTION_POSTPONE_MONTHS),
    )


def _begin_page(
    request: HttpRequest,
    branch: Branch,
    election: TermElection | None,
    kind: StepKind,
    form: Any,
    save: Any,
    **context: Any,
) -> HttpResponse:
    """The first step's form, before there is an election, or the same step in one that is open."""
    if election is not None:
        return step_page(request, election, kind, form, save, **context)
    back = reverse("branches:branch_detail", args=[branch.pk])
    crumbs = [("换届", reverse("elections:list")), (branch.name, back)]
    page = {"template": "elections/step_form.html", "back": back, "crumbs": crumbs, **context}
    return form_page(request, form, save, done=page_of_election, **page)


def _postponement(branch: Branch, term: CommitteeTerm | None) -> list[dict[str, str]]:
    """The other way to begin, for a branch whose term may be put off."""
    if term is None:
        return []
    there = reverse("elections:postpone", args=[branch.pk])
    return [{"label": "不能按期换届，申请延期", "url": there, "icon": "calendar-plus"}]


def _planned(election: TermElection | None, term: CommitteeTerm | None) -> date | None:
    """What was planned before, else the last day of the term while it lies ahead."""
    if election and election.planned_on and election.planned_on >= today():
        return election.planned_on
    return term.due_on if term and term.due_on >= today() else None


def _usual_seats(election: TermElection | None, figures: Figures) -> int:
    if election and election.seats:
        return election.seats
    return figures.limit(LimitCode.COMMITTEE_SEATS_USUAL) if figures.elects_committee else 1


def _notes(term: CommitteeTerm | None, figures: Figures) -> list[str]:
    """What is known, so that nobody looks it up."""
    least, most = figures.seats_range(with_committee=figures.elects_committee)
    if term is None:
        notes = ["没有登记本届的起止日期：按支部首次选举办理。"]
    else:
        days = (term.due_on - today()).days
        when = f"还有 {days} 天" if days >= 0 else f"已超期 {-days} 天"
        notes = [f"本届 {term.starts_on:%Y-%m-%d} 起，应于 {term.due_on:%Y-%m-%d} 前换届，{when}。"]
    what = "设支部委员会" if figures.elects_committee else "不设支部委员会，选书记，必要时选副书记"
    how = "实行差额" if figures.elects_committee else "一般实行差额，经批准可以等额"
    notes.append(
        f"党员 {len(figures.people)} 名，其中正式党员 {figures.formal} 名、有选举权 {len(figures.voters)} 名；"
        f"{what}，名额 {least} 至 {most} 名。选举用无记名投票，{how}。"
    )
    if figures.needs_congress:
        congress = figures.limits[LimitCode.ELECTION_CONGRESS_MEMBERS]
        notes.append(f"党员达到 {congress.figure} 名以上，可以召开党员代表大会选举（{congress.cited}）。")
    return notes


@requires("elections.nominate_candidates", methods=("GET", "POST"))
def nominate(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, "elections.nominate_candidates")
    figures = figures_of(election.branch, today())
    known = candidates_of(request.user, election)
    elected = {row.member_id for row in known if row.elected_in_id}
    free = Member.objects.visible_to(request.user).filter(pk__in=set(figures.voters) - elected)
    voters = free.select_related("branch")
    before = [row.member_id for row in known if not row.elected_in_id and row.out_on is None]
    form = NominationForm(posted(request), members=voters, initial={"on": today(), "members": before})
    seats, least = open_seats(election), candidates_needed(election, figures)
    return step_page(
        request,
        election,
        StepKind.NOMINATED,
        form,
        by_service(request, election, services.nominate),
        said="已登记候选人预备人选，接着征求党员意见。",
        title="提出候选人预备人选",
        submit_label="登记人选",
        notes=[f"应选 {seats} 名，至少提出 {least} 名；可选的是本支部有选举权的 {len(voters)} 名党员。"],
        tips=tips_of(figures, LimitCode.ELECTION_SURPLUS_PERCENT),
        people=picker_keys(voters),
    )


@requires("elections.hear_opinions", methods=("GET", "POST"))
def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, "elections.hear_opinions")
    names = "、".join(str(row.member) for row in standing(election))
    return step_page(
        request,
        election,
        StepKind.HEARD,
        OpinionsForm(posted(request), initial={"on": today()}),
        by_service(request, election, services.hear_opinions),
        said="已报送人选，等机关党委批复。",
        title="征求党员意见并报审",
        submit_label="报送审查",
        notes=[f"候选人预备人选：{names}。"],
    )


@requires("elections.divide_work", methods=("GET", "POST"))
def division(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, "elections.divide_work")
    elected: list[Candidate] = elected_rows(election)
    form = DivisionForm(posted(request), elected=elected, initial={"on": election.held_on})
    return step_page(
        request,
        election,
        StepKind.DIVIDED,
        form,
        lambda values: services.divide_work(
            election=election, posts=form.posts(), on=values["on"], today=today(), by=request.user
        ),
        said="已登记分工，接着报告选举结果。",
        title="支委会分工",
        submit_label="登记分工",
        notes=["书记、副书记由新一届支委会选举产生；不设支委会的，由党员大会直接选出。"],
    )


@requires("elections.report_result", methods=("GET", "POST"))
def report(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, "elections.report_result")
    rows = elected_rows(election)
    posts = "；".join(f"{row.post_title or row.get_post_kind_display()} {row.member}" for row in rows)
    return step_page(
        request,
        election,
        StepKind.REPORTED,
        ReportForm(posted(request), initial={"on": today()}),
        by_service(request, election, services.report_result),
        said="已报告选举结果，等机关党委批准备案。",
        title="报告选举结果",
        submit_label="报告结果",
        notes=[f"新一届：{posts}。"],
    )


@requires("elections.hold_assembly", methods=("POST",))
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens the assembly's record as a draft, filled with what was noted here."""
    election = election_for(request, pk, "elections.hold_assembly")
    try:
        draft = services.draft_minutes(election=election, by=request.user)
    except Refused as refused:
        messages.warning(request, "；".join(refused.reasons))
        return redirect(page_of_election(election))
    return redirect("activities:draft", pk=draft.pk)
