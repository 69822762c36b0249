"""What the pages do: lists, forms, refusals with the text as typed, conflicts, exports."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from branches.models import Branch, PartyGroup, Post
from branches.tests import factories
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
