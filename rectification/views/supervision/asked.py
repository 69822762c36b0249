"""Of which court or branch, and of which day, a page of supervision is asked."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from branches.choices import CourtLevel, Role
from branches.models import Branch, Court
from branches.scoping import standing_of
from core.access import allowed, ensure
from core.clock import today
from rectification.forms.supervision import SpanForm
from rectification.links import measures_url, problems_url

LONGEST_KEY = 17


@dataclass(frozen=True)
class Asked:
    """`owner` is the court or the branch; `branches`: those that may be looked at alone, with those dissolved since."""

    user: Any
    form: SpanForm
    owner: Court | Branch
    branches: list[Branch]

    @property
    def on(self) -> date:
        return self.form.day

    @property
    def start(self) -> date:
        return self.form.start

    @property
    def branch(self) -> Branch | None:
        return self.owner if isinstance(self.owner, Branch) else None

    @property
    def court(self) -> Court:
        return self.owner.court if isinstance(self.owner, Branch) else self.owner

    @cached_property
    def may_choose_court(self) -> bool:
        return allowed(self.user, "rectification.view_supervision", self.court)

    @property
    def may_see_below(self) -> bool:
        return (
            isinstance(self.owner, Court)
            and self.owner.level != CourtLevel.BASIC
            and allowed(self.user, "rectification.view_below", self.owner)
        )

    @property
    def choices(self) -> list[Branch]:
        return [branch for branch in self.branches if branch.exists_on(self.on)]

    @property
    def rows(self) -> list[Branch]:
        """Those of the tables: the branch itself, or the court's, in its order."""
        return [self.owner] if isinstance(self.owner, Branch) else self.branches

    @property
    def kept(self) -> dict[str, Any]:
        """What another page, or a filter of this one, is told."""
        owner = {"branch": self.branch.pk} if self.branch else {"court": self.court.pk}
        return {**owner, "on": self.on.isoformat()}

    @property
    def state(self) -> str:
        restated = "（按当日情况重新计算）" if self.on != today() else ""
        return f"{self.owner}，截至 {self.on.year}年{self.on.month}月{self.on.day}日{restated}"

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        return [("整改督办", self.page("supervision"))]

    def page(self, name: str) -> str:
        """Another page of supervision, about the same."""
        return f"{reverse(f'rectification:{name}')}?{urlencode(self.kept)}"

    def problems(self, *, on: date | None = None, **filters: Any) -> str:
        return problems_url(on=on or self.on, **{**self._owner, **filters})

    def measures(self, *, on: date | None = None, **filters: Any) -> str:
        return measures_url(on=on or self.on, **{**self._owner, **filters})

    @property
    def _owner(self) -> dict[str, Any]:
        return {"branch": self.branch.pk} if self.branch else {"court": self.court.pk}


def asked_of(request: HttpRequest) -> Asked:
    """What the address names; a stranger's court or branch is not there."""
    owner = _owner(request)
    ensure(request.user, "rectification.view_supervision", owner)
    form = SpanForm(request.GET, today=today())
    return Asked(request.user, form, owner, list(_branches(request.user, owner)))


def _owner(request: HttpRequest) -> Court | Branch:
    branch = _named(request, "branch", Branch.objects.visible_to(request.user).select_related("court"))
    court = _named(request, "court", Court.objects.visible_to(request.user))
    return branch or court or _own(request.user)


def _named(request: HttpRequest, name: str, rows: QuerySet) -> Any:
    text = request.GET.get(name, "")
    if not text:
        return None
    found = rows.filter(pk=text).first() if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else None
    if found is None:
        raise Http404
    return found


def _own(user: Any) -> Court | Branch:
    """The committee's court, else the first branch whose officer the user is."""
    standing = standing_of(user)
    courts = [grant.court_id for grant in standing.holding(Role.COMMITTEE)]
    if courts:
        return Court.objects.visible_to(user).get(pk=courts[0])
    own = _officers_branches(user).first()
    if own is None:
        raise Http404
    return own


def _officers_branches(user: Any) -> QuerySet[Branch]:
    grants = [grant for grant in standing_of(user).holding(Role.SECRETARY) if grant.group_id is None]
    rows = Branch.objects.visible_to(user).filter(pk__in=[grant.branch_id for grant in grants])
    return rows.select_related("court").order_by("order", "pk")


def _branches(user: Any, owner: Court | Branch) -> QuerySet[Branch]:
    court = owner.court if isinstance(owner, Branch) else owner
    if not allowed(user, "rectification.view_supervision", court):
        return _officers_branches(user)
    return Branch.objects.visible_to(user).filter(court=court).select_related("court").order_by("order", "pk")
