"""What a branch has still to do in a running span, for each input that is counted from it, with the way to do it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode

from activities.choices import NormUnit
from activities.engine import Pair, running
from assessments.periods import Span
from assessments.selectors.inputs import Reading
from assessments.selectors.inputs.notices import answers_due
from assessments.selectors.inputs.plans import lines_over
from branches.models import Branch, CommitteeTerm
from core.dates import month_end
from development.choices import FileState, Stage, StepKind
from development.models import Candidate
from development.selectors.files import awaited_of
from notices.models import NoticeItem
from rectification.choices import MeasureState, ProblemState
from rectification.models import Measure, Problem
from rectification.selectors.standing import measures_on, problems_on

TALK, APPRAISAL, COMMITTEE, ASSEMBLY = "HEART_TO_HEART_TALK", "MEMBER_APPRAISAL", "COMMITTEE_MEETING", "BRANCH_ASSEMBLY"


@dataclass(frozen=True)
class Obligation:
    """`count`: how many of what is counted it stands for (talks with so many members)."""

    words: str
    url: str
    action: str
    due_on: date | None = None
    count: int = 1


@dataclass(frozen=True)
class Asked:
    """A branch that the caller fetched for `user`, asked about a span as it stands (`now`) and as it would at its end
    if nothing more were done. What several inputs need is read once."""

    user: Any
    branch: Branch
    now: Reading
    at_the_end: Reading

    @property
    def span(self) -> Span:
        return self.now.span

    @property
    def on(self) -> date:
        return self.now.as_of

    @property
    def rest(self) -> tuple[date, date]:
        """From the day to the span's end."""
        return max(self.on, self.span.start), self.span.end

    @cached_property
    def open_pairs(self) -> Sequence[Pair]:
        return running(self.now.organisational_life.pairs, self.on)


List = Callable[..., Iterable[Obligation]]


def is_to_be_done(code: str) -> bool:
    """Whether a branch can still do something for the input `code`."""
    return code in _LISTS


def obligations_of(asked: Asked, code: str, params: Mapping[str, Any]) -> Iterable[Obligation]:
    """Of an input for which something can be done."""
    return _LISTS[code](asked, **params)


def meeting_url(branch: Branch, kind: str, **more: Any) -> str:
    """The meeting form filled in; talks have a form of their own."""
    if kind == TALK:
        return f"{reverse('activities:talk_new')}?{urlencode({'branch': branch.pk})}"
    return f"{reverse('activities:new')}?{urlencode({'kind': kind, 'branch': branch.pk, **more})}"


def _meetings(asked: Asked, *, kind: str) -> Iterable[Obligation]:
    """Running periods; what each member owes is one line."""
    of_members: defaultdict[Any, list[Pair]] = defaultdict(list)
    for pair in asked.open_pairs:
        if pair.norm.kind.code != kind:
            continue
        if pair.norm.unit == NormUnit.MEMBER:
            of_members[pair.period].append(pair)
            continue
        group = {"group": pair.group.pk} if pair.group else {}
        words = f"{pair.period.label}{f' {pair.group.name}' if pair.group else ''}的{pair.norm.kind.name}"
        yield Obligation(words, meeting_url(asked.branch, kind, **group), "去登记", pair.period.end)
    for period, pairs in of_members.items():
        words = f"{period.label}的{pairs[0].norm.kind.name}，还有 {len(pairs)} 名党员"
        yield Obligation(words, meeting_url(asked.branch, kind), "去登记", period.end, len(pairs))


def _topics(asked: Asked, *, words: Sequence[str]) -> Iterable[Obligation]:
    kind = COMMITTEE if any(pair.norm.kind.code == COMMITTEE for pair in asked.open_pairs) else ASSEMBLY
    url = meeting_url(asked.branch, kind, topic=words[0])
    yield Obligation(f"本季度开会研究{words[0]}", url, "去登记", asked.span.end)


def _appraisal(asked: Asked) -> Iterable[Obligation]:
    return _meetings(asked, kind=APPRAISAL)


