"""Template tags of written reports."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.document import Piece, PieceState

register = template.Library()


@register.simple_tag
def pieces(of: Iterable[Piece]) -> SafeString:
    """The runs of one paragraph without white space between them: a Chinese text has none."""
    return format_html_join("", "{}", ((_piece(piece),) for piece in of))


def _piece(piece: Piece) -> str:
    if not piece.name:
        return piece.text
    words = format_html('<a href="{}">{}</a>', piece.url, piece.text) if piece.url else piece.text
    why = f"（{piece.why}）" if piece.why else ""
    return format_html(
        '<span class="figure-piece" data-state="{}" title="{}">{}{}</span>',
        piece.state,
        f"{piece.name}：{piece.exact or piece.text}{why}",
        words,
        _beside(piece),
    )


def _beside(piece: Piece) -> str:
    """What stands beside the figure for everybody to see."""
    if piece.state == PieceState.ROUNDED:
        return format_html('<small class="figure-exact">（{}）</small>', piece.exact)
    if piece.state in (PieceState.DIFFERS, PieceState.NAMELESS):
        mark = '<i class="bi bi-exclamation-triangle" aria-hidden="true"></i>'
        return format_html('<small class="figure-differs">{}{}</small>', SafeString(mark), piece.why)
    return ""
