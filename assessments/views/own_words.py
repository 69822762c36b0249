"""What a branch says of itself before its scores are published, and against them after."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from assessments.forms.objections import ObjectionForm
from assessments.forms.reviews import SelfAssessForm, as_typed, initial_of
from assessments.models import Assessment, BranchScore, Indicator, Objection, SelfAssessment
from assessments.selectors.scores import present_score
from assessments.selectors.self_assessment import codes_asked, own_words
from assessments.services import own_words as services
from assessments.views.score_frame import crumbs_of, page_of, score_for
from branches.models import Branch
from core.access import ensure, requires
from core.clock import now, today
from core.editing import form_page, posted
from core.queueing import hand_over
from notices.jobs import DELIVER

SELF, OBJECT = "assessments.self_assess", "assessments.objection_raise"


@requires(SELF, methods=("GET", "POST"))
def self_assess(request: HttpRequest, pk: int, branch_pk: int) -> HttpResponse:
    """Nobody has to; it is asked only of what the data does not answer."""
    assessment, branch = _assessment_and_branch(request, pk, branch_pk)
    indicators = _asked(request, assessment, branch)
    row = own_words(assessment, branch)
    form = SelfAssessForm(posted(request), indicators=indicators, initial=initial_of(row))

    def save(values: dict[str, Any]) -> SelfAssessment:
        facts = {"assessment": assessment, "branch": branch, "entries": form.entries()}
        return services.self_assess(**facts, version=values["version"] or 0, by=request.user, on=today())

    def saved() -> SelfAssessment:
        kept = SelfAssessment.objects.visible_to(request.user).get(assessment=assessment, branch=branch)
        return as_typed(kept, [indicator.code for indicator in indicators])

    now_url = reverse("assessments:now", args=[branch.pk])
    return form_page(
        request,
        form,
        save,
        done=now_url,
        said="已保存自评。",
        saved_row=saved,
        title="支部自评",
        state=f"{branch}，{assessment}",
        notes=_notes(bool(indicators)),
        submit_label="保存自评",
        crumbs=[(f"{branch}考评动态", now_url)],
        back=now_url,
    )


def _notes(is_asked: bool) -> list[str]:
    if not is_asked:
        return ["这次考评的各项都由记录得出，没有需要自评的。"]
    return ["自评不是必须填的，不填不影响得分。只问记录里查不到的项目，已有记录的不用再报。"]


def _assessment_and_branch(request: HttpRequest, pk: int, branch_pk: int) -> tuple[Assessment, Branch]:
    rows = Assessment.objects.visible_to(request.user).select_related("court", "standard")
    assessment = get_object_or_404(rows, pk=pk)
    branches = Branch.objects.visible_to(request.user).select_related("court")
    branch = get_object_or_404(branches, pk=branch_pk, court=assessment.court_id)
    ensure(request.user, SELF, branch)
    return assessment, branch


def _asked(request: HttpRequest, assessment: Assessment, branch: Branch) -> list[Indicator]:
    try:
        codes = codes_asked(present_score(assessment, branch))
    except BranchScore.DoesNotExist:
        raise Http404 from None
    rows = Indicator.objects.visible_to(request.user).filter(standard=assessment.standard_id, code__in=codes)
    return list(rows)


@requires(OBJECT, methods=("GET", "POST"))
def objection_raise(request: HttpRequest, pk: int, branch_pk: int) -> HttpResponse:
    """Against one indicator or the whole, until the day that stands on the page."""
    score = score_for(request, pk, branch_pk, OBJECT)
    rows = Indicator.objects.visible_to(request.user).filter(standard=score.assessment.standard_id)
    choices = [(row.code, str(row)) for row in rows if row.code in score.scores]
    initial = {"submission_key": uuid4(), "code": request.GET.get("code", "")}
    form = ObjectionForm(posted(request), choices=choices, initial=initial)

    def save(values: dict[str, Any]) -> Objection:
        facts = {"assessment": score.assessment, "branch": score.branch}
        key, words = values["submission_key"], {"code": values["code"], "text": values["text"]}
        raised = services.objection_raise(**facts, **words, by=request.user, on=today(), at=now(), key=key)
        hand_over(DELIVER)
        return raised

    until = score.assessment.objections_until
    return form_page(
        request,
        form,
        save,
        done=f"{page_of(score)}#objections",
        said="已提出异议，机关党委会书面答复。",
        title="提出异议",
        state=f"{score.branch}，{score.assessment}{f'，{until:%Y-%m-%d} 截止' if until else ''}",
        submit_label="提出异议",
        crumbs=crumbs_of(score),
        back=page_of(score),
    )
