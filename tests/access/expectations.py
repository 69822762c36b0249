"""Who may see whose rows, and who may write them: by hand (domain.md 1), asking no code of the product.

A sight is a list of (models, places). What is not listed is not seen.
"""

from dataclasses import dataclass

from activities.models import Activity, Attendance
from assessments.models import Aspect, Assessment, BranchScore, Indicator, Review, ReviewFile, Standard
from elections.models import TermElection
from notices.models import Bulletin, Delivery, Message, Notice, NoticeItem
from reports.models import ReportSection
from tests.access.actors import ACTORS
from tests.access.world import EVERYWHERE, NEW, NUMBERS, SYSTEM, Marked, World, owners

CONFIGURATION = (
    "branches.court",
    "branches.generalbranch",
    "branches.limit",
    "metrics.metric",
    "activities.activitykind",
    "activities.norm",
    "registers.registerkind",
    "registers.kindsetting",
    "assessments.standard",
    "assessments.aspect",
    "assessments.indicator",
)
BRANCHES = ("branches.branch",)
GROUPS = ("branches.partygroup",)
FILES = ("development.candidate", "development.sponsor", "development.step", "development.stepcorrection")
ELECTIONS = ("elections.termelection",)
OF_ELECTIONS = ("elections.electionstep", "elections.candidate", "elections.ballot", "elections.candidatevotes")
BRANCH_FACTS = ("branches.committeeterm", "branches.post", "activities.coverage", *FILES, *ELECTIONS)
ACTIVITIES = ("activities.activity",)
OF_MEETINGS = ("activities.fulfilment", "activities.resolution", "activities.activitytopic", "activities.attachment")
# What a committee sends: its branches read what was issued, of the items those for all and their own.
SERIES = ("notices.series",)
NOTICES = ("notices.notice", "notices.noticeitem", "notices.bulletin")
RECEIPTS = ("notices.noticereceipt", "notices.itemreply", "notices.bulletincopy")
# To a branch, or to a committee alone.
MESSAGES = ("notices.message",)
OF_NOTICES = ("notices.noticesettings", "notices.quarterrun", "notices.delivery")
TOPICS = ("activities.topic",)
HISTORY = ("activities.activitystep", "activities.correction", "activities.talknote")
DRAFTS = ("activities.activitydraft", "activities.draftattachment", *MESSAGES)
PERSONS = (
    *("branches.member", "branches.membership", "branches.votingsuspension", "branches.transfer"),
    "activities.studyrecord",
)
ATTENDANCES = ("activities.attendance", "activities.appraisalgrade")
# What a court's committee keeps for itself.
LOCKS = (
    *("activities.periodlock", "branches.documenttemplate", "branches.leadership", *OF_NOTICES),
    *("assessments.assessmentstep", "reports.courtmonth", "reports.stalecourt", "reports.reportoutline"),
)
IMPORTS = ("branches.importbatch", "branches.importjob", "branches.importjournal")
# Who holds which role, and which other system reads what.
APPOINTMENTS = ("branches.appointment", "reports.apitoken")
AUDIT = ("core.auditevent",)
USERS = ("accounts.user",)
# Days off of the whole installation: no secret to anybody with a role.
DAYS = ("core.specialday",)
# What ran in the background, for whom the whole installation is.
RUNS = ("core.jobstate", "core.jobfailure")
PLANS = ("planning.planitem",)
FIXED_DAYS = ("planning.fixedday",)
# What a court has its branches do, read by all of the court; what each of them says of it.
CAMPAIGNS = ("campaigns.campaign", "campaigns.aspect", "campaigns.task", "campaigns.campaigntopic")
TASK_LINES = ("campaigns.taskline",)
RECTIFICATION = (
    *("rectification.problem", "rectification.problemshare", "rectification.measure"),
    *("rectification.rectificationstep", "rectification.evidence"),
)
# A quarterly one is known to all branches of the court, what it says of one of them is not.
INSPECTIONS = ("rectification.inspection",)
OF_INSPECTIONS = ("rectification.inspectionbranch", "rectification.finding", "rectification.recheck")
# A branch's own and, of those of a court, what it publishes: for officers of branches, not for leaders of groups.
ENTRIES = ("registers.registerentry",)
# Of the court and, for its officers, of the own branch; what was corrected stays in the house.
BUSINESS_FIGURES = ("metrics.metricfigure",)
OF_FIGURES = ("metrics.figurecorrection",)
# What a court has on its lists, read by its branches; the nodes of each branch, and those that are the committee's.
WORK_LISTS = ("rectification.worklist", "rectification.workitem")
WORK_NODES = ("rectification.worknode", "rectification.worknodestep")
# That a quarter is assessed and a year rated is known to all branches of the court, how another one stands is not.
ASSESSMENTS = ("assessments.assessment", "assessments.rating")
# What reviewers gave is part of the scores.
SCORES = ("assessments.branchscore", "assessments.review", "assessments.starrating")
OF_SCORES = (
    *("assessments.reviewfile", "assessments.selfassessment", "assessments.objection"),
    *("assessments.shortfall", "assessments.application", "assessments.veto"),
    *("assessments.dutyreview", "assessments.dutyquestion"),
)
# What hangs on the wall, and what is published; drafts of reports are their writers' own.
REPORTS = ("reports.report", "reports.reportsection")
PLATES = ("assessments.starchange", "assessments.honour", *REPORTS)
RECORDS = (
    ENTRIES
    + BUSINESS_FIGURES
    + OF_FIGURES
    + ASSESSMENTS
    + SCORES
    + OF_SCORES
    + PLATES
    + SERIES
    + NOTICES
    + RECEIPTS
    + CAMPAIGNS
    + WORK_LISTS
    + WORK_NODES
    + RECTIFICATION
    + INSPECTIONS
    + OF_INSPECTIONS
    + TASK_LINES
    + PLANS
    + FIXED_DAYS
    + BRANCHES
    + GROUPS
    + BRANCH_FACTS
    + OF_ELECTIONS
    + ACTIVITIES
    + OF_MEETINGS
    + PERSONS
    + ATTENDANCES
    + IMPORTS
    + TOPICS
    + HISTORY
)
# What a court that agreed lets the courts above read: submitted records, no persons.
SHARED = BRANCHES + ACTIVITIES + OF_MEETINGS + ELECTIONS + RECTIFICATION + INSPECTIONS + OF_INSPECTIONS
SHARED += ASSESSMENTS + SCORES + BUSINESS_FIGURES

