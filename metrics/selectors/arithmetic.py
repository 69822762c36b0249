"""What the figures of one owner say of a span, and how it changed: nothing is read here."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from core.dates import ONE_DAY
from metrics.choices import IN_PERCENT, SUMMED, Form
from metrics.models import Metric, MetricFigure, number_of
from metrics.periods import Period, month_of

CENT, ZERO = Decimal("0.01"), Decimal(0)
NEVER_SUMMED = "名次和只有百分比的指标不能相加"
MOST_MISSING = 3


@dataclass(frozen=True)
class Answer:
    """What a metric says of a span. Where it is not known, `why` says so in words and the rest is empty.

    `figures` are the ids of what it was made of, more than one for a sum. Of several courts, `courts` have it and
    `courts_unknown` don't.
    """

    metric: Metric
    period: Period
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    figures: tuple[int, ...] = ()
    why: str = ""
    courts: int = 0
    courts_unknown: int = 0

    @property
    def is_known(self) -> bool:
        return not self.why

    @property
    def number(self) -> Decimal | None:
        """As it is told: percent, count, money, rank; None where it is not known."""
        return None if self.why else number_of(self.metric, self.numerator, self.denominator, self.value)

    @property
    def is_sum(self) -> bool:
        return len(self.figures) > 1


@dataclass(frozen=True)
class Change:
    """A figure beside that of an earlier span. `amount` in `unit`; None where one of the two is not known, or was 0."""

    before: Answer
    amount: Decimal | None
    unit: str


def answer_of(metric: Metric, period: Period, figures: Iterable[MetricFigure]) -> Answer:
    """The figure of exactly this span; else the sum of parts without a gap, as few as there are; else why not.

    `figures`: those of one owner and this metric that are in force, of any span. Of what stands at the end of a span
    the figure that ends with it counts.
    """
    inside = [each for each in figures if period.start <= each.start and each.end <= period.end]
    exact = [each for each in inside if (each.start, each.end) == (period.start, period.end)]
    if exact:
        return summed(metric, period, exact)
    if metric.form not in SUMMED:
        return Answer(metric, period, why=f"{period.label}没有登记，{NEVER_SUMMED}" if inside else _none(period))
    if metric.is_stock:
        last = [each for each in inside if each.end == period.end]
        return summed(metric, period, [max(last, key=_start)]) if last else Answer(metric, period, why=_none(period))
    parts = _parts(period, inside)
    return summed(metric, period, parts) if parts else Answer(metric, period, why=_missing(period, inside))


def sum_beside(metric: Metric, period: Period, figures: Iterable[MetricFigure]) -> Answer | None:
    """What the parts of a span add up to, where that is another number than the one entered for the span itself."""
    if metric.form not in SUMMED or metric.is_stock:
        return None
    inside = [each for each in figures if period.start <= each.start and each.end <= period.end]
    entered = [each for each in inside if each.period == period]
    parts = _parts(period, [each for each in inside if each.period != period])
    if not entered or not parts:
        return None
    said, added_up = (summed(metric, period, each) for each in (entered, parts))
    numbers = [(each.numerator, each.denominator, each.value) for each in (said, added_up)]
    return None if numbers[0] == numbers[1] else added_up


def summed(metric: Metric, period: Period, parts: Sequence[MetricFigure]) -> Answer:
    """One answer of figures that are there."""
    return _sum(metric, period, parts, tuple(each.pk for each in parts))


def added(metric: Metric, period: Period, answers: Sequence[Answer]) -> Answer:
    """The sum of several courts' answers, of those that are known; rank and bare rates never add up."""
    known = [each for each in answers if each.is_known]
    if metric.form not in SUMMED:
        total = Answer(metric, period, why=NEVER_SUMMED)
    elif not known:
        total = Answer(metric, period, why=f"各院都没有{period.label}的数据")
    else:
        total = _sum(metric, period, known, tuple(pk for each in known for pk in each.figures))
    return replace(total, courts=len(known), courts_unknown=len(answers) - len(known))


def change_of(now: Answer, before: Answer) -> Change:
    """In percentage points of rates, in places of ranks, in percent of counts and money; of what is told, so that who
    reckons with the printed figures comes to the same."""
    form = now.metric.form
    unit = "个百分点" if form in IN_PERCENT else "位" if form == Form.RANK else "%"
    told, earlier = now.number, before.number
    if told is None or earlier is None:
        return Change(before, None, unit)
    if unit != "%":
        return Change(before, told - earlier, unit)
    if not earlier:
        return Change(before, None, unit)
    return Change(before, (100 * (told - earlier) / earlier).quantize(CENT, ROUND_HALF_UP), unit)


def _sum(metric: Metric, period: Period, parts: Sequence[MetricFigure | Answer], ids: tuple[int, ...]) -> Answer:
    if metric.is_ratio:
        numerator = sum((each.numerator or ZERO for each in parts), ZERO)
        denominator = sum((each.denominator or ZERO for each in parts), ZERO)
        return Answer(metric, period, numerator=numerator, denominator=denominator, figures=ids)
    return Answer(metric, period, value=sum((each.value or ZERO for each in parts), ZERO), figures=ids)


def _parts(period: Period, figures: Sequence[MetricFigure]) -> list[MetricFigure]:
    """The fewest figures that fill the span without gap or overlap, in order; [] where there are none such."""
    by_start: dict[date, list[MetricFigure]] = {}
    for each in figures:
        by_start.setdefault(each.start, []).append(each)
    ways: dict[date, list[MetricFigure]] = {period.start: []}
    waiting = deque([period.start])
    while waiting:
        day = waiting.popleft()
        for each in sorted(by_start.get(day, ()), key=_end, reverse=True):
            following = each.end + ONE_DAY
            if following not in ways:
                ways[following] = [*ways[day], each]
                waiting.append(following)
    return ways.get(period.end + ONE_DAY, [])


def _missing(period: Period, figures: Sequence[MetricFigure]) -> str:
    """Which months no figure tells of."""
    if not figures:
        return _none(period)
    missing = []
    month = month_of(period.start)
    while month.end <= period.end:
        if not any(each.start <= month.start and month.end <= each.end for each in figures):
            missing.append(month.label)
        month = month.after
    if not missing:
        return f"已登记的时段互相重叠，拼不成{period.label}"
    more = f"等 {len(missing)} 个月" if len(missing) > MOST_MISSING else ""
    return f"缺{'、'.join(missing[:MOST_MISSING])}{more}的数据"


def _none(period: Period) -> str:
    return f"没有{period.label}的数据"


def _start(figure: MetricFigure) -> date:
    return figure.start


def _end(figure: MetricFigure) -> date:
    return figure.end
