"""What does not agree in a report's texts: typed figures with the records, sums with their parts, numbers that stand
for themselves, and what looks like a figure and is none."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reports.selectors.named.registry import Number, SumRule
from reports.texts.book import FIRST_YEAR, MOST_YEARS
from reports.texts.render import Lookup
from reports.texts.tokens import Token, leftover_of, read, tokens_of, without_tokens
from reports.texts.words import exact

_SENTENCE = re.compile(r"[。；;！!？?\n]")
# From its first digit on: tried from each of them, a thousand digits would take a second.
_NUMBER = r"(?<!\d)(\d+(?:\.\d+)?)"
_COUNTED = re.compile(_NUMBER + "(余?(?:个|次|名|件|项|期|条|人次|人|场次|批次|亩|篇|户|万元|亿元|元|%|％))")
# Between a name and its number stands a unit or a word at most.
_GAP = r"[^\d，,、。]{0,3}"
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
# "46个整改措施，其中已完成11个、序时推进35个": a total, 中, then parts counted alike.
_AMONG = re.compile(_NUMBER + r"(个|次|名|件|项|期|条|人次|人|场次|批次)[^\d。；;]{0,30}?(?:其中|中(?=[，,：:已有]))")


@dataclass(frozen=True)
class Fault:
    """`section` is the heading of the section that says it; `quote` the words in question. With an `is_bar` nothing is
    published: the text would be printed as nobody means it."""

    section: str
    quote: str
    text: str
    is_bar: bool = False


def faults_of(texts: Iterable[tuple[str, str]], lookup: Lookup, rules: Sequence[SumRule]) -> list[Fault]:
    """What is to be looked at before publication, by section. `texts`: (heading, text) of each section."""
    found: list[Fault] = []
    for heading, text in texts:
        tokens = tokens_of(text)
        sums = _sums(heading, tokens, lookup, rules)
        found += [*_nameless(heading, tokens, lookup), *_leftover(heading, text)]
        found += [*_overridden(heading, tokens, lookup), *_doubled(heading, text, lookup)]
        found += [fault for _, fault in sums]
        found += _sentences(heading, text, lookup, rules, told={name for names, _ in sums for name in names})
    return found


def bare_numbers(text: str) -> list[str]:
    """Counted numbers that were typed as words and open nothing: `20余次`, in their order."""
    return ["".join(found) for found in _COUNTED.findall(without_tokens(text))]


def _nameless(heading: str, tokens: list[Token], lookup: Lookup) -> list[Fault]:
    missing = {token.label: token for token in tokens if lookup(token) is None}
    return [Fault(heading, f"{{{label}}}", _why_nameless(token), is_bar=True) for label, token in missing.items()]


def _why_nameless(token: Token) -> str:
    if token.since is None:
        return f"没有叫“{token.name}”的数据，请从数据表里选一个。"
    years = f"不早于 {FIRST_YEAR} 年、不晚于报告时段，一份报告最多用 {MOST_YEARS} 个不同的年份"
    return f"没有“{token.label}”这项数据，请核对名称和起始年份（{years}）。"


def _leftover(heading: str, text: str) -> list[Fault]:
    words = "“{}”里的花括号认不出来，会照原样印出来。请写成 {{名称}}、{{名称=数字}} 或 {{名称≈}}。"
    return [Fault(heading, found, words.format(found), is_bar=True) for found in leftover_of(text)]


def _overridden(heading: str, tokens: list[Token], lookup: Lookup) -> list[Fault]:
    found = []
    for token in tokens:
        figure = lookup(token)
        if token.typed is None or figure is None or figure.value == token.typed:
            continue
        known = "系统里的数据不详" if figure.value is None else f"系统记录是 {exact(figure.value, figure.unit)}"
        said = f"{token.label} 手写为 {exact(token.typed, figure.unit)}，{known}。"
        found.append(Fault(heading, str(token), said))
    return found


def _doubled(heading: str, text: str, lookup: Lookup) -> list[Fault]:
    """`{党课}次` reads 11次次: a figure brings its unit."""
    found = []
    for token, behind in (pair for line in text.splitlines() for pair in pairwise(read(line))):
        figure = lookup(token) if isinstance(token, Token) and isinstance(behind, str) else None
        if figure and figure.unit and (again := re.match(f"[万亿]?{re.escape(figure.unit)}", str(behind))):
            said = f"{figure.name} 自带单位，后面不用再写“{again[0]}”。"
            found.append(Fault(heading, f"{token}{again[0]}", said))
    return found


def _sums(
    heading: str, tokens: list[Token], lookup: Lookup, rules: Iterable[SumRule]
) -> list[tuple[tuple[str, ...], Fault]]:
    """Only where the text says the total or a part by hand: what the records say adds up by itself. With the names."""
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
                found.append(((rule.total, *rule.parts), _unequal(heading, rule, known, total)))
    return found


def _unequal(heading: str, rule: SumRule, parts: Iterable[Number], total: Number) -> Fault:
    sides = f"{' + '.join(map(str, parts))} ≠ {total}"
    return Fault(heading, sides, f"{'、'.join(rule.parts)}合计应等于{rule.total}：{sides}。")


def _valued(typed: dict[str, Decimal], since: int | None, lookup: Lookup) -> Callable[[str], Number | None]:
    def value(name: str) -> Number | None:
        if name in typed:
            return typed[name]
        figure = lookup(Token(name, since))
        return figure.value if figure else None

    return value


def _in_place(text: str, lookup: Lookup) -> str:
    """The text as it is read, with its figures exact and no commas in numbers."""
    lines = ("".join(_said(part, lookup) for part in read(line)) for line in text.splitlines())
    return _THOUSANDS.sub("", "\n".join(lines))


def _said(part: str | Token, lookup: Lookup) -> str:
    if isinstance(part, str):
        return part
    figure = lookup(part)
    if figure is None:
        return ""
    return exact(part.typed if part.typed is not None else figure.value, figure.unit)


def _sentences(heading: str, text: str, lookup: Lookup, rules: Iterable[SumRule], *, told: set[str]) -> list[Fault]:
    """Sentences that count a total and its parts: by the names that a rule knows, they must make it; by 其中 alone,
    they must not be more, as they may leave some out. What the records say of themselves needs no check, nor a
    sentence with a figure that was `told` of before."""
    found = []
    for each in _SENTENCE.split(text):
        if not _is_by_hand(each) or told & {token.name for token in tokens_of(each)}:
            continue
        sentence = _in_place(each, lookup)
        ruled = [fault for rule in rules if (fault := _by_names(heading, sentence, rule))]
        found += ruled or _among(heading, sentence)
    return found


def _is_by_hand(sentence: str) -> bool:
    return bool(bare_numbers(sentence)) or any(token.typed is not None for token in tokens_of(sentence))


def _by_names(heading: str, sentence: str, rule: SumRule) -> Fault | None:
    """`整改措施46个，其中已完成11个、序时推进34个`: a part is found by its name, or by what tells it from the total."""
    total = _first(sentence, f"{rule.total}{_GAP}{_NUMBER}", f"{_NUMBER}{_GAP}{rule.total}")
    parts = [_first(sentence, f"{part}{_GAP}{_NUMBER}", f"{_label(part, rule)}{_GAP}{_NUMBER}") for part in rule.parts]
    known = [part for part in parts if part is not None]
    if total is None or len(known) < 2 or sum(known) == total:
        return None
    return _unequal(heading, rule, known, total)


def _first(sentence: str, *patterns: str) -> Decimal | None:
    """The number of the first pattern that is found. Names hold no sign of a pattern."""
    found = next(filter(None, (re.search(pattern, sentence) for pattern in patterns)), None)
    return Decimal(found[1]) if found else None


def _label(part: str, rule: SumRule) -> str:
    """已完成 of 已完成措施, whose total is 整改措施."""
    ending = next((rule.total[at:] for at in range(len(rule.total)) if part.endswith(rule.total[at:])), "")
    return part.removesuffix(ending) or part


def _among(heading: str, sentence: str) -> list[Fault]:
    """Parts must not be more than their total, and not less where the sentence claims to tell them all."""
    total = _AMONG.search(sentence)
    if total is None:
        return []
    rest = sentence[total.end() :]
    parts = [Decimal(number) for number, unit in _COUNTED.findall(rest) if unit == total[2]]
    tells_all = len(parts) >= 3 and not rest.startswith("有")
    difference = sum(parts) - Decimal(total[1])
    if len(parts) < 2 or not (difference > 0 or (difference < 0 and tells_all)):
        return []
    sides = f"{' + '.join(map(str, parts))} ≠ {total[1]}"
    return [Fault(heading, sentence.strip(), f"这句话里各部分合计与总数不一致：{sides}。")]
