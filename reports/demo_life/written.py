"""Written reports: the last quarter's is published, with words of the committee's own; this year's is a draft."""

from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import make_aware

from accounts.models import User
from branches.models import Branch, Court
from metrics.periods import Period
from reports.choices import ReportKind, SectionCode
from reports.models import Report
from reports.selectors.written import kind_of, sections_of, seen_version
from reports.services.written import About, report_create, report_publish, section_change

PLAN = "一是补开欠开的会议，{组织生活未达标}逐项落实到支部。\n二是对照清单推进{未销号问题}检视问题的整改，按期销号。"


def load(court: Court, on: date) -> None:
    """Up to `on`."""
    author = User.objects.get(username="jgdw")
    quarter = _quarter_before(on)
    published = _draft(court, quarter, on, author)
    plan = next(each for each in sections_of(published) if each.code == SectionCode.PLAN)
    section_change(section=plan, version=plan.version, by=author, text=PLAN)
    published.refresh_from_db()
    report_publish(report=published, version=seen_version(published), has_checked=True, on=on, by=author)
    if on.month > 1:
        _draft(court, Period.named(on.year, "Y"), on, author)
    branch = Branch.objects.within(court).order_by("order", "pk").first()
    if branch is not None:
        _draft(branch, quarter, on, User.objects.get(username="shuji1"))


def _quarter_before(on: date) -> Period:
    """The quarter that ended last."""
    number = (on.month - 1) // 3
    return Period.named(on.year, f"Q{number}") if number else Period.named(on.year - 1, "Q4")


def _draft(owner: Court | Branch, period: Period, on: date, by: Any) -> Report:
    about = About(owner, ReportKind(kind_of(period)), period.start, period.end)
    return report_create(about=about, on=on, at=make_aware(datetime.combine(on, time(16))), by=by)
