"""The demo court: there once, with every role and every warning to look at."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.management import call_command

from accounts.models import User
from activities.engine import held_and_due, month_index
from activities.models import Activity, Attachment, Attendance
from assessments.choices import Change, ObjectionState, ReviewState, Tier
from assessments.models import DutyReview, Objection, Review, StarRating
from branches.choices import COMMISSIONER_POSTS, BranchKind, MemberStatus, Role
from branches.models import Branch, CommitteeTerm, Court, Member, Membership, PartyGroup, Post
from branches.scoping import standing_of
from campaigns.choices import LineState
from campaigns.models import Campaign
from campaigns.selectors import task_rows
from core.clock import today
from core.demo import is_demo
from core.models import AuditEvent
from core.tests.once import made_once
from registers.models import RegisterEntry, RegisterKind
from reports.demo import COURT, DEMO_ACCOUNTS, DEMO_PASSWORD, DISTRICT, EVENT, PROVINCE
from reports.models import Report
from reports.selectors.written import document_of

# All of them before tests that empty the tables: the demo needs the kinds that a migration put there.
pytestmark = pytest.mark.django_db
# Nothing of the year has been held yet. test_demo_loading.py has another odd day, the tests in Chromium have today.
NEW_YEAR = "2027-01-01T10:00:00+08:00"


def rows(model):
    return model.all_rows.all()


@pytest.fixture(autouse=True)
def new_year():
    with time_machine.travel(NEW_YEAR, tick=False):
        yield


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, data_dir):
    """The demo, loaded once for all tests of this file and rolled back after them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.DATA_DIR", data_dir)
        with made_once(django_db_blocker, _load) as said:
            yield said


def _load():
    said = StringIO()
    with time_machine.travel(NEW_YEAR, tick=False):
        call_command("demo", stdout=said)
    return said.getvalue()


@pytest.fixture
def court(loaded, db):
    return rows(Court).get(name=COURT)


def test_it_says_what_it_loaded_and_names_the_accounts(loaded):
    assert COURT in loaded
    assert f"支部 15，党员 {216 + 24 + 24}，" in loaded
    assert DEMO_PASSWORD in loaded
    assert all(account.username in loaded for account in DEMO_ACCOUNTS)


def test_it_is_one_event_in_the_audit_trail(court):
    assert AuditEvent.objects.get(action=EVENT).detail["until"] == str(today())


def test_every_register_has_something_in_it(court):
    held = Counter(RegisterEntry.objects.within(court).values_list("kind__code", flat=True))
    assert set(held) == {kind.code for kind in rows(RegisterKind)}
    assert min(held.values()) >= 3


def test_the_campaign_has_tasks_in_every_state(court):
    user, campaign = User.objects.get(username="jgdw"), rows(Campaign).get()
    units = [None, *Branch.objects.within(court)]
    assert {row.state for row in task_rows(user, campaign, units, today())} == set(LineState)


def test_ten_branches_thirty_groups_and_216_members(court):
    assert (rows(Court).count(), rows(Branch).count()) == (3, 15)
    assert Branch.objects.within(court).count() == 10
    assert Branch.objects.within(court).filter(kind=BranchKind.RETIRED).count() == 1
    assert PartyGroup.objects.within(court).count() == 30
    # One more came and has been transferred out since.
    assert Membership.objects.within(court).filter(ends_on__isnull=True).count() == 216
    assert Member.objects.within(court).filter(status=MemberStatus.PROBATIONARY).count() == 5
    assert rows(Court).get(name=PROVINCE).path == court.path.removesuffix(f"{court.pk}/")
    assert rows(Court).get(name=DISTRICT).parent == court


def test_again_changes_nothing(court):
    def counted():
        models = (Court, Branch, Member, Membership, Post, Activity, Attendance, CommitteeTerm)
        return {model: rows(model).count() for model in models} | {
            model: model.objects.count() for model in (User, AuditEvent)
        }

    before = counted()
    said = StringIO()
    call_command("demo", stdout=said)
    assert counted() == before
    assert "没有改动" in said.getvalue()
    assert "shuji1" in said.getvalue()


