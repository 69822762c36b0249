"""What the new committee did first, the report of the result, and the committee's record that brings the new term."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from branches.choices import COMMISSIONER_POSTS, COMMITTEE_POSTS, PostKind
from branches.services.posts import Elected, term_start
from core.errors import Refused
from elections.choices import StepKind
from elections.models import TermElection
from elections.selectors.assembly import elected_rows
from elections.selectors.figures import figures_of
from elections.services.requests import answer_words, earliest_election
from elections.services.steps import add_step, claim, refuse_own, save
from elections.services.vacancies import refuse_gone

# Held by one each; there may be several members without a task of their own.
ONE_EACH = tuple(kind for kind in COMMITTEE_POSTS if kind != PostKind.COMMITTEE_MEMBER)


@transaction.atomic
def divide_work(
    *, election: TermElection, posts: Mapping[int, tuple[str, str]], on: date, today: date, by: Any
) -> TermElection:
    """The new committee elects its secretary and divides the work: `posts` maps who was elected to (kind, title)."""
    election = claim(election, StepKind.DIVIDED)
    refuse_gone(election, on)
    rows = elected_rows(election)
    if set(posts) != {row.pk for row in rows}:
        raise Refused("请给每一名当选人分工。")
    _check_posts([kind for kind, _ in posts.values()], with_committee=bool(election.with_committee))
    for row in rows:
        row.post_kind, row.post_title = posts[row.pk][0], posts[row.pk][1].strip()
        row.full_clean()
        row.save(update_fields=["post_kind", "post_title"])
    summary = "；".join(f"{row.post_title or row.get_post_kind_display()} {row.member.name}" for row in rows)
    add_step(election, StepKind.DIVIDED, on=on, today=today, by=by, summary=f"{summary}。")
    return election


@transaction.atomic
def report_result(
    *, election: TermElection, on: date, today: date, by: Any, number: str = "", text: str = ""
) -> TermElection:
    """The branch reports whom it elected."""
    election = claim(election, StepKind.REPORTED)
    refuse_gone(election, on)
    names = "、".join(row.member.name for row in elected_rows(election))
    save(election, reported_on=on)
    words: dict[str, Any] = {
        "number": number.strip(),
        "text": text.strip(),
        "summary": f"新一届 {election.seats} 名：{names}。",
    }
    add_step(election, StepKind.REPORTED, on=on, today=today, by=by, **words)
    return election


@transaction.atomic
def answer_result(
    *,
    election: TermElection,
    agreed: bool,
    on: date,
    today: date,
    by: Any,
    number: str = "",
    reason: str = "",
    starts_on: date | None = None,
) -> TermElection:
    """The committee approves the secretary and puts the committee on record: the new term begins on `starts_on`.

    The term before and its posts end the day before (branches.services.posts). Or the result goes back with a reason.
    """
    kind = StepKind.RECORDED if agreed else StepKind.SENT_BACK
    election = claim(election, kind)
    refuse_own(election, by)
    words = answer_words(agreed, number, reason)
    if not agreed:
        save(election, reported_on=None)
        add_step(election, kind, on=on, today=today, by=by, **words)
        return election
    refuse_gone(election, on)
    starts_on = starts_on or election.held_on or on
    _check_start(election, starts_on, on)
    term = term_start(branch=election.branch, starts_on=starts_on, elected=_elected(election), by=by)
    save(election, new_term=term, record_number=words["number"], closed_on=on)
    words["summary"] = f"{election.approval_words}；新一届自 {starts_on:%Y-%m-%d} 起，{term.expires_on:%Y-%m-%d} 届满。"
    add_step(election, kind, on=on, today=today, by=by, **words)
    return election


def _elected(election: TermElection) -> list[Elected]:
    rank = list(COMMITTEE_POSTS)
    rows = sorted(elected_rows(election), key=lambda row: (rank.index(PostKind(row.post_kind)), row.order))
    return [Elected(row.member, row.post_kind, row.post_title) for row in rows]


def _check_posts(kinds: list[str], *, with_committee: bool) -> None:
    counts = Counter(kinds)
    if counts[PostKind.SECRETARY] != 1:
        raise Refused(f"书记应为 1 名，现填 {counts[PostKind.SECRETARY]} 名。")
    for kind in ONE_EACH:
        if counts[kind] > 1:
            raise Refused(f"{PostKind(kind).label}应为 1 名，现填 {counts[kind]} 名。")
    if not with_committee and any(counts[kind] for kind in COMMISSIONER_POSTS):
        raise Refused("不设支部委员会的支部只选书记、副书记，不设委员。")


def _check_start(election: TermElection, starts_on: date, on: date) -> None:
    """Neither before the election nor after the record; and the term it ends is one that was to end by now."""
    if election.held_on and starts_on < election.held_on:
        raise Refused(f"新一届不能早于选举日 {election.held_on:%Y-%m-%d} 开始。", field="starts_on")
    if starts_on > on:
        raise Refused(f"新一届的起始日期不能晚于批准备案日期 {on:%Y-%m-%d}。", field="starts_on")
    held_on = election.held_on or on
    if election.term and held_on < earliest_election(election.term, figures_of(election.branch, held_on)):
        raise Refused("开始换届以后，支部的届次又作了登记，与这次换届不符；请核对支部页面，必要时终止这次换届。")
