"""What a text's marks mean. Pure; nothing is read.

`{党支部数}`: as the records have it. `{党支部数=34}`: typed by a person. `{政治学习≈}`: in round words.
`{约谈@2017}`: counted since the first day of that year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# A name is as long as the longest thing that is named (a campaign, a topic), with what is told of it.
_MARK = re.compile(r"\{\s*([^{}=≈@\s][^{}=≈@\n]{0,119})(?:@(\d{4}))?(?:=(-?\d[\d,]{0,14}(?:\.\d{1,4})?)|(≈))?\}")


@dataclass(frozen=True)
class Token:
    """A figure that a text names. `typed` is what a person put in its place."""

    name: str
    since: int | None = None
    typed: Decimal | None = None
    is_round: bool = False

    @property
    def label(self) -> str:
        """What it is called, with the year since which it counts."""
        return f"{self.name}@{self.since}" if self.since else self.name

    def __str__(self) -> str:
        since = f"@{self.since}" if self.since else ""
        typed = f"={self.typed}" if self.typed is not None else "≈" if self.is_round else ""
        return f"{{{self.name}{since}{typed}}}"


def read(line: str) -> Iterator[str | Token]:
    """The words and the figures of one line, in their order. What is no mark stays as it stands."""
    at = 0
    for found in _MARK.finditer(line):
        if found.start() > at:
            yield line[at : found.start()]
        yield _token(found)
        at = found.end()
    if at < len(line):
        yield line[at:]


def leftover_of(text: str) -> list[str]:
    """What has the look of a mark and is none: from the first brace of a line on, as it would be printed."""
    found = []
    for line in text.splitlines():
        plain = "".join(part for part in read(line) if isinstance(part, str))
        at = min((place for brace in "{}" if (place := plain.find(brace)) >= 0), default=-1)
        if at >= 0:
            found.append(plain[at : at + 30])
    return found


def without_tokens(text: str) -> str:
    """The words alone."""
    return _MARK.sub("", text)


def tokens_of(text: str) -> list[Token]:
    return [_token(found) for found in _MARK.finditer(text)]


def _token(found: re.Match[str]) -> Token:
    name, since, typed, is_round = found.groups()
    return Token(
        name=name.strip(),
        since=int(since) if since else None,
        typed=Decimal(typed.replace(",", "")) if typed else None,
        is_round=bool(is_round),
    )
