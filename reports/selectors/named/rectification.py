"""检视整改: everything opened by the as-of date, whatever the span of the report."""

from collections import Counter
from collections.abc import Iterator

from rectification.choices import NOT_CLOSED, MeasureState, ProblemState
from rectification.links import measures_url, problems_url
from rectification.selectors.figures import kept_figures, measures_of, problems_of
from rectification.selectors.standing import measures_on, problems_there
from reports.selectors.named.registry import Asked, NamedFigure, adds_up, source

NOTHING_KEPT = "这里没有登记过检视整改的问题"


@source("检视整改")
def rectification(asked: Asked) -> Iterator[NamedFigure]:
    on, owner = asked.as_of, asked.owner_filter
    found = kept_figures(asked.owner, on, with_below=asked.with_below)
    if found is None:
        for name in _NAMES:
            yield NamedFigure(name, None, "个", why=NOTHING_KEPT)
        return
    closed = found.problems_closed
    yield NamedFigure("检视问题", found.problems, "个", problems_url(on=on, **owner))
    yield NamedFigure("已销号问题", closed, "个", problems_url(on=on, state=ProblemState.CLOSED, **owner))
    yield NamedFigure("未销号问题", found.problems - closed, "个", problems_url(on=on, state=NOT_CLOSED, **owner))
    yield NamedFigure("整改措施", found.measures, "个", measures_url(on=on, **owner))
    for state, number in (
        (MeasureState.DONE, found.measures_done),
        (MeasureState.ON_SCHEDULE, found.measures_on_schedule),
        (MeasureState.OVERDUE, found.measures_overdue),
    ):
        yield NamedFigure(_of(state), number, "个", measures_url(on=on, state=state, **owner))
    if not asked.with_below:
        yield from _by_source(asked)


def _by_source(asked: Asked) -> Iterator[NamedFigure]:
    """`调研·问题` and `调研·措施`: what each source brought to light, and the measures taken upon it (2 queries).
    What the courts below call their sources is their own affair."""
    on, owner = asked.as_of, asked.owner_filter
    problems = Counter(problems_there(problems_of(asked.owner, on), on).values_list("source", flat=True))
    measures = Counter(measures_on(measures_of(asked.owner), on).values_list("problem__source", flat=True))
    for name in sorted({*problems, *measures}):
        query = {"on": on, "source": name, **owner}
        yield NamedFigure(f"{name}·问题", problems[name], "个", problems_url(**query), is_own=True)
        yield NamedFigure(f"{name}·措施", measures[name], "项", measures_url(**query), is_own=True)


def _of(state: MeasureState) -> str:
    return f"{state.label}措施"


_NAMES = ("检视问题", "已销号问题", "未销号问题", "整改措施", *map(_of, MeasureState))

adds_up("检视问题", "已销号问题", "未销号问题")
adds_up("整改措施", *map(_of, MeasureState))
