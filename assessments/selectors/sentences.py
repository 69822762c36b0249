"""The plain Chinese sentence of an indicator, made from its data: what is counted, and how it becomes points."""

from decimal import Decimal
from typing import Any

from assessments.choices import DutyGrade, Way
from assessments.rulebook import Line
from assessments.selectors.inputs import input_of
from assessments.selectors.inputs.registry import Names
from assessments.selectors.vocabulary import vocabulary_of
from branches.models import Court


def names_for(court: Court | None) -> Names:
    """The names of activity kinds, registers and metrics by their codes, for a court and those above it, or of the
    system alone (3 queries)."""
    return vocabulary_of(court).names


def sentence(line: Line, names: Names) -> str:
    """`按支部党员大会按期开展的次数占应开展的次数的比例计分，全部完成得5分。四星、五星须得满分。`"""
    parts = [_SAYS[line.rule.way](line, _counted(line, names))]
    if line.is_gate:
        parts.append("否决性条件：四星、五星须得满分。")
    if line.yearly:
        parts.append("只在年终考评。")
    return "".join(parts)


def figure(points: Any) -> str:
    """Points without zeros that say nothing: 4, 2.5."""
    return f"{Decimal(str(points)).normalize():f}"


def _counted(line: Line, names: Names) -> str:
    return input_of(line.input).in_words(line.params, names) if line.input else ""


def _share(line: Line, what: str) -> str:
    return f"按{what}的比例计分，全部完成得{figure(line.of)}分。"


def _steps(line: Line, what: str) -> str:
    steps = sorted(line.rule.table, reverse=True)
    told = "，".join(f"达到{figure(least)}%得{figure(points)}分" for least, points in steps)
    return f"按{what}的比例分档计分：{told}，其余不得分。"


def _count(line: Line, what: str) -> str:
    each, unit = figure(line.rule.table["each"]), input_of(line.input).unit
    return f"{what}，每{unit}得{each}分，最多{figure(line.of)}分。"


def _deduct(line: Line, what: str) -> str:
    each, unit = figure(line.rule.table["each"]), input_of(line.input).unit
    return f"满分{figure(line.of)}分，{what}，每{unit}扣{each}分，扣完为止。"


def _yes_no(line: Line, what: str) -> str:
    return f"{what}，全部做到得{figure(line.of)}分，否则不得分。"


def _grade(line: Line, what: str) -> str:
    table = line.rule.table
    told = "，".join(f"{grade.label}{figure(table[grade])}分" for grade in DutyGrade if grade in table)
    return f"{what}：{told}。"


def _review(line: Line, what: str) -> str:
    return f"由机关党委评审打分，满分{figure(line.of)}分。"


_SAYS = {
    Way.SHARE: _share,
    Way.STEPS: _steps,
    Way.COUNT: _count,
    Way.DEDUCT: _deduct,
    Way.YES_NO: _yes_no,
    Way.GRADE: _grade,
    Way.REVIEW: _review,
}
