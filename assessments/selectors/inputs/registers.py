"""Inputs from registers (登记簿)."""

from collections import defaultdict

from assessments.choices import Shape
from assessments.scoring import Found
from assessments.selectors.inputs.counted import number_of
from assessments.selectors.inputs.registry import Names, Param, ParamType, Reading, register
from registers.models import RegisterEntry

ENTRY = "registers.registerentry"


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
    rows = RegisterEntry.objects.within(**reading.scope).filter(
        kind__code=register, on__range=(reading.start, reading.last), withdrawn_at__isnull=True, branch__isnull=False
    )
    entries: defaultdict[int, list[int]] = defaultdict(list)
    for branch_id, pk in rows.order_by().values_list("branch_id", "pk"):
        entries[branch_id].append(pk)
    return {branch.pk: number_of(ENTRY, entries.get(branch.pk, ())) for branch in reading.branches}
