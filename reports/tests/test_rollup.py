"""The roll-up follows what is changed: by services, at the month's turn, after bulk writing, once and no more."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from activities.engine import MonthFigures
from activities.models import Norm
from activities.services import activity_cancel, activity_resubmit, activity_send_back, activity_submit
from activities.services.coverage import coverage_state
from activities.services.kinds import NormFacts, norm_override
from activities.tests import factories as meetings
from activities.tests import rows
from branches.choices import CourtLevel, PostKind
from branches.models import Court, ImportBatch
from branches.services.branches import branch_dissolve, group_dissolve
from branches.services.courts import court_change
from branches.services.memberships import member_leave, member_move
from branches.services.posts import post_start
from branches.tests import factories
from core import audit
from reports.generator.shape import Shape
from reports.generator.system import generate_system
from reports.models import CourtMonth, StaleCourt
from reports.rollup import first_month
from reports.services import rollup
from reports.services.rollup import rollup_mark, rollup_refresh
from reports.services.stale import FIGURES_REST_ON
from reports.tasks import refresh_figures

DAY = date(2024, 5, 8)
JUNE = timezone.make_aware(datetime(2024, 6, 20, 9))
MAY = 2024 * 12 + 4


@pytest.fixture
def tree(db):
    """A court with one below it, each with a branch of five."""
    high = factories.court("甲高级法院", level=CourtLevel.HIGH)
    low = factories.court("乙区法院", parent=high)
    for court in (high, low):
        factories.members(rows.branch(court), 5)
    refreshed()
    return high, low


def refreshed(at: datetime = JUNE) -> None:
    while rollup_refresh(at=at):
        pass
    assert not StaleCourt.objects.unscoped("test").exists()


def branch_of(court):
    return court.branches.get()


def below(court: Court, code: str = "THEME_DAY", month: int = MAY) -> MonthFigures:
    row = CourtMonth.objects.within(court).get(month=month)
    return MonthFigures(*row.below["kinds"].get(code, ()))


def held(court: Court, on: date = DAY):
    """A theme day with its minutes, submitted by the branch's secretary."""
    branch = branch_of(court)
    written = meetings.entry("THEME_DAY", branch, on)
    at = meetings.noon(on)
    return activity_submit(entry=written, by=factories.secretary(branch), at=at, submission_key=uuid4()), written


