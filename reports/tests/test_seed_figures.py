"""Every figure that the five seeds published is stated by the report of a court with such records, opens to what it
counts, and stands alike on paper."""

from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from types import ModuleType

import pytest
import time_machine
from openpyxl import load_workbook

from core.tests.test_documents import text_of_docx, text_of_pdf
from reports.choices import SectionCode
from reports.document import Piece, PieceState, ReportDocument
from reports.models import Report
from reports.papers import report_docx, report_pdf
from reports.selectors.written import checked, document_of, sections_of
from reports.services.written import report_change, report_revise, section_change
from reports.tests.seeds import campaign, honours, rectification, stars, year
from reports.tests.seeds.desk import Desk, Stated, at, drafted, number_in, published
from reports.texts.tokens import tokens_of
from reports.workbook import report_workbook

pytestmark = pytest.mark.django_db


def write(seed: ModuleType) -> tuple[Desk, Report, dict[str, Piece]]:
    """The court's published report, and its figures by their marks."""
    desk = seed.build()
    report = published(desk, seed.write(desk))
    document = document_of(report, desk.on)
    tokens = [token for section in sections_of(report) for token in tokens_of(section.text)]
    pieces = [piece for each in document.sections for line in each.paragraphs for piece in line if piece.name]
    return desk, report, {str(token)[1:-1]: piece for token, piece in zip(tokens, pieces, strict=True)}


def faults_of(line: Stated, piece: Piece | None, client) -> list[str]:
    """What is wrong with one figure, in words."""
    if piece is None:
        return [f"{line.published}: not in the report"]
    exact = line.exact or line.shown
    found = [
        f"{line.published}: {what} {is_so!r}, not {asked!r}"
        for what, is_so, asked in (("shown", piece.text, line.shown), ("exact", piece.exact, exact))
        if is_so != asked
    ]
    if not piece.url:
        return [*found, f"{line.published}: opens nothing"]
    page = client.get(piece.url)
    counted = line.read(page) if page.status_code == 200 else page.status_code
    if counted is None or abs(Decimal(counted)) != abs(number_in(exact) or 0):
        found.append(f"{line.published}: {exact}, but {piece.url} shows {counted}")
    return found


def check_seed(seed: ModuleType, client) -> tuple[Desk, Report]:
    """All at once, so that a failure tells of every figure."""
    desk, report, pieces = write(seed)
    client.force_login(desk.committee)
    assert not [fault for line in seed.FIGURES for fault in faults_of(line, pieces.get(line.mark), client)]
    assert not pieces.keys() - {line.mark for line in seed.FIGURES}
    assert {piece.state for piece in pieces.values()} <= {PieceState.LIVE, PieceState.ROUNDED}
    check_papers(desk, document_of(report, desk.on))
    return desk, report


def revised(desk: Desk, report: Report, code: SectionCode, text: str) -> Report:
    """The draft of the next edition, in which the section says `text`."""
    edition = report_revise(report=report, at=at(desk.on), by=desk.committee)
    section = next(each for each in sections_of(edition) if each.code == code)
    section_change(section=section, version=section.version, by=desk.committee, text=text)
    edition.refresh_from_db()
    report_change(report=edition, version=edition.version, on=desk.on, by=desk.committee, as_of=report.as_of)
    return edition


def faults_in(report: Report, desk: Desk) -> list[str]:
    return [fault.text for fault in checked(report, desk.on).faults]


def check_papers(desk: Desk, document: ReportDocument) -> None:
    """PDF, Word and the workbook say every sentence of the page."""
    book = load_workbook(BytesIO(report_workbook(document)))
    papers = {
        "PDF": text_of_pdf(report_pdf(document)),
        "Word": text_of_docx(report_docx(document, desk.court).content),
        "workbook": "\n".join(str(cell.value) for row in book["正文"].iter_rows() for cell in row if cell.value),
    }
    pieces = [piece for each in document.sections for line in each.paragraphs for piece in line]
    said = [before.text[-4:] + piece.text for before, piece in pairwise(pieces) if piece.name and not before.name]
    for name, text in papers.items():
        plain = "".join(text.split())
        assert not [words for words in said if "".join(words.split()) not in plain], name


@pytest.fixture
def moment():
    """The day on which a report is read."""
    with time_machine.travel("2025-01-10T10:00:00+08:00", tick=False):
        yield


def test_rectification_and_the_court_s_business(moment, client):
    desk, report = check_seed(rectification, client)
    said = "措施{整改措施=47}：办结{已完成措施}、推进{序时推进措施}、超期{未按时完成措施}；志愿服务{志愿服务=6}。"
    edition = revised(desk, report, SectionCode.RECTIFICATION, said)
    assert faults_in(edition, desk) == [
        "整改措施 手写为 47个，系统记录是 46个。",
        "志愿服务 手写为 6次，系统记录是 5次。",
        "已完成措施、序时推进措施、未按时完成措施合计应等于整改措施：11 + 35 + 0 ≠ 47。",
    ]
    document = document_of(edition, desk.on)
    pieces = [piece for each in document.sections for line in each.paragraphs for piece in line]
    assert [piece.text for piece in pieces if piece.state == PieceState.DIFFERS] == ["47个", "6次"]
    assert sum("为人工填写" in note for note in document.notes) == 2
    edition = revised(desk, report, SectionCode.RECTIFICATION, "47个措施中已完成11个、正在推进35个、超期0个。")
    assert faults_in(edition, desk) == ["这句话里各部分合计与总数不一致：11 + 35 + 0 ≠ 47。"]


def test_the_year_s_meetings_beside_what_was_due(moment, client):
    desk, report = check_seed(year, client)
    life = next(each for each in document_of(report, desk.on).sections if each.code == SectionCode.LIFE)
    shown = {row[0].shown: [cell.shown for cell in row[1:4]] for row in life.tables[0].rows}
    assert shown["支部党员大会"] == ["40", "40", "40"]
    assert shown["支部委员会会议"] == ["60", "120", "60"]
    assert shown["党小组会"] == ["120", "360", "120"]


def test_honours_development_and_cases(moment, client):
    check_seed(honours, client)


def test_stars_and_what_follows_them(moment, client):
    check_seed(stars, client)


@pytest.mark.parametrize(("branches", "cap"), [(7, "2个"), (10, "3个")])
def test_at_most_three_in_ten_have_five_stars(moment, branches, cap):
    desk = stars.rated(branches)
    text = {SectionCode.STARS: "五星名额{五星名额}，评出五星{五星级党支部}。"}
    document = document_of(drafted(desk, text, stars.KIND, stars.AS_OF), desk.on)
    said = "".join(piece.text for piece in document.sections[0].paragraphs[0])
    assert said == f"五星名额{cap}，评出五星{cap}。"


def test_a_campaign_s_tasks_notices_and_research(moment, client):
    check_seed(campaign, client)
