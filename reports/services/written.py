"""Written reports: drafted from the data, edited section by section, frozen at publication, revised anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from branches.models import Branch, Court
from core import audit
from core.changes import CONFLICT, save_change
from core.errors import EditConflict, Refused
from metrics.periods import Period
from reports.choices import ReportKind, ReportState
from reports.document import without_empty
from reports.models import Report, ReportSection
from reports.selectors.stale import is_waiting
from reports.selectors.written import (
    alike,
    book_of,
    checked,
    document_of,
    figures_to_keep,
    next_edition,
    outline_of,
    sections_of,
    seen_version,
    usual_title,
)
from reports.texts.drafts import Drafting, draft


@dataclass(frozen=True)
class Arranged:
    """A section as somebody arranged it: one that is there (`section`), or a new one of `code`."""

    code: str
    heading: str
    section: int | None = None


@dataclass(frozen=True)
class About:
    """What a new report is about: whole months. Without a title it has the usual one."""

    owner: Court | Branch
    kind: str
    start: date
    end: date
    with_below: bool = False
    title: str = ""

    @property
    def court(self) -> Court:
        return self.owner.court if isinstance(self.owner, Branch) else self.owner

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "court": self.court,
            "branch": self.owner if isinstance(self.owner, Branch) else None,
            "kind": self.kind,
            "start": self.start,
            "end": self.end,
            "with_below": self.with_below,
            "title": self.title.strip() or usual_title(self.owner, self.start, self.end, with_below=self.with_below),
            "signed": _signature(self.owner),
        }


@transaction.atomic
def report_create(*, about: About, on: date, at: datetime, by: Any, submission_key: UUID | None = None) -> Report:
    """A draft with the sections of the court's outline, each drafted from the data; sent twice it is made once."""
    court = about.court
    Court.objects.within(court).select_for_update(no_key=True).get()
    if submission_key and (made := Report.objects.within(court).filter(submission_key=submission_key).first()):
        return made
    if about.start > on:
        raise Refused(f"{about.start} 还没有到，没有数据可写。", field="period")
    report = Report(**about.facts, created_at=at, created_by=by, submission_key=submission_key)
    report.full_clean()
    report.save()
    drafting = _drafting(report, on)
    outline = outline_of(court, ReportKind(about.kind))
    _put(report, [(code, heading, draft(code, drafting)) for code, heading in outline])
    audit.record(actor=by, action="reports.report_create", subject=report)
    return report


def _put(report: Report, sections: Sequence[tuple[str, str, str]]) -> None:
    ReportSection.objects.bulk_create(
        ReportSection(**_of(report), code=code, heading=heading, text=text, order=order)
        for order, (code, heading, text) in enumerate(sections, start=1)
    )


def _of(report: Report) -> dict[str, Any]:
    """What a section has of its report."""
    return {"court_id": report.court_id, "branch_id": report.branch_id, "report": report}


def _signature(owner: Court | Branch) -> str:
    if isinstance(owner, Branch):
        return f"{owner.court.name}{owner.name}"
    return f"中共{owner.name}机关委员会"


@transaction.atomic
def report_change(*, report: Report, version: int, on: date, by: Any, **facts: Any) -> Report:
    """Change what stands around the texts: title, signed, as_of."""
    _ensure(_hold(report), ReportState.DRAFT, doing="修改")
    as_of = facts.get("as_of")
    if as_of and not report.start <= as_of <= on:
        raise Refused(f"数据截至日期要在 {report.start} 到今天（{on}）之间。", field="as_of")
    rows = Report.objects.within(report.court)
    save_change(report, rows, values=facts, by=by, action="reports.report_change", version=version)
    return report


@transaction.atomic
def section_change(*, section: ReportSection, version: int, by: Any, **facts: Any) -> ReportSection:
    """Change one section: heading, text, with_tables."""
    report = _hold(section.report)
    _ensure(report, ReportState.DRAFT, doing="修改")
    rows = ReportSection.objects.within(section.court)
    if rows.filter(pk=section.pk, is_dropped=True).exists():
        raise EditConflict("您打开之后，这一栏已被别人去掉，保存不了。您填写的内容还在下面，请复制到别的栏目。")
    said = save_change(
        section, rows, values=facts, by=by, action="reports.section_change", version=version, unspoken=("text",)
    )
    if "heading" in said.get("after", {}):
        _count_arrangement(report)
    return section


@transaction.atomic
def sections_arrange(*, report: Report, version: int, sections: Sequence[Arranged], on: date, by: Any) -> Report:
    """Put the sections in this order: new ones are drafted, those left out are taken away with their text. `version` is
    the report's `arrangement` that was seen; a section whose heading changes is told of to whoever writes it."""
    current = _hold(report)
    _ensure(current, ReportState.DRAFT, doing="修改")
    if current.arrangement != version:
        raise EditConflict(CONFLICT)
    if not sections:
        raise Refused("至少保留一个栏目。", field="sections")
    there = {section.pk: section for section in sections_of(current)}
    kept = {each.section for each in sections if each.section}
    if not kept <= there.keys():
        raise EditConflict(CONFLICT)
    ReportSection.objects.within(current.court).filter(pk__in=there.keys() - kept).update(is_dropped=True)
    drafting = _drafting(current, on)
    for order, each in enumerate(sections, start=1):
        row = there.get(each.section or 0) or ReportSection(**_of(current), code=each.code)
        if row.pk is None:
            row.text = draft(each.code, drafting)
        heading = each.heading.strip()
        row.version += 1 if row.pk and row.heading != heading else 0
        row.heading, row.order = heading, order
        row.full_clean()
        row.save()
    _count_arrangement(current)
    detail = {"sections": [each.heading for each in sections]}
    audit.record(actor=by, action="reports.sections_arrange", subject=current, detail=detail)
    return current


