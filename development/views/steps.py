"""One step on a page: the branch's own steps, and the committee's decisions."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from branches.choices import LimitCode
from branches.selectors.limits import LimitBook
from core.access import ensure, requires
from core.clock import now, today
from core.editing import form_page, posted
from development.choices import BEGINNINGS, DECISIONS, VOTES, StepKind
from development.forms.steps import StepForm, WithdrawForm
from development.models import Candidate, Step
from development.path import Window, missing_for, probation_end, standing_of, window_of
from development.permissions import permission_for
from development.selectors.record import kind_of
from development.selectors.steps import fact_of, standing_steps_of
from development.services.checks import STEP_CODES
from development.services.steps import step_take, step_withdraw
from development.views.files import address_of, crumbs_of, visible

K, L = StepKind, LimitCode
# Figures that a step's page cites, beside those of its window.
CITED = {
    K.CONTACTS: (L.DEVELOPMENT_CONTACTS_MOST,),
    K.INTRODUCERS: (L.INTRODUCERS,),
    K.TRAINING: (L.DEVELOPMENT_TRAINING_DAYS, L.DEVELOPMENT_TRAINING_HOURS),
    K.PREREVIEW: (L.PREREVIEW_LEAVING_MONTHS,),
    K.PUBLICITY: (L.PUBLICITY_DAYS,),
    K.ADMISSION_APPROVAL: (L.ADMISSION_APPROVAL_MONTHS_SPECIAL,),
    K.EXTENSION_VOTE: (L.PROBATION_EXTENSION_MONTHS_LEAST, L.PROBATION_EXTENSION_MONTHS_MOST),
}


@requires("development.record_step", methods=("GET", "POST"))
def step_page(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    return _page(request, pk, step, decisions=False)


@requires("development.decide_step", methods=("GET", "POST"))
def decision_page(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    return _page(request, pk, step, decisions=True)


def _page(request: HttpRequest, pk: int, slug: str, *, decisions: bool) -> HttpResponse:
    kind = kind_of(slug)
    if kind is None or kind in BEGINNINGS or (kind in DECISIONS) != decisions:
        raise Http404
    candidate = get_object_or_404(visible(request), pk=pk)
    ensure(request.user, permission_for(kind), candidate)
    form = StepForm(
        posted(request),
        kind=kind,
        candidate=candidate,
        user=request.user,
        today=today(),
        initial={"version": candidate.version, "happened_on": today()},
    )

    def save(values: dict[str, Any]) -> Step:
        version, taken = values["version"], form.taken()
        return step_take(candidate=candidate, version=version, kind=kind, taken=taken, by=request.user, at=now())

    return form_page(
        request,
        form,
        save,
        done=address_of(candidate),
        said=f"已登记：{kind.label}。",
        title=f"{candidate}：{kind.label}",
        state=f"{candidate.branch} · {candidate.get_stage_display()}",
        notes=_notes(candidate, kind),
        **_meeting_entry(kind, candidate),
        submit_label="登记",
        crumbs=crumbs_of(candidate),
        back=address_of(candidate),
    )


def _meeting_entry(kind: StepKind, candidate: Candidate) -> dict[str, str]:
    """A vote is written down once, in the record of its assembly."""
    if kind not in VOTES:
        return {}
    query = urlencode({"kind": "BRANCH_ASSEMBLY", "branch": candidate.branch_id})
    return {"action_label": "登记支部党员大会", "action_url": f"{reverse('activities:new')}?{query}"}


@requires("development.record_step", methods=("GET", "POST"))
def withdraw_step(request: HttpRequest, pk: int) -> HttpResponse:
    return _withdrawal(request, pk, decisions=False)


@requires("development.decide_step", methods=("GET", "POST"))
def withdraw_decision(request: HttpRequest, pk: int) -> HttpResponse:
    return _withdrawal(request, pk, decisions=True)


def _withdrawal(request: HttpRequest, pk: int, *, decisions: bool) -> HttpResponse:
    candidate = get_object_or_404(visible(request), pk=pk)
    ensure(request.user, "development.decide_step" if decisions else "development.record_step", candidate)
    last = standing_steps_of(candidate)[-1]

    def save(values: dict[str, Any]) -> Step:
        return step_withdraw(candidate=candidate, decisions=decisions, by=request.user, at=now(), **values)

    return form_page(
        request,
        WithdrawForm(posted(request), initial={"version": candidate.version}),
        save,
        done=address_of(candidate),
        said="已撤销，经过里保留原来的登记。",
        title=f"{candidate}：撤销最后一步",
        state=f"最后一步：{last}",
        notes=["只用于登记有误；更早的步骤要从后往前逐步撤销。"],
        submit_label="撤销",
        crumbs=crumbs_of(candidate),
        back=address_of(candidate),
    )


def _notes(candidate: Candidate, kind: StepKind) -> list[str]:
    """What the rules say of this step here: its days, and the figures it is measured by."""
    standing = standing_of(map(fact_of, standing_steps_of(candidate)))
    if missing_for(kind, standing):
        return [f"现在还不能办理“{kind.label}”，请先完成前面的步骤。"]
    limits = LimitBook(STEP_CODES, candidate.court)
    notes = [_days(window_of(kind, standing, limits), limits)]
    if kind == K.CONFIRMATION_APPROVAL:
        notes.append(f"预备期满日 {probation_end(standing, limits):%Y-%m-%d}，党龄从转正日期算起。")
    cited = [limits.on(code, today()) for code in CITED.get(kind, ())]
    return notes + [f"{limit}（{limit.cited}）。" for limit in cited]


def _days(window: Window, limits: LimitBook) -> str:
    latest = f"，应在 {window.latest:%Y-%m-%d} 以前" if window.latest else ""
    limit = limits.on(window.code, window.since) if window.since else None
    rule = f"（{limit}，{limit.cited}）" if limit else ""
    return f"最早 {window.earliest:%Y-%m-%d}{latest}{rule}。"
