"""Adding, changing and withdrawing an entry."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from branches.forms.branches import picker_keys
from branches.models import Branch
from branches.permissions import is_committee_of
from core.access import ensure, requires
from core.clock import now, today
from core.editing import form_page, posted
from registers.choices import Subject
from registers.forms import EntryForm, WithdrawForm, initial_of, people_to_choose, with_typed
from registers.models import RegisterEntry
from registers.selectors.kinds import branches_to_write
from registers.services import entry_add, entry_change, entry_withdraw
from registers.views.common import Place, entry_address, entry_of, number, place_of

FORM = "registers/entry_form.html"


@requires("registers.add_entry", methods=("GET", "POST"))
def entry_new(request: HttpRequest, kind_pk: int) -> HttpResponse:
    """An entry of the register; `parent=` names the one it stands below, `branch=` whose it is."""
    place = place_of(request, kind_pk)
    parent = _parent(request, place)
    draft = RegisterEntry(court=place.court, kind=place.kind, branch=_branch(request, place, parent))
    ensure(request.user, "registers.add_entry", draft)
    form = _new_form(request, place, parent, draft.branch)

    def save(values: dict[str, Any]) -> RegisterEntry:
        above = parent if place.kind.parent_id else None
        branch = values.get("branch", draft.branch)
        facts = form.facts(above)
        owner = {"kind": place.kind, "court": place.court, "branch": branch}
        return entry_add(**owner, facts=facts, by=request.user, submission_key=values["submission_key"])

    return form_page(
        request,
        form,
        save,
        done=lambda made: entry_address(parent if place.kind.parent_id else made),
        said="已登记。",
        template=FORM,
        title=f"登记：{place.kind}",
        state=parent.title if parent else place.kind.help,
        crumbs=place.crumbs,
        back=entry_address(parent) if parent else place.address(),
        **_people(request, place),
    )


def _new_form(request: HttpRequest, place: Place, parent: RegisterEntry | None, branch: Branch | None) -> EntryForm:
    branches = [] if place.kind.parent_id else branches_to_write(request.user, place.court, place.kind)
    may_be_courts = is_committee_of(request.user, place.court)
    return EntryForm(
        posted(request),
        user=request.user,
        court=place.court,
        kind=place.kind,
        branches=branches if len(branches) > 1 or may_be_courts else (),
        may_be_courts=may_be_courts,
        initial={"on": today(), "branch": branch, "parent": parent, "submission_key": uuid4()},
    )


def _parent(request: HttpRequest, place: Place) -> RegisterEntry | None:
    """The entry that `parent=` names; what can't stand alone is added from there only."""
    asked, kind = request.GET.get("parent", ""), place.kind
    if not asked:
        if kind.parent_id:
            raise Http404
        return None
    rows = RegisterEntry.objects.visible_to(request.user).select_related("branch", "member")
    above = kind.parent_id or kind.pk
    return get_object_or_404(rows, pk=number(asked), court=place.court, kind_id=above, withdrawn_at=None)


def _branch(request: HttpRequest, place: Place, parent: RegisterEntry | None) -> Branch | None:
    """Whose the entry is: that of the one above it, the one asked for, or an officer's own first."""
    if place.kind.parent_id and parent:
        return parent.branch
    asked = request.GET.get("branch", "")
    if asked:
        return get_object_or_404(Branch.objects.visible_to(request.user), pk=number(asked), court=place.court)
    if place.kind.subject == Subject.COURT or is_committee_of(request.user, place.court):
        return None
    return next(iter(branches_to_write(request.user, place.court, place.kind)), None)


def _people(request: HttpRequest, place: Place, entry: RegisterEntry | None = None) -> dict[str, Any]:
    """Whom the page finds by typing."""
    people = list(people_to_choose(request.user, place.court, entry))
    return {"people": picker_keys(people), "names": [each.name for each in people]}


@requires("registers.change_entry", methods=("GET", "POST"))
def entry_edit(request: HttpRequest, pk: int) -> HttpResponse:
    entry = entry_of(request, pk)
    ensure(request.user, "registers.change_entry", entry)
    place = Place(entry.court, entry.kind)
    form = EntryForm(
        posted(request),
        user=request.user,
        court=entry.court,
        kind=entry.kind,
        entry=entry,
        initial=initial_of(entry),
    )
    kept_parent = entry.parent if entry.kind.parent_id else None

    def save(values: dict[str, Any]) -> RegisterEntry:
        version = values["version"] or 0
        return entry_change(entry=entry, version=version, facts=form.facts(kept_parent), by=request.user)

    return form_page(
        request,
        form,
        save,
        done=entry_address(entry),
        said="已保存。",
        saved_row=lambda: with_typed(entry_of(request, pk), form.words),
        template=FORM,
        title=f"修改：{entry}",
        state=entry.whom,
        crumbs=[*place.crumbs, (entry.title, entry_address(entry))],
        back=entry_address(entry),
        **_people(request, place, entry),
    )


@requires("registers.withdraw_entry", methods=("GET", "POST"))
def entry_retract(request: HttpRequest, pk: int) -> HttpResponse:
    entry = entry_of(request, pk)
    ensure(request.user, "registers.withdraw_entry", entry)

    def save(values: dict[str, Any]) -> RegisterEntry:
        version, reason = values["version"] or 0, values["reason"]
        return entry_withdraw(entry=entry, version=version, reason=reason, by=request.user, at=now())

    return form_page(
        request,
        WithdrawForm(posted(request), initial={"version": entry.version}),
        save,
        done=entry_address(entry),
        said="已撤销。",
        saved_row=lambda: entry_of(request, pk),
        title=f"撤销：{entry}",
        state=entry.whom,
        crumbs=[*Place(entry.court, entry.kind).crumbs, (entry.title, entry_address(entry))],
        submit_label="撤销",
        back=entry_address(entry),
    )
