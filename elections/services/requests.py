"""The request for an election or for its postponement, and the committee's answers."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from branches.choices import LimitCode
from branches.models import Branch, CommitteeTerm
from branches.services.posts import term_postpone
from core.dates import months_after
from core.errors import Refused
from elections.choices import Method, StepKind
from elections.models import TermElection
from elections.selectors.assembly import candidates_needed
from elections.selectors.figures import Figures, figures_of
from elections.selectors.steps import last_step
from elections.selectors.terms import open_term
from elections.services.steps import add_step, claim, needed, refuse_own, save


@dataclass(frozen=True)
class Plan:
    """What is asked for: the day, the seats, and whether as many stand as there are seats."""

    planned_on: date
    seats: int
    method: str = Method.SURPLUS


@transaction.atomic
def request_election(
    *,
    branch: Branch,
    plan: Plan,
    reasons: str,
    on: date,
    today: date,
    by: Any,
    number: str = "",
) -> TermElection:
    """The branch asks its court's committee to hold the election: begins it, or asks again after a refusal."""
    reasons = needed(reasons, "请写明换届事由。", "reasons")
    term = open_term(branch)
    figures = figures_of(branch, on)
    _check_plan(term, plan.planned_on, figures, today)
    _check_seats(plan, figures)
    election = _begun(branch, term, StepKind.REQUESTED)
    save(election, **asdict(plan), with_committee=figures.elects_committee)
    least, how = candidates_needed(election, figures), Method(plan.method).label
    summary = f"拟于 {plan.planned_on:%Y-%m-%d} 换届，{how}，应选 {plan.seats} 名，候选人不少于 {least} 名。"
    step: dict[str, Any] = {"number": number.strip(), "summary": summary, "text": reasons}
    add_step(election, StepKind.REQUESTED, on=on, today=today, by=by, **step)
    return election


@transaction.atomic
def ask_postponement(
    *, branch: Branch, until: date, reasons: str, on: date, today: date, by: Any, number: str = ""
) -> TermElection:
    """The branch asks to hold its election later, at most as many months after the term's end as the limit says."""
    reasons = needed(reasons, "请写明延期的理由。", "reasons")
    term = open_term(branch)
    if term is None:
        raise Refused("没有登记本届的起止日期，无从延期；请先在支部页面登记，或直接写换届请示。")
    months = figures_of(branch, on).limit(LimitCode.ELECTION_POSTPONE_MONTHS)
    _check_postponement(term, until, months)
    election = _begun(branch, term, StepKind.POSTPONEMENT_ASKED)
    summary = f"任期 {term.expires_on:%Y-%m-%d} 届满，申请延期至 {until:%Y-%m-%d}。"
    step: dict[str, Any] = {"number": number.strip(), "summary": summary, "text": reasons, "until": until}
    add_step(election, StepKind.POSTPONEMENT_ASKED, on=on, today=today, by=by, **step)
    return election


@transaction.atomic
def answer_request(
    *, election: TermElection, agreed: bool, on: date, today: date, by: Any, number: str = "", reason: str = ""
) -> TermElection:
    """The committee approves the request under a document's number, or sends it back with a reason."""
    kind = StepKind.APPROVED if agreed else StepKind.REFUSED
    election = claim(election, kind)
    refuse_own(election, by)
    add_step(election, kind, on=on, today=today, by=by, **answer_words(agreed, number, reason))
    return election


@transaction.atomic
def answer_postponement(
    *, election: TermElection, agreed: bool, on: date, today: date, by: Any, number: str = "", reason: str = ""
) -> TermElection:
    """The committee agrees that the term's election be held later, or does not, with a reason."""
    kind = StepKind.POSTPONEMENT_APPROVED if agreed else StepKind.POSTPONEMENT_REFUSED
    election = claim(election, kind)
    refuse_own(election, by)
    words = answer_words(agreed, number, reason)
    asked = last_step(election)
    if agreed and election.term is None:
        raise Refused("申请以后本届已经结束，无从延期；请退回。", field="agreed")
    if agreed and asked and asked.until and election.term:
        term_postpone(term=election.term, until=asked.until, number=words["number"], by=by)
        save(election, due_on=asked.until)
        words |= {"until": asked.until, "summary": f"同意延期至 {asked.until:%Y-%m-%d}。"}
    add_step(election, kind, on=on, today=today, by=by, **words)
    return election


