"""A figure and the list behind it: as many rows as the figure says, whatever else stands in the branch's records."""

import re
from datetime import date
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from activities.choices import HELD_STATES, ActivityState
from activities.models import Attendance
from activities.services.topics import topic_create
from activities.tests import factories as meetings
from activities.tests import rows
from branches.models import Leadership
from branches.services.memberships import member_move
from branches.tests import factories

pytestmark = pytest.mark.django_db
NOT_HELD = [state for state in ActivityState if state not in HELD_STATES]


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2024-11-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def court():
    return factories.court("甲中级法院", parent=factories.court("乙高级法院", level="HIGH"), shares_records=False)


@pytest.fixture
def branch(court):
    """Held, archived, met by the way, jointly held and for last year; of every state that does not count, one each."""
    branch, other = rows.branch(court, name="第一党支部"), rows.branch(court, name="第二党支部")
    march = date(2024, 3, 5)
    rows.activity(branch, "THEME_DAY", march)
    rows.activity(branch, "THEME_DAY", date(2024, 3, 20), state=ActivityState.ARCHIVED)
    rows.activity(branch, "PARTY_LECTURE", march, due_count=3, present_count=3).fulfilments.create(
        kind=rows.kind("THEME_DAY")
    )
    key = uuid4()
    for each in (branch, other):
        rows.activity(each, "THEME_DAY", march, joint_key=key, due_count=3, present_count=2)
    for state in NOT_HELD:
        for code in ("THEME_DAY", "ORGANIZATION_LIFE_MEETING", "STUDY"):
            rows.activity(branch, code, march, state=state)
    rows.activity(branch, "STUDY", march)
    rows.activity(branch, "ORGANIZATION_LIFE_MEETING", date(2024, 1, 9), for_year=2023)
    rows.activity(branch, "ORGANIZATION_LIFE_MEETING", date(2024, 11, 9), for_year=2024)
    rows.activity(None, "STUDY", march, court=court)
    return branch


def listed(client, url):
    """How many rows the list behind an address shows, and that it says it shows held ones alone."""
    page = client.get(unescape(url))
    assert "只看已开展" in page.text
    return len(page.context["page"].rows)


def links(page, pattern):
    return re.findall(pattern, page.text)


@pytest.mark.parametrize("name", ["branch", "court_year"])
def test_times_held(client, branch, court, name):
    """Of a branch, and of a court, for which a joint meeting is one."""
    client.force_login(factories.committee_account(court))
    of = branch if name == "branch" else court
    context = client.get(reverse(f"reports:{name}", args=[of.pk])).context
    figures = [*context["kinds"], *context["free_kinds"]]
    assert sum(each["figures"].held for each in figures) > 6
    for each in figures:
        assert listed(client, each["url"]) == each["figures"].held, each["figures"].kind
        sums = client.get(each["persons_url"]).context["sums"]
        assert f"{each['figures'].person_times} 人次" == sums[0].text
    for line in context.get("branch_lines", []):
        for cell in line["cells"]:
            assert listed(client, cell["url"]) == cell["figures"].held


def test_cells_of_heat_maps(client, branch, court):
    client.force_login(factories.committee_account(court))
    pages = [
        client.get(reverse("reports:branch", args=[branch.pk])),
        client.get(reverse("reports:court", args=[court.pk]), {"kind": "THEME_DAY"}),
    ]
    found = [link for page in pages for link in links(page, r'<a href="([^"]+)" title="[^"]*共开 (\d+) 次')]
    assert {"0", "1", "4"} <= {held for _, held in found}
    for url, held in found:
        assert listed(client, url) == int(held), url


def test_a_year_that_is_over_counts_what_was_held_for_it_afterwards(client, branch):
    client.force_login(factories.secretary(branch))
    page = client.get(reverse("reports:branch", args=[branch.pk]), {"year": 2023, "as_of": "2024-11-22"})
    urls = [url for url, held in links(page, r'<a href="([^"]*ORGANIZATION[^"]*)" title="[^"]*共开 (\d) 次')]
    assert [listed(client, url) for url in urls] == [1]


