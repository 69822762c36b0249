"""A branch's year 2024 told by a few numbers, and the records that say it: for the worked example.

Every branch has 8 formal members, a secretary and two commissioners (one of them 组织委员), two groups, a term until
2026, two problems with two measures each, a notice of three items, six study days and two days of service planned.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from activities.models import Activity, ActivityKind, AppraisalGrade, Attendance, StudyRecord
from activities.tests import factories as meetings
from assessments.models import Application, Assessment, DutyReview, Review
from assessments.periods import Span
from branches.models import Branch, Member
from branches.tests import factories as people
from development.choices import StepKind
from development.services.files import file_open, file_take_over
from development.tests import factories as files
from notices import services as notices
from notices.models import NoticeItem, NoticeReceipt
from notices.tests.factories import Case as NoticeCase
from notices.tests.factories import at, reply
from planning.tests.factories import item as plan_item
from rectification import services as rectification
from rectification.tests import factories as problems

YEAR = Span(2024)
MONTHS = range(1, 13)
QUARTER_MONTHS = (2, 5, 8, 11)
END = date(2024, 12, 31)
FULL = {"A4": "3", "C5": "2", "C6": "3", "D3": "3", "D4": "2", "E1": "4", "E4": "3", "E5": "3"}


@dataclass(frozen=True)
class Told:
    """What a branch did, of what was due. As it stands: everything."""

    on_topic: int = 4  # of 4 quarters
    duty: str = "GOOD"
    measures: int = 4  # of 4, on time
    items: int = 3  # of 3
    assemblies: int = 4
    committee: int = 12
    without_quorum: int = 0  # of the committee's meetings
    group_months: int = 24
    lectures: int = 4
    theme_days: int = 12
    life_meeting: bool = True
    excellent: int | None = 2  # of 8 graded, at most a third; None: no appraisal was held
    talked: int = 8  # of 8
    studied: int = 6  # of 6 planned
    trained: int = 3  # of 3
    talks_to_applicants: tuple[int, int] | None = None  # with 2 applicants a talk each within a month: (in time, due)
    confirmed_on: date | None = None  # a probation that was over on 2024-06-01
    in_term: bool = True
    has_worker: bool = True  # 组织委员
    served: int = 2  # of 2 planned
    closed: int = 2  # of 2, in time
    reviews: dict[str, str] = field(default_factory=dict)
    since: date = date(2020, 1, 1)
    kind: str = "SERVING"
    applied_for: int | None = 5


class Year:
    """A court and its branches, each with what is told of it."""

    def __init__(self, told: dict[str, Told]) -> None:
        self.court = people.court("示例法院")
        self.writer = people.committee_account(self.court)
        self.kinds = {kind.code: kind for kind in ActivityKind.objects.unscoped("test")}
        self.branches = {
            name: people.branch(self.court, name, order=order, kind=each.kind)
            for order, (name, each) in enumerate(told.items(), start=1)
        }
        self.told = told
        for name, each in told.items():
            self._fill(self.branches[name], each)
        self._send_notice()

    # --- The branch ------------------------------------------------------------------------------

    def _fill(self, branch: Branch, told: Told) -> None:
        meetings.coverage(branch, told.since)
        groups = [people.group(branch, f"{branch}第{number}组") for number in "一二"]
        members = [people.member(branch, group=groups[number % 2]) for number in range(8)]
        term = people.term(branch, date(2023, 1, 1), date(2026, 1, 1) if told.in_term else date(2024, 9, 1))
        second = "ORGANIZATION" if told.has_worker else "COMMITTEE_MEMBER"
        for holder, kind in zip(members, ("SECRETARY", second, "PUBLICITY"), strict=False):
            people.post(holder, kind, term=term)
        secretary = people.secretary(branch)
        Activity.objects.bulk_create(self._meetings(branch, groups, told))
        self._talk(branch, members[: told.talked])
        self._appraise(branch, members, told)
        self._plan(branch, told)
        self._train(branch, members[: told.trained])
        self._put_right(branch, secretary, told)
        self._develop(branch, told)
        review = {"year": 2024, "held_on": date(2024, 12, 20), "person_name": "书记", "present": 8, "result": told.duty}
        DutyReview.objects.create(court=self.court, branch=branch, tier="BRANCH_SECRETARY", **review)
        if told.applied_for:
            own = {"court": self.court, "branch": branch, "year": 2024}
            Application.objects.create(**own, stars=told.applied_for, applied_on=date(2024, 12, 1))

    def _meetings(self, branch: Branch, groups: Sequence[Any], told: Told) -> Iterator[Activity]:
        is_retired = told.kind == "RETIRED"  # lighter: committee, groups and theme day once a quarter
        months = list(QUARTER_MONTHS if is_retired else MONTHS)
        on_topic = QUARTER_MONTHS[: told.on_topic]
        for month in QUARTER_MONTHS[: told.assemblies]:
            yield self._meeting("BRANCH_ASSEMBLY", branch, date(2024, month, 10), has_quorum=True)
        for place, month in enumerate(months[: told.committee]):
            facts = {"topic": "研究党建工作" if month in on_topic else "研究近期事项"}
            is_weak = place >= len(months[: told.committee]) - told.without_quorum
            yield self._meeting("COMMITTEE_MEETING", branch, date(2024, month, 5), has_quorum=not is_weak, **facts)
        pairs = [(month, group) for month in months for group in groups]
        for month, group in pairs[: told.group_months]:
            yield self._meeting("GROUP_MEETING", branch, date(2024, month, 15), group=group)
        for month in QUARTER_MONTHS[: told.lectures]:
            yield self._meeting("PARTY_LECTURE", branch, date(2024, month, 12))
        for month in months[: told.theme_days]:
            yield self._meeting("THEME_DAY", branch, date(2024, month, 18))
        for month in list(MONTHS)[: told.studied]:
            yield self._meeting("STUDY", branch, date(2024, month, 22))
        for month in (3, 9)[: told.served]:
            yield self._meeting("VOLUNTEER", branch, date(2024, month, 25))
        if told.life_meeting:
            life = {"for_year": 2024, "held_as": "BRANCH", "has_quorum": True}
            yield self._meeting("ORGANIZATION_LIFE_MEETING", branch, date(2024, 12, 12), **life)

    def _meeting(self, code: str, branch: Branch, on: date, **facts: Any) -> Activity:
        figures = {"due_count": 8, "present_count": 8, "voting_due": 8, "voting_present": 8}
        own = {"court": self.court, "branch": branch, "kind": self.kinds[code], "held_on": on}
        return Activity(**own, period=on.year * 12 + on.month - 1, **{"topic": "学习", **figures, **facts})

    def _talk(self, branch: Branch, talked: Sequence[Member]) -> None:
        for first, second in zip(talked[::2], talked[1::2], strict=True):
            talk = meetings.raw_activity("HEART_TO_HEART_TALK", branch, date(2024, 10, 8))
            for member in (first, second):
                who = {"member": member, "court": self.court, "branch": branch}
                Attendance.objects.create(activity=talk, present=True, **who)

    def _appraise(self, branch: Branch, members: Sequence[Member], told: Told) -> None:
        if told.excellent is None:
            return
        held = meetings.raw_activity("MEMBER_APPRAISAL", branch, date(2024, 12, 13), for_year=2024)
        AppraisalGrade.objects.bulk_create(
            AppraisalGrade(
                activity=held,
                member=member,
                court=self.court,
                branch=branch,
                grade="EXCELLENT" if place < told.excellent else "QUALIFIED",
            )
            for place, member in enumerate(members)
        )

    def _plan(self, branch: Branch, told: Told) -> None:
        for month in range(1, 7):
            plan_item(branch, code="STUDY", year=2024, month=month)
        for month in (3, 9):
            plan_item(branch, code="VOLUNTEER", year=2024, month=month)

    def _train(self, branch: Branch, trained: Sequence[Member]) -> None:
        days = {"starts_on": date(2024, 4, 8), "ends_on": date(2024, 4, 12), "hours": Decimal(40)}
        facts = {"title": "支部书记培训", "source": "SUPERIOR", "is_training": True, **days}
        StudyRecord.objects.bulk_create(
            StudyRecord(court=self.court, branch=branch, member=member, **facts) for member in trained
        )

    def _put_right(self, branch: Branch, secretary: Any, told: Told) -> None:
        """Two problems with two measures each. The last `4 - told.measures` measures are done late, the last
        `2 - told.closed` problems never asked to be closed."""
        in_time = 0
        approver = people.committee_account(self.court)
        for number in range(2):
            problem = problems.problem(branch, by=self.writer, due_on=date(2024, 9, 30))
            rectification.problem_claim(problem=problem, branch=branch, on=problems.OPENED, by=secretary)
            for _ in range(2):
                owner = {"branch": branch, "owner_name": "张三", "first_due_on": date(2024, 6, 30)}
                measure = rectification.measure_add(
                    problem=problem, on=problems.OPENED, by=self.writer, text="每月走访", **owner
                )
                on = date(2024, 6, 20) if in_time < told.measures else date(2024, 7, 20)
                in_time += 1
                done = {"done_on": on, "on": on, "at": at(on), "acting": branch}
                rectification.measure_done(measure=measure, text="已走访", by=secretary, **done)
            if number < told.closed:
                asked = {"on": date(2024, 8, 1), "by": secretary, "acting": branch}
                rectification.close_out_ask(problem=problem, text="群众满意", **asked)
                rectification.close_out_approve(problem=problem, on=date(2024, 8, 10), by=approver)

    def _develop(self, branch: Branch, told: Told) -> None:
        """Applicants are talked with within a month; who ends probation is discussed within the limit after."""
        if told.talks_to_applicants:
            in_time, due = told.talks_to_applicants
            for number in range(due):
                applied = {
                    "applied_on": date(2024, 3, 1),
                    "name": f"{branch}申请人{number}",
                    "born_on": date(1995, 5, 5),
                }
                file = file_open(branch=branch, by=None, at=files.at(), **applied)
                files.take(file, StepKind.TALK, date(2024, 3, 20) if number < in_time else date(2024, 5, 20))
        if told.confirmed_on:
            # Of the branch since 2 January, so that nobody owes this member a talk of the whole year.
            days = {"joined_on": date(2023, 6, 1), "starts_on": date(2024, 1, 2), "born_on": date(1996, 6, 6)}
            member = people.member(branch, status="PROBATIONARY", **days)
            file = file_take_over(member=member, by=None, at=files.at(date(2023, 6, 2)))
            files.take(file, StepKind.CONFIRMATION_APPLICATION, date(2024, 5, 20))
            files.take(file, StepKind.CONFIRMATION_VOTE, told.confirmed_on)
            assembly = Activity.objects.within(branch).filter(held_on=told.confirmed_on)
            assembly.filter(kind__code="BRANCH_ASSEMBLY").update(has_quorum=True)

    # --- The court --------------------------------------------------------------------------------

    def _send_notice(self) -> None:
        """One notice of three things to be reported; each branch reports as many as are told of it."""
        case = NoticeCase.__new__(NoticeCase)
        case.court, case.committee = self.court, self.writer
        span = {"month": date(2024, 7, 1), "due_on": date(2024, 7, 31)}
        notice = case.issued(*(reply(f"上报材料{number}") for number in range(3)), on=date(2024, 7, 1), **span)
        items = list(NoticeItem.objects.within(self.court).filter(notice=notice).order_by("order"))
        for name, branch in self.branches.items():
            receipt = NoticeReceipt.objects.within(branch).get(notice=notice)
            for item in items[: self.told[name].items]:
                said = {"text": "已上报", "count": 1, "on": date(2024, 7, 20), "at": at(date(2024, 7, 20))}
                notices.item_reply(receipt=receipt, item=item, by=self.writer, key=uuid4(), **said)

    def review(self, assessment: Assessment) -> None:
        """What the reviewers gave: full points where nothing else is told."""
        Review.objects.bulk_create(
            Review(
                court=self.court,
                branch=branch,
                assessment=assessment,
                code=code,
                points=points,
                evidence="实地查看",
                on=END,
                recorded_by=self.writer,
            )
            for name, branch in self.branches.items()
            for code, points in {**FULL, **self.told[name].reviews}.items()
        )
