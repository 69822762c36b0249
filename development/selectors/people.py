"""Who and what a step may name: formal members of the branch, resolutions on the person."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from activities.choices import HELD_STATES
from activities.models import Resolution
from branches.choices import MemberStatus
from branches.models import Branch, Member, VotingSuspension
from core.dates import in_force
from development.choices import FileState, StepKind
from development.models import Candidate, Step
from development.natures import NATURES


def formal_members_of(user: Any, branch: Branch, on: date) -> QuerySet[Member]:
    """Formal members that the branch has on `on` and whose rights no decision suspends, by name."""
    suspended = VotingSuspension.objects.within(branch.court).filter(in_force(on)).values("member")
    rows = Member.objects.visible_to(user).filter(
        Q(confirmed_on__isnull=True) | Q(confirmed_on__lte=on), status=MemberStatus.FORMAL
    )
    rows = rows.exclude(pk__in=suspended)
    here = rows.filter(in_force(on, "memberships__"), memberships__branch=branch)
    return here.order_by("pinyin", "pk").distinct()


def resolutions_for(user: Any, candidate: Candidate, kind: str) -> QuerySet[Resolution]:
    """Resolutions of the branch's held meetings on this person, of the vote's nature, that no step rests on yet."""
    used = (
        Step.objects.within(candidate.court)
        .filter(resolution__isnull=False, withdrawn_at__isnull=True)
        .values("resolution")
    )
    rows = Resolution.objects.visible_to(user).filter(
        activity__branch=candidate.branch,
        activity__state__in=HELD_STATES,
        nature=NATURES[StepKind(kind)],
        person_name=candidate.name,
    )
    return rows.exclude(pk__in=used).select_related("activity").order_by(F("activity__held_on").desc(), "pk")


def probationary_without_file(user: Any, on: date) -> QuerySet[Member]:
    """Probationary members whom the user sees in the branches now, and who have no open file."""
    rows = Member.objects.visible_to(user).filter(in_force(on, "memberships__"), status=MemberStatus.PROBATIONARY)
    filed = Candidate.objects.visible_to(user).filter(state=FileState.OPEN, member__isnull=False).values("member")
    return rows.exclude(pk__in=filed).select_related("branch").order_by("branch__order", "pk").distinct()
