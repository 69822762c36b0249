"""Files on the way to membership: in every branch one that has just begun, one put on record, one that waits for it."""

from datetime import date
from typing import Any

from development.choices import SponsorRole, Stage, StepKind
from development.models import Candidate, Sponsor, Step, StepCorrection

APPLIED_ON = date(2024, 11, 1)
TO_ACTIVIST = (StepKind.APPLICATION, StepKind.TALK, StepKind.ACTIVIST_FIXED)


def plant_files(world: Any, code: str, owner: dict[str, Any], sponsor: Any, at: Any) -> None:
    """`owner`: court and branch; `sponsor`: a formal member of it."""
    for stage, kinds in (
        (Stage.APPLICANT, (StepKind.APPLICATION,)),
        (Stage.ACTIVIST, (*TO_ACTIVIST, StepKind.ACTIVIST_FILED)),
        (Stage.ACTIVIST, TO_ACTIVIST),
    ):
        candidate = world.plant(Candidate, code, **owner, stage=stage, began_on=APPLIED_ON, born_on=date(1990, 1, 1))
        for kind in kinds:
            step = world.plant(
                Step, code, **owner, candidate=candidate, kind=kind, happened_on=APPLIED_ON, recorded_at=at
            )
    world.plant(
        *(StepCorrection, code), **owner, step=step, before={"note": ""}, after={"note": "补记"}, corrected_at=at
    )
    world.plant(
        *(Sponsor, code),
        **owner,
        candidate=candidate,
        member=sponsor,
        role=SponsorRole.CONTACT,
        starts_on=APPLIED_ON,
    )
