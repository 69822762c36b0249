"""The synthetic system: the same for the same seed, and right by the product's own rules."""

from collections import defaultdict
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from activities.choices import Quorum, Roster
from activities.engine import held_and_due
from activities.models import Activity, Attendance, Fulfilment, Resolution
from activities.rules import has_quorum, resolution_passes
from activities.selectors.due import due_roster
from branches.choices import COMMITTEE_POSTS, BranchKind, CourtLevel, MemberStatus
from branches.models import Branch, Court, Member, Membership, Post
from branches.selectors.rosters import RosterBook
from core.models import AuditEvent
from reports.generator.shape import Shape, allocate, plan_courts

UNTIL = date(2026, 8, 18)
SIZE = {"courts": 3, "branches": 14, "members": 190, "years": 1, "seed": 5}


def generate(**changes):
    said = StringIO()
    call_command("generate_data", **{**SIZE, "until": UNTIL, **changes}, stdout=said)
    return said.getvalue()


@pytest.fixture
def system(db):
    generate()
    return list(rows(Court))


def rows(model):
    return model.all_rows.all()


def content():
    """What was generated, without keys and without ciphertext."""
    people = rows(Member).values_list("court__name", "branch__name", "name", "born_on", "joined_on", "status")
    meetings = rows(Activity).values_list(
        "court__name", "branch__name", "group__name", "kind__code", "held_on", "topic", "content", "present_count"
    )
    seats = rows(Attendance).values_list("activity__held_on", "member__name", "present", "reason")
    stays = rows(Membership).values_list("branch__name", "member__name", "group__name", "starts_on", "ends_on")
    posts = rows(Post).values_list("branch__name", "member__name", "kind", "starts_on", "ends_on")
    return [sorted(map(str, table)) for table in (people, meetings, seats, stays, posts)]


def delete_everything():
    for model in (Attendance, Fulfilment, Resolution, Activity, Post):
        rows(model).all().delete()
    with connection.cursor() as cursor:
        for table in ("activities_coverage", "branches_committeeterm", "branches_votingsuspension"):
            cursor.execute(f"DELETE FROM {table}")
        for table in ("branches_membership", "branches_member", "branches_partygroup", "branches_branch"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("UPDATE branches_court SET parent_id = NULL")
        cursor.execute("DELETE FROM branches_court")


def test_the_numbers_asked_for(system):
    assert [court.level for court in system] == [CourtLevel.SUPREME, CourtLevel.HIGH, CourtLevel.INTERMEDIATE]
    assert rows(Branch).count() == 14
    assert rows(Member).count() == 190
    assert rows(Branch).filter(kind=BranchKind.RETIRED).exists()
    assert all(court.path == f"{court.parent.path if court.parent else '/'}{court.pk}/" for court in system)


def test_the_same_seed_makes_the_same_rows_and_another_seed_others(db):
    generate()
    first = content()
    delete_everything()
    generate()
    assert content() == first
    delete_everything()
    generate(seed=6)
    assert content() != first


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
        assert activity.has_quorum == has_quorum(rule, due=activity.voting_due, present=activity.voting_present)
        assert all(bool(seat.reason) != seat.present for seat in own)


def test_those_due_are_those_on_the_roster_of_the_day(system):
    """The roster that the form of a meeting would have computed, for every meeting of a branch."""
    for court in system:
        for activity in Activity.objects.within(court).filter(branch__isnull=False).select_related("kind", "branch"):
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
        passes = resolution_passes(votes_for=resolution.votes_for, voting_due=resolution.activity.voting_due)
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
        for row in list(rows(model))[:150]:
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


def test_a_name_that_is_taken_is_refused_and_nothing_is_added(system, capsys):
    with pytest.raises(SystemExit) as exit_of:
        call_command("generate_data", **SIZE, until=UNTIL)
    assert exit_of.value.code == 1
    assert "已经有法院叫" in capsys.readouterr().err
    assert rows(Court).count() == 3
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("changes", [{"branches": 2}, {"members": 20}, {"members": 701}, {"years": 0}, {"branches": 301}])
def test_numbers_that_do_not_go_together_are_a_usage_error(db, changes):
    with pytest.raises(CommandError) as error:
        generate(**changes)
    assert error.value.returncode == 2


def test_a_whole_country_can_be_planned():
    plans = list(plan_courts(Shape(3500, 35_000, 490_000, 3, 1, UNTIL)))
    names = [plan.name for plan in plans]
    assert len(set(names)) == 3500
    assert sum(len(plan.branches) for plan in plans) == 35_000
    assert sum(branch.members for plan in plans for branch in plan.branches) == 490_000
    assert all(7 <= len(plan.branches) <= 100 for plan in plans)
    assert all(plan.parent is None or plan.parent < place for place, plan in enumerate(plans))


@pytest.mark.parametrize(("total", "low", "high"), [(10, 1, 10), (30, 1, 10), (3, 1, 10), (17, 2, 9)])
def test_shares_add_up_within_their_bounds(total, low, high):
    weights = [0.1, 5.0, 1.0]
    if not low * 3 <= total <= high * 3:
        pytest.fail("the case asks for what can't be")
    shares = allocate(total, weights, low=low, high=high)
    assert sum(shares) == total
    assert all(low <= share <= high for share in shares)
