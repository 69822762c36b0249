"""A text with its figures in place."""

from collections.abc import Callable
from decimal import Decimal

from reports.document import Piece, PieceState
from reports.selectors.named.registry import NamedFigure
from reports.texts.tokens import Token, read
from reports.texts.words import exact, rounded, shown, written

# The figure of a token, None where nothing has its name.
Lookup = Callable[[Token], NamedFigure | None]


def paragraphs_of(text: str, lookup: Lookup) -> list[list[Piece]]:
    """Each line of `text` that says something, as pieces: words, and figures with the records behind them."""
    lines = (line.strip() for line in text.splitlines())
    return [[_piece(part, lookup) for part in read(line)] for line in lines if line]


def _piece(part: str | Token, lookup: Lookup) -> Piece:
    if isinstance(part, str):
        return Piece(part)
    figure = lookup(part)
    if figure is None:
        return Piece(str(part), part.name, state=PieceState.NAMELESS, why=f"没有叫“{part.label}”的数据")
    said = exact(figure.value, figure.unit)
    if part.typed is not None:
        return _typed(part.typed, figure, said)
    if figure.value is None:
        return Piece(said, figure.name, said, figure.url, PieceState.UNKNOWN, figure.why)
    if part.is_round and (words := rounded(figure.value, figure.unit)) != shown(figure):
        return Piece(words, figure.name, said, figure.url, PieceState.ROUNDED, figure.why)
    return Piece(shown(figure), figure.name, said, figure.url, PieceState.LIVE, figure.why)


def _typed(value: Decimal, figure: NamedFigure, said: str) -> Piece:
    typed = written(value, figure.unit)
    if value == figure.value:
        return Piece(typed, figure.name, said, figure.url, PieceState.TYPED)
    known = (
        f"系统记录是 {said}"
        if figure.value is not None
        else f"系统里的数据不详{f'：{figure.why}' if figure.why else ''}"
    )
    return Piece(typed, figure.name, said, figure.url, PieceState.DIFFERS, f"手写 {typed}，{known}")
