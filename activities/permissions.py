"""Who may do what with meetings, drafts, coverage, kinds and norms. Courts above read, they never write."""

from typing import Any

from activities.choices import ActivityState, Roster
from activities.models.history import has_written
from branches.choices import Role
from branches.models import Court
from branches.scoping import Grant, standing_of
from core.access import permission

READERS = (Role.COMMITTEE, Role.SECRETARY)


@permission("activities.view_activities")
def view_activities(user: Any, subject: Any = None) -> bool:
    """Committees and branch officers; which rows is the scope's answer."""
    return standing_of(user).holds(*READERS)


@permission("activities.export_activities")
def export_activities(user: Any, subject: Any = None) -> bool:
    return view_activities(user, subject)


@permission("activities.print_record")
def print_record(user: Any, subject: Any = None) -> bool:
    """Whoever reads a record may print it, with what stands on the page."""
    return view_activities(user, subject)


@permission("activities.log_activity")
def log_activity(user: Any, subject: Any = None) -> bool:
    """`subject`: an Activity, saved or not, with its owners and kind (None: not chosen yet)."""
    grants = standing_of(user).holding(*READERS)
    return bool(grants) if subject is None else any(_may_log(grant, subject) for grant in grants)


@permission("activities.attach_file")
def attach_file(user: Any, subject: Any = None) -> bool:
    """The record's own branch (its group's leader, for a court-wide one the committee), until it is archived."""
    grants = standing_of(user).holding(*READERS)
    if subject is None:
        return bool(grants)
    is_open = subject.state in (ActivityState.SUBMITTED, ActivityState.SENT_BACK)
    return is_open and any(_may_change(grant, subject) for grant in grants)


def _may_log(grant: Grant, subject: Any) -> bool:
    kind = subject.kind_as_held if subject.kind_id else None
    if subject.branch_id is None:
        court_wide = kind is None or kind.roster == Roster.INVITED
        return grant.role == Role.COMMITTEE and grant.court_id == subject.court_id and court_wide
    if grant.role != Role.SECRETARY or grant.branch_id != subject.branch_id:
        return False
    return grant.group_id is None or _is_meeting_of_group(grant.group_id, subject, kind)


def _is_meeting_of_group(group_id: int, subject: Any, kind: Any) -> bool:
    """What a group's leader may log: the group's own meetings, of kinds that groups hold."""
    return subject.group_id == group_id and (kind is None or kind.roster == Roster.GROUP)


@permission("activities.review_activity")
def review_activity(user: Any, subject: Any = None) -> bool:
    """The own court's committee, on what others submitted: never its author or an officer of its branch.

    `subject` is an Activity.
    """
    grants = standing_of(user).holding(Role.COMMITTEE)
    if subject is None:
        return bool(grants)
    return any(grant.court_id == subject.court_id for grant in grants) and not is_applicant(user, subject)


def is_applicant(user: Any, activity: Any) -> bool:
    """Whether the user had a hand in writing the record, or answers for the branch that submitted it."""
    officer_of = {grant.branch_id for grant in standing_of(user).holding(Role.SECRETARY)}
    return (activity.branch_id is not None and activity.branch_id in officer_of) or has_written(user, activity)


@permission("activities.lock_period")
def lock_period(user: Any, subject: Any = None) -> bool:
    """A court's committee; `subject` is the Court."""
    grants = standing_of(user).holding(Role.COMMITTEE)
    return bool(grants) if subject is None else any(grant.court_id == subject.pk for grant in grants)


@permission("activities.change_draft")
def change_draft(user: Any, subject: Any = None) -> bool:
    """Those who may log in the draft's place; `subject` is an ActivityDraft."""
    grants = standing_of(user).holding(*READERS)
    return bool(grants) if subject is None else any(_may_change(grant, subject) for grant in grants)


def _may_change(grant: Grant, draft: Any) -> bool:
    if draft.branch_id is None:
        return grant.role == Role.COMMITTEE and grant.court_id == draft.court_id
    own = grant.role == Role.SECRETARY and grant.branch_id == draft.branch_id
    return own and grant.group_id in (None, draft.group_id)


