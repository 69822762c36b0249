"""Shortfalls of an assessment as a checklist: what is ticked becomes a finding of the quarter's inspection."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from assessments.choices import PROPOSED_BELOW
from assessments.forms.findings import FindingsForm
from assessments.models import Shortfall
from assessments.selectors.links import page_of
from assessments.selectors.shortfalls import inspection_of, shortfalls_to_find
from assessments.services.findings import findings_make
from assessments.views.frame import assessment_for, crumbs_of
from core.access import requires
from core.clock import today
from core.editing import form_page, posted
from rectification.models import Inspection

DAYS = 30
# A page that can still be read; the others come up once these are made findings.
MOST = 500


@requires("assessments.findings_make", methods=("GET", "POST"))
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = assessment_for(request, pk, "assessments.findings_make")
    lines = shortfalls_to_find(assessment, today())
    inspection = inspection_of(assessment)

    def save(values: dict[str, Any]) -> list[Shortfall]:
        facts = {"chosen": values["chosen"], "due_on": values["due_on"]}
        return findings_make(assessment=assessment, by=request.user, on=today(), **facts)

    return form_page(
        request,
        FindingsForm(posted(request), lines=lines[:MOST], initial={"due_on": today() + timedelta(DAYS)}),
        save,
        done=lambda made: _url_of(inspection_of(assessment)) or page_of(assessment),
        said=lambda made: f"已列入 {len(made)} 个问题，请在检查里列为整改问题。" if made else "这些短板已经列入。",
        template="assessments/findings.html",
        title="短板列入检查问题",
        state=f"{assessment}：没有得满分的指标，列为季度检查发现的问题，按期整改、复查。",
        submit_label="列入检查问题",
        crumbs=crumbs_of(assessment),
        back=page_of(assessment),
        left=max(len(lines) - MOST, 0),
        is_published=assessment.published_on is not None,
        proposed_below=PROPOSED_BELOW,
        closed_words=_closed_words(inspection),
        inspection_url=_url_of(inspection),
    )


def _closed_words(inspection: Inspection | None) -> str:
    """What to do where nothing more is written into the inspection."""
    if inspection is None or inspection.is_open:
        return ""
    ended = f"{inspection}的登记已于 {inspection.closed_on:%Y-%m-%d} 结束。"
    return f"{ended}请先在检查页恢复登记，再回到这里列入；或者在“检视整改”里另行登记问题。"


def _url_of(inspection: Inspection | None) -> str:
    return reverse("rectification:inspection", args=[inspection.pk]) if inspection else ""
