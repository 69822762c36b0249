"""Bulletins: their figures are the engine's, they stand still once issued, everything happens once."""

from collections import Counter
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from activities.engine import PairState, held_and_due
from activities.tests import factories as meetings
from branches.choices import BranchKind
from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent
from notices import services
from notices.choices import Rule
from notices.models import Bulletin, BulletinCopy, Message
from notices.selectors.bulletin_words import closing_of, opening_of
from notices.selectors.bulletins import BulletinFigures, as_printed, bulletin_figures, figures_of
from notices.selectors.messages import unread_count
from notices.tests.factories import END, MONTH, Case, at
from rectification.tests import factories as rectification

pytestmark = pytest.mark.django_db
ON = date(2024, 8, 5)
JUNE = date(2024, 6, 1)


def figures(case: Case, month: date = MONTH, as_of: date = ON) -> BulletinFigures:
    return bulletin_figures(case.court, month, as_of)


def of_branch(found: BulletinFigures, name: str = "第一党支部"):
    return next(branch for branch in found.branches if branch.branch == name)


def draft(case: Case, on: date = ON, by=None, month: date = MONTH) -> Bulletin:
    return services.bulletin_draft(court=case.court, month=month, on=on, at=at(on), by=by)


def issued(case: Case, on: date = ON) -> Bulletin:
    made = draft(case, on, case.committee)
    return services.bulletin_issue(bulletin=made, version=made.version, by=case.committee, on=on, at=at(on))


def test_what_was_not_held_is_named_with_unit_period_and_days():
    case = Case()
    people.committee(case.first, 3)
    group = people.group(case.first, "第一党小组")
    meetings.activity("THEME_DAY", case.first, date(2024, 7, 9))
    lines = {line.kind: line for line in of_branch(figures(case)).missing}
    assert "THEME_DAY" not in lines
    assert (lines["COMMITTEE_MEETING"].unit, lines["GROUP_MEETING"].unit) == ("支部委员会", group.name)
    assert (lines["GROUP_MEETING"].period, lines["GROUP_MEETING"].days_late) == ("2024-07", 5)
    other = of_branch(figures(case), "第二党支部")
    assert [(line.kind, line.unit) for line in other.missing] == [("THEME_DAY", "第二党支部")]


def test_a_meeting_without_quorum_is_not_met_and_says_so():
    case = Case()
    people.committee(case.first, 3)
    meetings.activity("COMMITTEE_MEETING", case.first, date(2024, 7, 9), absent=people_of(case.first)[:2])
    line = next(line for line in of_branch(figures(case)).missing if line.kind == "COMMITTEE_MEETING")
    assert (line.held, line.without_quorum) == (1, 1)


def people_of(branch):
    return [post.member for post in branch.posts.select_related("member")]


def test_a_quarters_norm_is_due_in_the_quarters_last_month():
    case = Case()
    assert not any(line.kind == "BRANCH_ASSEMBLY" for line in of_branch(figures(case)).missing)
    line = next(line for line in of_branch(figures(case, JUNE)).missing if line.kind == "BRANCH_ASSEMBLY")
    assert (line.period, line.days_late) == ("2024Q2", (ON - date(2024, 6, 30)).days)


def test_a_norm_for_each_member_is_one_line_without_names():
    case = Case()
    members = people.members(case.first, 3)
    found = figures(case, date(2024, 12, 1), date(2025, 1, 6))
    line = next(line for line in of_branch(found).missing if line.kind == "HEART_TO_HEART_TALK")
    assert (line.unit, line.number, line.period) == ("党员3人", 3, "2024")
    assert not any(member.name in str(found.kept()) for member in members)
    assert "谈心谈话应覆盖3人，已完成0人，3人未完成" in opening_of(found)


