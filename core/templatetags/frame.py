"""Small parts that templates are built from."""

from datetime import date
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from core import pinyin
from core.access import allowed
from core.clock import today as this_day
from core.holidays import day_table
from core.listing import query_with
from core.panels import panels_of

register = template.Library()

NOT_DUE = "—"
NOT_KNOWN = "不详"
_WEEKDAYS = "一二三四五六日"
_ICONS = {
    "success": "check-circle",
    "warning": "exclamation-triangle",
    "error": "x-circle",
    "info": "info-circle",
    "neutral": "dash-circle",
}


@register.filter
def search_keys(name: str) -> str:
    """A name's pinyin and initials, for data-keys attributes."""
    return pinyin.search_keys(str(name))


@register.filter
def weekday(day: date | None) -> str:
    """`星期三`; nothing for no date."""
    return f"星期{_WEEKDAYS[day.weekday()]}" if day else ""


@register.filter
def days_left(last_day: date, today: date) -> str:
    """How long there is until the end of `last_day`, in words."""
    days = (last_day - today).days
    if days < 0:
        return f"已过 {-days} 天"
    return "今天到期" if days == 0 else f"还有 {days} 天"


@register.simple_tag
def held_due(held: int | None, due: int | None, not_known: int = 0) -> SafeString:
    """`12/12`; `—` where nothing was due, `不详` where nobody knows: never shown as 0."""
    if held is None or (not due and not_known):
        return format_html('<span class="figure-unknown" title="没有这段时间的记录">{}</span>', NOT_KNOWN)
    if not due:
        words = f"{held} 次" if held else NOT_DUE
        return format_html('<span class="figure-free" title="这段时间没有应开次数">{}</span>', words)
    return format_html(
        '<span class="figure" title="已开 {} 次，应开 {} 次">{}<span class="figure-due">/{}</span></span>',
        *(held, due, held, due),
    )


@register.simple_tag
def figure_link(url: str, *parts: int) -> SafeString:
    """`12`, or `12/40` for two parts, as a link to what was counted; without an address the figure alone."""
    text = "/".join(map(str, parts))
    return format_html('<a href="{}">{}</a>', url, text) if url else format_html("{}", text)


@register.simple_tag
def status_tag(label: str, kind: str = "neutral") -> SafeString:
    """A state as icon and word; `kind` is success, warning, error, info or neutral."""
    return format_html(
        '<span class="state-tag" data-kind="{}"><i class="bi bi-{}" aria-hidden="true"></i>{}</span>',
        *(kind, _ICONS[kind], label),
    )


@register.simple_tag
def known_days() -> SafeString:
    """The special days of last year to next year, for the date inputs of a page (static/js/dates.js)."""
    year = this_day().year
    return json_script(day_table(year - 1, year).as_json(), "known-days")


@register.simple_tag(takes_context=True)
def url_with(context: dict[str, Any], **changes: Any) -> str:
    """This address's query string with some values changed, None for removed."""
    request: HttpRequest = context["request"]
    return query_with(request, **changes)


@register.inclusion_tag("components/panel_links.html", takes_context=True)
def panel_links(context: dict[str, Any], slot: str, subject: Any = None) -> dict[str, Any]:
    """Links into higher apps that they offer in `slot` of this page, if the user may follow them."""
    return panels(context, slot, subject)


@register.inclusion_tag("components/panels.html", takes_context=True)
def panels(context: dict[str, Any], slot: str, subject: Any = None, query: str = "") -> dict[str, Any]:
    """The fragments that higher apps show in `slot` of this page, each loaded by HTMX, if the user may see it.

    `query`: what the page was asked for, for fragments that obey the same question.
    """
    user = context["request"].user
    open_panels = [panel for panel in panels_of(slot) if allowed(user, panel.permission, subject)]
    asked = f"?{query}" if query else ""
    return {"panels": [{"title": panel.title, "url": f"{panel.address(subject)}{asked}"} for panel in open_panels]}


@register.simple_tag
def bar(number: int, most: int, *, centred: bool = False) -> SafeString:
    """A bar beside a number, as long as its share of `most`; the number says the same."""
    share = round(100 * number / most) if most else 0
    start = (100 - share) / 2 if centred else 0
    return format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect x="{}" width="{}" height="8"></rect></svg>',
        *(start, share),
    )
