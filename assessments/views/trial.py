"""The trial run of a draft, before it is adopted."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.choices import STARS
from assessments.forms.trial import TrialForm
from assessments.models import Standard
from assessments.selectors.trial import Side, Trial, TrialRow, trial
from assessments.views.standard_frame import crumbs_of, page_of_standard, standard_for
from core.access import requires
from core.clock import today
from core.exports import Column, export
from core.listing import Table

STARS_IN_WORDS = dict(STARS)


def _points(side: Side) -> Decimal:
    return side.percent if side.percent is not None else Decimal(-1)


TABLE = Table(
    columns=(
        *(("branch", "党支部"), ("now", "现行标准"), ("draft", "草案"), ("more", "得分变化")),
        *(("stars_now", "现行星级"), ("stars", "草案星级"), ("gates", "新的未通过条件")),
    ),
    sorts={
        "branch": lambda row: (row.branch.order, row.branch.pk),
        "now": lambda row: _points(row.now),
        "draft": lambda row: _points(row.draft),
        "more": lambda row: row.more if row.more is not None else Decimal(0),
        "stars_now": lambda row: row.now.stars or 0,
        "stars": lambda row: row.draft.stars or 0,
        "gates": lambda row: len(row.gates),
    },
    figures=("now", "draft", "more"),
)
COLUMNS: tuple[Column, ...] = (
    ("党支部", lambda row: row.branch.name),
    ("现行标准得分（百分制）", lambda row: row.now.percent),
    ("草案得分（百分制）", lambda row: row.draft.percent),
    ("得分变化", lambda row: row.more),
    ("现行标准得分", lambda row: row.now.sums.points),
    ("现行标准已知部分满分", lambda row: row.now.sums.known_of),
    ("草案得分", lambda row: row.draft.sums.points),
    ("草案已知部分满分", lambda row: row.draft.sums.known_of),
    ("草案不详和待评审", lambda row: row.draft.sums.unknown),
    ("现行星级", lambda row: STARS_IN_WORDS.get(row.now.stars, "")),
    ("草案星级", lambda row: STARS_IN_WORDS.get(row.draft.stars, "")),
    ("新的未通过条件", lambda row: "、".join(row.gates)),
)


@requires("assessments.standard_trial")
def standard_trial(request: HttpRequest, pk: int) -> HttpResponse:
    standard = standard_for(request, pk, "assessments.standard_trial")
    form = TrialForm(request.GET, on=today())
    done = _run(standard, form)
    context = TABLE.context(request, form, _shown(done, form))
    context |= {
        "standard": standard,
        "now": done.standard,
        "span": form.asked,
        "as_of": form.asked.as_of(today()),
        "changed": sum(row.is_changed for row in done.rows),
        "of": len(done.rows),
        "stars": _star_counts(done),
        "crumbs": crumbs_of(standard),
        "export_url": page_of_standard(standard, "trial_export"),
        "unit": "个支部",
        "empty": {"thing": "党支部", "words": "这段时间还没有党支部。"},
    }
    return render(request, "assessments/trial.html", context)


@requires("assessments.export_trial")
def trial_export(request: HttpRequest, pk: int) -> HttpResponse:
    standard = standard_for(request, pk, "assessments.export_trial")
    form = TrialForm(request.GET, on=today())
    return export(
        user=request.user,
        action="assessments.export_trial",
        filename=f"{standard.name}试算（{form.asked.label}）.xlsx",
        sheet_title="试算",
        columns=COLUMNS,
        rows=TABLE.ordered(request, _shown(_run(standard, form), form)),
        subject=standard,
    )


def _run(standard: Standard, form: TrialForm) -> Trial:
    return trial(standard.court, standard, form.asked, form.asked.as_of(today()))


def _shown(done: Trial, form: TrialForm) -> list[TrialRow]:
    return [row for row in done.rows if row.is_changed or not form.only_changed]


def _star_counts(done: Trial) -> list[dict[str, Any]]:
    """How many branches have how many stars, by either."""
    return [
        {
            "label": label,
            "now": sum(row.now.stars == stars for row in done.rows),
            "draft": sum(row.draft.stars == stars for row in done.rows),
        }
        for stars, label in STARS
    ]