def test_what_nobody_can_tell_is_apart_and_never_missing():
    case = Case()
    case.second.coverages.all().delete()
    other = of_branch(figures(case), "第二党支部")
    assert not other.missing
    assert [line.why for line in other.not_known] == ["没有登记从何时起在此留存记录"] * len(other.not_known)
    assert other.not_known
    assert f"另有{len(other.not_known)}项情况不详" in opening_of(figures(case))


def test_every_branch_of_the_month_stands_in_the_courts_order():
    case = Case()
    people.branch(case.court, "已撤销", order=1, dissolved_on=date(2024, 7, 1))
    people.branch(case.court, "后成立", order=2, founded_on=date(2024, 8, 1))
    half = people.branch(case.court, "月中成立", order=3, founded_on=date(2024, 7, 15))
    meetings.coverage(half)
    meetings.activity("THEME_DAY", case.first, date(2024, 7, 9))
    found = figures(case)
    names = [branch.branch for branch in found.branches]
    assert names == ["月中成立", "第一党支部", "第二党支部"]
    assert found.branches[0].is_clear


@pytest.mark.parametrize("kind", [BranchKind.SERVING, BranchKind.RETIRED])
@pytest.mark.parametrize("month", [date(2024, 7, 1), date(2024, 9, 1), date(2024, 12, 1)])
def test_figures_add_up_with_the_engine(month, kind):
    """due = met + missing for each kind and branch."""
    case = Case()
    third = people.branch(case.court, "第三党支部", kind=kind)
    meetings.coverage(third)
    people.group(third)
    for branch in (case.first, third):
        people.committee(branch, 3)
    meetings.activity("THEME_DAY", case.first, month.replace(day=9))
    meetings.activity("COMMITTEE_MEETING", third, month.replace(day=9))
    as_of = date(2025, 1, 6)
    found = figures(case, month, as_of)
    end = date.fromisoformat(found.branches[0].missing[0].ends_on)
    engine = Counter()
    for pair in held_and_due(case.court, start=month, end=end, as_of=as_of).pairs:
        engine[pair.branch_id, pair.norm.kind.code, pair.state] += 1
    for branch in found.branches:
        missing = Counter()
        for line in branch.missing:
            missing[line.kind] += line.number
        for count in branch.kinds:
            met = engine[branch.key, count.kind, PairState.MET]
            not_met = engine[branch.key, count.kind, PairState.NOT_MET]
            assert (count.met, count.missing, missing[count.kind]) == (met, not_met, not_met)
        assert set(missing) <= {count.kind for count in branch.kinds}
    total = sum(count for (_, _, state), count in engine.items() if state in (PairState.MET, PairState.NOT_MET))
    assert found.due + sum(each.due for each in found.kinds(of_members=True)) == total


def test_late_measures_stand_with_their_branch_and_the_committees_own_apart():
    case = Case()
    late = date(2024, 7, 31)
    found_wrong = rectification.Case(branch=case.first)
    found_wrong.measure("完善制度", late, owner_name="张三")
    found_wrong.measure("机关党委督办", late, branch=None)
    found_wrong.measure("没有到期", date(2024, 9, 1))
    found = figures(case)
    line = of_branch(found).overdue_measures[0]
    assert (line.measure, line.owner, line.due_on, line.days_late) == ("完善制度", "张三", "2024-07-31", 5)
    assert [each.measure for each in found.own_measures] == ["机关党委督办"]
    assert "逾期整改措施2条（其中机关党委1条）" in opening_of(found)
    assert "逾期的整改措施" in closing_of(found)
    assert as_printed(found)["branches"][0]["overdue_measures"] == [
        {"measure": "完善制度", "owner": "张三", "due_on": "2024-07-31", "days_late": 5}
    ]


def test_the_opening_says_the_figures_in_words():
    case = Case()
    meetings.activity("THEME_DAY", case.first, date(2024, 7, 9))
    found = figures(case)
    counts = f"应开展组织生活{found.due}项，已完成1项，{found.missing}项未完成，涉及1个支部"
    assert opening_of(found) == f"7月，全院2个党支部{counts}；没有逾期的整改措施。"
    assert (
        opening_of(figures(case, as_of=date(2024, 7, 9)))
        == "7月，全院2个党支部没有到期的组织生活；没有逾期的整改措施。"
    )


