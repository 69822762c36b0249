"""What holds of every indicator that is accepted: it is said in a sentence, scored within its points, and comes back
from a workbook as it was."""

from decimal import Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.choices import WAYS_OF, DutyGrade, Shape, Way
from assessments.models import Aspect, Indicator, Standard
from assessments.rulebook import line_of
from assessments.scoring import Found, score
from assessments.selectors.inputs import input_kinds, input_of
from assessments.selectors.inputs.registry import InputKind, ParamType
from assessments.selectors.sentences import sentence
from assessments.selectors.standard_page import AspectRow, IndicatorRow
from assessments.selectors.vocabulary import Vocabulary
from assessments.services.indicator_rules import faults_of
from assessments.services.indicators import FACTS
from assessments.services.standard_import.rows import read_rows
from assessments.services.standard_import.words import StandardWords
from assessments.standard_sheet import standard_bytes
from core.spreadsheets import load
from core.spreadsheets.specs import STANDARD

VOCABULARY = Vocabulary(
    {"BRANCH_ASSEMBLY": "支部党员大会", "THEME_DAY": "主题党日", "OWN_1": "周末讲堂"},
    {"INTERVIEW": "约谈登记簿", "BRAND": "品牌登记簿"},
    {"CLOSING_RATE": "结案率", "M7_1": "上网率"},
    {"ENFORCEMENT_PAID": "发放执行案款"},
)
WORDS = st.text("党建学习督促检查质量", min_size=1, max_size=8)
FIGURES = st.decimals(min_value=Decimal("0.01"), max_value=20, places=2)


def plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


@st.composite
def params(draw: Any, kind: InputKind) -> dict[str, Any]:
    of_type = {
        ParamType.KIND: st.sampled_from(list(VOCABULARY.kinds)),
        ParamType.KINDS: st.lists(st.sampled_from(list(VOCABULARY.kinds)), min_size=1, max_size=3, unique=True),
        ParamType.REGISTER: st.sampled_from(list(VOCABULARY.registers)),
        ParamType.RATE_METRIC: st.sampled_from(list(VOCABULARY.rates)),
        ParamType.NUMBER_METRIC: st.sampled_from(list(VOCABULARY.numbers)),
        ParamType.WORDS: st.lists(WORDS, min_size=1, max_size=3, unique=True),
    }
    return {param.name: draw(of_type[param.type]) for param in kind.params}


@st.composite
def tables(draw: Any, way: Way, points: Decimal) -> Any:
    figures = st.decimals(min_value=0, max_value=points, places=2)
    if way is Way.STEPS:
        percents = sorted(draw(st.lists(st.integers(1, 100), min_size=1, max_size=4, unique=True)))
        gains = sorted(draw(st.lists(figures, min_size=len(percents), max_size=len(percents), unique=True)))
        return [[least, plain(gain)] for least, gain in zip(percents, gains, strict=True)]
    if way is Way.GRADE:
        gains = sorted((draw(figures) for _ in DutyGrade), reverse=True)
        return {str(grade): plain(gain) for grade, gain in zip(DutyGrade, gains, strict=True)}
    return {"each": plain(draw(FIGURES))} if way in (Way.COUNT, Way.DEDUCT) else {}


@st.composite
def indicators(draw: Any, code: str = "B1") -> Indicator:
    """Nearly all of them are accepted."""
    points = draw(FIGURES)
    kind = draw(st.none() | st.sampled_from(input_kinds()))
    way = draw(st.sampled_from(WAYS_OF[kind.shape])) if kind else Way.REVIEW
    return Indicator(
        aspect=Aspect(code="B", name="制度执行", order=1),
        code=code,
        name=draw(WORDS),
        points=points,
        way=way.value,
        input=kind.code if kind else "",
        params=draw(params(kind)) if kind else {},
        table=draw(tables(way, points)),
        is_gate=draw(st.booleans()),
        yearly=draw(st.booleans()),
        evidence=draw(WORDS | st.just("")),
        basis=draw(WORDS | st.just("")),
        mark=draw(st.sampled_from("RSL")),
    )


def accepted(indicator: Indicator) -> bool:
    return not list(faults_of(indicator, VOCABULARY))


def found_by(shape: Shape, draw: Any) -> Found:
    if shape is Shape.GRADE:
        return Found(grade=draw(st.sampled_from(DutyGrade.values)))
    if shape is Shape.NUMBER:
        return Found(met=draw(st.integers(0, 50)))
    due = draw(st.integers(1, 50))
    return Found(met=draw(st.integers(0, due)), due=due)


@settings(deadline=None)
@given(indicators(), st.data())
def test_what_is_accepted_is_said_and_scored_within_its_points(indicator: Indicator, data: Any) -> None:
    assume(accepted(indicator))
    line = line_of(indicator)
    assert sentence(line, VOCABULARY.names).endswith("。")
    if indicator.way == Way.REVIEW:
        return
    scored = score(line.rule, found_by(input_of(indicator.input).shape, data.draw))
    assert scored.points is not None
    assert 0 <= scored.points <= indicator.points


@settings(deadline=None)
@given(indicators(), st.sampled_from(list(Way)))
def test_way_that_does_not_fit_is_refused(indicator: Indicator, way: Way) -> None:
    assume(indicator.input and way not in WAYS_OF[input_of(indicator.input).shape])
    indicator.way = way.value
    assert {"way", "input"} & {field for field, _ in faults_of(indicator, VOCABULARY)}


@settings(deadline=None, max_examples=20)  # a workbook is written and read each time
@given(indicators("B1"), indicators("B2"))
def test_workbook_gives_back_what_was_put_in(first: Indicator, second: Indicator) -> None:
    assume(accepted(first) and accepted(second))
    rows = [AspectRow(first.aspect, [IndicatorRow(each, "") for each in (first, second)])]
    content = standard_bytes(Standard(name="标准"), rows, VOCABULARY.names)
    loaded = load(content, "标准.xlsx", STANDARD)
    read = read_rows(loaded, StandardWords(VOCABULARY, {}), VOCABULARY)
    assert not list(loaded.faults)
    assert [(aspect.code, aspect.name) for aspect in read.aspects] == [("B", "制度执行")]
    for before, after in zip((first, second), read.indicators, strict=True):
        assert {name: getattr(after, name) for name in FACTS} == {name: getattr(before, name) for name in FACTS}