# Models whose rows the guarded manager hands out; users and the audit trail have pages of their own rules.
SCOPED = CONFIGURATION + RECORDS + DRAFTS + LOCKS + APPOINTMENTS

# What all who work in a court's branches read of it.
OF_THE_COURT = TOPICS + PLANS + CAMPAIGNS + WORK_LISTS + WORK_NODES + TASK_LINES

IN_A = {"A", "A1", "A2"}
IN_B = {"B", "B1"}
IN_OWN = {"own"} | IN_A | IN_B
BELOW_OWN = {"agreeing", "Y", "Y1", "silent", "N", "N1"}
IN_SISTER = {"sister", "S", "S1"}
AROUND_OWN = {SYSTEM, "high", "own", "agreeing", "silent"}
ALL = set(EVERYWHERE)

Sight = list[tuple[tuple[str, ...], set[str]]]

SIGHTS: dict[str, Sight] = {
    "nobody": [],
    "unappointed": [],
    "former_secretary_a": [],
    "administrator": [(CONFIGURATION + APPOINTMENTS + USERS + RUNS, ALL)],
    "administrator_own": [
        (CONFIGURATION, AROUND_OWN),
        (APPOINTMENTS + USERS, IN_OWN | BELOW_OWN),
    ],
    "auditor": [(AUDIT + USERS, ALL)],
    "auditor_own": [(AUDIT + USERS, IN_OWN | BELOW_OWN)],
    "committee_high": [
        (CONFIGURATION, {SYSTEM, "high", "sister", *AROUND_OWN}),
        (RECORDS + USERS, {"high", "H", "H1"}),
        (LOCKS + DRAFTS, {"high"}),
        (SHARED, {"agreeing", "Y", "Y1"} | IN_SISTER),
    ],
    "committee_own": [
        (CONFIGURATION, AROUND_OWN),
        (RECORDS + USERS, IN_OWN),
        (LOCKS + DRAFTS, {"own"}),
        (SHARED, {"agreeing", "Y", "Y1"}),
    ],
    "committee_sister": [
        (CONFIGURATION, {SYSTEM, "high", "sister"}),
        (RECORDS + USERS, IN_SISTER),
        (LOCKS + DRAFTS, {"sister"}),
    ],
    "committee_agreeing": [
        (CONFIGURATION, {SYSTEM, "high", "own", "agreeing"}),
        (RECORDS + USERS, {"agreeing", "Y", "Y1"}),
        (LOCKS + DRAFTS, {"agreeing"}),
    ],
    "secretary_a": [
        (CONFIGURATION, AROUND_OWN),
        (
            OF_THE_COURT + INSPECTIONS + ENTRIES + SERIES + NOTICES + ASSESSMENTS,
            {"own"},
        ),
        (PLATES, IN_OWN),
        (RECORDS + DRAFTS + USERS, IN_A),
    ],
    "secretary_b": [
        (CONFIGURATION, AROUND_OWN),
        (
            OF_THE_COURT + INSPECTIONS + ENTRIES + SERIES + NOTICES + ASSESSMENTS,
            {"own"},
        ),
        (PLATES, IN_OWN),
        (RECORDS + DRAFTS + USERS, IN_B),
    ],
    "leader_a1": [
        (CONFIGURATION, AROUND_OWN),
        (SERIES, {"own"}),
        (PLATES, IN_OWN),
        (OF_THE_COURT, {"own"}),
        (BRANCHES + GROUPS + BRANCH_FACTS + IMPORTS + PERSONS + TOPICS + FIXED_DAYS + TASK_LINES + USERS, IN_A),
        (PLANS + ACTIVITIES + OF_MEETINGS + ATTENDANCES + HISTORY + DRAFTS, {"A1"}),  # the group's own meetings only
    ],
    "member_a1": [
        (CONFIGURATION, AROUND_OWN),
        (CAMPAIGNS + WORK_LISTS + SERIES, {"own"}),
        (PLATES, IN_OWN),
        (PLANS, {"own", "A", "A1"}),
        (FIXED_DAYS, {"A"}),
    ],
    "member_b": [
        (CONFIGURATION, AROUND_OWN),
        (CAMPAIGNS + WORK_LISTS + SERIES, {"own"}),
        (PLATES, IN_OWN),
        (PLANS, {"own", "B"}),
        (FIXED_DAYS, {"B"}),
    ],
}

