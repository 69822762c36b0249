"""Letters out and in: who leaves, who comes, and what is waited for."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import make_aware
from openpyxl import load_workbook

from branches.choices import MembershipEnd, MemberStatus, PostKind, TransferDirection
from branches.models import Member, Membership, Post, Transfer
from branches.services.branches import branch_dissolve, group_dissolve
from branches.services.memberships import member_leave, member_leave_undo, member_return
from branches.services.transfers import (
    Letter,
    transfer_back,
    transfer_in,
    transfer_out,
    transfer_receipt,
    transfer_withdraw,
)
from branches.tests import factories
from core.clock import today
from core.errors import Refused
from core.models import AuditEvent

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)
AT = make_aware(datetime(2026, 11, 20, 9))
WRITTEN = date(2026, 11, 2)


def letter(number="第 7 号", **fields):
    return Letter("云海市中级人民法院机关党委", number, **{"written_on": WRITTEN, **fields})


def out(member, **fields):
    values = {"letter": letter(), "last_on": date(2026, 11, 10), **fields}
    return transfer_out(member=member, by=None, at=AT, **values)


def come(branch, name="新来者", *, on=TODAY, of=None, **person):
    person = {"status": MemberStatus.FORMAL, "joined_on": date(2012, 7, 1), "confirmed_on": date(2013, 7, 1), **person}
    of = of or letter()
    return transfer_in(branch=branch, group=None, letter=of, received_on=on, by=None, at=AT, name=name, **person)


def test_who_is_transferred_out_leaves_and_the_receipt_is_waited_for():
    member = factories.member()
    factories.post(member, PostKind.PUBLICITY)
    transfer = out(member)
    left = Membership.objects.within(member.court).get(member=member)
    assert (left.ends_on, left.ended_by) == (date(2026, 11, 10), MembershipEnd.TRANSFERRED)
    assert Post.objects.within(member.court).get().ends_on == date(2026, 11, 10)
    assert (transfer.valid_days, transfer.expires_on) == (90, date(2027, 1, 31))
    assert transfer.days_waiting(TODAY) == 18
    assert {"transfer.out", "member.leave"} <= set(AuditEvent.objects.values_list("action", flat=True))
    transfer_receipt(transfer=transfer, receipt_on=date(2026, 11, 18), by=None, at=AT)
    with pytest.raises(Refused, match="已经登记过"):
        transfer_receipt(transfer=transfer, receipt_on=TODAY, by=None, at=AT)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"last_on": TODAY + DAY}, "最后一天不能晚于今天"),
        ({"letter": letter(written_on=TODAY + DAY)}, "介绍信日期不能晚于今天"),
        ({"letter": letter(" 第 1 号 ".strip())}, "编号 第 1 号 已经用过"),
    ],
)
def test_a_transfer_out_that_cannot_be_is_refused(fields, why):
    branch = factories.branch()
    out(factories.member(branch), letter=letter("第 1 号"))
    member = factories.member(branch)
    with pytest.raises(Refused, match=why):
        out(member, **fields)
    assert Membership.objects.within(branch).get(member=member).ends_on is None


def test_who_is_transferred_in_is_a_member_from_that_day():
    branch = factories.branch()
    transfer = come(branch, sex="MALE")
    member = Member.objects.within(branch).get()
    assert (member.name, member.joined_on, member.confirmed_on) == ("新来者", date(2012, 7, 1), date(2013, 7, 1))
    assert Membership.objects.within(branch).get().starts_on == TODAY
    assert (transfer.direction, transfer.moved_on) == (TransferDirection.IN, TODAY)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"on": WRITTEN - DAY}, "转入日期应在介绍信日期 2026-11-02 至今天"),
        ({"on": TODAY + DAY}, "转入日期应在"),
        ({"of": letter(written_on=date(2026, 8, 1))}, "有效期 90 天，转入时已第 111 天"),
        ({"of": letter(valid_days=17)}, "有效期 17 天，转入时已第 18 天"),
        ({"joined_on": None}, "请填写入党日期"),
        ({"confirmed_on": None}, "正式党员请填写转正日期"),
    ],
)
def test_a_transfer_in_that_cannot_be_is_refused(fields, why):
    branch = factories.branch()
    with pytest.raises(Refused, match=why):
        come(branch, **fields)
    assert not Transfer.objects.within(branch).exists()


def test_a_letter_past_its_days_is_taken_with_a_remark():
    assert come(factories.branch(), of=letter(valid_days=17, remark="路途延误，已与对方核实")).valid_days == 17


def test_who_was_here_comes_back_to_the_same_row():
    branch = factories.branch()
    member = factories.member(branch, status=MemberStatus.PROBATIONARY, joined_on=date(2024, 5, 1))
    gone = out(member, last_on=date(2026, 11, 5))
    member.refresh_from_db()
    with pytest.raises(Refused, match="对方没有接收的，请撤销转出"):
        back(member, branch)
    transfer_receipt(transfer=gone, receipt_on=date(2026, 11, 12), by=None, at=AT)
    back(member, branch)
    member.refresh_from_db()
    assert (member.status, member.confirmed_on) == (MemberStatus.FORMAL, date(2025, 5, 1))
    assert Membership.objects.within(branch).filter(member=member, ends_on__isnull=True).get().starts_on == TODAY
    assert Transfer.objects.within(branch).filter(member=member).count() == 2


def back(member, branch):
    return transfer_back(
        member=member,
        branch=branch,
        group=None,
        letter=letter("对方 3 号", written_on=date(2026, 11, 16)),
        received_on=TODAY,
        by=None,
        at=AT,
        status=MemberStatus.FORMAL,
        joined_on=date(2024, 5, 1),
        confirmed_on=date(2025, 5, 1),
    )


@pytest.mark.parametrize(
    ("reason", "why"), [(MembershipEnd.DECEASED, "已登记去世"), (MembershipEnd.LEFT, "重新入党请新建发展档案")]
)
def test_who_left_for_good_does_not_come_back_by_letter_but_the_leaving_is_undone_if_a_mistake(reason, why):
    branch = factories.branch()
    member = factories.member(branch)
    factories.post(member)
    member_leave(member=member, last_on=date(2026, 11, 5), reason=reason, by=None)
    with pytest.raises(Refused, match=why):
        back(member, branch)
    with pytest.raises(Refused, match="请填写撤销的原因"):
        undo_leaving(member, " ")
    undo_leaving(member)
    here = Membership.objects.within(branch).get(member=member)
    assert (here.ends_on, here.ended_by) == (None, "")
    assert Post.objects.within(branch).get().ends_on is None


def test_a_transfer_out_is_withdrawn_as_if_it_had_never_been():
    branch = factories.branch()
    member, successor = factories.member(branch), factories.member(branch)
    post, ended = factories.post(member), factories.post(member, PostKind.PUBLICITY, ends_on=date(2026, 11, 10))
    transfer = out(member)
    with pytest.raises(Refused, match="请在“组织关系”里撤销转出"):
        undo_leaving(member)
    with pytest.raises(Refused, match="请填写撤销的原因"):
        withdraw(transfer, " ")
    withdraw(transfer)
    assert Membership.objects.within(branch).get(member=member).ends_on is None
    post.refresh_from_db()
    ended.refresh_from_db()
    assert (post.ends_on, ended.ends_on) == (None, date(2026, 11, 10))  # what had ended before stays ended
    with pytest.raises(Refused, match="已经撤销过"):
        withdraw(transfer)
    again = out(member)  # the letter's number is free again
    factories.post(successor, starts_on=date(2026, 11, 11))
    withdraw(again)
    post.refresh_from_db()
    assert post.ends_on == date(2026, 11, 10)  # somebody else is secretary now
    assert AuditEvent.objects.filter(action="transfer.withdraw").count() == 2


def test_a_transfer_that_something_rests_on_is_not_withdrawn():
    branch = factories.branch()
    member = factories.member(branch)
    transfer = out(member)
    transfer_receipt(transfer=transfer, receipt_on=date(2026, 11, 18), by=None, at=AT)
    with pytest.raises(Refused, match="已经收到对方的回执"):
        withdraw(transfer)
    with pytest.raises(Refused, match="转入登记有误"):
        withdraw(come(branch))


def undo_leaving(member, reason="登记错了人"):
    return member_leave_undo(member=member, reason=reason, by=None, on=TODAY)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(None, date(2026, 12, 31)), (date(2026, 11, 6), date(2026, 12, 31)), (date(2027, 1, 1), None)],
)
def test_posts_come_back_as_they_were_when_a_leaving_is_undone(starts_on, ends_on):
    """A post for a time keeps its end, one that had not begun is there again."""
    branch = factories.branch()
    member = factories.member(branch)
    post = factories.post(member, PostKind.PUBLICITY, title="宣传干事", starts_on=starts_on, ends_on=ends_on)
    before = Post.objects.within(branch).values().get(pk=post.pk)
    member_leave(member=member, last_on=date(2026, 11, 5), reason=MembershipEnd.DECEASED, by=None)
    undo_leaving(member)
    assert Post.objects.within(branch).values().get() == before


def test_a_post_that_another_held_meanwhile_or_that_was_changed_since_does_not_come_back():
    branch = factories.branch()
    member, other = factories.members(branch, 2)
    led, wrote = factories.post(member), factories.post(member, PostKind.PUBLICITY)
    member_leave(member=member, last_on=date(2026, 11, 5), reason=MembershipEnd.DECEASED, by=None)
    factories.post(other, starts_on=date(2026, 11, 6), ends_on=date(2026, 11, 12))
    Post.objects.within(branch).filter(pk=wrote.pk).update(ends_on=date(2026, 11, 1))
    undo_leaving(member)
    kept = dict(Post.objects.within(branch).filter(member=member).values_list("pk", "ends_on"))
    assert kept == {led.pk: date(2026, 11, 5), wrote.pk: date(2026, 11, 1)}


@pytest.mark.parametrize("gone", ["branch", "group"])
def test_a_leaving_is_not_undone_into_a_branch_or_group_that_is_no_more(gone):
    branch = factories.branch()
    group = factories.group(branch)
    member = factories.member(branch, group=group)
    member_leave(member=member, last_on=date(2026, 10, 31), reason=MembershipEnd.DECEASED, by=None)
    if gone == "branch":
        branch_dissolve(branch=branch, dissolved_on=date(2026, 11, 10), by=None)
    else:
        group_dissolve(group=group, dissolved_on=date(2026, 11, 10), by=None)
    with pytest.raises(Refused, match="在 2026-11-20 不存在"):
        undo_leaving(member)
    assert not Membership.objects.within(branch).filter(ends_on__isnull=True).exists()


def test_withdrawing_a_letter_undoes_no_other_leaving(world, as_user):
    member = world.member
    transfer = out(member, last_on=WRITTEN)
    member_return(member=member, branch=world.branch, group=None, on=date(2026, 11, 10), by=None)
    with pytest.raises(Refused, match="又登记过转入或离开"):
        withdraw(transfer)
    member_leave(member=member, last_on=date(2026, 11, 15), reason=MembershipEnd.DECEASED, by=None)
    with pytest.raises(Refused, match="又登记过转入或离开"):
        withdraw(transfer)
    transfer.refresh_from_db()
    assert transfer.is_waiting
    assert not Membership.objects.within(world.branch).filter(member=member, ends_on__isnull=True).exists()
    shown = as_user(world.secretary).get(reverse("branches:member_detail", args=[member.pk])).content.decode()
    assert reverse("branches:member_leave_undo", args=[member.pk]) in shown
    assert reverse("branches:transfer_withdraw", args=[transfer.pk]) not in shown


def withdraw(transfer, reason="对方没有接收，介绍信退回"):
    return transfer_withdraw(transfer=transfer, reason=reason, by=None, at=AT)


def test_withdrawing_by_the_pages(world, as_user):
    client = as_user(world.secretary)
    transfer = out(world.member, last_on=WRITTEN)
    page = reverse("branches:transfer_withdraw", args=[transfer.pk])
    member_page = reverse("branches:member_detail", args=[world.member.pk])
    assert page in client.get(member_page).content.decode()
    assert client.post(page, {"reason": ""}).status_code == 422
    assert "介绍信退回" in client.post(page, {"reason": "介绍信退回"}, follow=True).content.decode()
    assert "已撤销" in client.get(reverse("branches:transfer_list") + "?receipt=WITHDRAWN").content.decode()
    assert "没有等回执" in client.get(reverse("branches:transfer_list")).content.decode()
    member_leave(member=world.member, last_on=WRITTEN, reason=MembershipEnd.DECEASED, by=None)
    undo = reverse("branches:member_leave_undo", args=[world.member.pk])
    assert undo in client.get(member_page).content.decode()
    assert client.post(undo, {"reason": "登记有误"}).status_code == 302
    assert as_user(world.other_secretary).get(page).status_code == 404
    assert as_user(world.leader).get(page).status_code == 403


# --- Pages ----------------------------------------------------------------------------------------


def test_out_and_receipt_by_the_pages(world, as_user):
    client = as_user(world.secretary)
    page = reverse("branches:transfer_out", args=[world.member.pk])
    data = {"organization": "外院机关党委", "letter_number": "2026-1", "letter_on": today(), "moved_on": today()}
    assert client.post(page, data | {"letter_number": ""}).status_code == 422
    reply = client.post(page, data, follow=True)
    assert "还没有收到对方的回执" in reply.content.decode()
    transfer = Transfer.objects.within(world.branch).get()
    listed = client.get(reverse("branches:transfer_list") + "?receipt=WAITING").content.decode()
    assert "张三丰" in listed
    assert "1 件等回执" in listed
    client.post(reverse("branches:transfer_receipt", args=[transfer.pk]), {"receipt_on": today()})
    transfer.refresh_from_db()
    assert transfer.receipt_on == today()
    menu = client.get(reverse("branches:member_detail", args=[world.member.pk])).content.decode()
    assert "转入组织关系" in menu


def test_in_by_the_page_with_the_text_kept_when_refused(world, as_user):
    client = as_user(world.committee)
    page = reverse("branches:transfer_in", args=[world.branch.pk])
    data = {
        "organization": "外院机关党委",
        "letter_number": "2026-9",
        "letter_on": today() - 5 * DAY,
        "name": "钱转入",
        "status": "FORMAL",
        "to_branch": world.branch.pk,
        "on": today(),
    }
    refused = client.post(page, data)
    assert refused.status_code == 422
    assert "请填写入党日期" in refused.content.decode()
    assert "2026-9" in refused.content.decode()
    client.post(page, data | {"joined_on": "2012-07-01", "confirmed_on": "2013-07-01"})
    assert Member.objects.within(world.branch).filter(name="钱转入").exists()


def test_each_court_and_branch_sees_its_own_letters(world, as_user):
    transfer = out(world.member, last_on=WRITTEN)
    page = reverse("branches:transfer", args=[transfer.pk])
    assert as_user(world.committee).get(page).status_code == 200
    for stranger in (world.other_secretary, world.sister_committee, world.upper_committee):
        assert as_user(stranger).get(page).status_code == 404
    assert as_user(world.leader).get(page).status_code == 403


def test_the_list_costs_the_same_for_few_and_many_and_is_exported(world, as_user, django_assert_num_queries):
    client = as_user(world.committee)
    out(world.member, letter=letter("甲"), last_on=WRITTEN)
    address = reverse("branches:transfer_list")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3):
        out(factories.member(world.other), letter=letter(f"乙{number}"), last_on=WRITTEN)
    with django_assert_num_queries(len(few)):
        client.get(address)
    for order in ("member", "-branch", "organization"):
        assert "张三丰" in client.get(f"{address}?sort={order}").content.decode()
    assert "没有符合条件的组织关系转接" in client.get(f"{address}?q=没有此人").content.decode()
    sheet = load_workbook(BytesIO(client.get(reverse("branches:transfer_export")).content)).active
    assert len(list(sheet.iter_rows())) == 5
