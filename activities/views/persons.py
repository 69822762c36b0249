"""Which branch and year a page about persons is for."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from activities.forms.study import YearForm
from activities.selectors.places import branches_to_log_for, court_to_log_for
from branches.models import Branch, Court
from core.access import ensure
from core.clock import today

YEARS_SHOWN = 5


@dataclass(frozen=True)
class Asked:
    """`branch` is None for the whole court."""

    form: YearForm
    court: Court
    branch: Branch | None
    year: int
    branches: QuerySet[Branch]

    @property
    def owner(self) -> Branch | Court:
        return self.branch or self.court

    @property
    def query(self) -> str:
        return f"?branch={self.branch.pk if self.branch else ''}&year={self.year}"


def branches_looked_after(request: HttpRequest) -> tuple[Court | None, QuerySet[Branch]]:
    """The committee's court with all its branches; else the branches whose officer the user is."""
    court = court_to_log_for(request.user)
    if court is not None:
        branches = Branch.objects.visible_to(request.user).filter(court=court)
        return court, branches.select_related("court").order_by("order", "pk")
    return None, branches_to_log_for(request.user).order_by("order", "pk")


def asked_of(request: HttpRequest, permission: str, *, whole_court: bool) -> Asked:
    """The branch and year that the address names. A stranger's branch is not there."""
    court, branches = branches_looked_after(request)
    wide = whole_court and court is not None
    years = list(range(today().year, today().year - YEARS_SHOWN, -1))
    year = _year(request, years)
    branch = _branch(request, branches)
    if branch is None and not wide:
        branch = branches.first()
    if branch is not None:
        ensure(request.user, permission, branch)
        court = branch.court
    if court is None:
        raise Http404
    initial = {"branch": branch.pk if branch else "", "year": year}
    form = YearForm(initial=initial, branches=branches, years=years, all_label="全院" if wide else "")
    return Asked(form, court, branch, year, branches)


def _year(request: HttpRequest, years: list[int]) -> int:
    text = request.GET.get("year", "")
    return int(text) if text in map(str, years) else years[0]


def _branch(request: HttpRequest, branches: QuerySet[Branch]) -> Branch | None:
    text = request.GET.get("branch", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise Http404
    found = branches.filter(pk=text).first()
    if found is None:
        raise Http404
    return found


def frame(asked: Asked, **more: Any) -> dict[str, Any]:
    """What the templates of these pages share."""
    shown = {"asked": asked, "year": asked.year, "branch": asked.branch, "court": asked.court}
    kept = {"branch": asked.branch.pk if asked.branch else "", "year": asked.year}
    return {**shown, "kept": kept, "clear_url": asked.query, **more}
