"""Resolutions on the form of a meeting: columns of equal names become rows, rows become votes."""

from django.utils.datastructures import MultiValueDict

from activities.choices import ResolutionNature
from activities.services.entry import Vote

BY_BALLOT = "BALLOT"
# What a row is made of even when nothing was typed: the choices that a list always sends.
_CHOICES = ("vote_nature", "vote_ballot")
RESOLUTION_FIELDS = (
    "resolution_text",
    "votes_for",
    "votes_against",
    "abstentions",
    "vote_person",
    "vote_open_reason",
    "opinions_for",
    "opinions_against",
    *_CHOICES,
)
MISREAD = -1
_FOUR_DIGITS = 4


def resolution_rows(raw: MultiValueDict) -> list[dict[str, str]]:
    """The rows in which something was typed, as it was typed."""
    columns = {name: raw.getlist(name) for name in RESOLUTION_FIELDS}
    length = max(len(column) for column in columns.values())
    rows = (
        {name: (column[at].strip() if at < len(column) else "") for name, column in columns.items()}
        for at in range(length)
    )
    return [row for row in rows if any(text for name, text in row.items() if name not in _CHOICES)]


def votes_of(rows: list[dict[str, str]]) -> tuple[Vote, ...]:
    """Nobody against, nobody abstaining, no opinion in writing is the rule, and need not be typed."""
    return tuple(
        Vote(
            row["resolution_text"],
            _count(row["votes_for"]),
            _count(row["votes_against"]) or 0,
            _count(row["abstentions"]) or 0,
            nature=row["vote_nature"] if row["vote_nature"] in ResolutionNature.values else ResolutionNature.ORDINARY,
            person=row["vote_person"],
            secret=row["vote_ballot"] == BY_BALLOT,
            open_reason=row["vote_open_reason"],
            opinions_for=_count(row["opinions_for"]) or 0,
            opinions_against=_count(row["opinions_against"]) or 0,
        )
        for row in rows
    )


def is_misread(vote: Vote) -> bool:
    """Whether something that is no number stands where votes are counted."""
    return MISREAD in vote.counts


def _count(text: str) -> int | None:
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _FOUR_DIGITS else MISREAD
