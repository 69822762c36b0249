"""One file: its path, its person, how it begins."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from branches.models import Branch, Member
from branches.selectors.members import present_membership
from core.access import allowed, ensure, requires
from core.clock import now, today
from core.editing import form_page, posted
from core.errors import Refused
from development.choices import DECISIONS, FileState, StepKind
from development.forms.files import FileForm, MoveForm, NewFileForm
from development.models import Candidate, Sponsor, Step
from development.path import open_kinds, standing_of
from development.permissions import permission_for
from development.selectors.files import awaited_of
from development.selectors.record import MENU, Done, done_of, sections_of, slug_of
from development.selectors.sponsors import standbys_of
from development.selectors.steps import fact_of, figures_of, steps_of
from development.services.files import file_change, file_move, file_open, file_take_over
from development.services.steps import may_be_withdrawn

TAGS = {
    FileState.OPEN: "info",
    FileState.CONFIRMED: "success",
    FileState.STOPPED: "neutral",
    FileState.DISQUALIFIED: "error",
    FileState.CLOSED: "neutral",
}


def visible(request: HttpRequest) -> Any:
    return Candidate.objects.visible_to(request.user).select_related("branch", "court", "member")


def address_of(candidate: Candidate) -> str:
    return reverse("development:file", args=[candidate.pk])


def crumbs_of(candidate: Candidate) -> list[tuple[str, str]]:
    return [("发展党员", reverse("development:overview")), (candidate.name, address_of(candidate))]


@requires("development.read_file")
def file_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A branch that worked on the file before another reads what was done in its time, and no more."""
    candidate = get_object_or_404(visible(request), pk=pk)
    ensure(request.user, "development.read_file", candidate)
    in_charge = allowed(request.user, "development.view_files", candidate)
    goes_on = in_charge and candidate.state == FileState.OPEN
    limits = figures_of(candidate.court)
    done = done_of(steps_of(candidate), limits)
    standbys = standbys_of(candidate.court, [candidate], today())[candidate.pk]
    if not in_charge:
        steps, sponsors = (_visible_of(request, candidate, model) for model in (Step, Sponsor))
        done = [each for each in done if each.step.pk in steps]
        standbys = [each for each in standbys if each.sponsor.pk in sponsors]
    context = {
        "candidate": candidate,
        "tag_kind": TAGS[FileState(candidate.state)],
        "sections": sections_of(done, limits, goes_on=goes_on),
        "awaited": awaited_of([candidate], today()) if goes_on else [],
        "standbys": standbys,
        "in_charge": in_charge,
        "goes_on": goes_on,
        "done": [_correctable(request, each) for each in reversed(done)],
        "may_record": allowed(request.user, "development.record_step", candidate),
        "may_decide": allowed(request.user, "development.decide_step", candidate),
        "may_change": allowed(request.user, "development.change_file", candidate) and candidate.member is None,
        "menu": _menu(request, candidate, done) if in_charge else [],
        "today": today(),
        "crumbs": [("发展党员", reverse("development:overview"))],
    }
    return render(request, "development/file_detail.html", context)


def _visible_of(request: HttpRequest, candidate: Candidate, model: type[Step | Sponsor]) -> set[int]:
    """Which steps, or sponsors, of the file the user sees."""
    return set(model.objects.visible_to(request.user).filter(candidate=candidate).values_list("pk", flat=True))


def _correctable(request: HttpRequest, done: Done) -> Done:
    return replace(done, may_correct=done.stands and allowed(request.user, "development.correct_step", done.step))


def _menu(request: HttpRequest, candidate: Candidate, done: list[Done]) -> list[dict[str, str]]:
    """Steps that nobody waits for: an extension, a disqualification, stopping the file."""
    user, last = request.user, [each.step for each in done if each.stands][-1]
    possible = set(open_kinds(standing_of(fact_of(each.step) for each in done if each.stands)))
    if candidate.member is None or present_membership(user, candidate.member):
        possible.discard(StepKind.CLOSED)
    entries = [
        {"label": kind.label, "url": step_address(candidate, kind), "icon": icon}
        for kind, icon in MENU
        if kind in possible and allowed(user, permission_for(kind), candidate)
    ]
    if may_be_withdrawn(last) and allowed(user, permission_for(last.kind), candidate):
        name = "withdraw_decision" if last.kind in DECISIONS else "withdraw_step"
        url = reverse(f"development:{name}", args=[candidate.pk])
        entries.append({"label": f"撤销：{last.get_kind_display()}", "url": url, "icon": "arrow-counterclockwise"})
    if candidate.state == FileState.OPEN and allowed(user, "development.move_file", candidate):
        url = reverse("development:move", args=[candidate.pk])
        entries.append({"label": "移交其他支部", "url": url, "icon": "arrow-left-right"})
    return entries


