"""What a month's scheduled draft says, against records, plans, measures, terms and files."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Norm
from activities.tests import factories as meetings
from branches.tests import factories as people
from campaigns.models import Campaign
from core.errors import Refused
from core.models import SpecialDay
from development.tests import factories as files
from elections.services import answer_postponement, answer_request, ask_postponement, cancel_election
from elections.tests.factories import Stages, branch_with_term
from notices import services
from notices.choices import ItemSource, ItemState, Rule
from notices.models import Message, Notice
from notices.selectors.answers import answers_of
from notices.selectors.messages import unread_count
from notices.tests.factories import Case, at
from planning.tests.factories import item as plan_item
from rectification.tests.factories import Case as Problem

pytestmark = pytest.mark.django_db

JULY = date(2024, 7, 1)
ON = date(2024, 6, 25)


def drafted(court, month=JULY, on=ON) -> Notice:
    notice = services.notice_draft(court=court, month=month, on=on, at=at(on))
    assert notice is not None
    return notice


def items_of(notice, source=None, *, left=None):
    rows = notice.items.order_by("order").select_related("kind", "notice")
    return [
        item for item in rows if (source is None or item.source == source) and (left is None or item.is_left is left)
    ]


def text_of(notice, code, *, left=False) -> str:
    return next(item.text for item in items_of(notice, ItemSource.OWED, left=left) if item.kind.code == code)


class TestTheDraft:
    def test_is_a_draft_of_the_month_in_the_series_of_its_year(self):
        case = Case()
        notice = drafted(case.court)
        assert (str(notice.series), notice.title, notice.due_on) == (
            "2024年工作提示",
            "2024年7月工作提示",
            date(2024, 7, 31),
        )
        assert (notice.state, notice.is_scheduled, notice.created_by) == ("DRAFT", True, None)
        assert Message.objects.within(case.court).get().rule == Rule.NOTICE_DRAFTED

    def test_january_belongs_to_its_own_year(self):
        notice = drafted(Case().court, date(2025, 1, 1), date(2024, 12, 25))
        assert str(notice.series) == "2025年工作提示"

    def test_is_written_once_even_if_it_was_given_up(self):
        case = Case()
        first = drafted(case.court)
        assert services.notice_draft(court=case.court, month=JULY, on=ON, at=at(ON)) is None
        services.notice_discard(notice=first, by=case.committee, on=ON)
        assert services.notice_draft(court=case.court, month=date(2024, 7, 9), on=ON, at=at(ON)) is None
        assert Message.objects.within(case.court).count() == 1

    def test_ends_on_the_working_day_before_a_holiday(self):
        SpecialDay.objects.update_or_create(on=date(2024, 7, 31), defaults={"name": "测试", "is_workday": False})
        assert drafted(Case().court).due_on == date(2024, 7, 30)
        assert drafted(Case().court, date(2024, 6, 1), date(2024, 5, 25)).due_on == date(
            2024, 6, 28
        )  # a Sunday ends it

    def test_is_refused_to_a_court_without_branches(self):
        with pytest.raises(Refused):
            services.notice_draft(court=people.court(), month=JULY, on=ON, at=at(ON))

    def test_can_be_changed_and_issued(self):
        case = Case()
        notice = drafted(case.court)
        issued = services.notice_issue(notice=notice, version=1, by=case.committee, on=date(2024, 6, 28), at=at(ON))
        assert issued.heading == "2024年工作提示第1期"

    @pytest.mark.parametrize("is_issued", [True, False])
    def test_waits_for_nobody_once_it_is_issued_or_given_up(self, is_issued):
        case = Case()
        notice = drafted(case.court)
        assert unread_count(case.committee) == 1
        if is_issued:
            services.notice_issue(notice=notice, version=1, by=case.committee, on=date(2024, 6, 28), at=at(ON))
        else:
            services.notice_discard(notice=notice, by=case.committee, on=ON)
        assert unread_count(case.committee) == 0


class TestMeetings:
    def test_one_item_a_kind_with_its_period(self):
        case = Case()
        people.committee(case.first, 3)
        for _ in range(2):
            people.group(case.second)
        notice = drafted(case.court)
        assert [item.text for item in items_of(notice, ItemSource.OWED, left=False)] == [
            "支部委员会会议：7月召开1次（涉及1个支部）",
            "党小组会：7月每个小组召开1次（涉及1个支部2个小组）",
            "主题党日：7月开展1次（涉及2个支部）",
        ]

    def test_a_quarter_says_how_many_are_still_to_be_held(self):
        case = Case()
        meetings.raw_activity("PARTY_LECTURE", case.first, date(2024, 8, 2))
        for branch in (case.first, case.second):
            meetings.raw_activity("BRANCH_ASSEMBLY", branch, date(2024, 8, 2), has_quorum=True)
        notice = drafted(case.court, date(2024, 9, 1), date(2024, 8, 25))
        assert text_of(notice, "PARTY_LECTURE") == "党课：本季度开展1次（涉及2个支部，还有1个支部未开展）"
        assert text_of(notice, "BRANCH_ASSEMBLY") == "支部党员大会：本季度召开1次（涉及2个支部，均已召开）"

    def test_kinds_of_branches_with_other_norms_stand_in_one_item(self):
        case = Case()
        meetings.coverage(people.branch(case.court, kind="RETIRED"))
        notice = drafted(case.court, date(2024, 9, 1), date(2024, 8, 25))
        assert text_of(notice, "THEME_DAY") == "主题党日：9月开展1次（涉及2个支部）；本季度开展1次（涉及1个支部）"

    def test_a_kind_that_is_owed_twice_a_month(self):
        case = Case()
        facts = {"unit": "BRANCH", "times": 2, "period": "MONTH", "mark": "L", "source": "本院规定"}
        Norm.objects.create(kind=meetings.kind("STUDY"), court=case.court, effective_from=date(2024, 1, 1), **facts)
        meetings.raw_activity("STUDY", case.first, date(2024, 7, 1))
        for _ in range(2):
            meetings.raw_activity("STUDY", case.second, date(2024, 7, 1))
        notice = drafted(case.court, on=date(2024, 7, 2))
        assert text_of(notice, "STUDY") == "集中学习：7月开展2次（涉及2个支部，还有1个支部不满2次）"

    def test_talks_are_one_item_at_the_end_of_the_year(self):
        case = Case()
        people.members(case.first, 3)
        notice = drafted(case.court, date(2024, 12, 1), date(2024, 11, 25))
        assert text_of(notice, "HEART_TO_HEART_TALK") == "谈心谈话：全年每名党员开展1次（涉及1个支部3人）"
        assert "HEART_TO_HEART_TALK" not in {item.kind.code for item in items_of(drafted(case.court), "OWED")}

    def test_what_is_not_known_is_no_shortfall(self):
        case = Case()
        unknown = people.branch(case.court, posts_recorded=False)
        notice = drafted(case.court)
        assert text_of(notice, "THEME_DAY") == "主题党日：7月开展1次（涉及3个支部，1个支部情况不详）"
        assert text_of(notice, "COMMITTEE_MEETING") == "支部委员会会议：7月召开1次（涉及1个支部，情况不详）"
        assert "1项情况不详" not in notice.text
        assert text_of(notice, "THEME_DAY", left=True) == "补报或说明：6月未开展的主题党日（2个支部，截至6月25日）"
        later = answers_of(case.court, items_of(notice), [unknown], date(2024, 8, 1))
        assert {answer.state for answer in later.values()} == {ItemState.NOT_KNOWN}
        assert not answers_of(case.court, items_of(notice, left=True), [unknown], date(2024, 8, 1))

    def test_a_court_that_keeps_no_records_yet_has_nothing_left(self):
        court = people.court()
        people.branch(court)
        notice = drafted(court)
        assert items_of(notice, left=True) == []
        assert text_of(notice, "THEME_DAY") == "主题党日：7月开展1次（涉及1个支部，情况不详）"
        assert "6月应开展组织生活3项，截至6月25日，3项情况不详。" in notice.text

    def test_what_is_left_from_the_month_before(self):
        case = Case()
        groups = [people.group(case.first), people.group(case.first), people.group(case.second)]
        meetings.raw_activity("GROUP_MEETING", case.first, date(2024, 6, 3), group=groups[0])
        for branch in (case.first, case.second):
            meetings.raw_activity("THEME_DAY", branch, date(2024, 6, 5))
        notice = drafted(case.court, on=date(2024, 7, 2))
        left = items_of(notice, left=True)
        assert "补报或说明：6月未召开的党小组会（2个支部2个小组）" in [item.text for item in left]
        assert "补报或说明：第二季度未开展的党课（2个支部）" in [item.text for item in left]
        assert not any(item.kind.code == "THEME_DAY" for item in left)
        assert {(item.starts_on, item.ends_on) for item in left} == {(date(2024, 6, 1), date(2024, 6, 30))}
        assert "6月应开展组织生活9项，完成3项，还有6项未完成" in notice.text

    def test_dissolved_branches_owe_nothing(self):
        case = Case()
        case.second.dissolved_on = date(2024, 6, 20)
        case.second.save()
        notice = drafted(case.court)
        assert text_of(notice, "THEME_DAY") == "主题党日：7月开展1次（涉及1个支部）"
        assert text_of(notice, "THEME_DAY", left=True) == "补报或说明：6月未开展的主题党日（1个支部，截至6月25日）"


class TestMeasures:
    def test_those_due_in_the_month_and_those_overdue(self):
        case = Problem()
        case.claimed()
        late, due = case.measure("逾期", date(2024, 6, 10)), case.measure("本月", date(2024, 7, 20))
        case.measure("以后", date(2024, 9, 1))
        court = case.branch.court
        notice = drafted(court)
        first, left = items_of(notice, ItemSource.MEASURES)
        assert (first.text, first.is_left) == ("整改措施：7月到期1项（涉及1个支部），请按期完成并登记", False)
        assert left.text == "整改措施：6月底前应完成、尚未完成1项（1个支部，截至6月25日），请抓紧或说明"
        asked = answers_of(court, [first, left], [case.branch], date(2024, 7, 2))
        assert [(answer.done, answer.of) for answer in asked.values()] == [(0, 1), (0, 1)]
        for measure in (late, due):
            case.done(measure, on=date(2024, 7, 3))
        after = answers_of(court, [first, left], [case.branch], date(2024, 7, 4))
        assert [answer.state for answer in after.values()] == [ItemState.DONE] * 2

    def test_nothing_due_is_no_item(self):
        case = Problem()
        case.claimed()
        case.done(case.measure("已完成", date(2024, 7, 20)))
        assert items_of(drafted(case.branch.court), ItemSource.MEASURES) == []


class TestSingleBranches:
    def test_a_term_that_ends_soon(self):
        court = people.court()
        soon = self.term(court, date(2024, 9, 30))
        over = self.term(court, date(2024, 6, 1))
        self.term(court, date(2025, 9, 30))
        first, second = items_of(drafted(court), ItemSource.ELECTION)
        assert (first.branch, second.branch) == (over, soon)
        assert second.text == "换届：本届任期2024年9月30日届满，请提前准备，报送换届请示"
        assert first.text == "换届：本届任期已于2024年6月1日届满，请尽快报送换届请示，需要延期的先申请"
        assert second.term == soon.terms.get()

    @staticmethod
    def term(court, due_on):
        branch = people.branch(court)
        people.term(branch, date(due_on.year - 3, due_on.month, 1), due_on)
        return branch

    def test_an_election_that_has_begun_is_no_item(self):
        branch = branch_with_term()
        assert len(items_of(drafted(branch.court, on=date(2024, 6, 2)), ItemSource.ELECTION)) == 1
        other = branch_with_term()
        Stages(other).requested()
        assert items_of(drafted(other.court), ItemSource.ELECTION) == []

    def test_an_election_that_was_called_off_is_asked_for_again(self):
        stages = Stages(branch_with_term()).requested()
        cancel_election(reason="另行安排", **{**stages.asked, "by": stages.committee})
        assert len(items_of(drafted(stages.branch.court), ItemSource.ELECTION)) == 1

    def test_a_request_that_was_sent_back_is_asked_for_again(self):
        stages = Stages(branch_with_term())
        (item,) = items_of(drafted(stages.branch.court, on=date(2024, 6, 2)), ItemSource.ELECTION)
        stages.requested()
        assert self.state_of(item, stages) is ItemState.DONE
        answer_request(
            **{**stages.answer, "agreed": False, "reason": "请补充材料", "on": date(2024, 6, 5), "today": ON}
        )
        assert self.state_of(item, stages, date(2024, 6, 4)) is ItemState.DONE  # as it was then
        assert self.state_of(item, stages) is ItemState.OPEN
        assert len(items_of(drafted(stages.branch.court, date(2024, 8, 1)), ItemSource.ELECTION)) == 1

    def test_a_later_day_that_was_only_asked_for_is_no_beginning_one_agreed_to_is_asked_for_in_its_time(self):
        stages = Stages(branch_with_term())
        court = stages.branch.court
        (item,) = items_of(drafted(court, on=date(2024, 6, 2)), ItemSource.ELECTION)
        asked = {name: value for name, value in stages.asked.items() if name != "election"}
        until = date(2024, 12, 31)
        stages.election = ask_postponement(branch=stages.branch, until=until, reasons="人员变动", **asked)
        assert self.state_of(item, stages) is ItemState.OPEN
        assert len(items_of(drafted(court, date(2024, 8, 1)), ItemSource.ELECTION)) == 1
        answer_postponement(**{**stages.answer, "on": date(2024, 6, 10), "today": ON})
        assert self.state_of(item, stages, date(2024, 6, 9)) is ItemState.OPEN
        assert self.state_of(item, stages) is ItemState.DONE
        assert items_of(drafted(court, date(2024, 9, 1), date(2024, 6, 26)), ItemSource.ELECTION) == []
        (again,) = items_of(drafted(court, date(2024, 12, 1), date(2024, 11, 25)), ItemSource.ELECTION)
        assert (again.ends_on, self.state_of(again, stages)) == (until, ItemState.OPEN)

    @staticmethod
    def state_of(item, stages, on=ON):
        return answers_of(stages.branch.court, [item], [stages.branch], on)[item.pk, stages.branch.pk].state

    def test_a_probation_that_ends_in_the_month(self):
        candidate = files.file(until=files.K.OATH)
        notice = drafted(candidate.court, date(2025, 7, 1), date(2025, 6, 15))
        (item,) = items_of(notice, ItemSource.PROBATION)
        assert (item.candidate, item.branch, item.ends_on) == (candidate, candidate.branch, date(2025, 8, 1))
        assert item.text == "预备党员转正：陈申请的预备期2025年7月1日届满，请受理转正申请，按期召开支部党员大会讨论"
        assert "陈申请" not in notice.text
        assert items_of(drafted(candidate.court, date(2025, 8, 1), date(2025, 7, 15)), ItemSource.PROBATION) == []

    @pytest.mark.parametrize("kind", [files.K.DISQUALIFICATION_VOTE, files.K.CLOSED])
    def test_a_file_that_is_settled_between_the_draft_and_its_month(self, kind):
        candidate = files.file(until=files.K.OATH)
        drafted_on = date(2025, 6, 15)
        notice = drafted(candidate.court, date(2025, 7, 1), drafted_on)
        Notice.objects.within(candidate.court).update(created_at=at(drafted_on))
        (item,) = items_of(notice, ItemSource.PROBATION)
        if kind == files.K.CLOSED:  # noted later than it was
            day = date(2025, 6, 10)
            candidate.member.memberships.update(ends_on=day)
            files.take(candidate, kind, day, note="转出")
        else:
            files.take(candidate, kind, date(2025, 6, 20))
        answers = answers_of(candidate.court, [item], [candidate.branch], date(2025, 7, 10))
        assert answers[item.pk, candidate.branch.pk].state is ItemState.DONE

    def test_one_who_has_applied_still_stands_and_one_who_was_voted_on_does_not(self):
        applied = files.file(until=files.K.CONFIRMATION_APPLICATION)
        voted = files.file(until=files.K.CONFIRMATION_VOTE)
        for candidate, number in ((applied, 1), (voted, 0)):
            notice = drafted(candidate.court, date(2025, 7, 1), date(2025, 7, 3))
            assert len(items_of(notice, ItemSource.PROBATION)) == number

    def test_no_more_than_a_notice_holds(self):
        court = people.court()
        for _ in range(65):
            self.term(court, date(2024, 9, 30))
        notice = drafted(court)
        assert len(items_of(notice)) == 60
        assert "另有6项换届、预备党员转正事项未逐项列出" in notice.text
        assert items_of(notice, ItemSource.OWED)


class TestTheText:
    def test_the_theme_that_the_court_has_planned_and_its_campaigns(self):
        case = Case()
        plan_item(case.court, date(2024, 7, 5), title="重温入党誓词")
        plan_item(case.first, date(2024, 7, 8), title="支部自己的")
        span = {"starts_on": date(2024, 4, 1), "ends_on": date(2024, 8, 31)}
        Campaign.objects.create(court=case.court, name="党纪学习教育", **span)
        Campaign.objects.create(court=people.court(), name="别院的活动", **span)
        text = drafted(case.court).text
        assert "7月主题党日主题：重温入党誓词，统一安排在7月5日。" in text
        assert "正在开展：党纪学习教育（2024年8月31日结束）。" in text
        assert "支部自己的" not in text
        assert "别院" not in text

    def test_without_a_plan(self):
        assert drafted(Case().court).text.startswith("现将7月党建重点工作提示如下。")


def test_the_number_of_queries_does_not_grow_with_the_branches():
    counts = []
    for number in (1, 3):
        court = people.court()
        for at_branch in range(number):
            branch = people.branch(court)
            meetings.coverage(branch)
            people.group(branch)
            people.committee(branch, 3)
            people.term(branch, date(2021, 10, 1), date(2024, 10, 1))
            files.file(branch, until=files.K.OATH, name=f"申请人{at_branch}")
            problem = Problem(branch).claimed()
            problem.measure("本月", date(2025, 7, 20))
            problem.measure("逾期", date(2025, 6, 1))
        with CaptureQueriesContext(connection) as queries:
            drafted(court, date(2025, 7, 1), date(2025, 6, 15))
        counts.append(len(queries))
    assert counts[0] == counts[1], queries.captured_queries
