"""The records that a score was counted from, as links: each opens where it stands. What the reader may not see, or is
gone, is said to be so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from activities.choices import HELD_STATES
from activities.models import Activity
from activities.selectors.links import held_records_url
from assessments.models import BranchScore, DutyReview
from assessments.periods import Span
from assessments.rulebook import Line
from branches.models import CommitteeTerm, Member, Post
from core.dates import month_end
from development.models import Candidate, Step
from metrics.models import MetricFigure
from metrics.wording import exact
from notices.models import NoticeItem
from planning.models import PlanItem
from rectification.choices import MeasureState
from rectification.links import findings_url, measures_url
from rectification.models import Finding, Measure, Problem
from registers.models import RegisterEntry

VOIDED = "已作废"
WITHDRAWN = "已撤销"


@dataclass(frozen=True)
class RecordLink:
    """One record: what it is, its day, where it opens ("": nowhere). `remark`: what has become of it since."""

    title: str
    on: date | None = None
    url: str = ""
    remark: str = ""


class Kind(NamedTuple):
    """How records of one model are read and told. `word`: what one is called where it can't be shown."""

    word: str
    rows: Callable[[Any], QuerySet[Any]]
    link: Callable[[Any], RecordLink]


def all_records(user: Any, score: BranchScore) -> dict[str, list[RecordLink]]:
    """What each indicator of a branch was counted from, as far as the user sees it: code → its records (a query for
    each model)."""
    return _links(user, score.records)


def records_url(score: BranchScore, line: Line) -> str:
    """The list that shows what the indicator counts, where there is one; else ""."""
    link = _LISTS.get(line.input)
    return link(score, line.params) if link else ""


def _links(user: Any, records: Mapping[str, Mapping[str, list[int]]]) -> dict[str, list[RecordLink]]:
    asked: dict[str, set[int]] = {}
    for counted in records.values():
        for label, ids in counted.items():
            asked.setdefault(label, set()).update(ids)
    seen = {label: _seen(user, KINDS[label], ids) for label, ids in asked.items()}
    return {
        code: [link for label, ids in counted.items() for link in _told(KINDS[label], seen[label], ids)]
        for code, counted in records.items()
    }


def _seen(user: Any, kind: Kind, ids: set[int]) -> dict[int, RecordLink]:
    return {row.pk: kind.link(row) for row in kind.rows(user).filter(pk__in=ids)}


def _told(kind: Kind, seen: Mapping[int, RecordLink], ids: list[int]) -> list[RecordLink]:
    """In the order of their days; those without one, and how many are not shown, last."""
    found = [seen[pk] for pk in ids if pk in seen]
    found.sort(key=lambda link: link.on or date.max)
    hidden = len(ids) - len(found)
    return [*found, RecordLink(f"另有 {hidden} 条{kind.word}已删除，或者不在您的查看范围内")] if hidden else found


# --- Each model -----------------------------------------------------------------------------------


def _activity(row: Activity) -> RecordLink:
    subject = row.topic.splitlines()[0] if row.topic else ""
    title = "：".join(filter(None, (row.kind.name, subject)))
    remark = "" if row.state in HELD_STATES else row.get_state_display()
    return RecordLink(title, row.held_on, reverse("activities:detail", args=(row.pk,)), remark)


def _duty_review(row: DutyReview) -> RecordLink:
    title = f"{row.person_name}{row.year}年度述职评议：{row.get_result_display()}"
    url = reverse("assessments:duty_review", args=(row.pk,))
    return RecordLink(title, row.held_on, url, VOIDED if row.voided_at else "")


def _measure(row: Measure) -> RecordLink:
    url = reverse("rectification:measure", args=(row.pk,))
    return RecordLink(row.text, row.first_due_on, url, VOIDED if row.voided_at or row.problem.voided_at else "")


def _problem(row: Problem) -> RecordLink:
    url = reverse("rectification:problem", args=(row.pk,))
    return RecordLink(row.title, row.due_on, url, VOIDED if row.voided_at else "")


def _finding(row: Finding) -> RecordLink:
    url = reverse("rectification:finding", args=(row.pk,))
    return RecordLink(row.text, row.due_on, url, VOIDED if row.voided_at else "")


def _notice_item(row: NoticeItem) -> RecordLink:
    url = reverse("notices:notice", args=(row.notice_id,))
    return RecordLink(row.text, row.ends_on or row.notice.due_on, url, VOIDED if row.notice.voided_on else "")


def _plan_item(row: PlanItem) -> RecordLink:
    day = row.planned_on or month_end(row.year, row.month)
    url = f"{reverse('planning:branch', args=(row.branch_id,))}?year={row.year}" if row.branch_id else ""
    return RecordLink(f"计划：{row.title or row.kind.name}", day, url)


