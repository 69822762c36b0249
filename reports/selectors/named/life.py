"""组织生活和活动: held, due and met of each kind, and what its records count besides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from django.urls import reverse

from activities.choices import HELD_STATES
from activities.details import VOCABULARY
from activities.engine import KindFigures
from activities.models import Activity, ActivityKind, ActivityTopic, Topic
from activities.selectors.links import held_records_url
from core.dates import overlapping
from core.typed_fields import TypedField
from core.typed_sums import as_number, sums_in
from reports.selectors.named.kinds import kinds_of
from reports.selectors.named.registry import Asked, NamedFigure, source
from reports.spans import ReportSpan, code_of_part, part_of_year


@source("组织生活和活动")
def life(asked: Asked) -> Iterator[NamedFigure]:
    for figures in asked.kinds.values():
        yield from _kind(asked, figures)
    yield from _together(asked)
    for kind in kinds_of(asked.court):
        if kind.code not in asked.kinds:  # nobody owes it, and it was not held
            yield from _kind(asked, KindFigures(kind=kind))


def _kind(asked: Asked, figures: KindFigures) -> Iterator[NamedFigure]:
    """`党课` is how often it was held; due and met are left out for a kind without a norm."""
    name, is_own = figures.kind.name, figures.kind.court_id is not None
    owed = due_url(asked, kind=figures.kind.code) if figures.due is not None else ""
    url = records_url(asked, kind=figures.kind.code) or owed
    persons = records_url(asked, kind=figures.kind.code, main=1)
    yield NamedFigure(name, figures.held, "次", url, is_own=is_own)
    yield NamedFigure(f"{name}人次", figures.person_times, "人次", persons, is_own=is_own)
    if figures.due is not None:
        yield from _owed(name, (figures.due, figures.met, figures.not_known), owed, is_own=is_own)


def _together(asked: Asked) -> Iterator[NamedFigure]:
    kinds = [figures for figures in asked.kinds.values() if figures.due is not None]
    sums = [sum(each) for each in zip(*((kind.due or 0, kind.met, kind.not_known) for kind in kinds), strict=True)]
    yield from _owed("组织生活", sums or (0, 0, 0), due_url(asked))


def _owed(name: str, figures: Sequence[int], url: str, *, is_own: bool = False) -> Iterator[NamedFigure]:
    """`figures`: due, met, not known. Where nothing is known but that something is not, the rest is not known too."""
    due, met, not_known = figures
    why = f"{not_known} 个周期不在记录范围内" if not_known else ""
    known = bool(due) or not not_known
    for what, value in (("应开", due), ("达标", met), ("未达标", due - met)):
        yield NamedFigure(f"{name}{what}", value if known else None, "次", url, why, is_own=is_own)
    yield NamedFigure(f"{name}不详", not_known, "次", url, is_own=is_own)


def records_url(asked: Asked, **filters: Any) -> str:
    """The list of the records held in the span; a joint one counts once for a court. None lists those of all courts
    below."""
    if asked.with_below:
        return ""
    once = None if asked.branch or filters.get("main") else 1
    days = {"from": asked.start, "to": asked.last}
    return held_records_url(**{**asked.owner_filter, **days, "once": once, **filters})


NOT_FILLED_IN = "记录里都没有填写"
# Of what went on for several days, those after the first.
_FURTHER_DAYS = ExpressionWrapper(F("ends_on") - F("held_on"), output_field=DurationField())


def due_url(asked: Asked, **filters: Any) -> str:
    """The page that shows held beside due, branch by branch, month by month, or court by court; for a span that it is
    not of, the records."""
    part = code_of_part(asked.start, asked.end)
    if part_of_year(asked.start.year, part) != ReportSpan(asked.start, asked.end):
        return records_url(asked, **filters)
    query = {"year": asked.start.year, "span": part, "as_of": asked.as_of.isoformat()}
    if asked.with_below:
        page = "reports:below"
    else:
        page, query = "reports:branch" if asked.branch else "reports:court", {**filters, **query}
    return f"{reverse(page, args=[asked.owner.pk])}?{urlencode(query)}"


@source("活动数据")
def details(asked: Asked) -> Iterator[NamedFigure]:
    """`志愿服务·批次`: each number that a kind asks, summed over its held records (2 queries)."""
    rows = Activity.objects.within(asked.owner, with_below=asked.with_below).filter(
        state__in=HELD_STATES, held_on__range=(asked.start, asked.last)
    )
    words = [word for word in VOCABULARY.values() if word.is_summed]
    sums: dict[str, Any] = sums_in("details", words)
    counted: Any = (
        rows.order_by()
        .values("kind_id")
        .annotate(hours=Sum("study_hours"), number=Count("pk"), further=Sum(_FURTHER_DAYS), **sums)
    )
    found = {each["kind_id"]: each for each in counted}
    kinds = [*(figures.kind for figures in asked.kinds.values()), *kinds_of(asked.court)]
    for kind in {kind.pk: kind for kind in kinds}.values():
        yield from _details(asked, kind, found.get(kind.pk, {}), [word for word in words if word.code in kind.fields])


def _details(
    asked: Asked, kind: ActivityKind, row: dict[str, Any], words: Iterable[TypedField]
) -> Iterator[NamedFigure]:
    """`row`: what its records sum up to, {} where there are none."""
    of: dict[str, Any] = {"url": records_url(asked, kind=kind.code, main=1), "is_own": kind.court_id is not None}
    if row.get("hours"):
        yield NamedFigure(f"{kind.name}学时", row["hours"], "学时", **of)
    if row.get("further"):  # of those that never went on for more than a day, it says nothing
        yield NamedFigure(f"{kind.name}天数", row["number"] + row["further"].days, "天", **of)
    for word in words:
        value = row[word.code] if row else 0
        why = NOT_FILLED_IN if value is None else ""
        name = f"{kind.name}·{word.label}"
        yield NamedFigure(name, as_number(word, value), word.unit, why=why, of=kind.name, **of)


@source("专题学习")
def topics(asked: Asked) -> Iterator[NamedFigure]:
    """How many activities were about each of the court's topics in force, none as well; a branch's report tells of its
    own, too. What courts below call theirs is their own affair (2 queries)."""
    rows = ActivityTopic.objects.within(asked.court).filter(
        Q(topic__branch__isnull=True) | Q(topic__branch=asked.branch),
        activity__state__in=HELD_STATES,
        activity__held_on__range=(asked.start, asked.last),
    )
    if asked.branch:
        rows = rows.filter(activity__branch=asked.branch)
    numbers = dict(rows.order_by().values_list("topic_id").annotate(n=Count("activity")))
    offered = Topic.objects.within(asked.court).filter(Q(branch__isnull=True) | Q(branch=asked.branch))
    in_use = Q(is_active=True) & overlapping(asked.start, asked.last)
    for topic in offered.filter(in_use | Q(pk__in=numbers)).order_by("pk"):
        url = records_url(replace(asked, with_below=False), topic=topic.pk, once=None)
        yield NamedFigure(f"专题·{topic.name}", numbers.get(topic.pk, 0), "次", url)
