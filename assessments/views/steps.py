"""What the committee does with an assessment as a whole: publish, close, open again, make findings of shortfalls."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from assessments.forms.assessments import ReopenForm, VersionForm
from assessments.models import Assessment
from assessments.selectors.links import page_of
from assessments.selectors.sheets import sheet_of
from assessments.selectors.unsettled import too_early, unsettled, waiting_points
from assessments.services.workflow import assessment_close, assessment_publish, assessment_reopen
from assessments.views.frame import assessment_for, crumbs_of
from core.access import requires
from core.clock import now, today
from core.editing import form_page, posted
from core.queueing import hand_over
from notices.jobs import DELIVER

STEP_PAGE = "assessments/step.html"


@requires("assessments.assessment_publish", methods=("GET", "POST"))
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The page says what is not settled yet; it may be published all the same, as provisional scores."""
    assessment = assessment_for(request, pk, "assessments.assessment_publish")

    def save(values: dict[str, Any]) -> Assessment:
        facts = {"version": values["version"] or 0, "by": request.user, "on": today(), "at": now()}
        done = assessment_publish(assessment=assessment, **facts)
        hand_over(DELIVER)
        return done

    return _step_page(
        request,
        assessment,
        VersionForm(posted(request), initial={"version": assessment.version}),
        save,
        said=lambda row: f"已公布，各支部可提异议至 {row.objections_until:%Y-%m-%d}。",
        title="公布考评",
        submit_label="公布",
        open_points=waiting_points(sheet_of(request.user, assessment)),
        open_words="这些还没有认定，现在公布，有关支部的得分是暂时的；公布以后仍可评审、复核，都认定了才能定稿：",
        notes=[
            *(point.words for point in too_early(assessment, today())),
            f"公布以后，各支部看到自己的得分、依据和全院中位数（有得分的不足五个支部时不显示），看不到其他支部的，"
            f"{assessment.standard.objection_days} 天内可以提出异议。",
        ],
    )


@requires("assessments.assessment_close", methods=("GET", "POST"))
def close(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = assessment_for(request, pk, "assessments.assessment_close")

    def save(values: dict[str, Any]) -> Assessment:
        version = values["version"] or 0
        return assessment_close(assessment=assessment, version=version, by=request.user, on=today())

    locks = "" if assessment.span.is_year else "，并锁定这个季度的组织生活记录"
    return _step_page(
        request,
        assessment,
        VersionForm(posted(request), initial={"version": assessment.version}),
        save,
        said=f"{assessment}已定稿。",
        title="考评定稿",
        submit_label="定稿",
        open_points=unsettled(sheet_of(request.user, assessment), today()),
        open_words="这些办妥以后才能定稿：",
        notes=[f"定稿以后得分不再改动{locks}。"],
    )


@requires("assessments.assessment_reopen", methods=("GET", "POST"))
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = assessment_for(request, pk, "assessments.assessment_reopen")

    def save(values: dict[str, Any]) -> Assessment:
        facts = {"version": values["version"] or 0, "by": request.user, "on": today(), "at": now()}
        done = assessment_reopen(assessment=assessment, reason=values["reason"], **facts)
        hand_over(DELIVER)
        return done

    opens = "，由本次考评锁定的季度记录同时开放" if assessment.lock_id else ""
    return _step_page(
        request,
        assessment,
        ReopenForm(posted(request), initial={"version": assessment.version}),
        save,
        said=f"{assessment}已重新开放，已告知各支部。",
        title="重新开放考评",
        submit_label="重新开放",
        notes=[f"考评回到评审中，支部在再次公布前看不到得分{opens}；改好以后请重新公布。"],
    )


def _step_page(request: HttpRequest, assessment: Assessment, form: Any, save: Any, **context: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        save,
        done=page_of(assessment),
        template=STEP_PAGE,
        saved_row=lambda: Assessment.objects.visible_to(request.user).get(pk=assessment.pk),
        state=str(assessment),
        crumbs=crumbs_of(assessment),
        back=page_of(assessment),
        **context,
    )