def _member(row: Member) -> RecordLink:
    return RecordLink(row.name, url=reverse("branches:member_detail", args=(row.pk,)))


def _post(row: Post) -> RecordLink:
    url = reverse("branches:branch_detail", args=(row.branch_id,))
    return RecordLink(f"{row.label}：{row.member}", row.starts_on, url)


def _term(row: CommitteeTerm) -> RecordLink:
    title = f"本届 {row.starts_on:%Y-%m-%d} 起，应于 {row.due_on:%Y-%m-%d} 前换届"
    return RecordLink(title, row.starts_on, reverse("branches:branch_detail", args=(row.branch_id,)))


def _entry(row: RegisterEntry) -> RecordLink:
    url = reverse("registers:entry", args=(row.pk,))
    return RecordLink(f"{row.kind.name}：{row.title}", row.on, url, WITHDRAWN if row.is_withdrawn else "")


def _figure(row: MetricFigure) -> RecordLink:
    url = reverse("metrics:figure", args=(row.pk,))
    title = f"{row}：{exact(row.metric, row.number)}"
    return RecordLink(title, row.end, url, VOIDED if row.is_voided else "")


def _step(row: Step) -> RecordLink:
    url = reverse("development:file", args=(row.candidate_id,))
    title = f"{row.candidate.name}：{row.get_kind_display()}"
    return RecordLink(title, row.happened_on, url, WITHDRAWN if row.withdrawn_at else "")


def _candidate(row: Candidate) -> RecordLink:
    return RecordLink(f"{row.name}的档案", url=reverse("development:file", args=(row.pk,)))


def _rows(model: Any, *related: str) -> Callable[[Any], QuerySet[Any]]:
    def read(user: Any) -> QuerySet[Any]:
        return model.objects.visible_to(user).select_related(*related)

    return read


# By the labels under which selectors/inputs count.
KINDS: dict[str, Kind] = {
    "activities.activity": Kind("组织生活记录", _rows(Activity, "kind"), _activity),
    "assessments.dutyreview": Kind("述职评议", _rows(DutyReview), _duty_review),
    "branches.committeeterm": Kind("支委会届次", _rows(CommitteeTerm), _term),
    "branches.member": Kind("党员", _rows(Member), _member),
    "branches.post": Kind("党内职务", _rows(Post, "member"), _post),
    "development.candidate": Kind("发展党员档案", _rows(Candidate), _candidate),
    "development.step": Kind("发展党员步骤", _rows(Step, "candidate"), _step),
    "metrics.metricfigure": Kind("业务数据", _rows(MetricFigure, "metric"), _figure),
    "notices.noticeitem": Kind("提示事项", _rows(NoticeItem, "notice"), _notice_item),
    "planning.planitem": Kind("计划事项", _rows(PlanItem, "kind"), _plan_item),
    "rectification.finding": Kind("检查发现的问题", _rows(Finding), _finding),
    "rectification.measure": Kind("整改措施", _rows(Measure, "problem"), _measure),
    "rectification.problem": Kind("整改问题", _rows(Problem), _problem),
    "registers.registerentry": Kind("登记事项", _rows(RegisterEntry, "kind"), _entry),
}


# --- Lists ----------------------------------------------------------------------------------------


def _last(score: BranchScore) -> date:
    return min(score.assessment.span.end, score.assessment.as_of)


def _held(score: BranchScore, params: Mapping[str, Any]) -> str:
    days = {"from": score.assessment.span.start, "to": _last(score)}
    return held_records_url(kind=params["kind"], branch=score.branch_id, **days)


def _measures(score: BranchScore, params: Mapping[str, Any]) -> str:
    days = {"due_from": score.assessment.span.start, "due_to": _last(score)}
    return measures_url(on=score.assessment.as_of, branch=score.branch_id, **days)


def _late(score: BranchScore, params: Mapping[str, Any]) -> str:
    return measures_url(on=_last(score), branch=score.branch_id, state=MeasureState.OVERDUE)


def _findings(score: BranchScore, params: Mapping[str, Any]) -> str:
    span: Span = score.assessment.span
    quarter = "" if span.is_year else span.code
    return findings_url(on=score.assessment.as_of, branch=score.branch_id, quarter=quarter)


def _plan(score: BranchScore, params: Mapping[str, Any]) -> str:
    return f"{reverse('planning:branch', args=(score.branch_id,))}?year={score.assessment.year}"


_LISTS: dict[str, Callable[[BranchScore, Mapping[str, Any]], str]] = {
    "PERIODS_MET": _held,
    "HELD_COUNT": _held,
    "MEASURES_ON_TIME": _measures,
    "OVERDUE_MEASURES": _late,
    "INSPECTION_FINDINGS": _findings,
    "PLAN_DONE": _plan,
}
