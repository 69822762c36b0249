"""The end of a quarter, court by court: each hook once, in one transaction with the row that says it ran."""

from collections import Counter
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from branches.models import Court
from core import audit
from notices.choices import Rule
from notices.models import QuarterRun
from notices.quarters import Hook, Quarter, on_quarter_end
from notices.selectors.unknown import unknown_of_quarter
from notices.services.messages import Telling, tell_committee

MOST_BRANCHES = 5
MOST_REASONS = 3


def quarter_run(*, court: Court, quarter: Quarter, hook: Hook, on: date, at: datetime) -> bool:
    """Run a hook for a court and a quarter that is over, unless it was run; answers whether it was run now. Of two who
    come at once one runs it: the other waits for the row, and finds it there."""
    quarter.ensure_over(on)
    with transaction.atomic():
        try:
            with transaction.atomic():
                run = QuarterRun.objects.create(court=court, quarter=quarter.code, hook=hook.code, on=on)
        except IntegrityError:
            return False
        hook.run(court, quarter, on, at)
        audit.record(actor=None, action="notices.quarter_run", subject=run, detail={"hook": hook.code})
    return True


@on_quarter_end("unknown", "汇总不详的项目")
def tell_of_unknown(court: Court, quarter: Quarter, on: date, at: datetime) -> None:
    """Tell the committee what nobody can tell of the quarter, and why; nothing where everything is known."""
    unknown = unknown_of_quarter(court, quarter)
    if not unknown:
        return
    places = Counter(line.branch.name for line in unknown)
    named = "、".join(list(places)[:MOST_BRANCHES]) + ("等" if len(places) > MOST_BRANCHES else "")
    reasons = Counter(line.why for line in unknown).most_common(MOST_REASONS)
    why = "；".join(f"{reason}（{number}项）" for reason, number in reasons)
    counts = f"{len(places)}个支部共{len(unknown)}项（{named}），没有算作未开展。"
    words = f"{counts}原因：{why}。请补登记录起止、党内职务或者出席人数。"
    path = reverse("notices:unknown", args=(quarter.code,))
    title = f"{quarter.label}有{len(unknown)}项组织生活情况不详"
    tell_committee(court, Telling(Rule.QUARTER_UNKNOWN, quarter.code, title, words, path), at=at)
