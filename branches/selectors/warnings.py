"""What about a branch needs attention. Each rule is one condition in the database, asked by list and page alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When

from branches.choices import LimitCode
from branches.models import Branch
from branches.selectors.limits import limit_expression, values_of
from core.dates import months_after

REGULATION = "《中国共产党支部工作条例（试行）》"
TERMS = "《中国共产党党和国家机关基层组织工作条例》第五至七条"
DEVELOPMENT = "《中国共产党发展党员工作细则》第三十二条"

# The figures of each branch's court, beside those of the branch itself.
_LIMITS = {
    "members_least": LimitCode.BRANCH_MEMBERS_LEAST,
    "members_most": LimitCode.BRANCH_MEMBERS_MOST,
    "committee_from": LimitCode.COMMITTEE_FROM_MEMBERS,
    "reminder_months": LimitCode.ELECTION_REMINDER_MONTHS,
}


@dataclass(frozen=True)
class BranchWarning:
    """One thing to attend to: `figure` is the number it is about, None where it is about something not known."""

    code: str
    label: str
    figure: int | None
    sentence: str
    source: str
    kind: str  # as a status tag's: "warning", "error" or "info"

    @property
    def slot(self) -> str:
        """Where a higher app offers what can be done about it (core/panels.py)."""
        return f"warning_{self.code}"


@dataclass(frozen=True)
class Rule:
    """A condition on `branches_with_figures`, and what to say of a branch that meets it."""

    code: str
    label: str
    condition: Callable[[date], Q]
    figure: Callable[[Branch, date], int | None]
    sentence: str
    source: str
    kind: str = "warning"

    @property
    def mark(self) -> str:
        return f"warns_{self.code.lower()}"

    def warning(self, branch: Branch, on: date) -> BranchWarning:
        figure = self.figure(branch, on)
        sentence = self.sentence.format(figure=figure, branch=branch)
        return BranchWarning(self.code, self.label, figure, sentence, self.source, self.kind)


def _days_to_election(branch: Branch, on: date) -> int:
    return abs((branch.election_due_on - on).days)  # type: ignore[attr-defined]  # annotated


def due_soon(on: date, due: str) -> Q:
    """Rows whose day in the column `due` comes within the `reminder_months` of the row's own court."""
    ends = ((months, months_after(on, months)) for months in values_of(LimitCode.ELECTION_REMINDER_MONTHS))
    conditions = (Q(**{"reminder_months": months, f"{due}__lte": end}) for months, end in ends)
    return reduce(or_, conditions, Q(pk__in=())) & Q(**{f"{due}__gte": on})


def _figure(name: str) -> Callable[[Branch, date], int]:
    return lambda branch, on: getattr(branch, name)


RULES = (
    Rule(
        "FEW_FORMAL",
        "正式党员不足",
        lambda on: Q(formal__lt=F("members_least")),
        _figure("formal"),
        "正式党员 {figure} 名，不足 {branch.members_least} 名，应考虑与邻近单位联合组建。",
        REGULATION,
        "error",
    ),
    Rule(
        "MANY_MEMBERS",
        "党员偏多",
        lambda on: Q(members_count__gt=F("members_most")),
        _figure("members_count"),
        "党员 {figure} 名，支部一般不超过 {branch.members_most} 名。",
        REGULATION,
    ),
    Rule(
        "NO_COMMITTEE",
        "应设支委会而未设",
        lambda on: Q(posts_recorded=True, commissioners=0, formal__gte=F("committee_from")),
        _figure("formal"),
        "正式党员 {figure} 名，{branch.committee_from} 名以上应选举产生支部委员会，现在没有登记委员。",
        REGULATION,
        "error",
    ),
    Rule(
        "NO_SECRETARY",
        "没有书记",
        lambda on: Q(posts_recorded=True, secretaries=0),
        lambda branch, on: 0,
        "没有登记在任的书记。",
        REGULATION,
    ),
    Rule(
        "POSTS_UNKNOWN",
        "党内职务不详",
        lambda on: Q(posts_recorded=False),
        lambda branch, on: None,
        "党内职务没有登记，有没有支委会不详。",
        "",
        "info",
    ),
    Rule(
        "ELECTION_OVERDUE",
        "换届超期",
        lambda on: Q(election_due_on__lt=on),
        _days_to_election,
        "换届应于 {branch.election_due_on:%Y-%m-%d} 前完成，超期 {figure} 天；延期一般不超过 1 年，须经批准。",
        TERMS,
        "error",
    ),
    Rule(
        "ELECTION_SOON",
        "即将换届",
        lambda on: due_soon(on, "election_due_on"),
        _days_to_election,
        "换届应于 {branch.election_due_on:%Y-%m-%d} 前完成，还有 {figure} 天，请准备换届。",
        TERMS,
    ),
    Rule(
        "TERM_UNKNOWN",
        "任期不详",
        lambda on: Q(expires_on__isnull=True) & (Q(commissioners__gt=0) | Q(secretaries__gt=0)),
        lambda branch, on: None,
        "没有登记本届起止日期，何时换届不详。",
        TERMS,
        "info",
    ),
    Rule(
        "PROBATION_ENDING",
        "预备期将满",
        lambda on: Q(probations_ending__gt=0),
        _figure("probations_ending"),
        "{figure} 名预备党员的预备期即将届满或已经届满，请及时讨论转正。",
        DEVELOPMENT,
    ),
)
LABELS = {rule.code: rule.label for rule in RULES}


def with_warnings(branches: QuerySet[Branch], on: date) -> QuerySet[Branch]:
    """`branches_with_figures` with a mark for each rule that a branch meets; a dissolved branch meets none."""
    there = Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on)
    marks = {
        rule.mark: Case(
            When(there & rule.condition(on), then=Value(True)), default=Value(False), output_field=BooleanField()
        )
        for rule in RULES
    }
    limits = {name: limit_expression(code, on) for name, code in _LIMITS.items()}
    return branches.annotate(**limits).annotate(**marks)


def warned(branches: QuerySet[Branch], code: str) -> QuerySet[Branch]:
    """Those of `with_warnings` that meet the rule `code`; with "ANY", those that meet some rule."""
    if code != "ANY":
        return branches.filter(**{next(rule.mark for rule in RULES if rule.code == code): True})
    some = Q()
    for rule in RULES:
        some |= Q(**{rule.mark: True})
    return branches.filter(some)


def warnings_of(branch: Branch, on: date) -> list[BranchWarning]:
    """The warnings of a branch that was read by `with_warnings`."""
    return [rule.warning(branch, on) for rule in RULES if getattr(branch, rule.mark)]
