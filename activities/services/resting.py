"""What stands on a record's resolutions in higher apps: said by them, asked before such a resolution changes.

A higher app registers a function: of these keys of resolutions of a court, on which does something of it stand?
"""

from collections.abc import Callable, Iterable

from activities.models import Activity, Resolution
from branches.models import Court
from core.errors import Refused

Standing = Callable[[Court, Iterable[int]], set[int]]
_standing: list[Standing] = []


def register(standing: Standing) -> None:
    """Let `standing` be asked as well."""
    _standing.append(standing)


def _stood_on(court: Court, keys: Iterable[int]) -> set[int]:
    keys = list(keys)
    return {key for standing in _standing for key in standing(court, keys)} if keys else set()


def refuse_other_outcome(court: Court, before: Iterable[Resolution], after: Iterable[Resolution]) -> None:
    """Raise Refused where a resolution that something stands on would come out otherwise; the rest may be corrected."""
    outcomes = {row.pk: row.passed for row in after if row.pk}
    turned = [row for row in before if row.pk in outcomes and outcomes[row.pk] != row.passed]
    resting = _stood_on(court, (row.pk for row in turned))
    for row in turned:
        if row.pk in resting:
            was, now = ("通过", "未通过") if row.passed else ("未通过", "通过")
            raise Refused(
                f"“{row.text}”{was}，已是发展党员档案的依据，不能更正为{now}；表决结果确实有误的，请先在档案里撤销这次表决，"
                "已经批准生效的请按程序重新办理。其他内容可以更正。",
                field="resolutions",
            )


def refuse_dropped(activity: Activity, doing: str) -> None:
    """Raise Refused where what is being done (`doing`, a verb) would take away what something stands on."""
    if _stood_on(activity.court, activity.resolutions.values_list("pk", flat=True)):
        raise Refused(
            f"会议的决议已是发展党员档案的依据，不能{doing}；请先在档案里撤销这次表决，已经批准生效的请按程序重新办理"
        )
