"""The demo court: 云州市中级人民法院 with a court above and one below, a year of records, an account for every role."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activities.engine import month_index
from activities.models import Activity
from branches.choices import BranchKind, CourtLevel, PostKind, Role
from branches.models import Branch, Court, Member, PartyGroup
from branches.services.appointments import account_open
from core import audit
from core.demo import mark_as_demo
from core.errors import Refused
from core.models import AuditEvent
from reports.demo_life import load_life
from reports.generator.organization import Organization
from reports.generator.rows import BranchRows
from reports.generator.shape import TERM_DAYS, BranchPlan, CourtPlan, first_day
from reports.generator.system import Progress, fill_court, load_rules, store_courts

EVENT = "reports.load_demo"
PROVINCE, COURT, DISTRICT = "南岭省高级人民法院", "云州市中级人民法院", "云州市临江区人民法院"
DEMO_PASSWORD = "Yunzhou@2026"  # noqa: S105  # in the README: the demo holds nothing real
_SEED = 216
_YEARS = 1


@dataclass(frozen=True)
class DemoAccount:
    """One account; with a branch it belongs to a member of it, of a secretary, a group's leader or nobody in office."""

    username: str
    office: str
    role: Role
    court: str = ""
    branch: str = ""
    group: str = ""


DEMO_ACCOUNTS = (
    DemoAccount("shuji1", "第一党支部书记", Role.SECRETARY, COURT, "第一党支部"),
    DemoAccount("shuji3", "第三党支部书记（支部进度落后）", Role.SECRETARY, COURT, "第三党支部"),
    DemoAccount("zuzhang", "第一党支部第一党小组组长", Role.SECRETARY, COURT, "第一党支部", "第一党小组"),
    DemoAccount("dangyuan", "第一党支部党员", Role.MEMBER, COURT, "第一党支部"),
    DemoAccount("jgdw", "云州中院机关党委", Role.COMMITTEE, COURT),
    DemoAccount("jgdw2", "云州中院机关党委另一人（复核）", Role.COMMITTEE, COURT),
    DemoAccount("gaoyuan", "南岭高院机关党委（上级法院）", Role.COMMITTEE, PROVINCE),
    DemoAccount("jiceng", "临江区法院机关党委（下级法院）", Role.COMMITTEE, DISTRICT),
    DemoAccount("admin", "系统管理员", Role.ADMINISTRATOR),
    DemoAccount("audit", "审计管理员", Role.AUDITOR),
)


def is_loaded() -> bool:
    """Whether this database holds the demo court: its event in the audit trail is never removed."""
    return AuditEvent.objects.filter(action=EVENT).exists()


def load_demo(*, on: date) -> Progress:
    """Load the demo with records up to `on`. Refused in a database that is in use: the password is known to all."""
    progress = Progress()
    if is_loaded():
        mark_as_demo()
        return progress
    if Court.objects.unscoped("a database in use gets no demo").exists() or User.objects.exists():
        raise Refused("数据库里已经有法院或账号，不载入演示数据：演示账号的密码是公开的。")
    start = first_day(on, _YEARS)
    with transaction.atomic():
        organizations = {
            organization.court.name: organization for organization in _fill(start=start, until=on, progress=progress)
        }
        _leave_open(_branch_rows(organizations[COURT], "第一党支部").branch, on)
        for account in DEMO_ACCOUNTS:
            _open_account(account, organizations, starts_on=start)
        load_life(organizations[COURT].court, on)
        audit.record(actor=None, action=EVENT, detail={"until": str(on), "accounts": len(DEMO_ACCOUNTS)})
    mark_as_demo()
    return progress


def _fill(*, start: date, until: date, progress: Progress) -> list[Organization]:
    plans = _courts(until)
    rules = load_rules()
    return [
        fill_court(plan, court, rules, start=start, until=until, rng=Random(_SEED + number), progress=progress)  # noqa: S311  # nothing secret
        for number, (plan, court) in enumerate(zip(plans, store_courts(plans), strict=True))
    ]


def _courts(until: date) -> list[CourtPlan]:
    """云州 keeps its records from the court above; 临江 has agreed that the courts above read its own."""
    return [
        CourtPlan(PROVINCE, CourtLevel.HIGH, None, _few("办公室党支部", "政治部党支部", sizes=(13, 11))),
        CourtPlan(COURT, CourtLevel.INTERMEDIATE, 0, _ten(until)),
        CourtPlan(DISTRICT, CourtLevel.BASIC, 1, _district(), shares_records=True),
    ]


