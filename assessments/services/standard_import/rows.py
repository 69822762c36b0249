"""Rows of a standard's sheet become aspects and indicators, not saved; what is wrong is added to the faults."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from assessments.choices import WAYS_OF, Way
from assessments.models import Aspect, Indicator
from assessments.selectors.vocabulary import Vocabulary
from assessments.services.aspects import CODE as ASPECT_CODE
from assessments.services.aspects import MOST_ASPECTS
from assessments.services.indicator_rules import faults_of
from assessments.services.standard_import.words import BY_DATA, StandardWords, UnknownWord, table_of
from branches.choices import Mark
from core.spreadsheets import Loaded, Record, WordMap

ORDINAL = re.compile(r"^[一二三四五六七八九十]+[、.．]\s*")
IN_BRACKETS = re.compile(r"\s*[(（][^()（）]*分[)）]\s*$")
CODED = re.compile(r"^([A-Za-z]\d{0,2})[\s.、．]+(?=\S)")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST_ASPECT = 40  # models.Aspect
MARKS = WordMap({mark.value: (mark.label,) for mark in Mark})
# Fields of an indicator → columns of the sheet.
COLUMN_OF = {"each": "figures", "table": "figures", "is_gate": "gate"}


@dataclass
class Line:
    record: Record
    aspect: str
    aspect_code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """Aspects in their order; every indicator with its aspect, in the order of the sheet."""

    aspects: list[Aspect]
    indicators: list[Indicator]


def read_rows(loaded: Loaded, words: StandardWords, vocabulary: Vocabulary) -> Rows:
    lines = _lines(loaded)
    for line in lines:
        _Reader(line, loaded, words).read()
    codes = _aspect_codes(lines, loaded)
    aspects = {
        name: Aspect(code=code, name=name, order=order) for order, (name, code) in enumerate(codes.items(), start=1)
    }
    _number(lines, codes)
    _fault_twice(lines, loaded)
    indicators = []
    for order, line in enumerate(lines, start=1):
        indicator = Indicator(aspect=aspects[line.aspect], order=order, **line.facts)
        if "way" in line.facts:
            for name, message in faults_of(indicator, vocabulary):
                column = "scope" if name.startswith("param_") else COLUMN_OF.get(name, name)
                loaded.faults.add(line.record.fault(column, message))
        indicators.append(indicator)
    return Rows(list(aspects.values()), indicators)


def _lines(loaded: Loaded) -> list[Line]:
    """With the aspect of the row, or of the rows above."""
    lines: list[Line] = []
    for record in loaded.records:
        code, name = _aspect_of(record)
        if not name and lines:
            code, name = lines[-1].aspect_code, lines[-1].aspect
        if not name:
            loaded.faults.add(record.fault("aspect", "没有写方面，请补上。"))
        if len(name) > LONGEST_ASPECT:
            loaded.faults.add(record.fault("aspect", "方面的名称太长，请改短。"))
        lines.append(Line(record, name, code))
    return lines


def _aspect_of(record: Record) -> tuple[str, str]:
    """“一、责任落实（18分）” → 责任落实; “A 责任落实” → A and 责任落实, where no column has the code."""
    code, text = str(record.values["aspect_code"]), str(record.values["aspect"]).strip()
    text = IN_BRACKETS.sub("", ORDINAL.sub("", text))
    coded = CODED.match(text)
    if not code and coded:
        return coded[1], text[coded.end() :].strip()
    return code, text


def _aspect_codes(lines: list[Line], loaded: Loaded) -> dict[str, str]:
    """Name → code, in the order of the sheet: as written, else the letter that its indicators' codes begin with, else
    the next letter that is free. Limits as for aspects that are typed in."""
    codes: dict[str, str] = {}
    for line in lines:
        kept = codes.setdefault(line.aspect, line.aspect_code)
        if line.aspect_code and kept != line.aspect_code:
            loaded.faults.add(line.record.fault("aspect_code", f"“{line.aspect}”上面写的是 {kept}，请改成一样。"))
    if len(codes) > MOST_ASPECTS:
        record = next(line.record for line in lines if line.aspect == list(codes)[MOST_ASPECTS])
        loaded.faults.add(record.fault("aspect", f"一份标准最多 {MOST_ASPECTS} 个方面，请合并。"))
        return codes
    for name, written in list(codes.items()):
        letters = {line.record.values["code"][:1].upper() for line in lines if line.aspect == name}
        letter = letters.pop() if len(letters) == 1 else ""
        free = [each for each in (letter, *LETTERS) if each in LETTERS and each not in codes.values()]
        codes[name] = written or next(each for each in free if each)
    times = Counter(code.upper() for code in codes.values())
    for name, code in codes.items():
        if times[code.upper()] > 1 or not ASPECT_CODE.fullmatch(code):
            record = next(line.record for line in lines if line.aspect == name)
            told = f"方面代码“{code}”重复，或者不是 4 个以内的字母和数字，请改正。"
            loaded.faults.add(record.fault("aspect_code", told))
    return codes


def _number(lines: list[Line], codes: dict[str, str]) -> None:
    """Indicators without a code get that of their aspect with a number."""
    taken = {line.record.values["code"] for line in lines}
    for line in lines:
        code, number = line.record.values["code"], 0
        while not code or (number and code in taken):
            number += 1
            code = f"{codes[line.aspect]}{number}"
        line.facts["code"] = code
        taken.add(code)


def _fault_twice(lines: list[Line], loaded: Loaded) -> None:
    first: dict[str, Record] = {}
    for line in lines:
        kept = first.setdefault(line.facts["code"].upper(), line.record)
        if kept is not line.record:
            message = f"代码 {line.facts['code']} 与第 {kept.row} 行重复，请改成不同的代码。"
            loaded.faults.add(line.record.fault("code", message))


class _Reader:
    """Reads how one row is scored."""

    def __init__(self, line: Line, loaded: Loaded, words: StandardWords) -> None:
        self.line, self.loaded, self.words = line, loaded, words
        self.record, self.values = line.record, line.record.values

    def read(self) -> None:
        values, facts = self.values, self.line.facts
        facts |= {"name": values["name"], "points": values["points"], "is_gate": values["gate"]}
        facts |= {name: values[name] for name in ("yearly", "evidence", "basis")}
        facts["mark"] = self._mark()
        before = len(self.loaded.faults)
        way, (code, params) = self._way(), self._input()
        if len(self.loaded.faults) > before:
            return
        kind = self.words.kinds_by_code.get(code)
        if way == Way.REVIEW or kind is None:
            way, code, params = Way.REVIEW, "", {}
        elif way in ("", BY_DATA):
            way = WAYS_OF[kind.shape][0]
        for param in kind.params if kind and code and not params else ():
            params = {param.name: self._placed("scope", lambda text, param=param: self.words.param(param, text))}
        table = self._placed("figures", lambda text: table_of(way, text))
        if len(self.loaded.faults) == before:
            facts |= {"way": str(way), "input": code, "params": params, "table": table}

    def _way(self) -> str:
        return str(self._placed("way", self.words.way) or "")

    def _input(self) -> tuple[str, dict[str, Any]]:
        """As written; of a row that says neither this nor that it is reviewed, by the indicator's name."""
        text = str(self.values["input"])
        found = self.words.input(text) if text else None
        if text and found is None:
            message = f"“{text}”不是系统能统计的依据{self.words.near(text)}"
            self.loaded.faults.add(self.record.fault("input", message, f"请用 --kind {text}=代码 说明。"))
        if text or self.words.ways.find(str(self.values["way"])) == Way.REVIEW:
            return found or ("", {})
        guessed = self.words.input(str(self.values["name"]))
        if guessed is None:
            if self.values["way"]:
                self.loaded.faults.add(
                    self.record.fault("input", "没有写计分依据，请补上；由人评的，计分方式请写“评审打分”。")
                )
            return "", {}
        label = self.words.kinds_by_code[guessed[0]].label
        told = f"第 {self.record.row} 行“{self.values['name']}”没有写计分依据，按名称由“{label}”计分，请核对。"
        self.loaded.remarks.append(told)
        return guessed

    def _mark(self) -> str:
        text = str(self.values["mark"])
        code = MARKS.find(text) if text else Mark.LOCAL.value
        if code is None:
            message = f"“{text}”不是已有的性质（{'、'.join(Mark.labels)}）。"
            self.loaded.faults.add(self.record.fault("mark", message))
        return str(code or Mark.LOCAL)

    def _placed(self, column: str, place: Any) -> Any:
        try:
            return place(str(self.values[column]))
        except UnknownWord as error:
            self.loaded.faults.add(self.record.fault(column, str(error)))
            return None