class TestRefresh:
    def test_it_counts_every_court_with_those_below_it(self, tree):
        high, low = tree
        assert (below(high).due, below(high).branches, below(low).due) == (2, 2, 1)
        assert CourtMonth.objects.within(high).order_by("month").first().month == first_month(JUNE.date())

    def test_what_is_recorded_stands_in_its_month_and_above(self, tree):
        high, low = tree
        held(low)
        refreshed()
        assert (below(high).held, below(high).met, below(high).person_times) == (1, 1, 5)
        assert below(low).met == 1
        assert below(high, month=MAY + 1).held == 0
        # Counted again since May alone, and still the year's sum.
        year = [below(high, month=month) for month in range(MAY - 4, MAY + 2)]
        so_far = MonthFigures(*CourtMonth.objects.within(high).get(month=MAY + 1).so_far["THEME_DAY"])
        assert (so_far.held, so_far.due) == (1, sum(each.due for each in year)) == (1, 10)

    def test_a_void_record_is_taken_back(self, tree):
        high, low = tree
        record, _ = held(low)
        refreshed()
        by = factories.committee_account(low)
        activity_cancel(activity=record, reason="记错了", by=by, at=JUNE)
        refreshed()
        assert below(high).held == 0

    def test_a_record_that_goes_to_another_month_leaves_the_one_before(self, tree):
        high, low = tree
        record, written = held(low)
        refreshed()
        activity_send_back(activity=record, reason="日期有误", by=factories.committee_account(low), at=JUNE)
        entry = replace(written, held_on=DAY - timedelta(days=30))
        activity_resubmit(
            activity=record, entry=entry, by=record.submitted_by, at=JUNE, version=None, submission_key=uuid4()
        )
        refreshed()
        assert (below(high).held, below(high, month=MAY - 1).held) == (0, 1)

    def test_a_branch_that_is_dissolved_owes_nothing_from_then_on(self, tree):
        high, low = tree
        bare = rows.branch(low)
        rollup_mark(low)
        refreshed()
        assert below(high).due == 3
        branch_dissolve(branch=bare, dissolved_on=date(2024, 5, 1), by=None)
        refreshed()
        assert (below(high).due, below(high, month=MAY - 1).due) == (2, 3)

    def test_a_court_that_goes_to_another_place_takes_its_figures_along(self, tree):
        high, low = tree
        other = factories.court("丙高级法院", level=CourtLevel.HIGH)
        refreshed()
        values = {"name": low.name, "level": low.level, "order": 1}
        court_change(court=low, version=low.version, by=None, parent=other, **values)
        refreshed()
        assert (below(high).due, below(other).due) == (1, 1)

    def test_a_norm_of_a_court_and_one_for_all(self, tree):
        high, low = tree
        kind = rows.kind("THEME_DAY")
        facts = {"unit": "BRANCH", "times": 2, "period": "MONTH", "source": "本院规定", "article": ""}
        norm_override(
            court=low, kind=kind, by=None, facts=NormFacts(effective_from=date(2024, 1, 1), branch_kind="", **facts)
        )
        held(low)
        refreshed()
        assert (below(low).met, below(high).met) == (0, 0)
        norm = Norm.objects.unscoped("test").get(kind=kind, court=None, branch_kind="")
        norm.period = "QUARTER"
        norm.save()
        audit.record(actor=None, action="norm.change", subject=norm)
        refreshed()
        assert (below(high).due, below(high, month=MAY - 2).due) == (1, 2)

    def test_at_the_month_s_turn_what_was_open_is_due(self, tree):
        high, _ = tree
        assert (below(high, month=MAY + 1).open, below(high, month=MAY + 1).due) == (2, 0)
        refreshed(timezone.make_aware(datetime(2024, 7, 1, 0, 0, 1)))
        assert (below(high, month=MAY + 1).open, below(high, month=MAY + 1).due) == (0, 2)
        assert below(high, month=MAY + 2).open == 2

    def test_at_the_day_s_turn_every_court_is_counted_anew(self, tree):
        """Also a court above, whose sums were written that day because one below it was counted first."""
        high, low = tree
        held(low, date(2024, 6, 18))
        refreshed(timezone.make_aware(datetime(2024, 6, 30, 0, 1)))
        for court, due in ((high, 2), (low, 1)):
            assert (below(court, month=MAY + 1).open, below(court, month=MAY + 1).due) == (0, due)
        assert rollup_refresh(at=timezone.make_aware(datetime(2024, 6, 30, 23))) == 0

    def test_a_court_of_which_the_first_batch_counted_only_those_below_is_counted_in_the_next(self, tree):
        at = timezone.make_aware(datetime(2024, 6, 30, 0, 1))
        assert rollup_refresh(at=at, most=1) == 1
        assert below(tree[0], month=MAY + 1).due == 1
        assert rollup_refresh(at=at, most=1) == 1
        assert below(tree[0], month=MAY + 1).due == 2

    def test_years_that_are_no_longer_kept_go(self, tree):
        high, _ = tree
        before = CourtMonth.objects.within(high).count()
        refreshed(timezone.make_aware(datetime(2025, 1, 2, 9)))
        assert CourtMonth.objects.within(high).count() == before - 12 + 7

    def test_the_organization_stands_at_the_month_s_end(self, tree):
        high, low = tree
        factories.member(branch_of(low), joined_on=date(2024, 6, 1), status="PROBATIONARY")
        rollup_mark(low)
        refreshed()
        months = CourtMonth.objects.within(high).filter(month__gte=MAY).order_by("month")
        assert [row.below["organization"] for row in months] == [[2, 0, 10, 0], [2, 0, 11, 1]]

    def test_kinds_of_a_lower_court_stay_there(self, tree):
        high, low = tree
        own = meetings.own_kind(low)
        rows.activity(None, own.code, DAY, court=low)
        rollup_mark(low)
        refreshed()
        assert (below(low, own.code).held, below(high, own.code).held) == (1, 0)

    def test_again_changes_nothing(self, tree):
        held(tree[1])
        refreshed()
        before = list(CourtMonth.objects.within(tree[0], with_below=True).values_list("court", "month", "own", "below"))
        rollup_mark(None)
        refreshed()
        rows_now = CourtMonth.objects.within(tree[0], with_below=True)
        assert list(rows_now.values_list("court", "month", "own", "below")) == before

    def test_the_queries_do_not_grow_with_the_courts(self, tree, django_assert_max_num_queries):
        for _ in range(6):
            rows.branch(factories.court(parent=tree[1]))
        with django_assert_max_num_queries(70):
            assert rollup_refresh(at=JUNE) == 6

    def test_the_task_and_the_command_do_the_same(self, tree, capsys):
        rollup_mark(tree[1])
        assert refresh_figures() > 0
        call_command("refresh_figures", "--all")
        assert "已更新 2 个法院" in capsys.readouterr().out
        assert refresh_figures() == 0


