"""The whole synthetic court system: planned from a seed, stored court by court, so that memory stays bounded."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import transaction

from activities.engine.norms import NormBook
from activities.models import ActivityKind, Norm
from branches.models import Court
from core import audit
from core.errors import Refused
from reports.generator.loading import chunks, store_meetings, store_organization
from reports.generator.meetings import Meeting, Writer
from reports.generator.organization import Organization, build_organization
from reports.generator.rectification import store_problems
from reports.generator.rosters import DayRosters
from reports.generator.schedule import BranchSchedule, Rules, court_slots, join_theme_days
from reports.generator.shape import CourtPlan, Shape, plan_courts
from reports.services.rollup import rollup_mark

_JOINT_TOPIC = "主题党日：与兄弟支部联合开展结对共建"


@dataclass
class Progress:
    """What has been written so far."""

    courts: int = 0
    branches: int = 0
    members: int = 0
    activities: int = 0
    attendances: int = 0
    of_rectification: int = 0

    @property
    def rows(self) -> int:
        of_life = self.activities + self.attendances
        return self.courts + self.branches + self.members + of_life + self.of_rectification


def generate_system(shape: Shape, *, tell: Callable[[Progress], None]) -> Progress:
    """Store the system of `shape`; `tell` hears after each court. One transaction a court, the first with the event.

    Raises Refused when the numbers don't go together or a court of one of the names is there already.
    """
    if shape.fault():
        raise Refused(shape.fault())
    plans = list(plan_courts(shape))
    with transaction.atomic():
        courts = store_courts(plans)
        detail = {"courts": shape.courts, "branches": shape.branches, "members": shape.members, "years": shape.years}
        audit.record(
            actor=None, action="reports.generate_data", detail={**detail, "seed": shape.seed, "until": str(shape.until)}
        )
    progress = Progress()
    rules = load_rules()
    for number, (plan, court) in enumerate(zip(plans, courts, strict=True)):
        rng = Random(f"{shape.seed}:{number}")  # noqa: S311  # data to look at, nothing secret
        with transaction.atomic():
            filled = fill_court(plan, court, rules, start=shape.start, until=shape.until, rng=rng, progress=progress)
            progress.of_rectification += store_problems(filled, rng)
            rollup_mark(court)
        tell(progress)
    return progress


def store_courts(plans: Sequence[CourtPlan]) -> list[Court]:
    """The tree alone, parents first."""
    taken = Court.objects.unscoped("names that a synthetic system must not repeat")
    for name in taken.filter(name__in=[plan.name for plan in plans]).values_list("name", flat=True)[:10]:
        raise Refused(f"已经有法院叫“{name}”。请在空的数据库里生成。")
    courts: list[Court] = []
    for order, plan in enumerate(plans, start=1):
        parent = courts[plan.parent] if plan.parent is not None else None
        court = Court.objects.create(
            name=plan.name, level=plan.level, parent=parent, order=order, shares_records=plan.shares_records
        )
        court.path = f"{parent.path if parent else '/'}{court.pk}/"
        court.save(update_fields=["path"])
        courts.append(court)
    return courts


def load_rules() -> Rules:
    """Kinds and norms of the whole system; a synthetic court has none of its own."""
    kinds = ActivityKind.objects.unscoped("kinds of the whole system").filter(court__isnull=True)
    norms = Norm.objects.unscoped("norms of the whole system").filter(court__isnull=True)
    return Rules({kind.code: kind for kind in kinds}, NormBook(norms))


def fill_court(
    plan: CourtPlan, court: Court, rules: Rules, *, start: date, until: date, rng: Random, progress: Progress
) -> Organization:
    """Everything of one court."""
    organization = build_organization(plan, court, start=start, until=until, rng=rng)
    store_organization(organization)
    progress.courts += 1
    progress.branches += len(organization.branches)
    progress.members += sum(len(rows.stays) for rows in organization.branches)
    for chunk in chunks(_meetings(organization, rules, rng)):
        activities, attendances = store_meetings(court.pk, chunk)
        progress.activities += activities
        progress.attendances += attendances
    return organization


def _meetings(organization: Organization, rules: Rules, rng: Random) -> Iterator[Meeting | None]:
    start, until = organization.start, organization.until
    schedules = [
        (rows, BranchSchedule(rows, rules, start=start, until=until, rng=rng).slots()) for rows in organization.branches
    ]
    join_theme_days(schedules, rng, topic=_JOINT_TOPIC)
    writer = Writer(organization.court, DayRosters(organization), rules, until=until, rng=rng)
    for rows, slots in schedules:
        for slot in slots:
            yield writer.of_branch(rows, slot)
    for slot in court_slots(start, until, rng):
        yield writer.of_court(slot)
