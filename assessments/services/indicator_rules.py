"""What makes no sense in an indicator, each in words and with the field it is in; whoever writes one asks here."""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from assessments.choices import WAYS_OF, DutyGrade, Way
from assessments.models import Indicator
from assessments.scoring import CENT
from assessments.selectors.inputs import InputKind, input_kinds
from assessments.selectors.inputs.registry import Param, ParamType
from assessments.selectors.sentences import figure
from assessments.selectors.vocabulary import Vocabulary

# (field, sentence)
Faults = Iterator[tuple[str, str]]

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,5}")
MOST_POINTS = 999
MOST_STEPS = 10


def faults_of(indicator: Indicator, vocabulary: Vocabulary) -> Faults:
    """Of an indicator, saved or not; none: it can be said in a sentence and scored."""
    if not CODE.fullmatch(indicator.code):
        yield "code", "代码请用字母和数字，最多 6 个，如 B1。"
    if not indicator.name.strip():
        yield "name", "请填写指标名称。"
    if not _is_figure(indicator.points) or not 0 < Decimal(str(indicator.points)) <= MOST_POINTS:
        yield "points", f"分值须大于 0，不超过 {MOST_POINTS}，最多两位小数。"
        return
    if indicator.way not in Way.values:
        yield "way", "请选择计分方式。"
        return
    yield from _input_faults(indicator, vocabulary)
    yield from _TABLE_FAULTS.get(Way(indicator.way), _no_table)(indicator)


def _input_faults(indicator: Indicator, vocabulary: Vocabulary) -> Faults:
    if indicator.way == Way.REVIEW:
        if indicator.input or indicator.params:
            yield "input", "评审打分的指标不由数据计分，请去掉计分依据。"
        return
    kind = next((each for each in input_kinds() if each.code == indicator.input), None)
    if kind is None:
        yield "input", "请选择计分依据。"
        return
    ways = WAYS_OF[kind.shape]
    if indicator.way not in ways:
        told = "或".join(f"“{way.label}”" for way in ways)
        yield "way", f"“{kind.label}”得出的是{kind.shape.label}，只能{told}。"
    if kind.yearly and not indicator.yearly:
        yield "yearly", f"“{kind.label}”到年终才能得出，请勾选“只在年终考评”。"
    yield from _param_faults(indicator.params, kind, vocabulary)


def _param_faults(params: dict[str, Any], kind: InputKind, vocabulary: Vocabulary) -> Faults:
    if params.keys() - {param.name for param in kind.params}:
        yield "input", f"“{kind.label}”不用说明范围，请去掉多余的内容。"
    for param in kind.params:
        if not _is_told(param, params.get(param.name), vocabulary):
            verb = "填写" if param.type is ParamType.WORDS else "选择"
            yield f"param_{param.name}", f"请{verb}{param.label}。"


def _is_told(param: Param, value: Any, vocabulary: Vocabulary) -> bool:
    match param.type:
        case ParamType.KINDS:
            return bool(value) and all(each in vocabulary.kinds for each in value)
        case ParamType.WORDS:
            return bool(value) and all(isinstance(each, str) and each.strip() for each in value)
        case _:
            return value in vocabulary.of(param.type)


def _no_table(indicator: Indicator) -> Faults:
    if indicator.table:
        yield "table", f"“{Way(indicator.way).label}”不用另填数值，请去掉。"


def _step_faults(indicator: Indicator) -> Faults:
    steps = indicator.table if isinstance(indicator.table, list) else []
    if not 1 <= len(steps) <= MOST_STEPS:
        yield "table", f"请填写 1 到 {MOST_STEPS} 档，每档写明达到百分之几、得几分。"
        return
    if not all(_is_figure(each) for step in steps for each in step):
        yield "table", "各档请填数字，最多两位小数。"
        return
    percents, points = zip(*([Decimal(str(each)) for each in step] for step in steps), strict=True)
    if not all(0 < each <= 100 for each in percents):
        yield "table", "各档的比例须大于 0%，不超过 100%。"
    if not (_ascends(percents) and _ascends(points)):
        yield "table", "各档请由低到高填写，比例和得分都须一档比一档高。"
    yield from _most_faults(indicator, "最高一档", points)


def _grade_faults(indicator: Indicator) -> Faults:
    table = indicator.table if isinstance(indicator.table, dict) else {}
    missing = [grade.label for grade in DutyGrade if not _is_figure(table.get(grade))]
    if missing or len(table) > len(DutyGrade):
        yield "table", f"请填写每个等次的得分，最多两位小数（{'、'.join(missing) or '多了等次'}）。"
        return
    points = [Decimal(str(table[grade])) for grade in DutyGrade]
    if any(better < worse for better, worse in itertools.pairwise(points)):
        yield "table", "好的等次得分不能低于差的等次。"
    yield from _most_faults(indicator, "最好的等次", points)


def _each_faults(indicator: Indicator) -> Faults:
    table = indicator.table if isinstance(indicator.table, dict) else {}
    each = table.get("each")
    if not _is_figure(each) or table.keys() != {"each"}:
        yield "each", "请填写每个（次、条）几分，最多两位小数。"
    elif not 0 < Decimal(str(each)) <= Decimal(indicator.points):
        yield "each", f"每个（次、条）的分数须大于 0，不超过分值 {figure(indicator.points)}。"


def _most_faults(indicator: Indicator, what: str, points: Any) -> Faults:
    """Nobody gets more than there is, and a gate, which asks for full marks, can be passed."""
    of = Decimal(indicator.points)
    if min(points) < 0 or max(points) > of:
        yield "table", f"各项得分须在 0 和分值 {figure(of)} 之间。"
    elif indicator.is_gate and max(points) < of:
        yield "table", f"否决性条件须能得满分：{what}请填 {figure(of)} 分。"


def _ascends(values: Any) -> bool:
    return all(low < high for low, high in itertools.pairwise(values))


def _is_figure(value: Any) -> bool:
    """A number with two places at most."""
    if value is None or isinstance(value, bool):
        return False
    try:
        found = Decimal(str(value))
        return found.is_finite() and abs(found) <= MOST_POINTS and found == found.quantize(CENT)
    except InvalidOperation:
        return False


_TABLE_FAULTS = {
    Way.STEPS: _step_faults,
    Way.COUNT: _each_faults,
    Way.DEDUCT: _each_faults,
    Way.GRADE: _grade_faults,
}
