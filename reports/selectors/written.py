"""Written reports as they are read: the document of today for a draft, the frozen one for what was published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Max, QuerySet, Sum

from branches.models import Branch, Court
from metrics.choices import Length
from metrics.periods import Period
from reports.choices import USUAL_SECTIONS, ReportKind, ReportState
from reports.document import Piece, PieceState, ReportDocument, Section, document_from_json, without_empty
from reports.models import Report, ReportOutline, ReportSection
from reports.selectors.named import Asked, NamedFigure, sum_rules
from reports.selectors.report_tables import charts_of, tables_of
from reports.spans import ReportSpan
from reports.texts.book import FigureBook
from reports.texts.checks import Fault, bare_numbers, faults_of
from reports.texts.drafts import Drafting, draft
from reports.texts.render import Lookup, paragraphs_of
from reports.texts.tokens import Token, tokens_of
from reports.texts.words import difference, exact


def reports_of(user: Any) -> QuerySet[Report]:
    """The reports that the user may read: published ones of the own court, and drafts of one's own writing."""
    return Report.objects.visible_to(user).select_related("court", "branch", "created_by", "published_by")


def latest_published(user: Any, most: int = 3) -> list[Report]:
    """The reports published last that the user may read, for a first page (1 query)."""
    published = reports_of(user).filter(state=ReportState.PUBLISHED)
    return list(published.order_by("-published_on", "-pk")[:most])


def sections_of(report: Report) -> list[ReportSection]:
    """In their order (1 query)."""
    rows = ReportSection.objects.within(report.court).filter(report=report, is_dropped=False)
    return list(rows.select_related("report"))


def seen_version(report: Report) -> int:
    """What publication asks for: it goes up with each change of the report or of a section, even of one taken out."""
    rows = ReportSection.objects.within(report.court).filter(report=report)
    return report.version + report.arrangement - 1 + (rows.aggregate(changes=Sum(F("version") - 1))["changes"] or 0)


def alike(report: Report) -> QuerySet[Report]:
    """The reports of the same owner on the same days, whatever became of them."""
    names = ("branch", "kind", "start", "end", "with_below")
    return Report.objects.within(report.court).filter(**{name: getattr(report, name) for name in names})


def next_edition(report: Report) -> int:
    """What number it bears once it is published: the first is 1."""
    published = alike(report).filter(published_on__isnull=False)
    return (published.aggregate(last=Max("edition"))["last"] or 0) + 1


def outline_of(court: Court, kind: ReportKind) -> list[tuple[str, str]]:
    """(code, heading) of the sections that the court's new reports of a kind have."""
    kept = ReportOutline.objects.within(court).filter(kind=kind).first()
    if kept:
        return [(code, heading) for code, heading in kept.sections]
    return [(code.value, code.label) for code in USUAL_SECTIONS]


# By what length of its span a report has its kind.
_KINDS = {
    Length.MONTH: ReportKind.MONTH,
    Length.QUARTER: ReportKind.QUARTER,
    Length.HALF: ReportKind.HALF_YEAR,
    Length.YEAR: ReportKind.YEAR,
}


def kind_of(period: Period) -> ReportKind:
    return _KINDS.get(period.length, ReportKind.OTHER) if period.length else ReportKind.OTHER


def usual_title(owner: Court | Branch, start: date, end: date, *, with_below: bool = False) -> str:
    """`明州市中级人民法院2024年党建工作报告`, `明州市中级人民法院及下级法院2024年党建工作报告`."""
    name = f"{owner.court.name}{owner.name}" if isinstance(owner, Branch) else owner.name
    return f"{name}{'及下级法院' if with_below else ''}{Period(start, end).label}党建工作报告"


def asked_of(report: Report, on: date) -> Asked:
    """What the figures of a draft are asked for on the day `on`; of a published one, as of its own day."""
    as_of = ReportSpan(report.start, report.end).as_of(on, report.as_of)
    return Asked(report.owner, report.start, report.end, as_of, with_below=report.with_below)


