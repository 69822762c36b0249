"""Contacts and introducers of files: whether each can still stand by the file, and which files need another."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from branches.choices import LimitCode, MemberStatus
from branches.models import Court, Membership, VotingSuspension
from branches.selectors.limits import limits_on
from core.dates import in_force
from development.choices import SponsorRole, StepKind
from development.models import Candidate, Sponsor

STEPS = {SponsorRole.CONTACT: StepKind.CONTACTS, SponsorRole.INTRODUCER: StepKind.INTRODUCERS}
LEAST = {SponsorRole.CONTACT: LimitCode.DEVELOPMENT_CONTACTS_LEAST, SponsorRole.INTRODUCER: LimitCode.INTRODUCERS}


@dataclass(frozen=True)
class Standby:
    """A sponsor on a day. `why_not`: why a present one can no longer stand by the file; "" where nothing is."""

    sponsor: Sponsor
    why_not: str


def standbys_of(court: Court, candidates: Iterable[Candidate], on: date) -> dict[int, list[Standby]]:
    """Of files of the court that were fetched for a user: all their sponsors by file, the present first (3 queries)."""
    branches = {candidate.pk: candidate.branch_id for candidate in candidates}
    rows = list(Sponsor.objects.within(court).filter(candidate__in=branches).select_related("member"))
    people = {row.member_id for row in rows if row.ends_on is None}
    places = Membership.objects.within(court).filter(in_force(on), member__in=people)
    place_of = dict(places.values_list("member", "branch"))
    suspensions = VotingSuspension.objects.within(court).filter(in_force(on), member__in=people)
    suspended = set(suspensions.values_list("member", flat=True))
    found: defaultdict[int, list[Standby]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.ends_on is not None, row.role, row.starts_on)):
        why = ""
        if row.ends_on is None:
            is_here = place_of.get(row.member_id) == branches[row.candidate_id]
            why = _why_not(row, is_here=is_here, is_suspended=row.member_id in suspended, on=on)
        found[row.candidate_id].append(Standby(row, why))
    return found


def _why_not(row: Sponsor, *, is_here: bool, is_suspended: bool, on: date) -> str:
    if not is_here:
        return "已不在本支部"
    if is_suspended:
        return "停止党员权利"
    return "" if row.member.status_on(on) == MemberStatus.FORMAL else "不是正式党员"


def lacking_of(court: Court, candidates: Iterable[Candidate], on: date) -> dict[int, set[str]]:
    """By file, the kinds of step that name people of whom too few are left (4 queries)."""
    files = list(candidates)
    standbys, limits = standbys_of(court, files, on), limits_on(LEAST.values(), court, on)
    found: dict[int, set[str]] = {}
    for candidate in files:
        able = [each.sponsor.role for each in standbys[candidate.pk] if not each.sponsor.ends_on and not each.why_not]
        found[candidate.pk] = {STEPS[role] for role, code in LEAST.items() if able.count(role) < limits[code].value}
    return found
