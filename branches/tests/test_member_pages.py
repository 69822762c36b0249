"""Pages of members: added, changed, moved, their numbers shown."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from branches.models import Member, Membership
from branches.tests import factories
from core.clock import today
from core.models import AuditEvent

pytestmark = pytest.mark.django_db


def at(name, *rows):
    return reverse(f"branches:{name}", args=[row.pk for row in rows])


def text(response):
    return response.content.decode()


# --- Members --------------------------------------------------------------------------------------


def new_member(world, **values):
    typed = {"name": "赵六", "status": "FORMAL", "phone": "13700001234", "to_branch": world.branch.pk}
    return typed | {"to_group": "", "on": "2024-03-01"} | values


def test_the_committee_adds_a_member(world, as_user):
    client = as_user(world.committee)
    response = client.post(at("member_new", world.branch), new_member(world, to_group=world.group.pk))
    member = Member.objects.within(world.branch).get(name="赵六")
    assert response["Location"] == at("member_detail", member)
    assert member.memberships.get().starts_on == date(2024, 3, 1)
    page = text(client.get(at("member_detail", member)))
    assert "137****1234" in page
    assert "13700001234" not in page


def test_nobody_is_added_by_a_branch_or_to_another_court(world, as_user):
    forged = as_user(world.secretary).post(at("member_new", world.branch), new_member(world))
    assert forged.status_code == 403
    assert "新增党员" not in text(as_user(world.secretary).get(at("branch_detail", world.branch)))
    typed = new_member(world, to_branch=world.foreign.pk)
    assert as_user(world.committee).post(at("member_new", world.branch), typed).status_code == 422
    assert not Member.objects.within(world.court).filter(name="赵六").exists()


def test_party_status_is_the_committee_s_to_set(world, as_user):
    typed = {"version": 1, "name": "张三丰", "nation": "汉族"}
    forged = {"status": "PROBATIONARY", "joined_on": "2023-01-01", "confirmed_on": ""}
    page = text(as_user(world.secretary).get(at("member_edit", world.member)))
    assert "转正日期随发展党员的审批更新" in page
    assert 'name="status"' not in page
    assert as_user(world.secretary).post(at("member_edit", world.member), typed | forged).status_code == 302
    member = Member.objects.within(world.branch).get()
    assert (member.nation, member.status, member.joined_on) == ("汉族", "FORMAL", world.member.joined_on)
    as_user(world.committee).post(at("member_edit", world.member), typed | forged | {"version": 2})
    assert Member.objects.within(world.branch).get().status == "PROBATIONARY"


def test_editing_a_member_keeps_hidden_numbers_unless_they_are_typed(world, as_user):
    client = as_user(world.secretary)
    typed = {"version": 1, "name": "张三丰", "status": "FORMAL", "department": "立案庭", "phone": ""}
    assert "13900001818" not in text(client.get(at("member_edit", world.member)))
    client.post(at("member_edit", world.member), typed)
    member = Member.objects.within(world.branch).get()
    assert (member.department, member.phone) == ("立案庭", "13900001818")
    client.post(at("member_edit", world.member), typed | {"version": 2, "phone": "无"})
    assert Member.objects.within(world.branch).get().phone == ""


def test_a_conflict_about_a_member_shows_no_hidden_number(world, as_user):
    client = as_user(world.secretary)
    client.post(at("member_edit", world.member), {"version": 1, "name": "张三丰", "status": "FORMAL", "nation": "汉族"})
    response = client.post(at("member_edit", world.member), {"version": 1, "name": "张三", "status": "FORMAL"})
    assert response.status_code == 409
    assert "13900001818" not in text(response)


def test_showing_the_numbers_is_noted(world, as_user):
    client = as_user(world.secretary)
    assert "13900001818" not in text(client.get(at("member_detail", world.member)))
    assert "13900001818" in text(client.post(at("member_reveal", world.member)))
    event = AuditEvent.objects.get(action="member.reveal")
    assert (event.actor, event.subject_id) == (world.secretary, str(world.member.pk))
    assert "13900001818" not in str(event.detail)


def test_a_member_is_moved_and_leaves_and_a_mistaken_leaving_is_undone(world, as_user):
    client = as_user(world.committee)
    yesterday = today() - timedelta(1)
    move = {"to_branch": world.other.pk, "to_group": "", "on": yesterday.isoformat()}
    assert client.post(at("member_move", world.member), move).status_code == 302
    assert "在第二党支部" in text(client.get(at("member_detail", world.member)))
    leave = {"last_on": yesterday.isoformat(), "reason": "LEFT"}
    assert client.post(at("member_leave", world.member), leave).status_code == 302
    assert "已离开" in text(client.get(at("member_detail", world.member)))
    undo = at("member_leave_undo", world.member)
    assert client.post(undo, {"reason": ""}).status_code == 422
    assert client.post(undo, {"reason": "登记错了人"}).status_code == 302
    assert Membership.objects.within(world.court).filter(member=world.member).count() == 2


def test_a_move_into_the_future_or_out_of_the_court_is_refused(world, as_user):
    client = as_user(world.committee)
    tomorrow = (today() + timedelta(1)).isoformat()
    late = client.post(at("member_move", world.member), {"to_branch": world.other.pk, "on": tomorrow})
    assert "不能晚于今天" in text(late)
    foreign = {"to_branch": world.foreign.pk, "on": today().isoformat()}
    assert client.post(at("member_move", world.member), foreign).status_code == 422


def test_the_voting_right_is_suspended_and_resumed_by_the_committee(world, as_user):
    client = as_user(world.committee)
    refused = client.post(at("member_suspend", world.member), {"starts_on": "2024-01-01", "decision": "决定"})
    assert "不能重复登记" in text(refused)
    client.post(at("suspension_end", world.suspension), {"resumed_on": "2023-01-01", "decision": "恢复决定"})
    client.post(at("member_suspend", world.member), {"starts_on": "2024-01-01", "decision": "决定二"})
    assert "停止表决权" in text(client.get(at("member_detail", world.member)))
    assert AuditEvent.objects.filter(action="voting.suspend").count() == 2


def test_a_member_sees_the_own_page_and_nobody_elses(world, as_user):
    client = as_user(world.staff)
    assert client.get(at("member_detail", world.member)).status_code == 200
    assert client.get(at("member_detail", world.away)).status_code == 404
    assert client.post(at("member_reveal", world.away)).status_code == 404


# --- The roster of a day ---------------------------------------------------------------------------


def names(client, **asked):
    return {row.name for row in client.get(at("member_list"), asked).context["page"].rows}


def test_the_roster_of_a_day_that_is_past(world, as_user):
    """Who came later is not there, nor has left; who left since was still there, in the branch of that day."""
    client = as_user(world.committee)
    early, late = (
        factories.member(world.branch, "早早"),
        factories.member(world.branch, "迟迟", starts_on=date(2024, 6, 1)),
    )
    early.memberships.update(ends_on=date(2024, 5, 31), ended_by="LEFT")
    assert {"早早", "迟迟"} & names(client) == {"迟迟"}
    assert {"早早", "迟迟"} & names(client, on="2024-05-31", branch=world.branch.pk) == {"早早"}
    assert {"早早", "迟迟"} & names(client, on="2024-05-31", branch=world.other.pk) == set()
    assert {"早早", "迟迟"} & names(client, state="LEFT") == {"早早"}
    assert names(client, state="LEFT", on="2024-05-31") == set()
    assert late.name not in names(client, on="2024-07-01", away_on="2024-06-30")


def test_the_roster_is_narrowed_by_what_members_are_told_apart_by(world, as_user):
    client = as_user(world.committee)
    factories.member(world.branch, "甲", born_on=date(1960, 1, 1), nation="回族", sex="FEMALE", education="大专")
    factories.member(world.branch, "乙", born_on=None, nation="", sex="", education="")
    for asked, found in (
        ({"age": "FROM_56"}, "甲"),
        ({"age": "UNKNOWN"}, "乙"),
        ({"nation": "回族"}, "甲"),
        ({"nation": "UNKNOWN"}, "乙"),
        ({"sex": "FEMALE"}, "甲"),
        ({"education": "COLLEGE"}, "甲"),
    ):
        assert names(client, **asked) & {"甲", "乙"} == {found}, asked
