"""Places columns: which heading is which field."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.spreadsheets.cells import BRACKETED, bare_heading, column_letter, half_width, plain_heading
from core.spreadsheets.limits import MAX_WORD
from core.spreadsheets.numerals import with_digits
from core.spreadsheets.spec import LEFT_OUT, Overrides, Spec


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading. `upper` is the line above it in a head of two lines (“入党” above “时间”)."""

    index: int
    text: str
    upper: str = ""

    @property
    def letter(self) -> str:
        return column_letter(self.index)

    @property
    def label(self) -> str:
        """How messages and overrides name the column; one without a heading goes by its letter."""
        return self.text or f"{self.letter}列"


@dataclass
class Mapping:
    """Which columns hold which field: code → headings; `left_out` on purpose; `unplaced` with the reason each.

    `samples` are the first data rows as text, a cell for every heading; `above` is what stands over the head.
    """

    sheet: str
    head_row: int
    headings: list[Heading]
    placed: dict[str, list[Heading]] = field(default_factory=lambda: defaultdict(list))
    left_out: list[Heading] = field(default_factory=list)
    unplaced: dict[int, str] = field(default_factory=dict)
    samples: list[list[str]] = field(default_factory=list)
    above: str = ""

    def heading(self, code: str) -> Heading | None:
        """The (first) column of a field."""
        columns = self.placed.get(code)
        return columns[0] if columns else None


@dataclass(frozen=True, slots=True)
class _Guess:
    code: str = ""
    certain: bool = False
    possible: tuple[str, ...] = ()


class Places:
    """Knows the wordings of one spec and the user's overrides."""

    def __init__(self, spec: Spec, overrides: Overrides) -> None:
        self.spec = spec
        self.given = list(overrides)
        self.overrides = {plain_heading(heading): spec.code_of(target) for heading, target in overrides.items()}
        self.exact = {plain_heading(w): one.code for one in spec.fields for w in (*one.wordings, one.label)}
        self.whole = {one.code for one in spec.fields if one.whole}
        self.patterns = [(one.pattern, one.code) for one in spec.fields if one.pattern]
        self.ignored = {plain_heading(wording) for wording in spec.ignored}
        self.ambiguous = {plain_heading(wording): codes for wording, codes in spec.ambiguous.items()}

    def recognised(self, heading: Heading) -> str | None:
        """The field a heading surely names, for finding the head line; None for all else."""
        if len(heading.text) > MAX_WORD:
            return None
        override = self.override(heading)
        if override is not None:
            return override
        guess = self._guess(heading)
        return guess.code if guess.certain else None

    def override(self, heading: Heading) -> str | None:
        """The user's word on a column, by its heading (with or without what stands in brackets) or letter (P列)."""
        return next((self.overrides[form] for form in self.forms(heading) if form in self.overrides), None)

    def forms(self, heading: Heading) -> list[str]:
        """The ways an override may name a column."""
        forms = (plain_heading(heading.text), bare_heading(heading.text), plain_heading(f"{heading.letter}列"))
        return [form for form in forms if form]

    def mapping(self, sheet: str, head_row: int, headings: Sequence[Heading]) -> Mapping:
        """Places every heading it can; the caller decides which unplaced ones matter (those with data)."""
        mapping = Mapping(sheet, head_row, list(headings))
        guesses: dict[int, _Guess] = {}
        for heading in headings:
            override = self.override(heading)
            if override == LEFT_OUT or (override is None and self._is_ignored(heading)):
                mapping.left_out.append(heading)
            elif override is not None:
                mapping.placed[override].append(heading)
            else:
                guesses[heading.index] = self._guess(heading)
        self._place_guesses(mapping, guesses)
        self._refuse_doubles(mapping)
        return mapping

    def _place_guesses(self, mapping: Mapping, guesses: dict[int, _Guess]) -> None:
        """Certain guesses first, then the others for fields that are still free."""
        by_index = {heading.index: heading for heading in mapping.headings}
        overridden = set(mapping.placed)
        for index, guess in guesses.items():
            if guess.certain and guess.code not in overridden:
                mapping.placed[guess.code].append(by_index[index])
        taken = set(mapping.placed)
        for index, guess in guesses.items():
            if guess.code and not guess.certain and guess.code not in taken:
                mapping.placed[guess.code].append(by_index[index])
            elif guess.code in (overridden if guess.certain else taken):
                mapping.unplaced[index] = f"“{self.spec.field(guess.code).label}”已有别的列"
            elif not guess.code:
                mapping.unplaced[index] = self._why_not(guess)

    def _refuse_doubles(self, mapping: Mapping) -> None:
        for code, headings in mapping.placed.items():
            if len(headings) > 1 and not self.spec.field(code).repeat:
                letters = "、".join(f"{heading.letter} 列“{heading.label}”" for heading in headings)
                for heading in headings[1:]:
                    mapping.unplaced[heading.index] = f"{letters}都像“{self.spec.field(code).label}”"
                del headings[1:]

    def _is_ignored(self, heading: Heading) -> bool:
        return plain_heading(heading.text) in self.ignored or bare_heading(heading.text) in self.ignored

    def _guess(self, heading: Heading) -> _Guess:
        plain, bare = plain_heading(heading.text), bare_heading(heading.text)
        both = plain_heading(heading.upper + heading.text) if heading.upper else ""
        for form in (plain, bare, both):
            if form in self.exact and not (form == bare != plain and bare in self.ambiguous):
                return _Guess(self.exact[form], certain=True)
        written = with_digits(BRACKETED.sub("", half_width(heading.text))).lower() if self.patterns else ""
        for pattern, code in self.patterns:
            if pattern.fullmatch(written):
                return _Guess(code, certain=True)
        possible = self.ambiguous.get(plain) or self.ambiguous.get(bare)
        contained = self._contained(plain)
        if contained and not (possible and plain in self.ambiguous):
            return _Guess(contained[0]) if len(contained) == 1 else _Guess(possible=tuple(contained))
        return _Guess(possible=tuple(possible or ()))

    def _contained(self, plain: str) -> list[str]:
        """Fields of which a wording makes up more than half of the heading, the longest wordings only."""
        parts = [wording for wording, code in self.exact.items() if code not in self.whole]
        hits = [wording for wording in parts if wording in plain and 2 * len(wording) > len(plain)]
        longest = [wording for wording in hits if not any(wording != other and wording in other for other in hits)]
        return sorted({self.exact[wording] for wording in longest})

    def _why_not(self, guess: _Guess) -> str:
        if guess.possible:
            labels = " 或 ".join(f"“{self.spec.field(code).label}”（{code}）" for code in guess.possible)
            return f"可能是{labels}"
        return "不知道是什么"