def answer_words(agreed: bool, number: str, reason: str) -> dict[str, Any]:
    """What an answer must say: an approval its document's number, a refusal its reason."""
    if agreed:
        number = needed(number, "请填写批复文号。", "number")
    else:
        reason = needed(reason, "请写明退回的理由，支部据此修改。", "reason")
    return {"number": number.strip(), "text": reason.strip()}


def _begun(branch: Branch, term: CommitteeTerm | None, kind: StepKind) -> TermElection:
    """The branch's election that is going on, standing where `kind` may follow; a new one where there is none."""
    # Two who begin at once meet at this lock, the second finds the first one's election.
    Branch.objects.within(branch).select_for_update().get()
    current = TermElection.objects.within(branch).filter(closed_on__isnull=True).first()
    if current is not None:
        current.branch = branch
        return claim(current, kind)
    if branch.dissolved_on is not None:
        raise Refused("支部已撤销，不再换届。")
    election = TermElection(court=branch.court, branch=branch, term=term, due_on=term.due_on if term else None)
    election.full_clean()
    election.save()
    return election


def _check_plan(term: CommitteeTerm | None, planned_on: date, figures: Figures, today: date) -> None:
    if planned_on < today:
        raise Refused(f"拟选举日期 {planned_on:%Y-%m-%d} 已经过去。", field="planned_on")
    if term is None:
        return
    months = figures.limit(LimitCode.ELECTION_POSTPONE_MONTHS)
    earliest = earliest_election(term, figures)
    if planned_on < earliest:
        words = f"任期 {term.expires_on:%Y-%m-%d} 届满，提前换届一般不超过 {months} 个月，最早 {earliest:%Y-%m-%d}。"
        raise Refused(words, field="planned_on")
    if planned_on > term.due_on and today <= term.due_on:
        late = (planned_on - term.due_on).days
        words = f"换届应于 {term.due_on:%Y-%m-%d} 前完成，拟选举日期晚了 {late} 天；请先申请延期。"
        raise Refused(words, field="planned_on")


def earliest_election(term: CommitteeTerm, figures: Figures) -> date:
    return months_after(term.expires_on, -figures.limit(LimitCode.ELECTION_POSTPONE_MONTHS))


def _check_postponement(term: CommitteeTerm, until: date, months: int) -> None:
    if until <= term.due_on:
        raise Refused(f"延期后的日期应晚于现在的届满日期 {term.due_on:%Y-%m-%d}。", field="until")
    latest = months_after(term.expires_on, months)
    if until > latest:
        words = f"任期 {term.expires_on:%Y-%m-%d} 届满，延期不超过 {months} 个月，最晚 {latest:%Y-%m-%d}。"
        raise Refused(words, field="until")


def _check_seats(plan: Plan, figures: Figures) -> None:
    seats = plan.seats
    if plan.method == Method.EQUAL and figures.elects_committee:
        raise Refused("选举支部委员会实行差额；不设支部委员会、只选书记的，经批准才可以等额选举。", field="method")
    least, most = figures.seats_range(with_committee=figures.elects_committee)
    if least <= seats <= most:
        return
    needs = figures.limit(LimitCode.COMMITTEE_FROM_MEMBERS)
    if figures.elects_committee:
        words = f"正式党员 {figures.formal} 名，应设支部委员会，名额 {least} 至 {most} 名，现填 {seats} 名。"
    else:
        words = (
            f"正式党员 {figures.formal} 名，不足 {needs} 名，不设支部委员会："
            f"只选书记 1 名，必要时加副书记 1 名，现填 {seats} 名。"
        )
    raise Refused(words, field="seats")
