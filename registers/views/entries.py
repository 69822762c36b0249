"""The list of a register, its export, and the page of an entry."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.access import allowed, requires
from core.clock import today
from core.exports import Column, export
from core.listing import Listing
from core.typed_fields import FieldType, TypedField, exported, shown
from registers.choices import Subject
from registers.forms import EntryFilter
from registers.models import RegisterEntry, RegisterKind
from registers.selectors.entries import below_entry, counts_below, entries_of, history_of, sums_of, words_of
from registers.selectors.kinds import below_of, may_add_to
from registers.views.common import Place, entry_address, entry_of, place_of
from registers.vocabulary import VOCABULARY

SORTS = {
    "title": ("title", "id"),
    "branch": ("branch__order", "branch_id", "id"),
    "person": ("person", "id"),
    "on": ("on", "id"),
    "until": ("until", "id"),
}
BELOW = "below"


def filtered(request: HttpRequest, place: Place) -> EntryFilter:
    rows = entries_of(request.user, place.court, place.kind)
    return EntryFilter(request.GET, rows, request=request, kind=place.kind, court=place.court)


def listing_of(kind: RegisterKind, below: str = "") -> Listing:
    """How the register stands as a table; `below` heads the count of what stands below each entry."""
    words = _in_table(kind)
    columns = [("title", kind.title_label or "登记事项"), ("on", kind.date_label)]
    if kind.until_label:
        columns.append(("until", kind.until_label))
    if kind.subject != Subject.COURT:
        columns.insert(1, ("branch", "党支部"))
    if kind.asks_person:
        columns.insert(1, ("person", kind.person_label or "姓名"))
    columns += [(word.code, word.heading) for word in words]
    if below:
        columns.append((BELOW, below))
    figures = [BELOW, *(word.code for word in words if word.is_number)]
    return Listing(columns=columns, sorts=SORTS, default="-on", figures=figures)


def _in_table(kind: RegisterKind) -> list[TypedField]:
    """What finds room in a line: no stories."""
    return [word for word in words_of(kind) if word.type is not FieldType.STORY]


@requires("registers.view_entries")
def entry_list(request: HttpRequest, kind_pk: int) -> HttpResponse:
    place = place_of(request, kind_pk)
    kind, found = place.kind, filtered(request, place)
    below = below_of(request.user, place.court, kind)
    context = listing_of(kind, "、".join(map(str, below))).context(request, found)
    counts = counts_below(request.user, context["page"].rows, below) if below else {}
    query = request.GET.urlencode()
    context |= {
        "place": place,
        "state": kind.help,
        "lines": [(row, _cells(row, kind), counts.get(row.pk, 0)) for row in context["page"].rows],
        "below": below,
        "sums": sums_of(found.qs, kind),
        "today": today(),
        "kept": {} if kind.court_id else {"court": place.court.pk},
        "crumbs": place.crumbs[:1],
        "new_url": place.address("new") if not kind.parent_id and may_add_to(request.user, place.court, kind) else "",
        "export_url": place.address("export").partition("?")[0],
        "menu": [
            {"label": "打印（PDF）", "url": f"{_bare(place, 'pdf')}?{query}", "icon": "printer"},
            {"label": "下载 Word", "url": f"{_bare(place, 'docx')}?{query}", "icon": "file-earmark-word"},
        ],
    }
    return render(request, "registers/entry_list.html", context)


def _bare(place: Place, name: str) -> str:
    """An address to which the list's own query is added."""
    return place.address(name).partition("?")[0]


def _cells(row: RegisterEntry, kind: RegisterKind) -> list[tuple[str, bool]]:
    """The values of a line in the order of the columns, and which of them are figures."""
    return [(_text(word, row), word.is_number) for word in _in_table(kind)]


def _text(word: TypedField, row: RegisterEntry) -> str:
    return shown(word, row.values[word.code]) if word.code in row.values else "—"