def _few(*names: str, sizes: tuple[int, ...]) -> tuple[BranchPlan, ...]:
    return tuple(
        BranchPlan(name, size, groups=size // 6 if size > 11 else 0) for name, size in zip(names, sizes, strict=True)
    )


def _district() -> tuple[BranchPlan, ...]:
    """The last one has two formal members only: too few for a branch."""
    third = BranchPlan("第三党支部", 3, probation_left=(60,), diligence=0.75)
    return (*_few("第一党支部", "第二党支部", sizes=(12, 9)), third)


def _ten(until: date) -> tuple[BranchPlan, ...]:
    """Ten branches, 30 groups, 216 members, five of them on probation; each warning has its example."""
    serving = [
        BranchPlan("第一党支部", 24, diligence=0.96, term_age=TERM_DAYS - 140, attendance=0.95, probation_left=(24,)),
        BranchPlan("第二党支部", 22, diligence=0.93, term_age=TERM_DAYS - 95),
        BranchPlan("第三党支部", 25, diligence=0.58, attendance=0.86, term_age=TERM_DAYS + 47),
        BranchPlan("第四党支部", 21, diligence=0.97, attendance=0.97, term_age=130, probation_left=(310,)),
        BranchPlan("第五党支部", 20, diligence=0.9, term_age=TERM_DAYS - 60, weak_assembly=True),
        BranchPlan(
            "第六党支部", 23, diligence=0.88, term_age=TERM_DAYS - 20, attendance=0.92, probation_left=(151, 152)
        ),
        BranchPlan("第七党支部", 22, diligence=0.99, attendance=0.96, term_age=TERM_DAYS - 25),
        BranchPlan("第八党支部", 19, diligence=0.7, attendance=0.9, has_committee=False),
        BranchPlan("第九党支部", 16, diligence=0.94, probation_left=(88,), founded_on=until - timedelta(250)),
        BranchPlan("离退休党支部", 24, BranchKind.RETIRED, diligence=0.92, term_age=TERM_DAYS - 75, attendance=0.82),
    ]
    return tuple(replace(plan, groups=3) for plan in serving)


def _leave_open(branch: Branch, on: date) -> None:
    """This month's meetings of the first secretary's branch are still to be logged: something to try."""
    of_month = Activity.objects.within(branch).filter(
        period=month_index(on), group__isnull=True, joint_key__isnull=True
    )
    of_month.filter(kind__code__in=("COMMITTEE_MEETING", "THEME_DAY")).delete()


# --- Accounts -----------------------------------------------------------------------------------


def _open_account(account: DemoAccount, organizations: dict[str, Organization], *, starts_on: date) -> None:
    organization = organizations.get(account.court)
    rows = _branch_rows(organization, account.branch) if organization and account.branch else None
    group = _group(account, rows) if rows else None
    is_officer = rows is not None and account.role == Role.SECRETARY
    user = account_open(
        username=account.username,
        password=DEMO_PASSWORD,
        role=account.role,
        at=timezone.make_aware(datetime.combine(starts_on, time(9))),
        name="" if rows else account.office.partition("（")[0],
        member=_person(account, rows) if rows else None,
        must_change_password=False,
        court=organization.court if organization else None,
        branch=rows.branch if rows and is_officer else None,
        group=group,
    )
    if rows and is_officer:
        _say_who_submitted(rows, group, user)


def _branch_rows(organization: Organization, name: str) -> BranchRows:
    return next(rows for rows in organization.branches if rows.branch.name == name)


def _person(account: DemoAccount, rows: BranchRows) -> Member:
    """Who holds the office now; for a plain member somebody formal without any."""
    if account.role == Role.MEMBER:
        holders = rows.holders()
        return next(member for member in rows.members if id(member) not in holders and member.confirmed_on)
    kind = PostKind.GROUP_LEADER if account.group else PostKind.SECRETARY
    group = _group(account, rows)
    held = (post for post in rows.posts if post.kind == kind and post.group is group and post.ends_on is None)
    return next(held).member


def _group(account: DemoAccount, rows: BranchRows) -> PartyGroup | None:
    return next((group for group in rows.groups if group.name == account.group), None)


def _say_who_submitted(rows: BranchRows, group: PartyGroup | None, user: User) -> None:
    """The branch's records are its secretary's, a group's those of its leader."""
    records = Activity.objects.within(rows.branch)
    records = records.filter(group=group) if group else records.filter(submitted_by__isnull=True)
    records.update(submitted_by=user)
