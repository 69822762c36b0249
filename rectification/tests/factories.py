"""A problem of one or several branches, brought on its way through its own services."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from branches.models import Branch
from branches.tests import factories as people
from rectification import services
from rectification.models import Measure, Problem

OPENED = date(2024, 4, 1)
DUE = date(2024, 6, 30)
TODAY = date(2024, 5, 20)
NOW = datetime(2024, 5, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass
class Case:
    """A problem with those who deal with it: the secretary of its branch, two of the committee."""

    branch: Branch = field(default_factory=people.branch)

    def __post_init__(self) -> None:
        self.secretary = people.secretary(self.branch)
        self.finder = people.committee_account(self.branch.court)
        self.approver = people.committee_account(self.branch.court)
        self.problem = problem(self.branch, by=self.finder)

    def claimed(self, on: date = OPENED) -> "Case":
        services.problem_claim(problem=self.problem, branch=self.branch, on=on, by=self.secretary)
        return self

    def measure(self, text: str = "每月走访一次", due_on: date | None = DUE, **facts: Any) -> Measure:
        owner = {"branch": self.branch, "owner_name": "张三", **facts}
        return services.measure_add(
            problem=self.problem, on=OPENED, by=self.finder, text=text, first_due_on=due_on, **owner
        )

    def done(self, measure: Measure, on: date = TODAY) -> Measure:
        services.measure_done(
            measure=measure,
            text="已走访",
            done_on=on,
            on=on,
            by=self.secretary,
            at=NOW,
            acting=self.branch,
        )
        return measure

    def asked(self, on: date = TODAY) -> "Case":
        """One measure, done; the branch has applied for the close-out."""
        self.claimed()
        self.done(self.measure(), on=on)
        services.close_out_ask(problem=self.problem, text="群众满意", on=on, by=self.secretary, acting=self.branch)
        return self

    def closed(self, on: date = TODAY) -> "Case":
        self.asked(on)
        services.close_out_approve(problem=self.problem, on=on, by=self.approver)
        return self


def problem(branch: Branch, *more: Branch, by: Any = None, opened_on: date = OPENED, **facts: Any) -> Problem:
    facts = {"title": "联系群众不够经常", "source": "主题教育检视", **facts}
    return services.problem_open(
        court=branch.court, branches=(branch, *more), on=opened_on, by=by, opened_on=opened_on, **facts
    )


def turning_days(steps: Iterable[Any]) -> set[date]:
    """The days about which a replay of a history may disagree: before and at each step, up to and after each deadline,
    and one long after all of them."""
    acts = {OPENED, *(step.on for step in steps)}
    ends = {DUE, *(step.until for step in steps if step.until)}
    day = timedelta(1)
    return {on - day for on in acts} | acts | ends | {on + day for on in ends} | {max(acts | ends) + 100 * day}
