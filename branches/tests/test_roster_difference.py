"""A later roster: what differs, applying what was ticked, and taking it back."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branches.choices import MembershipEnd, PostKind, RosterChange
from branches.models import Branch, ImportBatch, Member, Membership, PartyGroup, Post
from branches.services.imports.journal import image_of
from branches.services.imports.undo import batch_undo
from branches.services.member_import import RosterChoices, import_members, load_roster, roster_apply, roster_difference
from branches.services.member_import.apply import Ticked
from branches.services.members import member_change
from branches.services.memberships import member_return
from branches.services.posts import post_start
from branches.tests import factories
from branches.tests.roster_files import FIRST, HEAD, SECOND, person
from core.clock import now
from core.errors import Refused
from core.models import AuditEvent
from core.tests.spreadsheet_files import csv_bytes
from development.models import Candidate
from development.tests import factories as development

pytestmark = pytest.mark.django_db

FIRST_DAY, SINCE, TODAY = date(2024, 1, 10), date(2025, 1, 1), date(2025, 1, 10)
PEOPLE = [*FIRST, *SECOND]
CREATE = RosterChoices(create_branches=True)


def file(*rows):
    return {"source": csv_bytes([HEAD, *rows]), "filename": "花名册.csv", "choices": CREATE}


def loaded(*rows):
    return {"loaded": load_roster(csv_bytes([HEAD, *rows]), "花名册.csv"), "choices": CREATE}


def first_roster():
    court = factories.court("某法院")
    import_members(court=court, **file(*PEOPLE), by=None, on=FIRST_DAY)
    return court


@pytest.fixture
def court():
    return first_roster()


def changed(name, **changes):
    """The first roster with one row changed; None leaves it out."""
    names = [row[1] for row in PEOPLE]
    rows = [list(row) for row in PEOPLE]
    place = names.index(name)
    head = ["no", "name", "sex", "born", "branch", "group", "status", "joined", "confirmed", "post", "phone"]
    for key, value in changes.items():
        rows[place][head.index(key)] = value
    return rows


def difference(court, rows):
    return roster_difference(court=court, **loaded(*rows), on=TODAY).lines


def apply(court, rows, *, since=SINCE, leave_out=(), reason=MembershipEnd.TRANSFERRED):
    lines = [line for line in difference(court, rows) if line.kind not in leave_out]
    left = {line.key: reason for line in lines if line.kind == RosterChange.LEFT}
    ticked = Ticked(since, [line.key for line in lines if line.kind != RosterChange.LEFT], left)
    return roster_apply(court=court, **loaded(*rows), ticked=ticked, by=None, on=TODAY)


def told(lines):
    return [(line.kind, line.name, line.place, line.words) for line in lines]


def test_the_same_roster_differs_in_nothing(court):
    assert difference(court, PEOPLE) == []
    assert apply(court, PEOPLE).batch is None
    assert ImportBatch.objects.within(court).count() == 1


def test_who_joined_moved_changed_and_left_is_told(court):
    rows = changed("黄涛", branch="第二党支部", group=None)
    rows = [row for row in rows if row[1] != "汪健"] + [person("高新", phone="13911112222")]
    rows[0][10] = "13700000000"
    assert told(difference(court, rows)) == [
        ("JOINED", "高新", "第一党支部 第一党小组", ("1987-06-19 出生", "正式党员")),
        ("MOVED", "黄涛", "第一党支部 第二党小组 → 第二党支部", ()),
        ("CHANGED", "梁娜", "第一党支部 第一党小组", ("联系电话",)),
        ("LEFT", "汪健", "第一党支部 第一党小组", ()),
    ]


def test_branches_that_the_file_does_not_name_are_left_alone(court):
    outcome = roster_difference(court=court, **loaded(*FIRST), on=TODAY)
    assert outcome.lines == []
    assert "名册里没有“第二党支部”，这些支部没有比较，保持不变。" in outcome.remarks


def test_applied_with_the_date_that_was_given(court):
    rows = changed("黄涛", branch="第二党支部", group=None, post="书记")
    rows = [row for row in rows if row[1] != "汪健"] + [person("高新", group="第三党小组")]
    batch = apply(court, rows).batch
    stays = {
        (stay.member.name, stay.branch.name, stay.starts_on, stay.ends_on, stay.ended_by)
        for stay in Membership.objects.within(court).filter(member__name__in=("黄涛", "汪健", "高新"))
    }
    assert stays == {
        ("黄涛", "第一党支部", date(2010, 11, 17), date(2024, 12, 31), "MOVED"),
        ("黄涛", "第二党支部", SINCE, None, ""),
        ("汪健", "第一党支部", date(2010, 11, 17), date(2024, 12, 31), "TRANSFERRED"),
        ("高新", "第一党支部", SINCE, None, ""),
    }
    assert Post.objects.within(court).get(member__name="黄涛").starts_on == SINCE
    assert PartyGroup.objects.within(court).get(name="第三党小组").founded_on == SINCE
    assert batch.detail == {"since": "2025-01-01", "JOINED": 1, "MOVED": 1, "LEFT": 1}
    events = AuditEvent.objects.filter(court_id=court.pk).values_list("action", flat=True)
    assert {"branches.roster_apply", "member.move", "member.leave", "post.start"} <= set(events)


def test_an_office_passes_from_one_to_the_other(court):
    rows = changed("梁娜", post=None)
    rows[3][9] = "书记"
    apply(court, rows)
    held = Post.objects.within(court).filter(kind="SECRETARY").order_by("pk").values_list("member__name", "ends_on")
    assert list(held) == [("梁娜", date(2024, 12, 31)), ("黄涛", None)]


def test_a_probationary_member_who_is_formal_now_is_so_from_the_date(court):
    apply(court, changed("邹国", status="正式党员"))
    zou = Member.objects.within(court).get(name="邹国")
    assert (zou.status, zou.confirmed_on) == ("FORMAL", SINCE)


def test_blank_cells_take_nothing_away(court):
    assert difference(court, changed("梁娜", phone=None, sex=None, status=None, joined=None, confirmed=None)) == []


def test_a_new_branch_comes_with_its_people_from_the_beginning(court):
    apply(court, [*PEOPLE, person("冯新", branch="第三党支部", group=None, post="书记")])
    third = Branch.objects.within(court).get(name="第三党支部")
    assert third.founded_on is None
    assert third.memberships.get().starts_on == date(2010, 11, 17)
    assert third.posts.get().starts_on is None


def test_somebody_who_left_comes_back(court):
    apply(court, [row for row in PEOPLE if row[1] != "汪健"], since=date(2024, 6, 1))
    (line,) = difference(court, PEOPLE)
    assert (line.kind, line.name) == ("RETURNED", "汪健")
    apply(court, PEOPLE)
    stays = Membership.objects.within(court).filter(member__name="汪健").values_list("starts_on", "ends_on")
    assert list(stays) == [(date(2010, 11, 17), date(2024, 5, 31)), (SINCE, None)]


def test_what_was_not_ticked_stays(court):
    rows = [row for row in changed("梁娜", phone="13700000000") if row[1] != "汪健"]
    apply(court, rows, leave_out=("LEFT",))
    assert [line.kind for line in difference(court, rows)] == ["LEFT"]


def test_refused_whole_where_somebody_changed_a_person_meanwhile(court):
    rows = changed("梁娜", phone="13700000000")
    ticked = Ticked(SINCE, [line.key for line in difference(court, rows)], {})
    member = Member.objects.within(court).get(name="梁娜")
    member_change(member=member, version=member.version, by=None, remark="新备注")
    with pytest.raises(Refused, match="请重新核对"):
        roster_apply(court=court, **loaded(*rows), ticked=ticked, by=None, on=TODAY)


@pytest.mark.parametrize(
    ("since", "words"), [(date(2025, 2, 1), "还没有到"), (date(2009, 1, 1), "第 5 行“黄涛”：日期不能早于")]
)
def test_a_date_that_cannot_be_is_refused(court, since, words):
    before = image_of(court)
    with pytest.raises(Refused, match=words):
        apply(court, changed("黄涛", branch="第二党支部", group=None), since=since)
    assert image_of(court) == before


def test_undone_everything_is_as_it_was(court):
    before = image_of(court)
    rows = changed(
        "黄涛", branch="第二党支部", group=None, post="书记", phone="13700000000", status="预备党员", confirmed=None
    )
    rows[0][9] = None
    rows = [row for row in rows if row[1] not in ("汪健", "杜红")] + [person("高新", branch="第三党支部", post="书记")]
    batch = apply(court, rows).batch
    assert image_of(court) != before
    batch_undo(batch=batch, reason="传错了文件", by=None, at=now())
    assert image_of(court) == before
    assert Member.objects.within(court).get(name="黄涛").phone == "13900001818"
    first = ImportBatch.objects.within(court).last()
    batch_undo(batch=first, reason="重来", by=None, at=now())
    assert not any(image_of(court).values())
    with pytest.raises(Refused, match="撤销过"):
        batch_undo(batch=first, reason="重来", by=None, at=now())
    assert import_members(court=court, **file(*PEOPLE), by=None, on=TODAY).batch is not None


def test_not_undone_when_a_member_was_changed_or_the_later_roster_stands(court):
    first = ImportBatch.objects.within(court).get()
    apply(court, [*PEOPLE, person("高新")])
    second = ImportBatch.objects.within(court).first()
    liang = Member.objects.within(court).get(name="梁娜")
    member_change(member=liang, version=liang.version, by=None, remark="新备注")
    with pytest.raises(Refused) as refusal:
        batch_undo(batch=first, reason="重来", by=None, at=now())
    assert refusal.value.reasons == ("党员 1 条（梁娜）在导入之后改过。",)
    batch_undo(batch=second, reason="重来", by=None, at=now())


def test_not_undone_when_a_leaver_has_come_back_or_an_office_a_new_holder(court):
    """What was made by hand since stands in the same days as what undoing would give back."""
    rows = changed("赵杰", branch="第一党支部")
    rows = [[*row[:9], None, *row[10:]] if row[1] == "梁娜" else row for row in rows if row[1] != "赵杰"]
    batch = apply(court, rows).batch
    zhao, cao = (Member.objects.within(court).get(name=name) for name in ("赵杰", "曹博"))
    branch = Branch.objects.within(court).get(name="第二党支部")
    member_return(member=zhao, branch=branch, group=None, on=date(2025, 1, 5), by=None)
    post_start(branch=cao.branch, member=cao, kind=PostKind.SECRETARY, starts_on=date(2025, 1, 6), by=None)
    before = image_of(court)
    with pytest.raises(Refused) as refusal:
        batch_undo(batch=batch, reason="重来", by=None, at=now())
    assert [reason.partition(" ")[0] for reason in refusal.value.reasons] == ["支部归属", "党内职务"]
    assert all("另外登记的" in reason for reason in refusal.value.reasons)
    assert image_of(court) == before


def test_undone_the_file_of_somebody_who_moved_goes_back_too(court):
    zou = Member.objects.within(court).get(name="邹国")
    candidate = development.file(zou.branch)
    Candidate.objects.within(court).filter(pk=candidate.pk).update(member=zou)
    batch = apply(court, changed("邹国", branch="第二党支部", group=None)).batch
    candidate.refresh_from_db()
    assert candidate.branch.name == "第二党支部"
    batch_undo(batch=batch, reason="传错了文件", by=None, at=now())
    candidate.refresh_from_db()
    assert candidate.branch == zou.branch


def test_not_undone_when_something_rests_on_a_new_row(court):
    (batch,) = ImportBatch.objects.within(court)
    branch = Branch.objects.within(court).first()
    factories.term(branch)
    with pytest.raises(Refused, match=r"支委会届次 1 条（.*）用到了这一批的内容。"):
        batch_undo(batch=batch, reason="重来", by=None, at=now())


NAMES = [str(row[1]) for row in PEOPLE]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(
            [
                {"out": True},
                {"branch": "第二党支部", "group": None},
                {"branch": "第三党支部", "group": "第一党小组"},
                {"group": "第四党小组"},
                {"group": None},
                {"post": "书记"},
                {"post": "组织委员、宣传委员"},
                {"post": None},
                {"post": "党小组组长", "group": "第五党小组"},
                {"status": "预备党员", "confirmed": None},
                {"status": "正式党员"},
                {"phone": "13711112222", "sex": "男"},
                {"joined": "2009-01-01"},
            ]
        ),
    ),
    max_size=6,
)
ADDED = st.lists(st.sampled_from(["高新", "林立", "冯远"]), unique=True, max_size=2)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS, added=ADDED)
def test_applying_leaves_no_difference_and_undoing_leaves_no_trace(court, edits, added):
    head = ["no", "name", "sex", "born", "branch", "group", "status", "joined", "confirmed", "post", "phone"]
    rows = {str(row[1]): list(row) for row in PEOPLE}
    for name, edit in edits:
        for key, value in edit.items():
            if name in rows and key in head:
                rows[name][head.index(key)] = value
        if edit.get("out"):
            rows.pop(name, None)
    later = [*rows.values(), *(person(name) for name in added)]
    before = image_of(court)
    try:
        outcome = apply(court, later)
    except Refused:  # two secretaries, a leader without a group …: nothing is written
        assert image_of(court) == before
        return
    assert difference(court, later) == []
    if outcome.batch:
        batch_undo(batch=outcome.batch, reason="复原", by=None, at=now())
        outcome.batch.journal.delete()
        outcome.batch.delete()
    assert image_of(court) == before