def book_of(report: Report, on: date) -> FigureBook:
    return FigureBook(asked_of(report, on))


def document_of(report: Report, on: date, book: FigureBook | None = None) -> ReportDocument:
    """The report as it reads: what was published as it was then, a draft with the figures of `on`. What holds no more
    says so."""
    if report.document is not None:
        kept = document_from_json(report.document)
        holds = report.state == ReportState.PUBLISHED
        return kept if holds else replace(kept, state=f"{kept.state}，{report.get_state_display()}")
    book = book or book_of(report, on)
    sections = [_section(row, book) for row in sections_of(report)]
    return ReportDocument(
        title=report.title,
        owner=str(report.owner),
        until=_until(book.asked),
        state=_state(report),
        sections=sections,
        notes=_notes(sections),
        signed=report.signed,
        signed_on=_day(report.published_on) if report.published_on else "",
    )


def drafted_document(asked: Asked) -> ReportDocument:
    """A report that nobody wrote: every section as it would be drafted."""
    book, period = FigureBook(asked), Period(asked.start, asked.end)
    drafting = Drafting(asked, book.of(), period.words)
    sections = [
        _filled(code, heading, draft(code, drafting), book, with_tables=True)
        for code, heading in outline_of(asked.court, kind_of(period))
    ]
    document = ReportDocument(
        title=usual_title(asked.owner, asked.start, asked.end, with_below=asked.with_below),
        owner=str(asked.owner),
        until=_until(asked),
        state="按系统记录起草",
        sections=sections,
        notes=_notes(sections),
    )
    return without_empty(document)


def _section(row: ReportSection, book: FigureBook) -> Section:
    return _filled(row.code, row.heading, row.text, book, with_tables=row.with_tables)


def _filled(code: str, heading: str, text: str, book: FigureBook, *, with_tables: bool) -> Section:
    return Section(
        code=code,
        heading=heading,
        paragraphs=paragraphs_of(text, book),
        tables=tables_of(code, book) if with_tables else [],
        charts=charts_of(code, book) if with_tables else [],
    )


def _until(asked: Asked) -> str:
    below = "，含下级法院" if asked.with_below else ""
    later = "，党支部、党员等现状也截至这一天" if asked.as_of > asked.end else ""
    return f"{_day(asked.start)}至{_day(asked.end)}，数据截至{_day(asked.as_of)}{below}{later}"


def _state(report: Report) -> str:
    if report.published_on is None:
        return report.get_state_display()
    edition = f"（第{report.edition}版）" if report.edition > 1 else ""
    return f"{_day(report.published_on)}发布{edition}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _notes(sections: list[Section]) -> list[str]:
    """The exact figure of what stands in round words, and why others are not known; each once."""
    said: dict[str, None] = {}
    whys: dict[str, dict[str, None]] = {}
    for piece in _pieces(sections):
        if piece.state == PieceState.ROUNDED:
            said.setdefault(
                f"{piece.name}“{piece.text}”，准确数为{piece.exact}{f'；{piece.why}' if piece.why else ''}。"
            )
        elif piece.state == PieceState.UNKNOWN:
            said.setdefault(f"{piece.name}不详{f'：{piece.why}' if piece.why else ''}。")
        elif piece.state == PieceState.DIFFERS:
            said.setdefault(f"{piece.name}为人工填写：{piece.why}。")
        elif piece.state == PieceState.LIVE and piece.why:
            whys.setdefault(piece.why, {}).setdefault(piece.name)
    return [*said, *(f"{'、'.join(names)}：{why}。" for why, names in whys.items())]


def _pieces(sections: list[Section]) -> Iterator[Piece]:
    for section in sections:
        for paragraph in section.paragraphs:
            yield from paragraph


# --- What to look at before publication ----------------------------------------------------------


@dataclass(frozen=True)
class Checked:
    """`faults` do not agree with the data; `bare` are numbers in the texts that open nothing, by heading."""

    faults: list[Fault]
    bare: list[tuple[str, list[str]]]