def _count_arrangement(report: Report) -> None:
    report.arrangement += 1
    report.save(update_fields=["arrangement"])


def drafted_anew(section: ReportSection, on: date) -> str:
    """What the section would say if it were drafted on `on`; nothing is saved."""
    return draft(section.code, _drafting(section.report, on))


def _drafting(report: Report, on: date) -> Drafting:
    book = book_of(report, on)
    return Drafting(book.asked, book.of(), Period(report.start, report.end).words)


# --- Publication --------------------------------------------------------------------------------


@transaction.atomic
def report_publish(*, report: Report, version: int, has_checked: bool, on: date, by: Any) -> Report:
    """Freeze text and figures as of the report's date and let the whole court read it. What was published for the same
    days is replaced. `has_checked`: the person has looked at what does not agree, and stands by it."""
    Court.objects.within(report.court).select_for_update(no_key=True).get()  # one edition after the other
    current = _hold(report)
    if current.state == ReportState.PUBLISHED:
        return current
    _ensure(current, ReportState.DRAFT, doing="发布")
    if seen_version(current) != version:
        raise EditConflict("您打开之后，这份报告又改过。请返回报告看过改动，再点“发布”。")
    book = book_of(current, on)
    if current.with_below and is_waiting(current.court, until=book.asked.as_of):
        raise Refused("汇总数正在更新，约一分钟后再发布。")
    faults = checked(current, on, book).faults
    if bars := [fault.text for fault in faults if fault.is_bar]:
        raise Refused(*bars)
    if not has_checked and faults:
        raise Refused(f"还有 {len(faults)} 处与数据不一致，请核对并勾选“已核对”后再发布。", field="has_checked")
    current.edition = next_edition(current)
    current.as_of = book.asked.as_of
    current.figures = figures_to_keep(current, book)
    current.state, current.published_on, current.published_by = ReportState.PUBLISHED, on, by
    current.document = without_empty(document_of(current, on, book)).as_json()
    _replace_former(current, by)
    current.version += 1
    current.full_clean()
    current.save()
    audit.record(actor=by, action="reports.report_publish", subject=current, detail={"edition": current.edition})
    return current


def _replace_former(report: Report, by: Any) -> None:
    rows = alike(report).select_for_update(no_key=True)
    former = rows.filter(state=ReportState.PUBLISHED).first()
    if former is None:
        return
    former.state = ReportState.REPLACED
    former.save(update_fields=["state"])
    audit.record(actor=by, action="reports.report_replace", subject=former, detail={"by": report.pk})


@transaction.atomic
def report_withdraw(*, report: Report, reason: str, by: Any) -> Report:
    """Take a published report back from its readers; it stays on record with the reason."""
    current = _hold(report)
    _ensure(current, ReportState.PUBLISHED, doing="撤回")
    current.state, current.withdrawal_reason = ReportState.WITHDRAWN, reason.strip()
    current.version += 1
    if not current.withdrawal_reason:
        raise Refused("请写明撤回的原因。", field="reason")
    current.full_clean()
    current.save()
    audit.record(actor=by, action="reports.report_withdraw", subject=current, detail={"reason": reason})
    return current


@transaction.atomic
def report_revise(*, report: Report, at: datetime, by: Any) -> Report:
    """A draft of the next edition with the same texts; the published one stays in force until that is published."""
    current = _hold(report)
    if current.state not in (ReportState.PUBLISHED, ReportState.WITHDRAWN):
        raise Refused(f"这份报告{current.get_state_display()}，不能修订。")
    rows = Report.objects.within(current.court)
    if waiting := rows.filter(revises=current, state=ReportState.DRAFT).first():
        return waiting
    names = ("court", "branch", "kind", "start", "end", "as_of", "with_below", "title", "signed")
    revised = Report(
        **{name: getattr(current, name) for name in names},
        edition=next_edition(current),
        revises=current,
        created_at=at,
        created_by=by,
    )
    revised.full_clean()
    revised.save()
    for section in sections_of(current):
        section.pk, section.report, section.version = None, revised, 1
        section.save()
    audit.record(actor=by, action="reports.report_revise", subject=revised, detail={"of": current.pk})
    return revised


@transaction.atomic
def report_discard(*, report: Report, by: Any) -> Report:
    """Give a draft up."""
    current = _hold(report)
    _ensure(current, ReportState.DRAFT, doing="放弃")
    current.state = ReportState.DISCARDED
    current.version += 1
    current.save(update_fields=["state", "version"])
    audit.record(actor=by, action="reports.report_discard", subject=current)
    return current


def _hold(report: Report) -> Report:
    """The row as it is now, held until the end of the transaction."""
    return Report.objects.within(report.court).select_for_update(no_key=True).get(pk=report.pk)


def _ensure(report: Report, state: ReportState, *, doing: str) -> None:
    if report.state != state:
        raise Refused(f"这份报告{report.get_state_display()}，不能{doing}。")