def _measures(asked: Asked) -> Iterable[Obligation]:
    own = Measure.objects.visible_to(asked.user).filter(branch=asked.branch)
    rows = measures_on(own, asked.on).exclude(state=MeasureState.DONE)
    for row in rows.filter(due_on__range=asked.rest).order_by("due_on", "pk"):
        url = reverse("rectification:measure", args=[row.pk])
        yield Obligation(f"按期完成整改措施：{row.text[:40]}", url, "查看措施", row.due_on)


def _problems(asked: Asked) -> Iterable[Obligation]:
    own = Problem.objects.visible_to(asked.user).filter(branch=asked.branch)
    rows = problems_on(own, asked.on).exclude(state=ProblemState.CLOSED)
    for row in rows.filter(due_on__range=asked.rest).order_by("due_on", "pk"):
        url = reverse("rectification:problem", args=[row.pk])
        yield Obligation(f"问题按期申请销号：{row.title[:40]}", url, "查看问题", row.due_on)


def _notice_items(asked: Asked) -> Iterable[Obligation]:
    answers = answers_due(asked.at_the_end).get(asked.branch.pk, {})
    waiting = [item_id for item_id, answer in answers.items() if answer.is_known and not answer.is_settled]
    rows = NoticeItem.objects.visible_to(asked.user).filter(pk__in=waiting)
    rows = rows.annotate(last_day=Coalesce("ends_on", "notice__due_on")).filter(last_day__range=asked.rest)
    for item in rows.filter(notice__issued_on__lte=asked.on):
        url = f"{reverse('notices:notice', args=[item.notice_id])}#item-{item.pk}"
        yield Obligation(f"提示事项：{item.text[:40]}", url, "去办理", item.last_day)


def _confirmations(asked: Asked) -> Iterable[Obligation]:
    """Nobody is named here; the file is."""
    rows = Candidate.objects.visible_to(asked.user).filter(
        branch=asked.branch, state=FileState.OPEN, stage=Stage.PROBATIONARY
    )
    for awaited in awaited_of(rows.select_related("branch", "court", "member"), asked.on):
        window = awaited.window
        if window.kind == StepKind.CONFIRMATION_VOTE and window.latest and window.latest <= asked.span.end:
            url = reverse("development:file", args=[awaited.candidate.pk])
            yield Obligation("支部党员大会讨论预备党员转正", url, "查看档案", window.latest)


def _term(asked: Asked) -> Iterable[Obligation]:
    rows = CommitteeTerm.objects.visible_to(asked.user).filter(branch=asked.branch, ends_on__isnull=True)
    for term in rows:
        url = f"{reverse('branches:branch_detail', args=[asked.branch.pk])}#posts"
        yield Obligation("按期换届，或者报经批准延期", url, "查看届次", term.due_on)


def _posts(asked: Asked) -> Iterable[Obligation]:
    url = f"{reverse('branches:branch_detail', args=[asked.branch.pk])}#posts"
    yield Obligation("配齐书记、支委会成员和兼职党务干部", url, "查看班子")


def _plan(asked: Asked, *, kinds: Sequence[str]) -> Iterable[Obligation]:
    for line in lines_over(asked.at_the_end, kinds).get(asked.branch.pk, []):
        day = month_end(line.item.year, line.item.month)
        if line.is_open and day >= asked.on:
            words = f"计划事项：{line.item.title or line.item.topic or line.item.kind.name}"
            yield Obligation(words, line.form_address(asked.on), "去登记", day)


_LISTS: dict[str, List] = {
    "PERIODS_MET": _meetings,
    "COMMITTEE_ON_TOPIC": _topics,
    "APPRAISAL_KEPT": _appraisal,
    "MEASURES_ON_TIME": _measures,
    "PROBLEMS_CLOSED": _problems,
    "NOTICE_ITEMS_DONE": _notice_items,
    "CONFIRMATIONS_ON_TIME": _confirmations,
    "TERM_IN_FORCE": _term,
    "POSTS_FILLED": _posts,
    "PLAN_DONE": _plan,
}