def test_kept_figures_read_back_as_they_were():
    case = Case()
    people.group(case.first)
    found = figures(case)
    assert BulletinFigures.read(found.kept()) == found


def test_the_number_of_queries_does_not_grow_with_the_branches(django_assert_num_queries):
    case = Case()
    with CaptureQueriesContext(connection) as few:
        figures(case)
    for number in range(3):
        branch = people.branch(case.court, f"增设{number}")
        meetings.coverage(branch)
        people.group(branch)
        rectification.Case(branch=branch).measure()
    with django_assert_num_queries(len(few)):
        figures(case)


# --- Steps --------------------------------------------------------------------------------------


def test_a_month_has_one_bulletin():
    case = Case()
    assert draft(case) == draft(case, date(2024, 8, 9))
    assert Bulletin.objects.within(case.court).count() == 1
    assert Message.objects.within(case.court).filter(rule=Rule.BULLETIN_DRAFTED, branch=None).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.create(court=case.court, month=MONTH, title="又一期")


def test_what_a_person_drafts_tells_nobody():
    case = Case()
    assert draft(case, by=case.committee).created_by == case.committee
    assert not Message.objects.within(case.court).exists()


@pytest.mark.parametrize("is_issued", [True, False])
def test_a_draft_waits_for_nobody_once_it_is_issued_or_given_up(is_issued):
    case = Case()
    bulletin = draft(case)
    assert unread_count(case.committee) == 1
    if is_issued:
        services.bulletin_issue(bulletin=bulletin, version=1, by=case.committee, on=ON, at=at(ON))
    else:
        services.bulletin_discard(bulletin=bulletin, by=case.committee, on=ON)
    assert unread_count(case.committee) == 0


def test_a_month_that_runs_is_not_drafted():
    case = Case()
    with pytest.raises(Refused, match="还没有结束"):
        draft(case, END)
    assert draft(case, date(2024, 8, 1)).title == "2024年7月督办提醒通报"


def test_a_court_without_branches_has_no_bulletin():
    court = people.court()
    with pytest.raises(Refused, match="还没有党支部"):
        services.bulletin_draft(court=court, month=MONTH, on=ON, at=at(ON))


def test_a_draft_is_changed_on_its_version():
    case = Case()
    words = {"title": "通报", "opening": "各支部：", "closing": ""}
    changed = services.bulletin_change(bulletin=draft(case), version=1, by=case.committee, **words)
    assert (changed.opening, changed.version) == ("各支部：", 2)
    detail = AuditEvent.objects.get(action="notices.bulletin_change").detail
    assert (detail["after"], detail["before"].keys()) == (words, words.keys())
    with pytest.raises(EditConflict):
        services.bulletin_change(bulletin=changed, version=1, by=case.committee, **words)
    with pytest.raises(EditConflict, match="又改过"):
        services.bulletin_issue(bulletin=changed, version=1, by=case.committee, on=ON, at=at(ON))


def test_issued_twice_it_is_sent_once_and_changes_no_more():
    case = Case()
    bulletin = issued(case)
    again = services.bulletin_issue(bulletin=bulletin, version=1, by=case.committee, on=ON, at=at(ON))
    assert again.version == bulletin.version
    assert BulletinCopy.objects.within(case.court).count() == 2
    assert Message.objects.within(case.court).filter(rule=Rule.BULLETIN_ISSUED).count() == 2
    assert AuditEvent.objects.filter(action="notices.bulletin_issue").count() == 1
    with pytest.raises(Refused, match="不能再修改"):
        services.bulletin_change(
            bulletin=bulletin, version=bulletin.version, by=case.committee, title="改", opening="", closing=""
        )


