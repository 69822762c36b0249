"""How rectification goes on: figures, what is late and near, ageing, funnel, burn-down, heat map."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.access import requires
from rectification.charts import ageing_chart, burn_down_chart, funnel_chart
from rectification.choices import MeasureState, ProblemState
from rectification.heat import heat_map
from rectification.selectors.deadlines import nearing_measures, overdue_measures
from rectification.selectors.supervision.burn_down import burn_down
from rectification.selectors.supervision.facts import facts_on
from rectification.selectors.supervision.sums import (
    NEARING,
    Totals,
    ageing,
    funnel,
    heat_sums,
    totals_of,
)
from rectification.views.supervision.asked import Asked, asked_of

COMPARED_WITH = 30
MOST_SHOWN = 10


@requires("rectification.view_supervision")
def overview(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    facts = facts_on(asked.owner, asked.on)
    before = totals_of(facts_on(asked.owner, asked.on - timedelta(COMPARED_WITH)))
    totals = totals_of(facts)
    context = {
        "asked": asked,
        "cards": _cards(asked, totals, before),
        "change_words": f"比 {COMPARED_WITH} 天前",
        "totals": totals,
        "late": overdue_measures(asked.owner, asked.on, most=MOST_SHOWN),
        "near": nearing_measures(asked.owner, asked.on, days=NEARING, most=MOST_SHOWN),
        "late_url": asked.measures(state=MeasureState.OVERDUE, sort="due_on"),
        "near_url": asked.measures(soon=NEARING, sort="due_on"),
        "branches_url": asked.page("supervision_branches"),
        "persons_url": asked.page("supervision_persons"),
        "below_url": asked.page("supervision_below") if asked.may_see_below else "",
        "charts": [ageing_chart(ageing(facts), asked), funnel_chart(funnel(facts), asked)],
        "burn_down": burn_down_chart(burn_down(asked.owner, asked.start, asked.on), asked),
        "heat_map": heat_map(heat_sums(facts), asked),
    }
    return render(request, "rectification/supervision.html", context)


def _cards(asked: Asked, now: Totals, before: Totals) -> list[dict[str, Any]]:
    problems, measures = asked.problems, asked.measures
    done, going, late = MeasureState.DONE, MeasureState.ON_SCHEDULE, MeasureState.OVERDUE
    return [
        _card("问题", now.problems, before.problems, problems()),
        _card("已销号", now.closed, before.closed, problems(state=ProblemState.CLOSED)),
        _card("整改措施", now.duties.measures, before.duties.measures, measures()),
        _card(done.label, now.duties.done, before.duties.done, measures(state=done)),
        _card(going.label, now.duties.on_schedule, before.duties.on_schedule, measures(state=going)),
        _card(late.label, now.duties.overdue, before.duties.overdue, measures(state=late)),
        _card(
            "待答复的销号申请",
            now.close_outs_asked,
            before.close_outs_asked,
            problems(state=ProblemState.CLOSE_ASKED),
        ),
        _card("待答复的延期申请", now.extensions_asked, before.extensions_asked, measures(waiting=1)),
    ]


def _card(label: str, number: int, before: int, url: str) -> dict[str, Any]:
    return {"label": label, "number": number, "change": number - before, "url": url}