def test_one_talk_is_not_two(client, branch):
    """A cell of what each member owes tells of persons: two took part in one talk."""
    rows.talk(branch, date(2024, 3, 5), *factories.members(branch, 2))
    client.force_login(factories.secretary(branch))
    assert "参加 2 人次" in client.get(reverse("reports:branch", args=[branch.pk])).text


def test_who_has_gone_to_another_branch_is_no_longer_the_old_one_s_to_list(client, branch, court):
    members = factories.members(branch, 3)
    other = court.branches.get(name="第二党支部")
    member_move(member=members[0], to_branch=other, to_group=None, on=date(2024, 11, 10), by=None)
    address = reverse("reports:branch_block", args=[branch.pk, "members"])
    readers = ((factories.secretary(branch), False), (factories.committee_account(court), True))
    for user, opens in readers:
        client.force_login(user)
        then = client.get(address, {"year": 2024, "as_of": "2024-10-31"})
        assert bool(then.context["members"].total.url) == opens
        assert ("已不在您能查看的名册中" in then.text) != opens
        changes = client.get(reverse("reports:branch_block", args=[branch.pk, "changes"])).context["changes"]
        (left,) = (each for each in changes.members if each.label == "离开党员")
        assert (left.number, bool(left.url)) == (1, opens)
        total = client.get(address).context["members"].total
        assert len(client.get(total.url).context["page"].rows) == total.number


def test_a_group_s_leader_who_sees_the_group_s_records_has_the_branch_s_figures_without_links(client, branch):
    rows.activity(branch, "THEME_DAY", date(2024, 4, 5))
    client.force_login(factories.group_leader(factories.group(branch)))
    pages = [reverse(f"reports:{name}", args=[branch.pk]) for name in ("branch", "branch_panel")]
    for address in (*pages, reverse("reports:home")):
        page = client.get(address)
        assert "共开 1 次" in page.text
        assert reverse("activities:list") + "?" not in page.text, address


def test_a_court_below_that_keeps_its_records_to_itself_has_figures_without_links(client, branch, court):
    client.force_login(factories.committee_account(court.parent))
    page = client.get(reverse("reports:court_year", args=[court.pk]))
    assert [each["url"] for each in page.context["kinds"]] == [""] * len(page.context["kinds"])
    assert reverse("activities:list") + "?" not in page.text


def test_topics(client, branch):
    topic = topic_create(
        court=branch.court,
        branch=branch,
        facts={"name": "专题", "starts_on": None, "ends_on": None, "is_active": True},
        by=None,
    )
    for activity in branch.activities.all():
        activity.topics.add(topic)
    client.force_login(factories.secretary(branch))
    row = next(each for each in client.get(reverse("activities:topics")).context["page"].rows if each == topic)
    assert listed(client, row.url) == row.held > 5


def test_the_calendar_of_a_court(client, branch, court):
    client.force_login(factories.committee_account(court))
    page = client.get(reverse("planning:calendar"), {"month": "2024-03"})
    found = set(links(page, r'href="(/activities/\?[^"]+)"[^>]*>[\s\S]*?(\d+) 场'))
    assert sorted(int(count) for _, count in found) == [1, 1, 2, 2]
    for url, count in found:
        assert listed(client, url) == int(count), url


def test_leaders(client, branch, court):
    member = factories.member(branch)
    Leadership.objects.create(
        member=member, court=court, kind="SECRETARY", title="党组书记", starts_on=date(2024, 1, 1)
    )
    for activity in branch.activities.all():
        Attendance.objects.create(activity=activity, member=member, court=court, branch=branch, present=True)
    for state in (ActivityState.SUBMITTED, ActivityState.WITHDRAWN):
        meetings.raw_activity(
            "PARTY_LECTURE", branch, date(2024, 4, 5), details={"lecturer": {"member": member.pk}}, state=state
        )
    client.force_login(factories.committee_account(court))
    line = client.get(reverse("activities:leaders"), {"from": "2024-01-01", "to": "2024-11-22"}).context["page"].rows[0]
    assert listed(client, line["lectures_url"]) == line["line"].lectures == 1
    for attended, url in line["cells"]:
        assert listed(client, url) == attended.due > 0
