"""Places words that stand for something known: kinds of activity, statuses, names of branches. Never by guess."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from core.spreadsheets.cells import bare_heading, plain_heading
from core.spreadsheets.faults import UsageError
from core.spreadsheets.limits import MAX_WORD
from core.spreadsheets.load import Loaded, Record, Unplaced
from core.spreadsheets.numerals import with_digits

JOINED = re.compile(r"[、,,;;/+&\n]|暨|兼")
COMMON = re.compile(r"中国共产党|中共|委员会|党支部|支部|党总支|总支|党小组|小组|机关|党")
MIN_LIKENESS = 0.6
ROWS_NAMED = 10


class WordMap:
    """Words → codes, by known wordings and by the user's overrides (word → code).

    Widths, spaces and punctuation don't matter; all else must agree, and where `whole` what stands in brackets, too.
    UsageError for an override to no known code.
    """

    def __init__(
        self, wordings: Mapping[str, Iterable[str]], overrides: Mapping[str, str] | None = None, *, whole: bool = False
    ) -> None:
        self.codes, self.whole = list(wordings), whole
        self._known = {plain_heading(word): code for code, words in wordings.items() for word in (code, *words)}
        for word, target in (overrides or {}).items():
            code = self._known.get(plain_heading(target))
            if code is None:
                raise UsageError(f"没有“{target}”。可用的有：{'、'.join(self.codes)}。")
            self._known[plain_heading(word)] = code

    def find(self, word: str) -> str | None:
        """The code of a word, or None; what stands in brackets is put aside if need be: “党课（微党课）”."""
        plain = plain_heading(word)
        bare = "" if self.whole else bare_heading(word)
        return self._known.get(plain) or self._known.get(bare) if plain else None

    def find_all(self, text: str) -> tuple[str, ...]:
        """The codes of a text that may join several words (“党员大会、党课”), in order; () if any is unknown."""
        code = self.find(text)
        if code:
            return (code,)
        codes = [self.find(part) for part in JOINED.split(text) if part.strip()]
        return tuple(dict.fromkeys(code for code in codes if code)) if all(codes) else ()


def place_words(
    loaded: Loaded, code: str, words: WordMap, *, option: str, unknown: str, names: Iterable[str] = ()
) -> None:
    """Replaces the words of a field by a tuple of codes, mostly of one; blank cells keep the field's `empty`.

    A word that is not known is one fault at its first row: it quotes the word, says `unknown` (“不在名册”), names the
    other rows, suggests the nearest of `names` and gives the command-line `option` (“--kind”) that places it. Records
    that hold such a word are taken out.
    """
    rows: dict[str, list[Record]] = {}
    for record in loaded.records:
        word = record.values[code]
        if not isinstance(word, str) or not word:
            continue
        codes = words.find_all(word)
        if codes:
            record.values[code] = codes
        else:
            rows.setdefault(word, []).append(record)
    names = list(names)
    for word, records in rows.items():
        near = suggest(word, names)
        loaded.unplaced.append(Unplaced(code, word, len(records), tuple(near)))
        message = f"“{word}”{unknown}{_question(near)}{_elsewhere(records)}"
        target = near[0] if near else "…"
        loaded.faults.add(records[0].fault(code, message, f"请用 {option} {word}={target} 说明。"))
    lost = {id(record) for records in rows.values() for record in records}
    loaded.records = [record for record in loaded.records if id(record) not in lost]


def suggest(word: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """Names that a word may stand for, the likeliest first: “第1党支部” → “第一党支部”. A number in it must agree."""
    if len(word) > MAX_WORD:
        return []
    number, rest = essence(word)
    scored = []
    for order, name in enumerate(names):
        other_number, other_rest = essence(name)
        if number != other_number:
            continue
        likeness = 1.0 if number and rest == other_rest else SequenceMatcher(None, word, name).ratio()
        if likeness >= MIN_LIKENESS:
            scored.append((-likeness, order, name))
    return [name for _, _, name in sorted(scored)[:limit]]


def essence(word: str) -> tuple[tuple[int, ...], str]:
    """The numbers in a name, and what is left without the words that all such names share.

    “第1党支部” and “第一支部” have the same: names that differ in no more than that are asked about.
    """
    digits = with_digits(plain_heading(word))
    numbers = tuple(int(found) for found in re.findall(r"\d+", digits))
    return numbers, COMMON.sub("", re.sub(r"第?\d+", "", digits))


def _question(near: list[str]) -> str:
    return f"，是否指{' 或 '.join(f'“{name}”' for name in near)}？" if near else "。"


def _elsewhere(records: list[Record]) -> str:
    if len(records) == 1:
        return ""
    others = "、".join(str(record.row) for record in records[:ROWS_NAMED])
    more = " 等行" if len(records) > ROWS_NAMED else " 行"
    return f"共 {len(records)} 处：第 {others}{more}。"
