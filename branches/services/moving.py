"""What keeps a court from coming under another one: said by higher apps, asked before it is moved."""

from collections.abc import Callable

from branches.models import Court
from core.errors import Refused

# Given the court and the court above that it shall have: the sentence that says why not and what to do; "" for nothing.
Bar = Callable[[Court, Court], str]
_bars: list[Bar] = []


def register(bar: Bar) -> None:
    """Let `bar` be asked as well."""
    if bar not in _bars:
        _bars.append(bar)


def refuse_if_barred(court: Court, parent: Court) -> None:
    """Raise Refused where something keeps the court from coming under `parent`."""
    if reasons := [reason for bar in _bars if (reason := bar(court, parent))]:
        raise Refused(*reasons, field="parent")
