"""An inspection of one branch, brought on its way through the services."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from branches.models import Branch
from branches.tests import factories as people
from rectification import services
from rectification.models import Finding, Inspection, InspectionBranch, Measure, Problem, Recheck
from rectification.tests.factories import NOW, TODAY

HELD, CHECKED, DUE = date(2024, 5, 6), date(2024, 5, 10), date(2024, 6, 30)


@dataclass
class Round:
    """The quarterly inspection of the second quarter of 2024, with those who deal with it."""

    branch: Branch = field(default_factory=people.branch)

    def __post_init__(self) -> None:
        court = self.branch.court
        self.secretary = people.secretary(self.branch)
        self.finder, self.approver = people.committee_account(court), people.committee_account(court)
        self.inspection = self.make()

    def make(self, kind: str = "QUARTERLY", **facts: Any) -> Inspection:
        period = {"year": 2024, "quarter": 2} if kind == "QUARTERLY" else {}
        facts = {"title": "", "held_on": HELD, "inspectors": "张三、李四", **period, **facts}
        return services.inspection_create(court=self.branch.court, by=self.finder, kind=kind, **facts)

    def check(self, version: int = 0, branch: Branch | None = None, **facts: Any) -> InspectionBranch:
        facts = {"checked_on": CHECKED, "looked_at": "会议记录", "conclusion": "", "found_nothing": False, **facts}
        target = {"inspection": self.inspection, "branch": branch or self.branch}
        return services.branch_checked(**target, version=version, on=TODAY, by=self.finder, **facts)

    def enter(self, *texts: str, lines: list[dict[str, Any]] | None = None) -> list[Finding]:
        lines = lines or [{"text": text, "due_on": DUE} for text in texts]
        facts = {"checked_on": CHECKED, "looked_at": "会议记录", "lines": lines}
        return services.findings_enter(
            inspection=self.inspection, branch=self.branch, on=TODAY, by=self.finder, **facts
        )

    def find(self, text: str = "会议记录不全") -> Finding:
        return self.enter(text)[0]

    def void(self, finding: Finding) -> Finding:
        return services.finding_void(finding=finding, reason="重复", by=self.finder, at=NOW)

    def to_problems(self, *findings: Finding) -> list[Problem]:
        return services.findings_to_problems(findings=findings, on=TODAY, by=self.finder)

    def problem_of(self, finding: Finding) -> Problem:
        self.problem = self.to_problems(finding)[0]
        return self.problem

    def put_right(self, problem: Problem, on: date = TODAY) -> Measure:
        """Claimed, with one measure, which is done."""
        own = {"by": self.secretary, "acting": self.branch}
        services.problem_claim(problem=problem, branch=self.branch, on=CHECKED, by=self.secretary)
        facts = {"text": "补齐记录", "branch": self.branch, "first_due_on": DUE}
        measure = services.measure_add(problem=problem, on=CHECKED, **own, **facts)
        services.measure_done(measure=measure, text="已补齐", done_on=on, on=on, at=NOW, **own)
        return measure

    def put_right_again(self, measure: Measure, on: date = TODAY) -> None:
        own = {"by": self.secretary, "acting": self.branch}
        services.measure_done(measure=measure, text="已补签", done_on=on, on=on, at=NOW, **own)

    def close(self, problem: Problem, *, asked_on: date, on: date) -> None:
        own = {"by": self.secretary, "acting": self.branch}
        services.close_out_ask(problem=problem, text="记录已齐", on=asked_on, **own)
        services.close_out_approve(problem=problem, on=on, by=self.approver)

    def closed(self, on: date = TODAY) -> Finding:
        """A finding whose problem is closed."""
        finding = self.find()
        problem = self.problem_of(finding)
        self.put_right(problem, on=on)
        self.close(problem, asked_on=on, on=on)
        return finding

    def recheck(
        self, finding: Finding, *, passed: bool = True, text: str = "", on: date = TODAY, **more: Any
    ) -> Recheck:
        facts = {"by": self.approver, "rechecked_on": on, **more}
        return services.finding_recheck(finding=finding, passed=passed, text=text, on=TODAY, **facts)