def step_address(candidate: Candidate, kind: str) -> str:
    name = "decision" if kind in DECISIONS else "step"
    return reverse(f"development:{name}", args=[candidate.pk, slug_of(kind)])


@requires("development.open_file", methods=("GET", "POST"))
def file_new(request: HttpRequest, branch_pk: int) -> HttpResponse:
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=branch_pk)
    ensure(request.user, "development.open_file", branch)
    form = NewFileForm(posted(request), initial={"applied_on": today()})

    def save(values: dict[str, Any]) -> Candidate:
        return file_open(
            branch=branch,
            applied_on=values["applied_on"],
            document=values["document"],
            by=request.user,
            at=now(),
            **form.person(),
        )

    back = reverse("development:overview")
    return form_page(
        request,
        form,
        save,
        done=address_of,
        said="已建立档案，接下来派人谈话。",
        title="新建发展档案",
        state=f"{branch}收到入党申请书后建立；申请人没有账号，看不到档案。",
        crumbs=[("发展党员", back)],
        back=back,
    )


@requires("development.change_file", methods=("GET", "POST"))
def file_edit(request: HttpRequest, pk: int) -> HttpResponse:
    candidate = get_object_or_404(visible(request), pk=pk)
    ensure(request.user, "development.change_file", candidate)
    kept = [name for name in FileForm.base_fields if name != "identity_number"]
    form = FileForm(posted(request), candidate=candidate, initial={name: getattr(candidate, name) for name in kept})

    def save(values: dict[str, Any]) -> Candidate:
        return file_change(candidate=candidate, version=values["version"] or 0, by=request.user, **form.person())

    return form_page(
        request,
        form,
        save,
        done=address_of(candidate),
        said="已保存。",
        saved_row=lambda: visible(request).defer("identity_number").get(pk=pk),
        title=f"修改{candidate}的信息",
        state="步骤和日期在档案页面办理。",
        crumbs=crumbs_of(candidate),
        back=address_of(candidate),
    )


@requires("development.move_file", methods=("GET", "POST"))
def file_move_page(request: HttpRequest, pk: int) -> HttpResponse:
    candidate = get_object_or_404(visible(request), pk=pk)
    ensure(request.user, "development.move_file", candidate)
    form = MoveForm(posted(request), user=request.user, candidate=candidate, initial={"version": candidate.version})

    def save(values: dict[str, Any]) -> Candidate:
        ensure(request.user, "development.move_file", values["to_branch"])
        return file_move(candidate=candidate, by=request.user, **values)

    return form_page(
        request,
        form,
        save,
        done=address_of(candidate),
        said="已移交，新的支部接着办理。",
        title=f"移交{candidate}的档案",
        state=f"现在：{candidate.branch}",
        notes=["新的支部接着办理，原支部仍可查看移交前的经过。预备党员调整支部时，档案随人移交。"],
        submit_label="移交",
        crumbs=crumbs_of(candidate),
        back=address_of(candidate),
    )


@requires("development.open_file", methods=("POST",))
def file_take_over_page(request: HttpRequest, member_pk: int) -> HttpResponse:
    """A file for a probationary member without one; where that cannot be, the member's page says why."""
    members = Member.objects.visible_to(request.user).select_related("branch", "court")
    member = get_object_or_404(members, pk=member_pk)
    ensure(request.user, "development.open_file", member)
    try:
        candidate = file_take_over(member=member, by=request.user, at=now())
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("branches:member_detail", pk=member_pk)
    messages.success(request, "已建立预备期档案。")
    return redirect(address_of(candidate))
