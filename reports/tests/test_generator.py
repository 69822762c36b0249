"""The synthetic system: the same for the same seed, and right by the product's own rules."""

from collections import defaultdict
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from activities.choices import Quorum, Roster
from activities.engine import held_and_due
from activities.models import Activity, Attendance, Fulfilment, Resolution
from activities.rules import HALF, has_quorum, resolution_passes
from activities.selectors.due import due_roster
from branches.choices import COMMITTEE_POSTS, BranchKind, CourtLevel, MemberStatus
from branches.models import Branch, Court, Member, Membership, Post
from branches.selectors.rosters import RosterBook
from core.models import AuditEvent
from core.tests.once import made_once
from reports.generator.shape import Shape

UNTIL = date(2026, 8, 18)
SIZE = {"courts": 3, "branches": 12, "members": 150, "years": 1, "seed": 5}


@pytest.fixture(scope="module")
def stored(django_db_setup, django_db_blocker):
    """The system, made once for all tests of this file and rolled back after them."""
    with made_once(django_db_blocker, _generate):
        yield


def _generate():
    call_command("generate_data", **SIZE, until=UNTIL, stdout=StringIO())


@pytest.fixture
def system(stored, db):
    return list(rows(Court))


def rows(model):
    return model.all_rows.all()


def test_the_numbers_asked_for(system):
    assert [court.level for court in system] == [CourtLevel.SUPREME, CourtLevel.HIGH, CourtLevel.INTERMEDIATE]
    assert rows(Branch).count() == 12
    assert rows(Member).count() == 150
    assert rows(Branch).filter(kind=BranchKind.RETIRED).exists()
    assert all(court.path == f"{court.parent.path if court.parent else '/'}{court.pk}/" for court in system)


def test_it_is_one_event_in_the_audit_trail(system):
    event = AuditEvent.objects.get()
    assert event.action == "reports.generate_data"
    assert event.detail == {**SIZE, "until": "2026-08-18"}


def test_counts_are_those_of_the_attendance(system):
    seats = defaultdict(list)
    for seat in rows(Attendance):
        seats[seat.activity_id].append(seat)
    for activity in rows(Activity).select_related("kind"):
        own = [seat for seat in seats[activity.pk] if not seat.sits_in]
        if not own:
            assert activity.branch_id is None
            assert activity.kind.roster == Roster.INVITED
            continue
        voting = [seat for seat in own if seat.votes]
        assert activity.due_count == len(own)
        assert activity.present_count == sum(seat.present for seat in own)
        assert activity.voting_due == len(voting)
        assert activity.voting_present == sum(seat.present for seat in voting)
        rule = activity.kind.quorum
        assert activity.has_quorum == has_quorum(
            rule, due=activity.voting_due, present=activity.voting_present, percent=HALF
        )
        assert all(bool(seat.reason) != seat.present for seat in own)


def test_those_due_are_those_on_the_roster_of_the_day(system):
    """The roster that the form of a meeting would have computed, for every fifth meeting of a branch."""
    for court in system:
        meetings = Activity.objects.within(court).filter(branch__isnull=False).select_related("kind", "branch")
        for activity in meetings[::5]:
            own = Attendance.objects.within(court).filter(activity=activity, sits_in=False)
            seats = {seat.member_id: seat.votes for seat in own}
            due = due_roster(
                kind=activity.kind,
                court=court,
                branch=activity.branch,
                group=activity.group,
                on=activity.held_on,
                invited=seats,
            )
            assert set(seats) == due.ids
            assert {member_id for member_id, votes in seats.items() if votes} == due.base


def test_nobody_on_probation_votes_or_holds_a_post(system):
    for seat in rows(Attendance).filter(votes=True).select_related("member", "activity"):
        assert seat.member.status_on(seat.activity.held_on) == MemberStatus.FORMAL
    for post in rows(Post).select_related("member"):
        assert post.member.status_on(post.starts_on) == MemberStatus.FORMAL


def test_officers_belong_to_their_branch_while_they_hold_the_post(system):
    for court in system:
        book = RosterBook(court)
        for post in Post.objects.within(court).filter(kind__in=COMMITTEE_POSTS):
            for on in {post.starts_on, post.ends_on or UNTIL}:
                assert post.member_id in {person.member_id for person in book.branch(post.branch_id, on)}


def test_resolutions_count_the_votes_of_those_present(system):
    found = list(rows(Resolution).select_related("activity"))
    assert found
    for resolution in found:
        cast = resolution.votes_for + resolution.votes_against + resolution.abstentions
        assert cast == resolution.activity.voting_present
        passes = resolution_passes(
            votes_for=resolution.votes_for, voting_due=resolution.activity.voting_due, percent=HALF
        )
        assert resolution.passed == passes


def test_meetings_lie_within_the_records_and_are_written_down_by_the_last_day(system):
    start = Shape(**SIZE, until=UNTIL).start
    late = 0
    for activity in rows(Activity).select_related("branch", "group"):
        assert start <= activity.held_on <= UNTIL
        assert activity.period == activity.held_on.year * 12 + activity.held_on.month - 1
        assert activity.branch is None or activity.branch.exists_on(activity.held_on)
        days = (activity.submitted_at.date() - activity.held_on).days
        assert activity.submitted_at.date() <= UNTIL
        assert activity.late_days == (days if days > 7 else None)
        late += activity.late_days is not None
    assert late


def test_every_row_is_valid_by_its_model(system):
    for model in (Court, Branch, Member, Membership, Post, Activity, Resolution):
        for row in list(rows(model))[:60]:
            row.full_clean(validate_unique=False)


def test_it_looks_like_practice(system):
    """Held is behind due, but not far; some meetings fulfil two obligations, some lack a quorum or are court-wide."""
    answer = held_and_due(system[-1], start=date(2026, 1, 1), end=date(2026, 6, 30), as_of=UNTIL)
    groups = answer.kinds["GROUP_MEETING"]
    assert 0.4 * groups.due < groups.met < groups.due
    assert answer.kinds["THEME_DAY"].not_known == 0
    assert rows(Fulfilment).exists()
    assert rows(Activity).filter(branch__isnull=True).exists()
    assert rows(Activity).filter(kind__quorum=Quorum.VOTING, has_quorum=True).exists()
    assert rows(Activity).filter(joint_key__isnull=False).exists()
    assert rows(Membership).filter(ends_on__isnull=False).exists()
