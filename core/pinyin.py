"""Names as they are typed on a keyboard without Chinese input: full pinyin and initials."""

from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, pinyin

_READINGS = 6  # a name with more readings than these is found by its characters


@lru_cache(maxsize=8192)
def search_keys(name: str) -> str:
    """`曾丽` → "zengli zl cengli cl": every reading of the characters, whole and as initials, parted by blanks."""
    readings = pinyin(name.replace("·", ""), style=Style.NORMAL, heteronym=True)
    keys: list[str] = []
    for syllables in islice(product(*readings), _READINGS):
        keys += ["".join(syllables), "".join(syllable[:1] for syllable in syllables)]
    return " ".join(dict.fromkeys(key.lower() for key in keys if key))
