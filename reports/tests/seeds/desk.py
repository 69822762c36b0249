"""What the seeds share: a made-up court at work, its report, and how the page behind a figure is counted."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.timezone import make_aware

from activities.models import Activity, ActivityKind
from activities.services.kinds import KindFacts, kind_create
from activities.tests import factories as meetings
from branches.models import Branch, Court
from branches.tests import factories as people
from metrics.tests import factories as metrics
from registers.models import RegisterEntry
from registers.services import KindFacts as RegisterFacts
from registers.services import kind_create as register_create
from registers.tests.factories import entry
from reports.choices import ReportKind, SectionCode
from reports.models import Report
from reports.selectors.written import sections_of, seen_version
from reports.services.outlines import outline_save
from reports.services.written import About, report_change, report_create, report_publish, section_change

Number = int | Decimal
# What the page behind a figure says; None where it does not say it.
Reader = Callable[[Any], Number | None]


@dataclass(frozen=True)
class Stated:
    """A published figure: by which mark the report names it, in which words it stands there, how its page is counted.

    `exact`: as it is without rounding, where that differs from `shown`.
    """

    published: str
    mark: str
    shown: str
    read: Reader
    exact: str = ""


@dataclass
class Desk:
    """A court with one person of its committee, and a year or part of one that is reported on."""

    court: Court
    start: date
    end: date
    on: date
    branches: list[Branch] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.committee = people.committee_account(self.court)

    def branch(self, name: str, **facts: Any) -> Branch:
        made = people.branch(self.court, name, **facts)
        meetings.coverage(made)
        self.branches.append(made)
        return made

    def kind(self, name: str, *fields: str, **facts: Any) -> ActivityKind:
        """A kind of activity of the court's own, for the court as a whole."""
        given = KindFacts(name=name, short_name=name[:10], roster="INVITED", fields=fields, **facts)
        return kind_create(court=self.court, facts=given, by=self.committee)

    def held(self, kind: str | ActivityKind, on: date, due: int = 60, present: int = 58, **facts: Any) -> Activity:
        """A court-wide activity; `details` and the rest as a MeetingEntry has them."""
        chosen = {"kind": kind} if isinstance(kind, ActivityKind) else {}
        code = kind.code if isinstance(kind, ActivityKind) else kind
        counted = {"typed_due": due, "typed_present": present, "by": self.committee}
        counted["at"] = meetings.noon(facts.get("ends_on", on))
        return meetings.activity(code, None, on, court=self.court, **chosen, **counted, **facts)

    def register(self, name: str, *fields: str, **facts: Any) -> Any:
        """A register of the court's own."""
        given = RegisterFacts(name=name, title_label="名称", fields=fields, **facts)
        return register_create(court=self.court, facts=given, by=self.committee)

    def enter(self, register: Any, on: date, owner: Branch | None = None, **facts: Any) -> RegisterEntry:
        return entry(register, owner or self.court, on, **facts)

    def metric(self, of: Any, code: str, *said: Any, year: int = 0) -> None:
        """What the court entered of a span of the reported year (or of another)."""
        metrics.figure(of, self.court, year or self.end.year, code, *said, by=self.committee)

    def counts(self, **numbers: tuple[int | str, str]) -> None:
        """Metrics of the court's own, each a number of things of the whole year with its unit."""
        for name, (value, unit) in numbers.items():
            self.metric(metrics.own_metric(self.court, name, unit=unit), "Y", value)


def at(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(10)))


def drafted(desk: Desk, texts: Mapping[SectionCode, str], kind: ReportKind, as_of: date | None = None) -> Report:
    """The court's report with these sections, as a person wrote them."""
    facts = {"court": desk.court, "kind": kind, "version": 0, "by": desk.committee}
    outline_save(sections=[(code.value, code.label) for code in texts], **facts)
    about = About(desk.court, kind, desk.start, desk.end)
    report = report_create(about=about, on=desk.on, at=at(desk.on), by=desk.committee)
    if as_of:
        report_change(report=report, version=report.version, on=desk.on, by=desk.committee, as_of=as_of)
    for section in sections_of(report):
        text = _paragraphs(texts[SectionCode(section.code)])
        section_change(section=section, version=section.version, by=desk.committee, text=text)
    return Report.objects.within(desk.court).get(pk=report.pk)


def _paragraphs(text: str) -> str:
    """A line of the module that ends no sentence goes on in the next."""
    lines = (line.strip() for line in text.strip().splitlines())
    return "".join(f"{line}\n" if line.endswith("。") else line for line in lines)


def published(desk: Desk, report: Report) -> Report:
    """Nothing in it may differ from the data."""
    facts = {"version": seen_version(report), "has_checked": False, "on": desk.on, "by": desk.committee}
    return report_publish(report=report, **facts)


# --- How the page behind a figure is counted -------------------------------------------------------


def rows(page: Any) -> Number:
    return int(page.context["page"].count.value)


def summed(label: str) -> Reader:
    """The sum that stands above the list."""

    def read(page: Any) -> Number | None:
        found = [each.text for each in page.context["sums"] or () if label in each.label]
        return number_in(found[0]) if found else None

    return read


def persons(page: Any) -> Number | None:
    """The person-times above a list of activities."""
    return number_in(page.context["sums"][0].text)


def column(name: str) -> Reader:
    """The sum of a column of the list."""
    return lambda page: sum(getattr(row, name) for row in page.context["page"].rows)


def owed(code: str, what: str) -> Reader:
    """What the dashboard says of a kind: `due`, `met`, `missing`."""

    def read(page: Any) -> Number | None:
        found = [each["figures"] for each in page.context["kinds"] if each["figures"].kind.code == code]
        return getattr(found[0], what) if found else None

    return read


def said(words: str, number: Number | None = None) -> Reader:
    """A page that is no list: it says these words, which stand for the number in them, or for `number`."""

    def read(page: Any) -> Number | None:
        text = "".join(re.sub(r"<[^>]+>", "", page.content.decode()).split())
        if "".join(words.split()) not in text:
            return None
        return number_in(words) if number is None else number

    return read


def metric(span: str) -> Callable[..., Reader]:
    """Of a metric's page, the line of a span: `2024年`, its figure, the parts of a ratio behind it."""

    def entered(words: str, number: Number | None = None) -> Reader:
        return said(f"{span}{words}", number_in(words) if number is None else number)

    return entered


def number_in(words: str) -> Decimal | None:
    found = re.search(r"-?[\d,]+(?:\.\d+)?", words)
    return Decimal(found.group().replace(",", "")) if found else None
