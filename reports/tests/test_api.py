"""What another system reads with its token, and what it may not see."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from assessments.models import Assessment, Rating
from assessments.selectors.printed import as_printed
from assessments.selectors.ratings import rating_as_printed
from assessments.tests.rated import Place
from branches.tests import factories as people
from core.clock import now
from rectification.tests import factories as work
from reports.choices import ApiScope
from reports.figures import report_figures
from reports.services.rollup import rollup_mark, rollup_refresh
from reports.tests.reader import TODAY, Reader, below, branch_of, kept

pytestmark = pytest.mark.django_db
Q4 = {"start": date(2024, 10, 1), "end": date(2024, 12, 31), "as_of": TODAY}


# --- Courts and branches ------------------------------------------------------------------------------


class TestLists:
    def test_courts_below_come_with_their_scope(self, upper):
        names = [row["name"] for row in Reader(upper).read("courts")["items"]]
        assert names == ["中院", "同意院", "不同意院"]
        own = Reader(upper, ApiScope.COURT_FIGURES).read("courts")
        assert own == {
            "items": [{"id": upper.pk, "name": "中院", "level": "INTERMEDIATE", "parent": None, "opened": True}],
            "next": None,
        }

    def test_branches_of_a_court_below_only_where_it_shares(self, upper):
        reader = Reader(upper)
        assert [row["name"] for row in reader.read("branches")["items"]] == ["中院支部", "同意支部"]
        agreeing, silent = below(upper, "同意院"), below(upper, "不同意院")
        assert [row["name"] for row in reader.read("branches", court=agreeing.pk)["items"]] == ["同意支部"]
        assert "没有同意共享" in reader.refused(403, "branches", court=silent.pk)
        reader.refused(404, f"branches/{branch_of(silent).pk}/figures", year=2024)

    def test_pages_lead_through_all(self, upper):
        for number in range(5):
            people.branch(upper, f"支部{number}")
        reader, names, address = Reader(upper), [], "branches?limit=2"
        while address:
            answer = reader.read(address.removeprefix("/api/v1/"))
            names += [row["name"] for row in answer["items"]]
            address = answer["next"]
        assert names == ["中院支部", *(f"支部{number}" for number in range(5)), "同意支部"]

    def test_limit_and_cursor_are_checked(self, upper):
        reader = Reader(upper)
        assert "参数 limit：不能大于 200" in reader.refused(422, "courts", limit=201)
        assert "参数 limit：请填整数" in reader.refused(422, "courts", limit="x")
        assert "参数 cursor" in reader.refused(422, "courts", cursor="made up")

    def test_a_dissolved_branch_is_listed_while_it_was_there(self, upper):
        gone = people.branch(upper, "旧支部", dissolved_on=date(2024, 6, 1))
        reader = Reader(upper)
        assert "旧支部" not in str(reader.read("branches"))
        assert "旧支部" in str(reader.read("branches", as_of="2024-05-31"))
        assert reader.read(f"branches/{gone.pk}/figures", year=2024)["organization"]["branches"] == 0

    @pytest.mark.parametrize("address", ["courts", "branches"])
    def test_as_many_queries_for_three_as_for_one(self, upper, address, counted):
        assert counted(Reader(people.branch().court), address) == counted(Reader(upper), address)


# --- Figures ------------------------------------------------------------------------------------------


class TestFigures:
    def test_those_of_the_report_command(self, upper, capsys):
        call_command("report", court="中院", quarter="2024Q4", format="json")
        printed = json.loads(capsys.readouterr().out)
        assert Reader(upper).read(f"courts/{upper.pk}/figures", quarter="2024Q4") == printed

    @pytest.mark.parametrize(
        ("asked", "start", "end"),
        [
            ({"year": 2024}, "2024-01-01", "2024-12-31"),
            ({"quarter": "2024Q4"}, "2024-10-01", "2024-12-31"),
            ({"month": "2024-11"}, "2024-11-01", "2024-11-30"),
            ({"start": "2024-11-04", "end": "2024-11-10", "as_of": "2024-11-30"}, "2024-11-04", "2024-11-10"),
        ],
    )
    def test_spans(self, upper, asked, start, end):
        answer = Reader(upper).read(f"courts/{upper.pk}/figures", **asked)
        assert (answer["start"], answer["end"]) == (start, end)
        assert answer["activities"]["BRANCH_ASSEMBLY"]["held"] == 1
        assert answer["as_of"] == asked.get("as_of", min(end, TODAY.isoformat()))

    @pytest.mark.parametrize(
        ("asked", "named"),
        [
            ({}, "year"),
            ({"year": 2024, "month": "2024-11"}, "year"),
            ({"start": "2024-01-01"}, "year"),
            ({"end": "2024-01-01"}, "year"),
            ({"year": 1999}, "year"),
            ({"year": "x"}, "year"),
            ({"quarter": "2024Q5"}, "quarter"),
            ({"month": "2024-13"}, "month"),
            ({"month": "1024-12"}, "month"),
            ({"start": "2024-02-30", "end": "2024-03-01"}, "start"),
            ({"start": "2024-03-02", "end": "2024-03-01"}, "end"),
            ({"start": "2020-01-01", "end": "2024-03-01"}, "end"),
            ({"year": 2024, "as_of": "2023-12-31"}, "as_of"),
            ({"year": 2024, "as_of": "2024-12-21"}, "as_of"),
            ({"year": 2024, "as_of": "9999-12-31"}, "as_of"),
            ({"year": 2025}, "start"),
            ({"year": [2024, 2024]}, "year"),
            ({"year": 2024, "with_below": "perhaps"}, "with_below"),
        ],
    )
    def test_a_bad_parameter_is_named(self, upper, asked, named):
        assert f"参数 {named}：" in Reader(upper).refused(422, f"courts/{upper.pk}/figures", **asked)

    @pytest.mark.parametrize("address", ["courts/{}/rectification", "branches"])
    def test_a_day_to_come_is_refused(self, upper, address):
        assert "还没有到" in Reader(upper).refused(422, address.format(upper.pk), as_of="2024-12-21")

    @pytest.mark.parametrize("is_kept", [False, True])
    def test_with_below_sums_all_and_names_nobody(self, upper, is_kept):
        while is_kept and rollup_refresh(at=now()):
            pass
        answer = Reader(upper).read(f"courts/{upper.pk}/figures", quarter="2024Q4", with_below="true")
        whole = report_figures(upper, **Q4, with_below=True, opened=())
        assert answer.pop("refreshed_at") == ("2024-12-20T02:00:00Z" if is_kept else None)
        assert answer.pop("is_waiting") is False
        assert {**answer, "metrics": None} == {**whole, "metrics": None}
        assert answer["activities"]["BRANCH_ASSEMBLY"]["held"] == 3

    def test_with_below_it_says_that_something_has_changed_since(self, upper):
        while rollup_refresh(at=now()):
            pass
        rollup_mark(below(upper, "同意院"))
        assert Reader(upper).read(f"courts/{upper.pk}/figures", year=2024, with_below="true")["is_waiting"]

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"year": 2024, "as_of": "2024-11-05"}, "共有 3 个党支部"),
            ({"start": "2024-10-01", "end": "2024-11-05"}, "共有 3 个党支部"),
            ({"start": "2023-07-01", "end": "2024-06-30"}, "共有 3 个党支部"),
            ({"year": 2024}, "正在统计"),
        ],
    )
    def test_with_very_many_branches_below_the_engine_is_not_asked(self, upper, monkeypatch, asked, said):
        address = f"courts/{upper.pk}/figures"
        assert Reader(upper).get(address, with_below="true", **asked).status_code == 200
        monkeypatch.setattr("reports.figures.MOST_ASKED", 2)
        assert said in Reader(upper).refused(422, address, with_below="true", **asked)
        assert Reader(upper).get(address, **asked).status_code == 200

    def test_a_court_below_that_does_not_share_gives_sums(self, upper):
        silent = below(upper, "不同意院")
        answer = Reader(upper).read(f"courts/{silent.pk}/figures", quarter="2024Q4")
        assert (answer["activities"]["BRANCH_ASSEMBLY"]["held"], answer["unknown"]) == (1, [])
        assert "不同意支部" not in json.dumps(answer, ensure_ascii=False)

    def test_without_the_scope_no_branch_is_named(self, upper):
        answer = Reader(upper, ApiScope.COURT_FIGURES).read(f"courts/{upper.pk}/figures", year=2024)
        assert all(kind["branches"] == {} for kind in answer["activities"].values())
        assert answer["unknown"] == []

    def test_scopes(self, upper):
        other = Reader(upper, ApiScope.BRANCHES, ApiScope.ASSESSMENTS)
        assert "本院汇总数" in other.refused(403, f"courts/{upper.pk}/figures", year=2024)
        other.refused(403, f"courts/{upper.pk}/rectification")
        plain = Reader(upper, ApiScope.COURT_FIGURES)
        assert "下级法院" in plain.refused(403, f"courts/{upper.pk}/figures", year=2024, with_below="true")
        plain.refused(403, f"courts/{upper.pk}/rectification", with_below="true")
        plain.refused(403, f"branches/{branch_of(upper).pk}/figures", year=2024)
        plain.refused(403, f"courts/{upper.pk}/ratings/2024")

    def test_a_branch(self, upper):
        branch = branch_of(upper)
        answer = Reader(upper).read(f"branches/{branch.pk}/figures", quarter="2024Q4")
        assert answer == report_figures(branch, **Q4)

    def test_rectification(self, upper):
        assert Reader(upper).read(f"courts/{upper.pk}/rectification")["rectification"] is None
        work.problem(branch_of(upper), opened_on=date(2024, 3, 1))
        answer = Reader(upper).read(f"courts/{upper.pk}/rectification", with_below="true")
        assert (answer["as_of"], answer["rectification"]["problems"]) == ("2024-12-20", 1)

    def test_as_many_queries_for_three_branches_as_for_one(self, upper, counted):
        one = counted(Reader(upper), f"courts/{upper.pk}/figures?year=2024")
        for name in ("二", "三"):
            kept(people.branch(upper, f"第{name}支部"))
        assert counted(Reader(upper), f"courts/{upper.pk}/figures?year=2024") == one


# --- Others -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "courts/{court}/figures?year=2024",
        "courts/{court}/rectification",
        "courts/{court}/assessments/2024Q1",
        "courts/{court}/ratings/2024",
        "courts/{court}/metrics?year=2024",
        "courts/{court}/reports",
        "branches?court={court}",
        "branches/{branch}/figures?year=2024",
    ],
)
def test_another_court_answers_like_none(upper, address):
    """A sister, the court above, and one below without the scope, beside one that was never there."""
    agreeing = below(upper, "同意院")
    stranger = kept(people.branch(people.court("外院", parent=upper), "外院支部")).court
    for reader, others in (
        (Reader(agreeing), (upper, stranger)),
        (Reader(upper, *set(ApiScope.values) - {ApiScope.BELOW}), (agreeing,)),
    ):
        missing = reader.get(address.format(court=987654321, branch=987654321))
        assert missing.status_code == 404
        for court in others:
            answer = reader.get(address.format(court=court.pk, branch=branch_of(court).pk))
            assert (answer.status_code, answer.content) == (404, missing.content)


@pytest.mark.parametrize(
    "address",
    [
        "courts/x/figures",
        f"courts/{9**30}/figures?year=2024",
        "nothing",
        "",
        "branches/0x1/figures",
        "reports/x",
        "courts/",
        "a%0Ab",
    ],
)
def test_no_such_address(upper, address):
    Reader(upper).refused(404, address)


# --- Assessments and ratings --------------------------------------------------------------------------


class TestResults:
    @pytest.fixture
    def rated(self, at_one_moment) -> Place:
        made = Place()
        made.rated(90, 80, 70, applied={2: None})
        return made

    def test_an_assessment_once_it_is_published(self, rated):
        made = rated.scored(90, 80, 70, quarter=1)
        reader, address = Reader(rated.court), f"courts/{rated.court.pk}/assessments/2024Q1"
        assert "没有已公布" in reader.refused(404, address)
        rated.settle()
        answer = reader.read(address)
        assert answer == as_printed(Assessment.objects.within(rated.court).get(pk=made.pk))
        assert [row["indicators"]["C6"]["points"] for row in answer["branches"]] == [90, 80, 70]

    def test_a_rating_once_it_is_published(self, rated):
        made = Rating.objects.within(rated.court).get()
        reader, address = Reader(rated.court), f"courts/{rated.court.pk}/ratings/2024"
        assert "没有已公布" in reader.refused(404, address)
        rated.publish(made)
        assert reader.read(address) == rating_as_printed(made)

    def test_of_a_court_below_only_where_it_shares(self, upper):
        reader = Reader(upper)
        for kind in ("assessments/2024Q1", "ratings/2024"):
            assert "没有同意共享" in reader.refused(403, f"courts/{below(upper, '不同意院').pk}/{kind}")
            assert "没有已公布" in reader.refused(404, f"courts/{below(upper, '同意院').pk}/{kind}")

    def test_a_quarter_that_is_none(self, upper):
        assert "参数 quarter：" in Reader(upper).refused(422, f"courts/{upper.pk}/assessments/2024Q5")
