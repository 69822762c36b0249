"""Who may open which report."""

from typing import Any

from branches.choices import Role
from branches.models import Branch, Court
from branches.permissions import administers, is_committee_of, is_officer_of
from branches.scoping import standing_of
from core.access import permission


@permission("reports.view_home")
def view_home(user: Any, subject: Any = None) -> bool:
    """Everybody signed in has a first page."""
    return True


@permission("reports.view_reports")
def view_reports(user: Any, subject: Any = None) -> bool:
    """The list of reports: committees and branch officers; a member's own page stands in the rail itself."""
    return standing_of(user).holds(Role.COMMITTEE, Role.SECRETARY)


@permission("reports.view_own")
def view_own(user: Any, subject: Any = None) -> bool:
    """Whoever's account belongs to a member sees the own attendance and study hours."""
    return standing_of(user).member_id is not None


@permission("reports.view_court")
def view_court(user: Any, court: Court | None = None) -> bool:
    """The committee of the court, or of a court above it (aggregates)."""
    grants = standing_of(user).holding(Role.COMMITTEE)
    return any(court is None or (court.path or "").startswith(grant.court_path) for grant in grants)


@permission("reports.view_branches_of_court")
def view_branches_of_court(user: Any, court: Court | None = None) -> bool:
    """Figures branch by branch: the court's own committee, and one above where the court shares its records."""
    grants = standing_of(user).holding(Role.COMMITTEE)
    if court is None:
        return bool(grants)
    return any(grant.court_id == court.pk for grant in grants) or (court.shares_records and view_court(user, court))


@permission("reports.view_branch")
def view_branch(user: Any, branch: Branch | None = None) -> bool:
    """The branch's own officers, and whoever may see its court branch by branch."""
    if branch is None:
        return standing_of(user).holds(Role.SECRETARY, Role.COMMITTEE)
    grants = standing_of(user).holding(Role.SECRETARY)
    return any(grant.branch_id == branch.pk for grant in grants) or view_branches_of_court(user, branch.court)


@permission("reports.view_work")
def view_work(user: Any, owner: Court | Branch | None = None) -> bool:
    """The stars, problems, notices and candidates of a court or a branch; a group's leader has no part in them."""
    if isinstance(owner, Court):
        return view_court(user, owner)
    officers = [grant for grant in standing_of(user).holding(Role.SECRETARY) if grant.group_id is None]
    if owner is None:
        return bool(officers) or view_court(user)
    return any(grant.branch_id == owner.pk for grant in officers) or view_branches_of_court(user, owner.court)


@permission("reports.open_persons")
def open_persons(user: Any, owner: Court | Branch | None = None) -> bool:
    """Who the members behind a figure are: the court's own committee, and who leads the branch or a group of it."""
    grants = standing_of(user).holding(Role.COMMITTEE, Role.SECRETARY)
    if owner is None:
        return bool(grants)
    if isinstance(owner, Court):
        return any(grant.role == Role.COMMITTEE and grant.court_id == owner.pk for grant in grants)
    return any(
        grant.court_id == owner.court_id if grant.role == Role.COMMITTEE else grant.branch_id == owner.pk
        for grant in grants
    )


@permission("reports.print_handbook")
def print_handbook(user: Any, branch: Branch | None = None) -> bool:
    """The branch's officers (not a group's leader: it holds every record) and its own court's committee."""
    grants = [grant for grant in standing_of(user).holding(Role.SECRETARY, Role.COMMITTEE) if grant.group_id is None]
    if branch is None:
        return bool(grants)
    return any(
        grant.court_id == branch.court_id if grant.role == Role.COMMITTEE else grant.branch_id == branch.pk
        for grant in grants
    )


@permission("reports.manage_api_tokens")
def manage_api_tokens(user: Any, subject: Any = None) -> bool:
    """Which other systems read a court's figures: whoever administers the court."""
    return administers(user, subject)


@permission("reports.read_api_docs")
def read_api_docs(user: Any, subject: Any = None) -> bool:
    """What other systems may ask, for those who set them up and those whose figures they are."""
    return standing_of(user).holds(Role.ADMINISTRATOR, Role.COMMITTEE)


# --- Written reports ----------------------------------------------------------------------------


@permission("reports.read_written")
@permission("reports.export_written")
@permission("reports.print_written")
def read_written(user: Any, report: Any = None) -> bool:
    """Everybody of a court; which rows is the scope's answer."""
    return standing_of(user).holds(Role.COMMITTEE, Role.SECRETARY, Role.MEMBER)


@permission("reports.write_report")
def write_report(user: Any, report: Any = None) -> bool:
    """A court's report its committee, a branch's its officers (not a group's leader)."""
    if report is None:
        return is_committee_of(user) or is_officer_of(user)
    return is_officer_of(user, report) if report.branch_id else is_committee_of(user, report)


@permission("reports.open_figures")
def open_figures(user: Any, report: Any) -> bool:
    """Who may open the records behind a report's figures, all of them: its writers, and the committee of the court."""
    return is_committee_of(user, report) or (report.branch_id is not None and is_officer_of(user, report))


@permission("reports.change_outline")
def change_outline(user: Any, court: Court | None = None) -> bool:
    return is_committee_of(user, court)