def test_pages_say_demo(court):
    assert is_demo()


@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda account: account.username)
def test_every_account_signs_in_and_stands_where_it_says(court, account):
    user = User.objects.get(username=account.username)
    assert user.check_password(DEMO_PASSWORD)
    assert not user.must_change_password
    validate_password(DEMO_PASSWORD, user)
    (grant,) = standing_of(user).grants
    assert grant.role == account.role
    assert bool(grant.court_id) == bool(account.court)
    assert bool(grant.branch_id) == (account.role == Role.SECRETARY)
    assert bool(grant.group_id) == bool(account.group)
    assert bool(standing_of(user).member_id) == bool(account.branch)


def test_accounts_cover_every_role():
    assert {account.role for account in DEMO_ACCOUNTS} == set(Role)


def test_there_is_something_to_warn_of(court):
    ends = set(CommitteeTerm.objects.within(court).filter(ends_on=None).values_list("expires_on", flat=True))
    assert any(today() < end < today() + timedelta(180) for end in ends)
    assert any(end < today() for end in ends)
    probation = Member.objects.within(court).filter(status=MemberStatus.PROBATIONARY)
    assert any(member.joined_on + timedelta(365) < today() + timedelta(31) for member in probation)
    with_committee = Post.objects.within(court).filter(kind__in=COMMISSIONER_POSTS).values("branch")
    assert Branch.objects.within(court).exclude(pk__in=with_committee).count() == 1
    formal = rows(Member).filter(court__name=DISTRICT, status=MemberStatus.FORMAL)
    assert min(Counter(formal.values_list("branch", flat=True)).values()) < 3
    assert Activity.objects.within(court).filter(has_quorum=False).exists()


def test_some_records_have_papers_beside_them(court):
    found = rows(Attachment).filter(activity__court=court).values_list("activity__branch__name", "kind")
    assert {"jpg", "xlsx"} <= {kind for _, kind in found}
    assert {name for name, _ in found} == {"第一党支部"}


def test_some_branches_are_behind_and_some_are_not(court):
    on = today()
    start = date(on.year - 1, on.month, 1)
    answer = held_and_due(court, start=start, end=on, as_of=on)
    missing = [figures.missing for figures in answer.kinds["GROUP_MEETING"].branches.values()]
    assert min(missing) < 3
    assert max(missing) > 8


def test_last_year_s_stars_show_every_change_and_every_tier_has_reported(court):
    assert {row.change for row in rows(StarRating).filter(court=court)} == {"", *Change.values}
    assert set(rows(DutyReview).filter(court=court).values_list("tier", flat=True)) == set(Tier)


def test_something_waits_for_a_second_reviewer_and_an_objection_for_its_answer(court):
    review = rows(Review).get(court=court, state=ReviewState.WAITS)
    assert review.recorded_by.username == "jgdw"
    assert rows(Objection).filter(court=court, state=ObjectionState.OPEN).exists()


def test_the_first_secretary_has_this_month_s_meetings_still_to_log(court):
    branch = rows(Branch).get(court=court, name="第一党支部")
    held = rows(Activity).filter(branch=branch, period=month_index(today()), joint_key__isnull=True)
    assert not held.filter(kind__code__in=("COMMITTEE_MEETING", "THEME_DAY")).exists()


def test_a_report_was_published_and_others_are_being_written(loaded):
    states = Counter(rows(Report).values_list("state", flat=True))
    assert states["PUBLISHED"] == 1
    assert states["DRAFT"] >= 1
    published = rows(Report).get(state="PUBLISHED")
    document = document_of(published, today())
    said = "".join(piece.text for part in document.sections for line in part.paragraphs for piece in line)
    assert "支部党员大会" in said
    assert "{" not in said
