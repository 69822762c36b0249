"""What the pages do: lists, forms, refusals with the text as typed, conflicts, exports."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from branches.choices import Role
from branches.models import Branch, Court, GeneralBranch, Member, Membership, PartyGroup, Post
from branches.scoping import standing_of
from branches.tests import factories
from core.clock import today
from core.models import AuditEvent

pytestmark = pytest.mark.django_db


def at(name, *rows):
    return reverse(f"branches:{name}", args=[row.pk for row in rows])


def text(response):
    return response.content.decode()


# --- Lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("committee", "branch_list"),
        ("committee", "member_list"),
        ("committee", "branch_export"),
        ("committee", "member_export"),
        ("committee", "general_list"),
        ("administrator", "court_list"),
        ("administrator", "account_list"),
        ("auditor", "audit_list"),
    ],
)
def test_a_list_costs_the_same_for_few_rows_and_many(who, name, world, as_user, django_assert_num_queries):
    client = as_user(getattr(world, who))
    client.get(reverse(f"branches:{name}"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(f"branches:{name}"))
    for _ in range(3):
        more = factories.branch(world.court)
        factories.post(factories.member(more))
        factories.term(more)
        factories.secretary(more)
        factories.general_branch(world.court)
        factories.court(parent=world.upper)
    with django_assert_num_queries(len(few)):
        client.get(reverse(f"branches:{name}"))


def test_the_committee_sees_the_own_branches_and_a_court_above_those_shared(world, as_user):
    page = text(as_user(world.committee).get(at("branch_list")))
    assert "第一党支部" in page
    assert "第二党支部" in page
    assert "外院党支部" not in page
    assert "第一党支部" not in text(as_user(world.upper_committee).get(at("branch_list")))
    world.court.shares_records = True
    world.court.save()
    factories.post(factories.member(world.other, "赵书记"))
    client = as_user(world.upper_committee)
    page = text(client.get(at("branch_list")))
    assert "第一党支部" in page
    assert "赵书记" not in page
    detail = text(client.get(at("branch_detail", world.branch)))
    assert "张三丰" not in detail
    assert client.get(at("branch_edit", world.branch)).status_code == 403


def test_branches_are_filtered_sorted_and_exported_alike(world, as_user):
    client = as_user(world.committee)
    factories.members(world.other, 2)
    page = client.get(at("branch_list"), {"q": "第二"})
    assert [row.name for row in page.context["page"].rows] == ["第二党支部"]
    assert [chip.value for chip in page.context["chips"]] == ["第二"]
    page = client.get(at("branch_list"), {"sort": "-members"})
    assert [row.name for row in page.context["page"].rows] == ["第二党支部", "第一党支部"]
    exported = client.get(at("branch_export"), {"sort": "-members", "warning": "FEW_FORMAL"})
    rows = list(load_workbook(BytesIO(exported.content)).active.values)
    assert [row[1] for row in rows] == ["党支部", "第一党支部"]
    assert AuditEvent.objects.get(action="branch.export").detail["rows"] == 1
    world.other.dissolved_on = date(2020, 1, 1)
    world.other.save()
    assert [row.name for row in client.get(at("branch_list")).context["page"].rows] == ["第一党支部"]
    gone = client.get(at("branch_list"), {"state": "DISSOLVED"})
    assert [row.name for row in gone.context["page"].rows] == ["第二党支部"]


@pytest.mark.parametrize(("q", "found"), [("zsf", 1), ("zhangsan", 1), ("三丰", 1), ("ngsan", 0), ("李外人", 1)])
def test_members_are_found_by_name_pinyin_and_initials(world, as_user, q, found):
    page = as_user(world.committee).get(at("member_list"), {"q": q})
    assert len(page.context["page"].rows) == found


def test_a_secretary_lists_and_filters_by_the_own_branch_only(world, as_user):
    client = as_user(world.secretary)
    assert [row.name for row in client.get(at("member_list")).context["page"].rows] == ["张三丰"]
    forged = client.get(at("member_list"), {"branch": world.other.pk})
    assert "李外人" not in text(forged)


def test_an_empty_court_is_told_what_to_do(world, as_user):
    user = factories.committee_account(factories.court())
    assert "还没有党支部" in text(as_user(user).get(at("branch_list")))
    assert "还没有党员" in text(as_user(user).get(at("member_list")))
    assert "没有党总支" in text(as_user(user).get(at("general_list")))
    assert "没有符合条件" in text(as_user(world.committee).get(at("branch_list"), {"q": "没有的"}))


# --- Branches and groups --------------------------------------------------------------------------

BRANCH = {"name": "第三党支部", "kind": "SERVING", "order": "", "founded_on": "2024-01-01"}


def test_a_branch_is_created_changed_and_dissolved(world, as_user):
    client = as_user(world.committee)
    made = client.post(at("branch_new", world.court), BRANCH | {"general_branch": world.general.pk})
    branch = Branch.objects.within(world.court).get(name="第三党支部")
    assert made["Location"] == at("branch_detail", branch)
    assert branch.general_branch == world.general
    form = client.get(at("branch_edit", branch)).context["form"]
    assert form.initial["version"] == 1
    client.post(at("branch_edit", branch), BRANCH | {"version": 1, "name": "审判党支部"})
    branch.refresh_from_db()
    assert (branch.name, branch.version) == ("审判党支部", 2)
    client.post(at("branch_dissolve", branch), {"dissolved_on": "2024-06-01"})
    assert "已撤销" in text(client.get(at("branch_detail", branch)))


def test_a_refused_branch_keeps_what_was_typed(world, as_user):
    response = as_user(world.committee).post(at("branch_new", world.court), BRANCH | {"name": "第一党支部"})
    assert response.status_code == 422
    assert "已有名为“第一党支部”" in text(response)
    assert 'value="2024-01-01"' in text(response)
    empty = as_user(world.committee).post(at("branch_new", world.court), {})
    assert "请填写支部名称" in text(empty)


def test_a_foreign_general_branch_in_a_forged_form_is_refused(world, as_user):
    foreign = factories.general_branch(world.sister)
    response = as_user(world.committee).post(at("branch_new", world.court), BRANCH | {"general_branch": foreign.pk})
    assert response.status_code == 422
    assert not Branch.objects.within(world.court).filter(name="第三党支部").exists()


def test_the_second_of_two_editors_sees_the_difference_and_may_save_knowingly(world, as_user):
    first, second = as_user(world.committee), as_user(factories.committee_account(world.court))
    first.post(at("branch_edit", world.branch), BRANCH | {"version": 1, "name": "先改的"})
    response = second.post(at("branch_edit", world.branch), BRANCH | {"version": 1, "name": "后改的"})
    assert response.status_code == 409
    assert "别人已经改过" in text(response)
    (difference,) = [each for each in response.context["differences"] if each.label == "名称"]
    assert (difference.saved, difference.typed) == ("先改的", "后改的")
    assert 'value="后改的"' in text(response)
    assert 'name="version" value="2"' in text(response)
    second.post(at("branch_edit", world.branch), BRANCH | {"version": 2, "name": "后改的"})
    assert Branch.objects.within(world.court).get(pk=world.branch.pk).name == "后改的"


def test_a_secretary_keeps_the_groups(world, as_user):
    client = as_user(world.secretary)
    client.post(at("group_new", world.branch), {"name": "二组"})
    group = PartyGroup.objects.within(world.branch).get(name="二组")
    client.post(at("group_edit", group), {"name": "第二组", "founded_on": "2024-01-01"})
    client.post(at("group_dissolve", group), {"dissolved_on": "2024-06-01"})
    group.refresh_from_db()
    assert (group.name, group.dissolved_on) == ("第二组", date(2024, 6, 1))
    refused = client.post(at("group_dissolve", world.group), {"dissolved_on": "2024-06-01"})
    assert "还有 1 名党员" in text(refused)


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


# --- Posts and terms ------------------------------------------------------------------------------


def test_a_post_is_given_and_ended(world, as_user):
    client = as_user(world.secretary)
    post = {"member": world.member.pk, "kind": "GROUP_LEADER", "group": world.group.pk, "starts_on": "2024-01-01"}
    client.post(at("post_new", world.branch), post)
    leader = Post.objects.within(world.branch).get(kind="GROUP_LEADER")
    client.post(at("post_end", leader), {"last_on": "2024-06-30"})
    leader.refresh_from_db()
    assert leader.ends_on == date(2024, 6, 30)
    foreign = client.post(at("post_new", world.branch), post | {"member": world.stranger.pk})
    assert foreign.status_code == 422


def test_posts_of_the_committee_and_terms_are_not_the_branch_s_to_set(world, as_user):
    """They are what an election leads to."""
    client = as_user(world.secretary)
    held = factories.post(world.member, "DISCIPLINE")
    page = text(client.get(at("branch_detail", world.branch)))
    assert "任命党小组组长" in page
    assert at("post_end", held) not in page
    assert at("term_end", world.term) not in page
    forged = {"member": world.member.pk, "kind": "SECRETARY", "group": "", "starts_on": "2024-01-01"}
    assert client.post(at("post_new", world.branch), forged).status_code == 422
    assert client.post(at("post_end", held), {"last_on": "2024-06-30"}).status_code == 403
    assert client.post(at("term_end", world.term), {"last_on": "2026-06-30"}).status_code == 403
    assert not Post.objects.within(world.branch).filter(kind="SECRETARY").exists()
    by_hand = as_user(world.committee)
    assert at("post_end", held) in text(by_hand.get(at("branch_detail", world.branch)))
    assert by_hand.post(at("post_end", held), {"last_on": "2024-06-30"}).status_code == 302
    assert by_hand.post(at("post_new", world.branch), forged).status_code == 302


def test_an_election_is_entered(world, as_user):
    client = as_user(world.committee)
    second = factories.member(world.branch)
    typed = {"starts_on": "2026-01-01", "member_1": world.member.pk, "kind_1": "SECRETARY"}
    typed |= {"member_2": second.pk, "kind_2": "DISCIPLINE"}
    assert client.post(at("term_new", world.branch), typed).status_code == 302
    world.term.refresh_from_db()
    assert world.term.ends_on == date(2025, 12, 31)
    term = world.branch.terms.get(ends_on=None)
    assert {post.kind for post in term.posts.all()} == {"SECRETARY", "DISCIPLINE"}
    nobody = client.post(at("term_new", world.branch), {"starts_on": "2026-02-01", "kind_1": "SECRETARY"})
    assert "请至少选出书记" in text(nobody)
    client.post(at("term_end", term), {"last_on": "2026-06-30"})
    term.refresh_from_db()
    assert term.ends_on == date(2026, 6, 30)


# --- Courts and general branches ------------------------------------------------------------------


def test_the_administrator_keeps_the_tree(world, as_user):
    client = as_user(world.administrator)
    client.post(at("court_new"), {"name": "新院", "level": "BASIC", "parent": world.upper.pk})
    court = Court.objects.within(world.upper, with_below=True).get(name="新院")
    typed = {"version": 1, "name": "新区院", "level": "BASIC", "parent": "", "order": 9}
    client.post(at("court_edit", court), typed)
    court.refresh_from_db()
    assert (court.name, court.path) == ("新区院", f"/{court.pk}/")
    assert client.post(at("court_edit", court), typed).status_code == 409


def test_a_courts_administrator_makes_no_court_at_the_top_nor_under_another(world, as_user):
    client = as_user(world.court_administrator)
    top = client.post(at("court_new"), {"name": "顶院", "level": "SUPREME", "parent": ""})
    assert "请选择上级法院" in text(top)
    above = client.post(at("court_new"), {"name": "旁院", "level": "BASIC", "parent": world.upper.pk})
    assert above.status_code == 403
    assert client.get(at("court_edit", world.upper)).status_code == 403
    assert not Court.all_rows.filter(name__in=("顶院", "旁院")).exists()


def test_a_court_decides_what_it_shares(world, as_user):
    client = as_user(world.committee)
    client.post(at("court_settings", world.court), {"version": 1, "shares_records": "on", "late_after_days": 10})
    world.court.refresh_from_db()
    assert (world.court.shares_records, world.court.late_after_days) == (True, 10)
    assert as_user(world.upper_committee).get(at("court_settings", world.court)).status_code == 403


def test_general_branches_are_kept_by_the_committee(world, as_user):
    client = as_user(world.committee)
    client.post(at("general_new", world.court), {"name": "综合党总支"})
    general = GeneralBranch.objects.within(world.court).get(name="综合党总支")
    client.post(at("general_edit", general), {"name": "综合一党总支", "order": 3})
    assert "综合一党总支" in text(client.get(at("general_list")))


# --- Accounts -------------------------------------------------------------------------------------

ACCOUNT = {"username": "xinren", "name": "新人", "password": "Zhengshi-2024", "role": "SECRETARY"}


def test_an_account_is_opened_appointed_reset_and_closed(world, as_user):
    client = as_user(world.administrator)
    client.post(at("account_new"), ACCOUNT | {"branch": world.branch.pk})
    account = User.objects.get(username="xinren")
    assert account.must_change_password
    page = text(client.get(at("account_detail", account)))
    assert "第一党支部" in page
    member = {"role": "MEMBER", "court": world.court.pk, "starts_on": today().isoformat()}
    client.post(at("account_appoint", account), member)
    assert {grant.role for grant in standing_of(User.objects.get(pk=account.pk)).grants} == {
        Role.SECRETARY,
        Role.MEMBER,
    }
    refused = client.post(at("account_appoint", account), {"role": "AUDITOR", "starts_on": today().isoformat()})
    assert "同一个账号" in text(refused)
    client.post(at("account_password", account), {"password": "Chongshe-2025"})
    account.refresh_from_db()
    assert account.check_password("Chongshe-2025")
    client.post(at("account_switch", account))
    account.refresh_from_db()
    assert not account.is_active


def test_a_role_taken_away_on_the_page_works_at_the_next_request(world, as_user):
    officer, client = as_user(world.secretary), as_user(world.administrator)
    assert officer.get(at("branch_list")).status_code == 200
    client.post(at("appointment_end", world.secretary.appointments.get()))
    assert officer.get(at("branch_list")).status_code == 403


def test_an_account_is_linked_to_its_person_by_name_and_birth_date(world, as_user):
    court, branch = world.court, world.branch
    account = factories.user("zhang", name="张三")
    factories.appoint(account, Role.MEMBER, court=court)
    first = factories.member(branch, "张三", born_on=date(1980, 1, 1))
    second = factories.member(branch, "张三", born_on=date(1990, 1, 1))
    page, typed = at("account_member", account), {"court": court.pk, "name": "张三"}
    refused = as_user(world.administrator).post(page, typed)
    assert refused.status_code == 422
    assert "出生日期" in text(refused)
    for person in (first, second):
        as_user(world.administrator).post(page, {**typed, "born_on": person.born_on.isoformat()})
        assert Member.objects.within(court).get(user=account) == person
    assert as_user(world.administrator).post(page, {**typed, "name": "无此人"}).status_code == 422


def test_accounts_are_exported_with_their_roles(world, as_user):
    factories.secretary(world.branch, username="shuji", name="李四")
    book = load_workbook(BytesIO(as_user(world.administrator).get(at("account_export"), {"q": "shuji"}).content))
    _, line = book.active.iter_rows(values_only=True)
    assert line[:4] == ("shuji", "李四", f"支部书记、委员（{world.court} · {world.branch}）", "启用")


def test_an_administrator_closes_neither_the_own_account_nor_role(world, as_user):
    client = as_user(world.administrator)
    client.post(at("account_switch", world.administrator))
    client.post(at("appointment_end", world.administrator.appointments.get()))
    assert client.get(at("account_list")).status_code == 200


def test_a_courts_administrator_appoints_in_the_own_court_only(world, as_user):
    client = as_user(world.court_administrator)
    for place in ({"branch": world.foreign.pk}, {"role": "COMMITTEE", "court": world.upper.pk}):
        assert client.post(at("account_new"), ACCOUNT | place).status_code == 422
    everywhere = client.post(at("account_new"), ACCOUNT | {"role": "ADMINISTRATOR"})
    assert "请选择法院" in text(everywhere)
    assert not User.objects.filter(username="xinren").exists()
    rows = client.get(at("account_list")).context["page"].rows
    assert "sister_committee" not in {row.username for row in rows}
    assert "secretary" in {row.username for row in rows}


# --- Trail and configuration ----------------------------------------------------------------------


def test_the_trail_is_filtered_and_exported_and_a_courts_auditor_reads_the_own(world, as_user):
    as_user(world.secretary).get(at("court_list"))
    as_user(world.sister_committee).get(at("court_list"))
    everything = as_user(world.auditor).get(at("audit_list"), {"outcome": "REFUSED"})
    assert {event.actor for event in everything.context["page"].rows} == {world.secretary, world.sister_committee}
    own = as_user(world.court_auditor).get(at("audit_list"), {"outcome": "REFUSED"})
    assert {event.actor for event in own.context["page"].rows} == {world.secretary}
    assert "管理法院" in text(own)
    by_words = as_user(world.auditor).get(at("audit_list"), {"q": "停止表决", "since": "2020-01-01"})
    assert [event.action for event in by_words.context["page"].rows] == ["voting.suspend"]
    exported = as_user(world.auditor).get(at("audit_export"), {"q": "停止表决"})
    assert [row[4] for row in load_workbook(BytesIO(exported.content)).active.values] == ["操作代码", "voting.suspend"]


def test_the_trail_tells_a_change_in_words(world, as_user):
    typed = BRANCH | {"version": 1, "name": "新名", "kind": "JOINT"}
    as_user(world.committee).post(at("branch_edit", world.branch), typed)
    page = text(as_user(world.auditor).get(at("audit_list")))
    assert "名称：第一党支部 → 新名" in page
    assert "类型：在职 → 联合" in page


def test_the_configuration_site_is_the_administrators(world, as_user, client):
    admin = as_user(world.administrator)
    assert "法院" in text(admin.get("/admin/"))
    assert "本院" in text(admin.get("/admin/branches/court/"))
    assert admin.get("/admin/branches/court/add/").status_code == 403
    for who in ("committee", "secretary", "auditor"):
        response = as_user(getattr(world, who)).get("/admin/", follow=True)
        assert response.status_code == 403
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