@permission("activities.state_coverage")
def state_coverage(user: Any, subject: Any = None) -> bool:
    """The branch's officers (not a group's leader) and its own court's committee; `subject` is a Branch."""
    grants = [grant for grant in standing_of(user).holding(*READERS) if grant.group_id is None]
    return bool(grants) if subject is None else any(_answers_for(grant, subject) for grant in grants)


def _answers_for(grant: Grant, branch: Any) -> bool:
    if grant.role == Role.COMMITTEE:
        return grant.court_id == branch.court_id
    return grant.branch_id == branch.pk


@permission("activities.view_leaders")
def view_leaders(user: Any, subject: Any = None) -> bool:
    """How the court's leaders take part: its committee."""
    return standing_of(user).holds(Role.COMMITTEE)


@permission("activities.state_coverages")
def state_coverages(user: Any, subject: Any = None) -> bool:
    """All branches of a court at once: its committee; `subject` is a Court."""
    grants = standing_of(user).holding(Role.COMMITTEE)
    return bool(grants) if subject is None else any(grant.court_id == subject.pk for grant in grants)


@permission("activities.view_kinds")
def view_kinds(user: Any, subject: Any = None) -> bool:
    """Everybody with a business role, and the administrator."""
    return standing_of(user).holds(*READERS, Role.MEMBER, Role.ADMINISTRATOR)


@permission("activities.manage_kinds")
def manage_kinds(user: Any, subject: Any = None) -> bool:
    """The court's committee, or an administrator of it; `subject` is a Court. What every court shares is nobody's."""
    grants = standing_of(user).holding(Role.COMMITTEE, Role.ADMINISTRATOR)
    if subject is None:
        return bool(grants)
    return isinstance(subject, Court) and any(_manages(grant, subject) for grant in grants)


def _manages(grant: Grant, court: Court) -> bool:
    if grant.role == Role.COMMITTEE or grant.court_id is None:
        return grant.court_id in (None, court.pk)
    return bool(court.path) and str(court.path).startswith(grant.court_path)


@permission("activities.change_topic")
def change_topic(user: Any, subject: Any = None) -> bool:
    """A court's topic and those of its branches: its committee; a branch's own: its officers. `subject` is a Topic."""
    grants = [grant for grant in standing_of(user).holding(*READERS) if grant.group_id is None]
    if subject is None:
        return bool(grants)
    return any(_answers_for_topic(grant, subject) for grant in grants)


def _answers_for_topic(grant: Grant, topic: Any) -> bool:
    if grant.role == Role.COMMITTEE:
        return grant.court_id == topic.court_id
    return topic.branch_id is not None and grant.branch_id == topic.branch_id


# --- Persons: study hours, talks ------------------------------------------------------------------


@permission("activities.view_study")
def view_study(user: Any, subject: Any = None) -> bool:
    """Study hours and talks, member by member: the branch's officers and its own court's committee, of a Branch.

    A group's leader sees the group's meetings only, so no sums over a branch.
    """
    return state_coverage(user, subject)


@permission("activities.view_study_of")
def view_study_of(user: Any, subject: Any = None) -> bool:
    """One member's own page; `subject` is a Member."""
    own = standing_of(user).member_id
    if own is not None and (subject is None or subject.pk == own):
        return True
    return record_study(user, subject)


@permission("activities.record_study")
def record_study(user: Any, subject: Any = None) -> bool:
    """Learning elsewhere is entered by the branch's officers or the committee; `subject` has a court and a branch."""
    grants = [grant for grant in standing_of(user).holding(*READERS) if grant.group_id is None]
    return bool(grants) if subject is None else any(_keeps_study_of(grant, subject) for grant in grants)


def _keeps_study_of(grant: Grant, subject: Any) -> bool:
    if grant.role == Role.COMMITTEE:
        return grant.court_id == subject.court_id
    return grant.branch_id == subject.branch_id


@permission("activities.log_talks")
def log_talks(user: Any, subject: Any = None) -> bool:
    """The branch's own officers; `subject` is a Branch."""
    grants = [grant for grant in standing_of(user).holding(Role.SECRETARY) if grant.group_id is None]
    return bool(grants) if subject is None else any(grant.branch_id == subject.pk for grant in grants)