class TestStale:
    def marks(self) -> set[tuple]:
        return set(StaleCourt.objects.unscoped("test").values_list("court", "with_below", "since_month"))

    def test_a_meeting_makes_its_month_stale_and_what_comes_after(self, tree):
        held(tree[1])
        assert self.marks() == {(tree[1].pk, False, MAY)}

    @pytest.mark.parametrize("change", ["coverage", "leave", "move", "post", "group", "import"])
    def test_whatever_the_engine_reads_makes_its_court_stale_from_the_beginning(self, tree, change):
        high, _ = tree
        branch = branch_of(high)
        member = branch.memberships.first().member
        if change == "coverage":
            coverage_state(branch=branch, since=date(2024, 2, 1), by=None, on=DAY)
        elif change == "leave":
            member_leave(member=member, last_on=DAY, reason="TRANSFERRED", by=None)
        elif change == "move":
            member_move(member=member, to_branch=factories.branch(high), to_group=None, on=DAY, by=None)
        elif change == "post":
            post_start(branch=branch, member=member, kind=PostKind.DEPUTY_SECRETARY, starts_on=None, by=None)
        elif change == "group":
            group_dissolve(group=factories.group(branch), dissolved_on=DAY, by=None)
        else:
            audit.record(actor=None, action="import.undo", subject=ImportBatch(court=high))
        assert self.marks() == {(high.pk, False, 0)}

    def test_generated_data_is_marked_court_by_court(self, db):
        shape = {"courts": 2, "branches": 3, "members": 30, "years": 1, "seed": 1, "until": DAY}
        generate_system(Shape(**shape), tell=lambda _: None)
        assert len(self.marks()) == 2

    def test_what_was_read_printed_or_refused_makes_nothing_stale(self, tree):
        branch = branch_of(tree[1])
        audit.record_reading(actor=None, action="reports.export_below", subject=branch, detail={})
        audit.record_refusal(actor=None, action="branches.change_branch", subject=branch)
        audit.record(actor=None, action="account.sign_in", subject=factories.user())
        assert self.marks() == set()

    def test_a_rule_makes_its_court_stale_with_those_below_and_a_general_one_all(self, tree):
        high, _ = tree
        own = Norm(court=high, kind=rows.kind("THEME_DAY"))
        audit.record_each(actor=None, action="x", told=[(own, {}), (own, {}), (Norm(kind=own.kind), {})])
        assert self.marks() == {(high.pk, True, 0), (None, False, 0)}

    def test_a_mark_that_is_set_meanwhile_stays(self, tree, monkeypatch):
        """What it tells of may have been read before it was written."""
        held(tree[1])
        counted = rollup.own_figures

        def meanwhile(*args):
            rollup_mark(tree[1])
            return counted(*args)

        monkeypatch.setattr(rollup, "own_figures", meanwhile)
        assert rollup_refresh(at=JUNE) == 1
        assert self.marks() == {(tree[1].pk, False, 0)}

    def test_each_model_that_the_engine_can_read_is_known_to_be_counted_or_not(self):
        """The engine stands in activities: a new model there or below goes into one of the two lists."""
        nothing = {
            *("core.specialday", "core.auditevent", "core.jobstate", "core.jobfailure", "accounts.user"),
            *("branches.generalbranch", "branches.importjournal", "branches.importjob", "branches.leadership"),
            *("branches.appointment", "branches.limit", "branches.documenttemplate"),
            # Told of the member, whose stays or rights they are part of.
            *("branches.transfer", "branches.votingsuspension"),
            *("activities.activitydraft", "activities.periodlock", "activities.topic", "activities.activitytopic"),
            *("activities.studyrecord", "activities.draftattachment", "activities.attachment"),
            # Told of the meeting that they are part of.
            *("activities.fulfilment", "activities.attendance", "activities.resolution", "activities.activitystep"),
            *("activities.correction", "activities.appraisalgrade", "activities.talknote"),
            *("metrics.metric", "metrics.metricfigure", "metrics.figurecorrection"),
        }
        below = ("core", "accounts", "branches", "metrics", "activities")
        models = {model._meta.label_lower for model in apps.get_models() if model._meta.app_label in below}
        counted = {model._meta.label_lower for model in FIGURES_REST_ON}
        assert models == nothing | counted
        assert not nothing & counted


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_refreshes_at_once_do_no_harm():
    high = factories.court(level=CourtLevel.HIGH)
    for _ in range(4):
        rows.branch(factories.court(parent=high))
    gate = Barrier(3)

    def one(_: int) -> int:
        gate.wait(timeout=30)
        try:
            return sum(rollup_refresh(at=JUNE, most=1) for _ in range(12))
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        done = sum(pool.map(one, range(3)))
    refreshed()
    assert done <= 5
    assert below(high).due == 4
