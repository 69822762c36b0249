"""Text to search in, and words to search for, brought to one form on every database.

Full width and half width, compatibility forms and letter case are one (NFKC, casefold), white space is one blank.
Traditional characters stay what they are: courts write simplified ones, and a name must not turn into another.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

_BLANKS = re.compile(r"\s+")
MOST_WORDS = 8


def normal(text: str) -> str:
    """`text` in the form that is stored and searched; what no database keeps is left out."""
    return _BLANKS.sub(" ", "".join(map(_folded, text.replace("\0", "")))).strip()


def words_of(query: str) -> list[str]:
    """The words of a query, all of which must be found; at most MOST_WORDS."""
    return list(dict.fromkeys(normal(query).split(" ")))[:MOST_WORDS] if query.strip() else []


@cache
def _folded(letter: str) -> str:
    return unicodedata.normalize("NFKC", letter).casefold()


def snippet(text: str, words: Sequence[str], *, around: int = 30) -> list[tuple[str, bool]]:
    """A part of `text` around the first word found in it, as (piece, whether it was searched for); [] without any.

    Found where the stored form has it, shown as it was written.
    """
    folded, places = "", []
    for place, letter in enumerate(text):
        piece = " " if letter.isspace() else _folded(letter)
        folded += piece
        places += [place] * len(piece)
    places.append(len(text))
    spans = [(found.start(), found.end()) for word in words for found in re.finditer(re.escape(word), folded)]
    if not spans:
        return []
    first = min(spans)[0]
    start, end = max(0, places[first] - around), min(len(text), places[first] + around * 3)
    marked = {place for low, high in spans for place in range(places[low], max(places[high - 1] + 1, places[low] + 1))}
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    for place in range(start, end):
        is_hit = place in marked
        if pieces and pieces[-1][1] == is_hit and pieces[-1][0] != "…":
            pieces[-1] = (pieces[-1][0] + text[place], is_hit)
        else:
            pieces.append((text[place], is_hit))
    return [*pieces, ("…", False)] if end < len(text) else pieces