def test_an_issued_bulletin_stands_still():
    case = Case()
    before = figures_of(issued(case), ON)
    assert before == figures(case)
    meetings.activity("THEME_DAY", case.first, date(2024, 7, 9))
    case.first.name = "改名"
    case.first.save()
    now = Bulletin.objects.within(case.court).get(month=MONTH)
    assert figures_of(now, date(2024, 8, 20)) == before
    assert figures(case) != before


def test_a_draft_says_the_figures_of_the_day_until_somebody_writes_in_it():
    case = Case()
    made = draft(case)
    said = made.opening
    for branch in (case.first, case.second):
        meetings.activity("THEME_DAY", branch, date(2024, 7, 5))
    sent = services.bulletin_issue(bulletin=made, version=1, by=case.committee, on=ON, at=at(ON))
    assert sent.opening != said
    assert sent.opening == opening_of(figures_of(sent, date(2024, 9, 1)))


def test_a_persons_words_stay():
    case = Case()
    made = draft(case)
    own = {"title": made.title, "opening": "请各支部高度重视。", "closing": ""}
    services.bulletin_change(bulletin=made, version=1, by=case.committee, **own)
    sent = services.bulletin_issue(bulletin=made, version=2, by=case.committee, on=ON, at=at(ON))
    assert sent.opening == "请各支部高度重视。"


# --- Taken back ---------------------------------------------------------------------------------


def test_given_up_by_its_committee_a_month_may_be_drafted_anew_by_a_person_alone():
    case = Case()
    first = services.bulletin_discard(bulletin=draft(case), by=case.committee, on=ON)
    assert services.bulletin_draft_due(court=case.court, month=MONTH, on=ON, at=at(ON)) is None
    second = draft(case, by=case.committee)
    assert second != first
    assert draft(case) == second
    with pytest.raises(EditConflict, match="已放弃，不能签发"):
        services.bulletin_issue(bulletin=first, version=1, by=case.committee, on=ON, at=at(ON))
    with pytest.raises(Refused, match="已放弃，不能再修改"):
        services.bulletin_change(bulletin=first, version=1, by=case.committee, title="改", opening="", closing="")
    with pytest.raises(EditConflict, match="已放弃，不能作废"):
        services.bulletin_void(bulletin=first, reason="有误", by=case.committee, on=ON, at=at(ON))


def test_voided_it_keeps_its_figures_and_its_branches_are_told_why():
    case = Case()
    sent = issued(case)
    with pytest.raises(Refused, match="请填写作废原因"):
        services.bulletin_void(bulletin=sent, reason=" ", by=case.committee, on=ON, at=at(ON))
    void = services.bulletin_void(bulletin=sent, reason=" 数据有误 ", by=case.committee, on=ON, at=at(ON))
    assert (void.voided_by, void.void_reason, void.figures) == (case.committee, "数据有误", sent.figures)
    told = Message.objects.within(case.court).filter(rule=Rule.BULLETIN_VOIDED)
    assert {(row.branch, row.text) for row in told} == {(case.first, "数据有误"), (case.second, "数据有误")}
    assert AuditEvent.objects.get(action="notices.bulletin_void").detail == {"reason": "数据有误"}
    assert services.bulletin_draft_due(court=case.court, month=MONTH, on=ON, at=at(ON)) is None
    assert issued(case) != void
    assert Message.objects.within(case.court).filter(rule=Rule.BULLETIN_ISSUED).count() == 4


def test_taken_back_once_it_is_not_again():
    case = Case()
    void = services.bulletin_void(bulletin=issued(case), reason="有误", by=case.committee, on=ON, at=at(ON))
    with pytest.raises(EditConflict, match="已作废，不能作废"):
        services.bulletin_void(bulletin=void, reason="又", by=case.committee, on=ON, at=at(ON))
    with pytest.raises(EditConflict, match="已作废，不能签发"):
        services.bulletin_issue(bulletin=void, version=void.version, by=case.committee, on=ON, at=at(ON))
