"""The words of a standard's sheet: ways of scoring, what is counted, kinds, registers and metrics, figures of the
ways."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessments.choices import DutyGrade, Way
from assessments.selectors.inputs import InputKind, input_kinds
from assessments.selectors.inputs.registry import Param, ParamType
from assessments.selectors.vocabulary import Vocabulary
from assessments.services.indicator_rules import MOST_POINTS
from core.spreadsheets import WordMap, suggest
from core.spreadsheets.standard_wordings import FROM_DATA, INPUTS, WAYS
from core.spreadsheets.wordings import KINDS

MEETINGS = "PERIODS_MET"
SHOWN = 12  # of a figure that makes no sense
BY_DATA = "DATA"
BETWEEN = re.compile(r"[、,，;；\n]+")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
BELOW_ZERO = re.compile(r"[-－−–负]\s*\d")
STEP = re.compile(
    r"(?:达到|不低于|完成|≥|>=)?\s*(\d+(?:\.\d+)?)\s*[%％]\s*(?:以上|及以上)?\s*[,，:：]?\s*得?\s*(\d+(?:\.\d+)?)\s*分?"
)
GRADE = re.compile(rf"({'|'.join(sorted(DutyGrade.labels, key=len, reverse=True))})\s*[:：得]*\s*(\d+(?:\.\d+)?)\s*分?")


class UnknownWord(ValueError):
    """A word that can't be placed; the message says so in Chinese."""


class StandardWords:
    """What words stand for in a court; `inputs`: words that the user placed on an input or a kind."""

    def __init__(self, vocabulary: Vocabulary, inputs: Mapping[str, str]) -> None:
        self.kinds_by_code: dict[str, InputKind] = {kind.code: kind for kind in input_kinds()}
        ways = {way.value: (*WAYS[way], way.label) for way in Way}
        self.ways = WordMap({**ways, BY_DATA: FROM_DATA})
        counted = {code: (*INPUTS.get(code, ()), kind.label) for code, kind in self.kinds_by_code.items()}
        kinds = {code: (*KINDS.get(code, ()), name) for code, name in vocabulary.kinds.items()}
        # What is counted under its own name comes before the kind of that name (民主评议党员).
        self.counted = WordMap({**kinds, **counted}, inputs)
        self.kinds = WordMap(kinds)
        self.named = {
            kind: WordMap({code: (name,) for code, name in vocabulary.of(kind).items()})
            for kind in (ParamType.REGISTER, ParamType.RATE_METRIC, ParamType.NUMBER_METRIC)
        }
        self.names = [kind.label for kind in self.kinds_by_code.values()] + list(vocabulary.kinds.values())

    def way(self, word: str) -> str:
        """A code of Way, BY_DATA, or "" for nothing said."""
        if not word:
            return ""
        code = self.ways.find(word)
        if code is None:
            raise UnknownWord(f"“{word}”不是已有的计分方式（{'、'.join(Way.labels)}）。")
        return code

    def input(self, word: str) -> tuple[str, dict[str, Any]] | None:
        """The input, with its parameters where the word is the name of a kind; None for an unknown word."""
        code = self.counted.find(word)
        if code is None:
            return None
        return (code, {}) if code in self.kinds_by_code else (MEETINGS, {"kind": code})

    def near(self, word: str) -> str:
        names = suggest(word, self.names)
        return f"，是否指{' 或 '.join(f'“{name}”' for name in names)}？" if names else "。"

    def param(self, param: Param, text: str) -> Any:
        parts = [part.strip() for part in BETWEEN.split(text) if part.strip()]
        match param.type:
            case ParamType.WORDS:
                return parts
            case ParamType.KINDS:
                return [self._code(self.kinds, part) for part in parts]
            case ParamType.KIND:
                return self._code(self.kinds, text)
            case _:
                return self._code(self.named[param.type], text)

    def _code(self, words: WordMap, word: str) -> str:
        code = words.find(word)
        if code is None:
            raise UnknownWord(f"“{word}”不是已有的类型、登记簿或业务指标{self.near(word)}")
        return code


def table_of(way: str, text: str) -> Any:
    """The figures of a way, as an indicator keeps them."""
    if way == Way.STEPS:
        return [[_plain(least), _plain(points)] for least, points in _all(STEP, text, "60%得2分；90%得4分")]
    if way == Way.GRADE:
        codes = {label: code for code, label in DutyGrade.choices}
        return {codes[label]: _plain(points) for label, points in _all(GRADE, text, "好4，较好3，一般2，差0")}
    if way in (Way.COUNT, Way.DEDUCT):
        numbers = NUMBER.findall(re.sub(r"每\s*1?\s*(?=[次条个项人])", "", text))
        if len(numbers) != 1 or BELOW_ZERO.search(text):
            raise UnknownWord(f"看不懂“{text}”，请写每个（次、条）几分，如 0.5。")
        return {"each": _plain(numbers[0])}
    if text:
        raise UnknownWord(f"“{Way(way).label}”不用填计分数值，请去掉。")
    return {}


def _all(pattern: re.Pattern[str], text: str, example: str) -> list[tuple[str, str]]:
    """Everything in the text, of which nothing else may be left."""
    found = pattern.findall(text)
    if not found or re.sub(r"[\s、,，;；。]", "", pattern.sub("", text)):
        raise UnknownWord(f"看不懂“{text}”，请照这样写：{example}。")
    return found


def _plain(text: str) -> int | float:
    value = Decimal(text)
    if value > MOST_POINTS:
        raise UnknownWord(f"“{text[:SHOWN]}”太大，请填不超过 {MOST_POINTS} 的数字。")
    return int(value) if value == value.to_integral_value() else float(value)