def checked(report: Report, on: date, book: FigureBook | None = None) -> Checked:
    sections = sections_of(report)
    lookup = book or book_of(report, on)
    texts = [(section.heading, section.text) for section in sections]
    bare = [(heading, bare_numbers(text)) for heading, text in texts]
    return Checked(faults_of(texts, lookup, sum_rules()), [(heading, found) for heading, found in bare if found])


# --- Beside the last report ----------------------------------------------------------------------


def figures_to_keep(report: Report, book: FigureBook) -> dict[str, Any]:
    """Every figure of the span by its name, and those that the texts count since a year (约谈@2017), as JSON."""
    since = {token.label: figure for token in _tokens(report) if token.since and (figure := book(token))}
    return {name: _kept(figure) for name, figure in {**book.of(), **since}.items()}


def _tokens(report: Report) -> list[Token]:
    return [token for section in sections_of(report) for token in tokens_of(section.text)]


def _kept(figure: NamedFigure) -> dict[str, str | None]:
    value = None if figure.value is None else str(figure.value)
    return {"value": value, "unit": figure.unit, "url": figure.url, "why": figure.why, "group": figure.group}


def figures_of(report: Report, on: date) -> dict[str, NamedFigure]:
    """By name: as they were published, or as the records have them on the day `on`."""
    if report.published_on is None:
        return book_of(report, on).of()
    return {name: _read(name, kept) for name, kept in report.figures.items()}


def _read(name: str, kept: dict[str, Any]) -> NamedFigure:
    value = None if kept["value"] is None else Decimal(kept["value"])
    return NamedFigure(name, value, kept["unit"], kept["url"], kept["why"], kept["group"])


@dataclass(frozen=True)
class Compared:
    """One figure beside that of the span before. `change` is in words, "—" where there is none to tell."""

    name: str
    now: str
    before: str
    change: str
    url: str = ""


def compared(report: Report, on: date) -> tuple[Report | None, list[Compared]]:
    """The figures that the texts name beside those of the span before: as its report said them, or else as the records
    have them now."""
    former, tokens = _former(report), _tokens(report)
    now = _said(tokens, _lookup(report, on))
    then = _said(_tokens(former), _lookup(former, on)) if former else _said(map(_untyped, tokens), _book_before(report))
    kept = figures_of(former, on) if former else {}
    return former, [_compared(label, figure, then.get(label) or kept.get(label)) for label, figure in now.items()]


def _lookup(report: Report, on: date) -> Lookup:
    if report.published_on is None:
        return book_of(report, on)
    figures = figures_of(report, on)
    return lambda token: figures.get(token.label)


def _said(tokens: Iterable[Token], lookup: Lookup) -> dict[str, NamedFigure]:
    """By label; what was typed stands before what the records had."""
    said: dict[str, NamedFigure] = {}
    for token in tokens:
        figure = lookup(token)
        if figure and token.typed is not None:
            said[token.label] = replace(figure, value=token.typed)
        elif figure:
            said.setdefault(token.label, figure)
    return said


def _untyped(token: Token) -> Token:
    return Token(token.name, token.since)


def _compared(label: str, figure: NamedFigure, then: NamedFigure | None) -> Compared:
    before, unit = then.value if then else None, figure.unit
    change = difference(figure.value, before, unit)
    return Compared(label, exact(figure.value, unit), exact(before, unit), change, figure.url)


def _former(report: Report) -> Report | None:
    """The published report of the same owner on the span of the same length before."""
    before = Period(report.start, report.end).before
    rows = Report.objects.within(report.court).filter(
        branch=report.branch,
        kind=report.kind,
        with_below=report.with_below,
        state=ReportState.PUBLISHED,
        start=before.start,
        end=before.end,
    )
    return rows.first()


def _book_before(report: Report) -> FigureBook:
    before = Period(report.start, report.end).before
    return FigureBook(Asked(report.owner, before.start, before.end, before.end, with_below=report.with_below))
