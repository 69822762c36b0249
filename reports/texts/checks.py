"""What does not agree in a report's texts: typed figures with the records, sums with their parts, numbers that stand
for themselves."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from reports.selectors.named.registry import Number, SumRule
from reports.texts.render import Lookup
from reports.texts.tokens import Token, tokens_of
from reports.texts.words import exact

_MARKED = re.compile(r"\{[^{}\n]*\}")
_SENTENCE = re.compile(r"[。；;！!？?\n]")
_NUMBER = r"(\d+(?:\.\d+)?)"
_UNITS = "余?(?:个|次|名|件|项|期|条|人次|人|场次|批次|亩|篇|户|万元|亿元|元|%|％)"
_COUNTED = re.compile(_NUMBER + f"({_UNITS})")
# "46个整改措施中已完成11个、序时推进35个": a total, 中, then two parts or more counted alike.
_AMONG = re.compile(_NUMBER + "(个|次|名|件|项|期|条|人次|人|场次|批次)[^，,、；;]{0,30}?(?:其中|中(?=[，,：:已有]))")


@dataclass(frozen=True)
class Fault:
    """`section` is the code of the section that says it; `quote` the words in question."""

    section: str
    quote: str
    text: str


def faults_of(texts: Iterable[tuple[str, str]], lookup: Lookup, rules: Iterable[SumRule]) -> list[Fault]:
    """What is to be looked at before publication, by section. `texts`: (code, text) of each section."""
    found: list[Fault] = []
    for code, text in texts:
        tokens = tokens_of(text)
        found += _nameless(code, tokens, lookup)
        found += _overridden(code, tokens, lookup)
        found += _sums(code, tokens, lookup, rules)
        found += _among(code, _in_place(text, lookup))
    return found


def bare_numbers(text: str) -> list[str]:
    """Counted numbers that were typed as words and open nothing: `20余次`, in their order."""
    return ["".join(found) for found in _COUNTED.findall(_MARKED.sub("", text))]


def _nameless(code: str, tokens: list[Token], lookup: Lookup) -> list[Fault]:
    missing = dict.fromkeys(token.name for token in tokens if lookup(token) is None)
    return [Fault(code, f"{{{name}}}", f"没有叫“{name}”的数据，请从数据表里选一个。") for name in missing]


def _overridden(code: str, tokens: list[Token], lookup: Lookup) -> list[Fault]:
    found = []
    for token in tokens:
        figure = lookup(token)
        if token.typed is None or figure is None or figure.value is None or figure.value == token.typed:
            continue
        said = f"{token.name} 手写为 {exact(token.typed, figure.unit)}，系统记录是 {exact(figure.value, figure.unit)}。"
        found.append(Fault(code, str(token), said))
    return found


def _sums(code: str, tokens: list[Token], lookup: Lookup, rules: Iterable[SumRule]) -> list[Fault]:
    """Only where the text says the total or a part by hand: what the records say adds up by itself."""
    found = []
    for since in dict.fromkeys(token.since for token in tokens):
        typed = {token.name: token.typed for token in tokens if token.since == since and token.typed is not None}
        value = _valued(typed, since, lookup)
        for rule in rules:
            if not typed.keys() & {rule.total, *rule.parts}:
                continue
            total, parts = value(rule.total), [value(part) for part in rule.parts]
            known = [part for part in parts if part is not None]
            if total is not None and len(known) == len(parts) and sum(known) != total:
                sides = f"{' + '.join(map(str, known))} ≠ {total}"
                found.append(Fault(code, sides, f"{'、'.join(rule.parts)}合计应等于{rule.total}：{sides}。"))
    return found


def _valued(typed: dict[str, Decimal], since: int | None, lookup: Lookup) -> Callable[[str], Number | None]:
    def value(name: str) -> Number | None:
        if name in typed:
            return typed[name]
        figure = lookup(Token(name, since))
        return figure.value if figure else None

    return value


def _in_place(text: str, lookup: Lookup) -> str:
    """The text as it is read, with its figures exact."""

    def put(found: re.Match[str]) -> str:
        token = next(iter(tokens_of(found.group())), None)
        figure = lookup(token) if token else None
        if token is None or figure is None:
            return ""
        value = token.typed if token.typed is not None else figure.value
        return exact(value, figure.unit)

    return _MARKED.sub(put, text)


def _among(code: str, text: str) -> list[Fault]:
    """A sentence that counts a total and then its parts in the same unit."""
    found = []
    for sentence in _SENTENCE.split(text):
        total = _AMONG.search(sentence)
        if total is None:
            continue
        parts = [Decimal(number) for number, unit in _COUNTED.findall(sentence[total.end() :]) if unit == total[2]]
        if len(parts) > 1 and sum(parts) != Decimal(total[1]):
            sides = f"{' + '.join(map(str, parts))} ≠ {total[1]}"
            found.append(Fault(code, sentence.strip(), f"这句话里各部分合计与总数不一致：{sides}。"))
    return found