# The member whose rows are the actor's own.
OWN_MEMBER = {"member_a1": "A1", "member_b": "B"}

ROLELESS = {"nobody", "unappointed", "former_secretary_a"}

# An administrator appoints to branches and groups, and so meets their names; nothing else of them.
APPOINTED_IN = {"administrator": ALL, "administrator_own": IN_OWN | BELOW_OWN}

# An officer holds meetings together with other branches of the court, and so meets their names; so does everybody who
# looks at the plates of the court.
INVITED_IN = dict.fromkeys(("secretary_a", "secretary_b", "leader_a1", "member_a1", "member_b"), IN_OWN)

# Rows that count in what an actor reads as sums, without being shown: of the courts below, of a leader's branch.
SUMMED_UP = {
    "committee_high": IN_OWN | BELOW_OWN | IN_SISTER,
    "committee_own": BELOW_OWN,
    "leader_a1": IN_A,
}


def may_see(actor: str, mark: Marked) -> bool:
    """Whether a page may show this canary to the actor."""
    if mark.part == NUMBERS:
        return False
    if mark.label in DAYS:
        return actor not in ROLELESS
    if OWN_MEMBER.get(actor) and mark.about == OWN_MEMBER[actor] and mark.label in PERSONS + ATTENDANCES:
        return True
    seen = any(mark.label in labels and mark.place in places for labels, places in SIGHTS[actor])
    if _is_unissued(mark) and not actor.startswith("committee"):
        return False
    if mark.label in REPORTS and _is_draft(mark):
        return actor.startswith(("committee", "secretary")) and ACTORS[actor].at == mark.place
    if _is_held_back(mark) and not (actor.startswith("committee") and _is_at_home(actor, mark.place)):
        return False
    if isinstance(mark.row, Assessment) and mark.row.published_on is None and actor.startswith("committee"):
        seen = seen and _is_at_home(actor, mark.place)
    return seen and not (_is_unsubmitted(mark) and not _is_at_home(actor, mark.place))


def may_meet(world: World, actor: str, mark: Marked) -> bool:
    """Whether a page may show this canary: of rows seen, of the own account and its places, of names to choose from."""
    if may_see(actor, mark):
        return True
    if mark.part:
        return False
    if mark.row == world.users.get(actor):
        return True
    met = _names_a_place(actor, mark) or _was_attended(world, actor, mark) or _was_sent_out(world, actor, mark)
    return actor not in ROLELESS and met