@requires("registers.export_entries")
def entry_export(request: HttpRequest, kind_pk: int) -> HttpResponse:
    place = place_of(request, kind_pk)
    return export(
        user=request.user,
        action="registers.export_entries",
        filename=f"{place.court}{place.kind}.xlsx",
        sheet_title=str(place.kind),
        columns=_export_columns(place.kind),
        rows=listing_of(place.kind).ordered(request, filtered(request, place)),
        subject=place.court,
    )


def _export_columns(kind: RegisterKind) -> list[Column]:
    columns: list[Column] = [(kind.title_label or "登记事项", lambda row: row.title)]
    if kind.subject != Subject.COURT:
        columns.append(("党支部", lambda row: row.branch.name if row.branch else "全院"))
    if kind.subject == Subject.PERSON or kind.person_label:
        columns.append((kind.person_label or "姓名", lambda row: row.person))
    if kind.parent_id or kind.nests:
        columns.append(("列在哪一条之下", lambda row: row.parent.title if row.parent else ""))
    columns.append((kind.date_label, lambda row: row.on))
    if kind.until_label:
        columns.append((kind.until_label, lambda row: row.until))
    columns += [(word.heading, _value_of(word)) for word in words_of(kind)]
    return [*columns, ("撤销原因", lambda row: row.withdrawal_reason)]


def _value_of(word: TypedField) -> Callable[[RegisterEntry], Any]:
    return lambda row: exported(word, row.values.get(word.code))


@requires("registers.view_entries")
def entry_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry with what stands below it; its history is for those who write it."""
    entry = entry_of(request, pk)
    kind = entry.kind
    place = Place(entry.court, kind)
    writes = allowed(request.user, "registers.change_entry", entry)
    words = VOCABULARY.fields_of(entry.values)
    context = {
        "entry": entry,
        "kind": kind,
        "facts": _facts(entry, [word for word in words if word.type is not FieldType.STORY]),
        "stories": [(word.label, entry.values[word.code]) for word in words if word.type is FieldType.STORY],
        "below": [] if entry.is_withdrawn else _below(request, entry),
        "events": history_of(entry) if writes else [],
        "crumbs": [*place.crumbs, *([(entry.parent.title, entry_address(entry.parent))] if entry.parent else [])],
        "edit_url": entry_address(entry, "entry_edit") if writes and not entry.is_withdrawn else "",
        "menu": _menu(request, entry),
    }
    return render(request, "registers/entry_detail.html", context)


def _facts(entry: RegisterEntry, words: list[TypedField]) -> list[tuple[str, str]]:
    kind = entry.kind
    facts = []
    if kind.subject != Subject.COURT:
        facts.append(("党支部", entry.branch.name if entry.branch else "全院"))
    if entry.person:
        facts.append((kind.person_label or "姓名", entry.person))
    facts.append((kind.date_label, f"{entry.on:%Y-%m-%d}"))
    if entry.until:
        facts.append((kind.until_label or "截止日期", f"{entry.until:%Y-%m-%d}"))
    return facts + [(word.label, shown(word, entry.values[word.code])) for word in words]


def _below(request: HttpRequest, entry: RegisterEntry) -> list[dict[str, Any]]:
    """Each register below the entry with its lines, and where the next one is added."""
    shown_below = []
    for below in below_entry(request.user, entry):
        draft = RegisterEntry(court=entry.court, branch=entry.branch, kind=below.kind)
        may_add = below.kind.is_active and allowed(request.user, "registers.add_entry", draft)
        heads = [(word.heading, word.is_number) for word in _in_table(below.kind)]
        shown_below.append(
            {
                "kind": below.kind,
                "heads": heads,
                "of_branches": below.kind.pk == entry.kind_id,
                "lines": [(row, _cells(row, below.kind)) for row in below.rows],
                "sums": below.sums,
                "new_url": Place(entry.court, below.kind).address("new", parent=entry.pk) if may_add else "",
            }
        )
    return shown_below


def _menu(request: HttpRequest, entry: RegisterEntry) -> list[dict[str, str]]:
    if entry.is_withdrawn or not allowed(request.user, "registers.withdraw_entry", entry):
        return []
    return [{"label": "撤销这一条", "url": entry_address(entry, "entry_withdraw"), "icon": "x-circle"}]
