"""A report on paper: PDF, and Word in a template that a court may replace."""

from typing import Any

from branches.models import Court
from branches.selectors.templates import template_of
from core.documents import PaperKind, Printed, register, render_docx, render_pdf
from core.documents.pdf import pictures
from core.documents.plain import paragraphs, plain
from core.word_pictures import Picture
from reports.document import Cell, Chart, ChartForm, Piece, ReportDocument, Section, Series, Table, document_from_json
from reports.paper_charts import chart_data
from reports.paper_tables import TEXT_WIDTH_MM, paper_tables

CODE = "REPORT"
PICTURES = "report_pictures.typ"
# With fewer sections nobody looks for a page.
LEAST_SECTIONS = 3
_DIGITS = "零一二三四五六七八九"

FIELDS = (
    ("title、owner、until、state", "标题、单位、时间范围与截至日、状态（如“草稿”）"),
    ("contents", "是否需要目录：三个以上部分才有"),
    ("sections", "各部分的列表，每项有 number（“一、”）、heading、paragraphs、charts、tables"),
    ("charts", "一个部分里各图的列表，每项有 number（“图1”）、title、pictures（图片，直接写名称即可）"),
    ("tables", "全文各表的列表，也可按部分取用；每项有 number（“（一）”）、title、heads、rows、note"),
    ("notes", "数据说明的列表"),
    ("signed、signed_on", "落款单位、成文日期"),
)


def report_pdf(document: ReportDocument) -> bytes:
    return render_pdf(KIND, report_data(document))


def report_docx(document: ReportDocument, court: Court) -> Printed:
    """In the template of `court`, if it has one of its own."""
    return render_docx(KIND, word_data(document), template_of(court, CODE))


def report_data(document: ReportDocument) -> dict[str, Any]:
    """What templates/documents/report.typ prints."""
    document = printable(document)
    sections = [_section(number, each) for number, each in enumerate(document.sections, 1)]
    for number, chart in enumerate((chart for section in sections for chart in section["charts"]), 1):
        chart["number"] = f"图{number}"
    return {
        "title": document.title,
        "owner": document.owner,
        "until": document.until,
        "state": document.state,
        "sections": sections,
        "notes": [line for note in document.notes for line in paragraphs(note)],
        "signed": document.signed,
        "signed_on": document.signed_on,
    }


def word_data(document: ReportDocument) -> dict[str, Any]:
    """The same for Word: charts as pictures."""
    data = report_data(document)
    charts = [chart for section in data["sections"] for chart in section["charts"]]
    drawn = iter(pictures(PICTURES, {"charts": charts}) if charts else [])
    for chart in charts:
        chart["pictures"] = [Picture(next(drawn), TEXT_WIDTH_MM, chart["title"]) for _ in chart["panels"]]
    tables = [table for section in data["sections"] for table in section["tables"]]
    return {**data, "tables": tables, "contents": len(data["sections"]) >= LEAST_SECTIONS}


def printable(document: ReportDocument) -> ReportDocument:
    """The document without characters that no file has a place for."""
    return document_from_json(plain(document.as_json()))


def _section(number: int, section: Section) -> dict[str, Any]:
    tables = [part for table in section.tables for part in paper_tables(table)]
    for at, table in enumerate(tables, 1):
        table["number"] = f"（{numeral(at)}）" if len(tables) > 1 else ""
    texts = ("".join(piece.text for piece in paragraph) for paragraph in section.paragraphs)
    return {
        "number": f"{numeral(number)}、",
        "heading": section.heading,
        "paragraphs": [line for text in texts for line in paragraphs(text)],
        "charts": [chart_data(chart) for chart in section.charts],
        "tables": tables,
    }


def numeral(number: int) -> str:
    """A number below a hundred in words: 一, 十二, 三十."""
    tens, ones = divmod(number, 10)
    if number >= 100:
        return str(number)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def sample_document() -> ReportDocument:
    """A made-up report with something of everything."""
    rows = [[Cell("第一党支部"), Cell("12", value=12)], [Cell("第二党支部"), Cell("不详")]]
    chart = Chart(
        "held",
        "各支部召开支部党员大会情况",
        ChartForm.BARS,
        "次",
        ["第一党支部", "第二党支部"],
        [Series("召开", [12, None])],
    )
    text = [Piece("全年共召开支部党员大会"), Piece("12次", "assembly_held", "12次"), Piece("。")]
    return ReportDocument(
        title="2024年党建工作报告",
        owner="示例法院",
        until="2024年1月1日至2024年12月31日（截至2024年12月31日）",
        state="草稿",
        sections=[
            Section("basics", "基本情况", [text]),
            Section("life", "组织生活", [text], [Table("各支部情况", ["党支部", "召开"], rows, "单位：次。")], [chart]),
            Section("plans", "下一步打算", [text]),
        ],
        notes=["第二党支部的记录尚未补录，以“不详”表示。"],
        signed="示例法院机关党委",
        signed_on="2024年12月31日",
    )


def _template() -> bytes:
    from reports.paper_template import report_template  # noqa: PLC0415  # python-docx is slow to load

    return report_template()


KIND = PaperKind(
    CODE, "工作报告", "report.typ", _template, lambda: word_data(sample_document()), FIELDS, tables=("tables",)
)
register(KIND)
