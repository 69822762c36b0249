"""A court's workbook becomes a draft, and what is exported is read back as it was."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from assessments.models import Standard
from assessments.selectors.sentences import names_for
from assessments.selectors.standard_page import aspect_rows
from assessments.services.drafts import aspects_of, indicators_of
from assessments.services.standard_import import StandardChoices, import_standard
from assessments.services.standard_import.service import content_of
from assessments.standard_sheet import standard_bytes
from assessments.tests.factories import Case
from assessments.tests.standard_books import HEAD, changed, standard_book
from core.errors import Refused
from core.spreadsheets import UsageError

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return Case()


def brought_in(case: Case, content: bytes, year: int = 2026, **options: Any) -> Any:
    return import_standard(
        court=case.court, year=year, source=content, filename="标准.xlsx", by=case.committee, **options
    )


def drafts(case: Case) -> list[Standard]:
    return list(Standard.objects.within(case.court).filter(year=2026))


def content(standard: Standard) -> Any:
    return content_of(standard, aspects_of(standard), indicators_of(standard))


def test_words_that_people_use_become_ways_and_inputs(case: Case) -> None:
    outcome = brought_in(case, standard_book())
    assert list(outcome.counts) == ["方面 2 个", "指标 4 项"]
    (draft,) = drafts(case)
    assert draft.is_draft
    assert [(aspect.code, aspect.name) for aspect in aspects_of(draft)] == [("A", "制度执行"), ("B", "队伍教育")]
    told = [(row.code, row.way, row.input, row.params, row.table) for row in indicators_of(draft)]
    assert told == [
        ("A1", "SHARE", "PERIODS_MET", {"kind": "BRANCH_ASSEMBLY"}, {}),
        ("A2", "STEPS", "PERIODS_MET", {"kind": "THEME_DAY"}, [[60, 2], [90, 4]]),
        ("A3", "DEDUCT", "OVERDUE_MEASURES", {}, {"each": 0.5}),
        ("B1", "REVIEW", "", {}, {}),
    ]
    assert [row.is_gate for row in indicators_of(draft)] == [True, False, False, False]


def test_again_adds_nothing_and_another_draft_is_refused(case: Case) -> None:
    brought_in(case, standard_book())
    assert not brought_in(case, standard_book()).counts
    assert len(drafts(case)) == 1
    with pytest.raises(Refused, match="已有一份草案"):
        brought_in(case, standard_book(changed(0, points=6)))


def test_dry_run_says_the_same_and_writes_nothing(case: Case) -> None:
    outcome = brought_in(case, standard_book(), dry_run=True)
    assert str(outcome).startswith("试运行，没有写入：将新增方面 2 个、指标 4 项。")
    assert not drafts(case)


@pytest.mark.parametrize(
    ("row", "cells", "place", "words"),
    [
        (0, {"points": "很多"}, "第 4 行 D 列", "不是分值"),
        (0, {"points": 0}, "第 4 行 D 列", "分值须大于 0"),
        (0, {"counted": "开会情况好"}, "第 4 行 F 列", "不是系统能统计的依据"),
        (1, {"way": "凭感觉"}, "第 5 行 E 列", "不是已有的计分方式"),
        (1, {"figures": "90%得4分；60%得2分"}, "第 5 行 G 列", "由低到高"),
        (1, {"figures": "60%得2分；90%得5分"}, "第 5 行 G 列", "在 0 和分值 4 之间"),
        (1, {"way": "按数量得分", "figures": "1"}, "第 5 行 E 列", "只能"),
        (2, {"figures": "随便"}, "第 6 行 G 列", "看不懂"),
        (2, {"figures": "每条扣-1分"}, "第 6 行 G 列", "看不懂"),
        (2, {"figures": "9" * 5000}, "第 6 行 G 列", "太大"),
        (3, {"counted": "支部党员大会"}, None, ""),
    ],
)
def test_one_bad_row_imports_nothing_and_is_named(
    case: Case, row: int, cells: dict[str, Any], place: str | None, words: str
) -> None:
    if place is None:  # what is reviewed needs no input: the word is put aside
        brought_in(case, standard_book(changed(row, **cells)))
        return
    with pytest.raises(Refused) as refused:
        brought_in(case, standard_book(changed(row, **cells)))
    (line,) = [reason for reason in refused.value.reasons if words in reason]
    assert place in line.replace("工作表“标准” ", "")
    assert not drafts(case)


def test_word_that_the_user_placed(case: Case) -> None:
    book = standard_book(changed(0, counted="开会情况"))
    choices = StandardChoices(inputs={"开会情况": "BRANCH_ASSEMBLY"})
    brought_in(case, book, choices=choices)
    (draft,) = drafts(case)
    assert indicators_of(draft)[0].params == {"kind": "BRANCH_ASSEMBLY"}
    with pytest.raises(UsageError):
        brought_in(case, book, choices=StandardChoices(inputs={"开会情况": "NOTHING"}))


def test_without_words_on_scoring_the_name_decides_and_that_is_told(case: Case) -> None:
    head = [*HEAD[:4]]
    rows = [row[:3] for row in (("制度执行", "党小组会", 4), ("制度执行", "爱岗敬业", 3))]
    outcome = brought_in(case, standard_book(rows, head=head))
    (draft,) = drafts(case)
    assert [row.way for row in indicators_of(draft)] == ["SHARE", "REVIEW"]
    assert any("党小组会" in remark and "请核对" in remark for remark in outcome.remarks)


@pytest.mark.parametrize("first", ["B1", "b1"])
def test_codes_twice_are_refused(case: Case, first: str) -> None:
    head = ["序号", "方面", "代码", "指标", "分值"]
    rows = [("制度执行", first, "党课", 3), ("制度执行", "B1", "主题党日", 4)]
    with pytest.raises(Refused, match="代码 B1 与第 4 行重复"):
        brought_in(case, standard_book(rows, head=head))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(f"方面{number}", "", f"指标{number}", 3) for number in range(28)], "最多 20 个方面"),
        ([("制度执行", "责~任", "党课", 3)], "方面代码“责~任”"),
        ([("制度执行", "a", "党课", 3), ("队伍教育", "A", "主题党日", 3)], "方面代码“A”重复"),
    ],
)
def test_aspects_have_the_limits_of_those_typed_in(case: Case, rows: list[Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        brought_in(case, standard_book(rows, head=["序号", "方面", "方面代码", "指标", "分值"]))


def test_shipped_standard_comes_back_as_it_was_exported(case: Case) -> None:
    shipped = Standard.all_rows.get(court__isnull=True)
    names = names_for(None)
    brought_in(case, standard_bytes(shipped, aspect_rows(shipped), names))
    (draft,) = drafts(case)
    assert content(draft) == content(shipped)


def test_figures_of_the_second_sheet_are_checked(case: Case) -> None:
    figures = [["项目", "数值"], ["五星不低于", "88分"], ["五星比例（%）", "25%"], ["一票否决后最高星级", "3"]]
    brought_in(case, standard_book(评星规定=figures))
    (draft,) = drafts(case)
    assert (draft.five_from, draft.five_share, draft.veto_stars) == (Decimal(88), 25, 3)
    wrong = [["项目", "数值"], ["五星不低于", "70"], ["几颗星", "1"]]
    with pytest.raises(Refused) as refused:
        brought_in(case, standard_book(评星规定=wrong), year=2027)
    assert any("由高到低" in reason for reason in refused.value.reasons)
    assert any("不认识“几颗星”" in reason for reason in refused.value.reasons)


def test_command_exits_with_the_faults(case: Case, tmp_path: Path, capsys: Any) -> None:
    good, bad = tmp_path / "标准.xlsx", tmp_path / "坏.xlsx"
    good.write_bytes(standard_book())
    bad.write_bytes(standard_book(changed(0, points="很多")))
    options = {"court": case.court.name, "year": 2026}
    with pytest.raises(SystemExit) as stopped:
        call_command("import_standard", str(bad), **options)
    assert stopped.value.code == 1
    assert "第 4 行 D 列" in capsys.readouterr().err
    call_command("import_standard", str(good), **options, dry_run=True)
    assert not drafts(case)
    call_command("import_standard", str(good), "--kind", "某种会=BRANCH_ASSEMBLY", **options)
    assert len(drafts(case)) == 1


def test_page_shows_what_would_be_and_then_brings_it_in(client: Client, case: Case) -> None:
    client.force_login(case.committee)
    address = reverse("assessments:standard_import")

    def sent(content: bytes, **more: Any) -> Any:
        return client.post(address, {"year": 2026, "file": SimpleUploadedFile("标准.xlsx", content), **more})

    assert "可以导入：方面 2 个、指标 4 项" in sent(standard_book(), preview=1).content.decode()
    faulty = sent(standard_book(changed(0, points="很多")), preview=1).content.decode()
    assert "第 4 行 D 列" in faulty
    assert not drafts(case)
    refused = sent(standard_book(changed(0, counted="开会情况好")))
    assert refused.status_code == 422
    assert "不是系统能统计的依据" in refused.content.decode()
    assert "--kind" not in refused.content.decode()
    assert sent(standard_book()).status_code == 302
    assert len(drafts(case)) == 1


def test_export_is_for_whoever_reads_the_standard(client: Client, case: Case) -> None:
    client.force_login(case.secretary)
    assert client.get(reverse("assessments:standard_export", args=[case.standard.pk])).status_code == 200
    assert client.get(reverse("assessments:standard_import")).status_code == 403
