"""Marked rows of registers: in each court one that it publishes with an entry, and one that its branches keep."""

from datetime import date
from typing import Any

from registers.models import KindSetting, RegisterEntry, RegisterKind

DAY = date(2024, 10, 9)
PUBLISHED, KEPT = "PUBLISHED", "KEPT"


def plant_register(world: Any, code: str, court: Any) -> None:
    """The court's registers and the published entry of its own; what it set of a register of all courts."""
    of = {"court": court, "subject": "BRANCH", "written_by": "BRANCH", "nests": False, "fields": ["giver"]}
    published = world.plant(RegisterKind, code, code=f"{PUBLISHED}_{court.pk}", is_published=True, **of)
    world.plant(RegisterKind, code, code=f"{KEPT}_{court.pk}", **of)
    shipped = RegisterKind.all_rows.get(code="HONOUR")
    world.plant(KindSetting, code, court=court, kind=shipped, fields=["level"])
    world.plant(RegisterEntry, code, court=court, kind=published, on=DAY, withdrawal_reason="")


def plant_entry(world: Any, code: str, owner: dict[str, Any]) -> None:
    """What a branch keeps for itself."""
    kind = RegisterKind.all_rows.get(code=f"{KEPT}_{owner['court'].pk}")
    world.plant(RegisterEntry, code, **owner, kind=kind, on=DAY, withdrawal_reason="")
