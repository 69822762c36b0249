"""What the pages of registers share: which court and which register are asked for, addresses and crumbs."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from branches.models import Court
from registers.models import RegisterEntry, RegisterKind
from registers.selectors.kinds import courts_of, kind_as_set

TITLE = "登记簿"


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def court_of(request: HttpRequest) -> Court:
    """The court that `court=` names among the user's own, else the first of them."""
    courts, asked = courts_of(request.user), request.GET.get("court", "")
    found = get_object_or_404(courts, pk=number(asked)) if asked else courts.first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Place:
    """A register of one court."""

    court: Court
    kind: RegisterKind

    def address(self, name: str = "list", **query: Any) -> str:
        """A page of the register; the court is named where the register is every court's."""
        named = query if self.kind.court_id else {"court": self.court.pk, **query}
        return reverse(f"registers:{name}", args=(self.kind.pk,), query=named)

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        return [
            (TITLE, reverse("registers:overview", query={"court": self.court.pk})),
            (str(self.kind), self.address()),
        ]


def place_of(request: HttpRequest, kind_pk: int) -> Place:
    """The register as its court has set it; 404 for one of another court."""
    kind = get_object_or_404(RegisterKind.objects.visible_to(request.user).select_related("parent"), pk=kind_pk)
    court = get_object_or_404(courts_of(request.user), pk=kind.court_id) if kind.court_id else court_of(request)
    return Place(court, kind_as_set(court, kind))


def entry_of(request: HttpRequest, pk: int) -> RegisterEntry:
    """An entry that the user sees, its kind as the court has set it."""
    rows = RegisterEntry.objects.visible_to(request.user)
    found = rows.select_related("court", "branch", "kind__parent", "parent", "member", "withdrawn_by")
    entry = get_object_or_404(found, pk=pk)
    entry.kind = kind_as_set(entry.court, entry.kind)
    return entry


def entry_address(entry: RegisterEntry, name: str = "entry") -> str:
    return reverse(f"registers:{name}", args=(entry.pk,))