def _names_a_place(actor: str, mark: Marked) -> bool:
    """Names of the own court, branch and group, of those to appoint to, of the court's other branches for an officer
    (to hold a meeting together), and of groups whose meetings are seen."""
    own = [*owners(ACTORS[actor].at).values(), *owners(OWN_MEMBER.get(actor, SYSTEM)).values()]
    if mark.label in BRANCHES + GROUPS + ("branches.court",) and mark.place in own:
        return True
    if mark.label in BRANCHES + GROUPS and mark.place in APPOINTED_IN.get(actor, ()):
        return True
    if mark.label in BRANCHES and mark.place in INVITED_IN.get(actor, ()):
        return True
    return mark.label in GROUPS and any(ACTIVITIES[0] in labels and mark.place in at for labels, at in SIGHTS[actor])


def _was_attended(world: World, actor: str, mark: Marked) -> bool:
    """What a meeting was, for somebody on its roster: date, place and topic, not the minutes."""
    return isinstance(mark.row, Activity) and any(
        each.row.activity_id == mark.row.pk and each.about == OWN_MEMBER.get(actor, "-")
        for each in world.of(Attendance)
    )


def _was_sent_out(world: World, actor: str, mark: Marked) -> bool:
    """What a message was called, for the committee that sees to it leaving the house."""
    return isinstance(mark.row, Message) and any(
        each.row.message_id == mark.row.pk and may_see(actor, each) for each in world.of(Delivery)
    )


def _is_unsubmitted(mark: Marked) -> bool:
    if isinstance(mark.row, TermElection):
        return mark.row.reported_on is None
    return isinstance(mark.row, Activity) and mark.row.state in ("SENT_BACK", "WITHDRAWN")


def _is_unissued(mark: Marked) -> bool:
    """What the committee has not sent yet."""
    if isinstance(mark.row, Bulletin):
        return mark.row.issued_on is None
    notice = mark.row.notice if isinstance(mark.row, NoticeItem) else mark.row
    return isinstance(notice, Notice) and notice.number is None


def _is_draft(mark: Marked) -> bool:
    """A report that its writers have not published."""
    report = mark.row.report if isinstance(mark.row, ReportSection) else mark.row
    return report.state != "PUBLISHED"


def _is_held_back(mark: Marked) -> bool:
    """What a committee has not brought out: a standard's draft, the scores of an assessment it works on."""
    row = mark.row.review if isinstance(mark.row, ReviewFile) else mark.row
    if isinstance(row, BranchScore | Review):
        return row.assessment.published_on is None
    standard = row.standard if isinstance(row, Aspect | Indicator) else row
    return isinstance(standard, Standard) and standard.state == "DRAFT"


def _is_at_home(actor: str, place: str) -> bool:
    """Whether the place is the actor's own, and not one that only shares what it has submitted."""
    return any(PERSONS[0] in labels or ATTENDANCES[0] in labels for labels, at in SIGHTS[actor] if place in at)


# --- Writing ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Writes:
    """Places whose records, drafts and configuration the actor may change; `accounts`: also users and appointments."""

    places: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()


NO_WRITES = Writes()
WRITES = {
    "administrator": Writes(frozenset({SYSTEM, "high", "own", "sister", "agreeing", "silent", "far"}), EVERYWHERE),
    "administrator_own": Writes(frozenset({"own", "agreeing", "silent"}), frozenset(IN_OWN | BELOW_OWN)),
    "committee_high": Writes(frozenset({"high", "H", "H1"})),
    "committee_own": Writes(frozenset(IN_OWN)),
    "committee_sister": Writes(frozenset(IN_SISTER)),
    "committee_agreeing": Writes(frozenset({"agreeing", "Y", "Y1"})),
    "secretary_a": Writes(frozenset(IN_A)),
    "secretary_b": Writes(frozenset(IN_B)),
    "leader_a1": Writes(frozenset({"A1"})),
}

# Closed with the account's password; what the account has read.
FEEDS = ("planning.calendarfeed", "notices.messageread")
# What an officer asks, the committee of the court is told.
TOLD = ("notices.message", "notices.delivery")
TELLS = {"secretary_a": "own", "secretary_b": "own"}
# Whose account it is, stands with the member.
ACCOUNT_OF = PERSONS[:1]


def may_write(actor: str, label: str, place: str | None) -> bool:
    """Whether a row of this model and place may be changed, added or removed by the actor's requests."""
    writes = WRITES.get(actor, NO_WRITES)
    if label in USERS and place == NEW:
        return bool(writes.accounts)
    if label in APPOINTMENTS + USERS + FEEDS:
        return place in writes.accounts
    if label in TOLD and place == TELLS.get(actor, NEW):
        return True
    return place in writes.places or (label in ACCOUNT_OF and place in writes.accounts)
