"""`report`: figures for other systems, from the command line."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from activities.tests import rows
from branches.tests import factories
from metrics.tests.factories import figure
from rectification.tests.factories import Case
from reports.choices import SectionCode
from reports.selectors.named import Asked
from reports.selectors.report_tables import charts_of
from reports.selectors.written import drafted_document
from reports.texts.book import FigureBook

pytestmark = pytest.mark.django_db


@pytest.fixture
def court():
    return factories.court("测试中级法院")


@pytest.fixture
def branch(court):
    branch = rows.branch(court, name="第一党支部")
    factories.group(branch)
    factories.member(branch)
    factories.member(branch, status="PROBATIONARY", joined_on=date(2024, 3, 1))
    rows.activity(branch, "THEME_DAY", date(2024, 2, 5), due_count=2, present_count=1)
    rows.activity(None, "POLITICAL_STUDY", date(2024, 2, 6), court=court, ledger_due=50, ledger_present=48)
    return branch


def report(capsys, *arguments):
    call_command("report", *arguments)
    return json.loads(capsys.readouterr().out)


def test_a_year_of_a_court(capsys, court, branch):
    said = report(capsys, "--court", court.name, "--year", "2024", "--format", "json")
    assert (said["court"], said["start"], said["end"], said["as_of"]) == (
        *("测试中级法院", "2024-01-01"),
        *("2024-12-31", "2024-12-31"),
    )
    assert said["organization"] == {"branches": 1, "groups": 1, "members": 2, "probationary": 1}
    theme_days = said["activities"]["THEME_DAY"]
    assert theme_days["branches"] == {
        "第一党支部": {
            "held": 1, "due": 12, "periods_met": 1, "not_known": 0, "person_times": 1, "expected_person_times": 2,
        }
    }  # fmt: skip
    assert (theme_days["held"], theme_days["due"], theme_days["periods_met"], theme_days["open"]) == (1, 12, 1, 0)
    assert said["activities"]["POLITICAL_STUDY"]["due"] is None
    assert said["activities"]["POLITICAL_STUDY"]["branches"]["全院"]["person_times"] == 48
    assert said["unknown"] == []


class TestMetrics:
    """Figures that are not counted here stand beside those that are."""

    def entered(self, court, branch):
        figure("CLOSING_RATE", court, 2024, "Y", 3157, 3302)
        for quarter in ("Q1", "Q2", "Q3", "Q4"):
            figure("LONG_PENDING_CLOSED", court, 2024, quarter, 172)
            figure("CLOSING_RANK", court, 2024, quarter, 3)
        figure("ENFORCEMENT_PAID", court, 2024, "Y", "135000.50")
        figure("FIRST_INSTANCE_ACCEPTED_RATE", court, 2024, "Y", 97)
        figure("CLOSING_RATE", branch, 2024, "Y", 1, 2)

    def test_of_a_court_and_of_a_branch(self, capsys, court, branch):
        self.entered(court, branch)
        asked = ("--court", court.name, "--year", "2024")
        assert report(capsys, *asked)["metrics"] == {
            "结案率": {"numerator": 3157, "denominator": 3302, "percent": 95.61},
            "审结一年以上长期未结案件": {"value": 688, "unit": "件"},
            "发放执行案款": {"value": 135000.5, "unit": "元"},
            "一审服判息诉率": {"value": 97, "unit": "%"},
        }
        own = report(capsys, *asked, "--branch", branch.name)["metrics"]
        assert own == {"结案率": {"numerator": 1, "denominator": 2, "percent": 50}}
        quarter = report(capsys, "--court", court.name, "--quarter", "2024Q1")["metrics"]
        assert list(quarter) == ["审结一年以上长期未结案件", "结案率全国排名"]
        assert quarter["结案率全国排名"] == {"value": 3, "unit": "位"}

    def test_with_the_courts_below_the_sums_say_of_how_many(self, capsys, court, branch):
        self.entered(court, branch)
        sharing, _ = factories.court(parent=court, shares_records=True), factories.court(parent=court)
        figure("CLOSING_RATE", sharing, 2024, "Y", 43, 98)
        found = report(capsys, "--court", court.name, "--year", "2024", "--with-below")["metrics"]
        counted = {"courts": 2, "courts_not_known": 1}
        assert found["结案率"] == {"numerator": 3200, "denominator": 3400, "percent": 94.12, **counted}
        assert found["发放执行案款"]["courts_not_known"] == 2
        assert "一审服判息诉率" not in found


def test_a_branch_that_is_called_like_the_whole_court_keeps_its_figures(capsys, court):
    branch = rows.branch(court, name="全院")
    rows.activity(branch, "STUDY", date(2024, 2, 5), due_count=2, present_count=1)
    rows.activity(None, "STUDY", date(2024, 2, 6), court=court, ledger_due=50, ledger_present=48)
    said = report(capsys, "--court", court.name, "--year", "2024", "--format", "json")
    branches = said["activities"]["STUDY"]["branches"]
    assert {name: each["person_times"] for name, each in branches.items()} == {"全院": 1, "全院（法院）": 48}


def test_branches_stand_in_the_courts_order_whatever_was_recorded_first(capsys, court):
    names = [f"第{number}党支部" for number in "一二三四五"]
    branches = [rows.branch(court, name=name) for name in names]
    for branch in (branches[3], branches[0], branches[4], branches[2], branches[1]):
        rows.activity(branch, "STUDY", date(2024, 2, 5), due_count=2, present_count=1)
    rows.activity(None, "STUDY", date(2024, 2, 6), court=court, ledger_due=50, ledger_present=48)
    said = report(capsys, "--court", court.name, "--year", "2024", "--format", "json")
    assert list(said["activities"]["STUDY"]["branches"]) == [*names, "全院"]


def test_before_records_began_nothing_is_known_and_the_reason_is_given(capsys, court, branch):
    said = report(capsys, "--court", court.name, "--month", "2019-12")
    assert (said["start"], said["end"]) == ("2019-12-01", "2019-12-31")
    assert said["activities"]["THEME_DAY"]["due"] == 0
    assert said["activities"]["THEME_DAY"]["not_known"] == 1
    assert {
        "branch": "第一党支部",
        "what": "THEME_DAY 2019-12",
        "why": "2020-01-01 之前没有在此留存记录",
    } in said["unknown"]


def test_as_of_restates_a_past_date(capsys, court, branch):
    said = report(capsys, "--court", court.name, "--year", "2024", "--as-of", "2024-02-04")
    assert said["activities"]["THEME_DAY"]["held"] == 0
    assert (said["activities"]["THEME_DAY"]["due"], said["activities"]["THEME_DAY"]["open"]) == (1, 11)
    assert said["organization"]["members"] == 1


def test_a_quarter_of_one_branch_into_a_file(tmp_path, court, branch):
    target = tmp_path / "q1.json"
    call_command(
        "report", "--court", court.name, "--branch", "第一党支部", "--quarter", "2024Q1", "--output", str(target)
    )
    said = json.loads(target.read_text(encoding="utf-8"))
    assert (said["branch"], said["end"], said["activities"]["THEME_DAY"]["due"]) == ("第一党支部", "2024-03-31", 3)


def test_with_below_names_the_court_of_a_branch(capsys, court, branch):
    below = rows.branch(factories.court("下级法院", parent=court), name="第一党支部")
    said = report(capsys, "--court", court.name, "--year", "2024", "--with-below")
    assert set(said["activities"]["THEME_DAY"]["branches"]) == {"第一党支部", f"下级法院 {below.name}"}
    assert said["activities"]["THEME_DAY"]["due"] == 24


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--court", "没有的法院", "--year", "2024"], "没有名为“没有的法院”的法院"),
        (["--court", "测试中级法院", "--branch", "第九", "--year", "2024"], "没有名为“第九”的党支部"),
        (["--court", "测试中级法院", "--quarter", "2024年一季度"], "请写成 2024Q1"),
        (["--court", "测试中级法院", "--month", "2024-13"], "请写成 2024-07"),
        (["--court", "测试中级法院", "--start", "2024-02-01", "--end", "2024-01-01"], "早于起始日期"),
        (["--court", "测试中级法院", "--year", "2024", "--as-of", "2100-01-01"], "截至日期 2100-01-01 还没有到"),
        (["--court", "测试中级法院", "--year", "2024", "--as-of", "2023-12-31"], "还没有开始"),
        (["--court", "测试中级法院", "--year", "2100"], "还没有开始"),
        (["--court", "测试中级法院", "--year", "0"], "不是年份"),
        (["--court", "测试中级法院", "--year", "99999"], "不是年份"),
        (["--court", "测试中级法院", "--year", "9999"], "不是年份"),
        (["--court", "测试中级法院", "--year", "1", "--format", "pdf"], "不是年份"),
        (["--court", "测试中级法院", "--start", "0001-01-01", "--end", "2024-01-01"], "不是年份"),
        (["--court", "测试中级法院", "--quarter", "0000Q1"], "不是年份"),
        (["--court", "测试中级法院", "--year", "2024", "--output", "/nowhere/figures.json"], "不能写入文件"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_reason(capsys, court, branch, arguments, said):
    with pytest.raises(SystemExit) as stopped:
        call_command("report", *arguments)
    assert stopped.value.code == 1
    assert said in capsys.readouterr().err


def test_half_a_span_is_wrong_usage(court):
    with pytest.raises(CommandError) as wrong:
        call_command("report", "--court", court.name, "--start", "2024-01-01")
    assert wrong.value.returncode == 2


def test_rectification_of_any_day_whatever_the_span(capsys, court, branch):
    arguments = ("--court", court.name, "--year", "2023", "--format", "json")
    assert report(capsys, *arguments)["rectification"] is None
    case = Case(branch).claimed()
    case.done(case.measure(), on=date(2024, 5, 20))
    case.measure("座谈", branch=None, due_on=date(2024, 5, 31))
    figures = report(capsys, *arguments, "--as-of", "2024-06-01")["rectification"]
    assert figures == {
        "problems": 1, "problems_closed": 0, "measures": 2,
        "measures_done": 1, "measures_on_schedule": 0, "measures_overdue": 1,
    }  # fmt: skip
    of_branch = report(capsys, *arguments, "--as-of", "2024-05-19", "--branch", branch.name)["rectification"]
    assert (of_branch["measures"], of_branch["measures_done"], of_branch["measures_on_schedule"]) == (1, 0, 1)
    assert report(capsys, *arguments)["rectification"]["problems"] == 0


@pytest.mark.parametrize(("form", "begin"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_a_report_that_nobody_edited_is_written_to_a_file(tmp_path, court, branch, form, begin):
    file = tmp_path / f"report.{form}"
    call_command("report", "--court", court.name, "--quarter", "2024Q1", "--format", form, "--output", str(file))
    assert file.read_bytes().startswith(begin)


def test_a_paper_goes_to_where_the_output_is_led(capsysbinary, court, branch):
    call_command("report", "--court", court.name, "--year", "2024", "--format", "pdf")
    assert capsysbinary.readouterr().out.startswith(b"%PDF")


def test_a_file_that_cannot_be_written_is_named(tmp_path, capsys, court, branch):
    file = str(tmp_path / "no" / "a.pdf")
    with pytest.raises(SystemExit, match="1"):
        call_command("report", "--court", court.name, "--year", "2024", "--format", "pdf", "--output", file)
    assert "不能写入文件" in capsys.readouterr().err


def test_days_that_make_no_whole_months_are_named_and_months_of_two_years_told_apart(court, branch):
    some = Asked(court, date(2024, 1, 5), date(2024, 3, 7), date(2024, 3, 7))
    assert "2024年1月5日至2024年3月7日党建工作报告" in drafted_document(some).title
    book = FigureBook(Asked(court, date(2023, 1, 1), date(2024, 12, 31), date(2024, 12, 31)))
    months = next(chart for chart in charts_of(SectionCode.LIFE, book) if chart.code == "months").names
    assert (len(months), months[0], months[-1]) == (24, "2023年1月", "2024年12月")


def test_what_is_laid_down_makes_no_section_by_itself(court):
    """六类清单 and the shipped standard are there before anybody has done anything."""
    document = drafted_document(Asked(court, date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31)))
    assert not {"主题教育", "星级评定"} & {table.title for section in document.sections for table in section.tables}
    assert "主题教育开展情况" not in [section.heading for section in document.sections]
