"""Inputs from registers (登记簿)."""

from collections import defaultdict

from assessments.choices import Shape
from assessments.scoring import Found
from assessments.selectors.inputs.counted import number_of
from assessments.selectors.inputs.registry import Names, Param, ParamType, Reading, register
from registers.models import RegisterEntry

ENTRY = "registers.registerentry"
NOT_KEPT = "本院还没有在这本登记簿里登记过事项"


def _of_register(names: Names, register: str) -> str:
    return f"“{names.get(register, register)}”登记的事项"


@register(
    "REGISTER_ENTRIES",
    "登记簿事项",
    Shape.NUMBER,
    words=_of_register,
    params=(Param("register", ParamType.REGISTER, "登记簿"),),
    unit="条",
    help="由登记簿得出：日期在这一时段的事项有几条，已撤销的不算。",
)
def register_entries(reading: Reading, *, register: str) -> dict[int, Found]:
    """A court without a single entry until then does not keep the register: that is no 0."""
    rows = RegisterEntry.objects.within(reading.court, with_below=reading.with_below).filter(
        kind__code=register, on__lte=reading.last, withdrawn_at__isnull=True
    )
    kept = set(rows.order_by().values_list("court_id", flat=True).distinct())
    rows = rows.filter(on__gte=reading.start, branch__in=reading.branches)
    entries: defaultdict[int, list[int]] = defaultdict(list)
    for branch_id, pk in rows.order_by().values_list("branch_id", "pk"):
        entries[branch_id].append(pk)
    return {
        branch.pk: number_of(ENTRY, entries.get(branch.pk, ()), "" if branch.court_id in kept else NOT_KEPT)
        for branch in reading.branches
    }
