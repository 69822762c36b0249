"""Inputs from business metrics (结案率 …): the branch's own figure, else its court's."""

from decimal import Decimal

from assessments.choices import Shape
from assessments.scoring import Found
from assessments.selectors.inputs.registry import Names, Param, ParamType, Reading, register
from metrics.choices import Form
from metrics.models import Metric
from metrics.periods import Period
from metrics.selectors.arithmetic import Answer
from metrics.selectors.figures import Book, books_within

FIGURE = "metrics.metricfigure"
Books = dict[tuple[int, int | None], Book]


def _named(names: Names, metric: str) -> str:
    return f"业务指标“{names.get(metric, metric)}”"


@register(
    "METRIC_PERCENT",
    "业务指标的比率",
    Shape.PARTS,
    words=_named,
    params=(Param("metric", ParamType.RATE_METRIC, "业务指标"),),
    help="由机关党委登记的业务数据得出：有本支部的用本支部的，没有的用全院的；这一时段没有登记的，不详。",
)
def metric_percent(reading: Reading, *, metric: str) -> dict[int, Found]:
    """Numerator and denominator of the span; of a rate alone so many of a hundred."""
    return {branch_id: _parts(answer) for branch_id, answer in _answers(reading, metric).items()}


@register(
    "METRIC_VALUE",
    "业务指标的数值",
    Shape.NUMBER,
    words=lambda names, metric: f"{_named(names, metric)}的数",
    params=(Param("metric", ParamType.NUMBER_METRIC, "业务指标"),),
    unit="个单位",
    help="由机关党委登记的业务数据得出：有本支部的用本支部的，没有的用全院的；这一时段没有登记的，不详。",
)
def metric_value(reading: Reading, *, metric: str) -> dict[int, Found]:
    """The number in the metric's unit, rounded to a whole one."""
    return {branch_id: _number(answer) for branch_id, answer in _answers(reading, metric).items()}


def _books(reading: Reading) -> Books:
    return books_within(reading.court, with_below=reading.with_below, start=reading.start, end=reading.end)


def _answers(reading: Reading, code: str) -> dict[int, Answer | None]:
    """What the metric says for each branch; None where nothing of the span is entered at all."""
    books = reading.once(_books)
    metric = _metric(books, code)
    period = Period(reading.start, reading.end)
    return {branch.pk: _answer(books, metric, period, branch.court_id, branch.pk) for branch in reading.branches}


def _metric(books: Books, code: str) -> Metric | None:
    figures = (each for book in books.values() for each in book.all())
    return next((each.metric for each in figures if each.metric.code == code), None)


def _answer(books: Books, metric: Metric | None, period: Period, court: int, branch: int) -> Answer | None:
    if metric is None:
        return None
    answers = [book.answer(metric, period) for book in (books.get((court, branch)), books.get((court, None))) if book]
    return next((answer for answer in answers if answer.is_known), answers[-1] if answers else None)


def _why(answer: Answer | None) -> Found:
    return Found(why=answer.why if answer else "没有登记这一时段的业务数据")


def _parts(answer: Answer | None) -> Found:
    if answer is None or not answer.is_known:
        return _why(answer)
    if answer.metric.form == Form.RATE:
        met, due = answer.value or Decimal(0), Decimal(100)
    else:
        met, due = answer.numerator or Decimal(0), answer.denominator or Decimal(0)
    scale = 1 if met == int(met) and due == int(due) else 100
    return Found(met=int(met * scale), due=int(due * scale), records=_records(answer))


def _number(answer: Answer | None) -> Found:
    if answer is None or answer.number is None:
        return _why(answer)
    return Found(met=int(answer.number.to_integral_value()), records=_records(answer))


def _records(answer: Answer) -> dict[str, list[int]]:
    return {FIGURE: sorted(answer.figures)}
