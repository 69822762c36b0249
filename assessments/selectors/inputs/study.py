"""Inputs from study: the trainings of secretaries and committee members. Hours of study never enter a rating."""

from collections import defaultdict

from activities.choices import OFFICER_TRAINING
from activities.selectors.trainings import officers_in_post, trainings_of
from assessments.choices import Shape
from assessments.scoring import Found
from assessments.selectors.inputs.counted import limits_of, not_kept, records
from assessments.selectors.inputs.registry import Reading, register
from branches.choices import LimitCode
from branches.models import Branch

MEMBER = "branches.member"


@register(
    "OFFICERS_TRAINED",
    "书记委员培训",
    Shape.PARTS,
    words=lambda names: "参加够集中培训的书记、委员占当年一直在任的书记、委员",
    yearly=True,
    help="由培训记录和学习登记得出，只看培训次数，不看学时；当年中途任职的，当年不算。",
)
def officers_trained(reading: Reading) -> dict[int, Found]:
    """Of the officers in post through the year so far: trained as often as the court's limit asks."""
    officers: defaultdict[int, list[int]] = defaultdict(list)
    for branch_id, member_id in officers_in_post(start=reading.start, last=reading.last, **reading.scope):
        officers[branch_id].append(member_id)
    trainings = trainings_of(start=reading.start, last=reading.last, **reading.court_scope)
    limits = limits_of(reading)
    found = {}
    for branch in reading.branches:
        least = limits.of(branch.court_id)(LimitCode.OFFICER_TRAININGS, reading.last)
        trained = {member_id: trainings[member_id] >= least for member_id in officers[branch.pk]}
        if trained or not branch.posts_recorded:
            found[branch.pk] = _trained(reading, branch, trained)
    return found


def _trained(reading: Reading, branch: Branch, trained: dict[int, bool]) -> Found:
    """Who was trained is known; who was not, only where the records tell of trainings."""
    if not trained:
        return Found(due=0, unknown=1, why="没有登记党内职务")
    met = sum(trained.values())
    why = "" if met == len(trained) else not_kept(reading, branch.pk, OFFICER_TRAINING)
    due = met if why else len(trained)
    return Found(met=met, due=due, unknown=len(trained) - due, why=why, records=records(MEMBER, trained))
