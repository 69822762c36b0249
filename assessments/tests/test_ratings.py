"""Rating a year: what its points are made of, what is stored, that again is the same, and what stops it."""

import json
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.tests import factories as meetings
from assessments.choices import Change, PlateAct
from assessments.models import Application, Rating, StarChange, StarRating, Veto
from assessments.selectors.year import combined
from assessments.services.applications import application_withdraw, star_apply
from assessments.services.ratings import rating_reopen
from assessments.tests.factories import at, held
from assessments.tests.rated import PLAIN, RATED_ON, Place
from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent

pytestmark = pytest.mark.django_db


def published(rating: Rating) -> Rating:
    rating.published_on = RATED_ON
    rating.save()
    return rating


class TestPoints:
    @pytest.mark.parametrize(
        ("year", "quarters", "points"),
        [
            (90, [], 90),
            (90, [80, 100, None], 90),
            (100, [70], 88),
            (None, [70, 75], "72.50"),
            (None, [None], None),
            (80, [90, 91, 91], "84.27"),
        ],
    )
    def test_the_year_and_the_mean_of_its_quarters_by_weight(self, year, quarters, points):
        given = [None if each is None else Decimal(each) for each in (year, *quarters)]
        assert combined(given[0], given[1:], 40) == (None if points is None else Decimal(points))

    def test_quarters_count_by_the_standards_weight(self):
        place = Place(1, quarters_weight=50)
        place.scored(70, quarter=1)
        place.scored(80, quarter=2)
        row = place.row(place.rated(90))
        assert row.points == Decimal("82.50")
        assert row.parts["quarters"] == [["2024Q1", "70.00"], ["2024Q2", "80.00"]]
        assert row.parts["year"] == "90.00"

    def test_what_is_not_known_makes_it_provisional_and_is_no_zero(self):
        place = Place(2)
        rating = place.rated(95, None)
        assert [place.row(rating, n).provisional for n in (0, 1)] == [False, True]
        assert (place.row(rating, 1).points, place.row(rating, 1).stars) == (None, None)


class TestStars:
    def test_the_cap_counts_all_branches_applied_or_not(self):
        place = Place(7)
        rating = place.rated(95, 94, 93, 92, 91, 90, 50, applied={6: None})
        assert rating.cap == 2
        assert place.stars(rating) == [5, 5, 4, 4, 4, 4, None]
        assert "后进党支部" in place.row(rating, 6).consequences
        assert [place.row(rating, n).position for n in (0, 5, 6)] == [1, 6, None]

    def test_a_gate_without_full_marks_leaves_three_stars(self):
        place = Place(1, five_share=100, indicators={**PLAIN, "B5": held("THEME_DAY", 1, is_gate=True)})
        meetings.coverage(place.first)
        people.member(place.first)
        row = place.row(place.rated(100))
        assert (row.stars, row.gates_failed) == (3, ["B5"])
        assert any("B5 指标B5" in reason for reason in row.reasons)

    def test_a_gate_that_is_not_known_says_so(self):
        place = Place(1, five_share=100, indicators={**PLAIN, "B5": held("THEME_DAY", 1, is_gate=True)})
        row = place.row(place.rated(100))
        assert (row.stars, row.gates_unknown, row.provisional) == (3, ["B5"], True)

    def test_a_veto_that_stands_counts(self):
        place = Place(2, five_share=100, veto_stars=2)
        for number, branch in enumerate(place.branches):
            voided = {"voided_at": at(RATED_ON), "voided_by": place.committee, "void_reason": "有误"}
            facts = {"year": 2024, "on": RATED_ON, "text": "发生违纪案件", **(voided if number else {})}
            Veto.objects.create(court=place.court, branch=branch, **facts)
        assert place.stars(place.rated(95, 95)) == [2, 5]

    def test_change_beside_the_year_before_and_restored_levels(self):
        place = Place(4, five_share=100)
        first = published(place.rated(95, 85, 95, 95, year=2022, applied={3: None}))
        assert [place.row(first, n).change for n in range(4)] == [Change.NEW, Change.NEW, Change.NEW, ""]
        second = published(place.rated(85, 95, 95, 95, year=2023))
        assert [place.row(second, n).change for n in range(4)] == [Change.DOWN, Change.UP, Change.NONE, Change.NEW]
        third = place.rated(95, 95, 95, 75, year=2024)
        found = [place.row(third, n).change for n in range(4)]
        assert found == [Change.RESTORED, Change.NONE, Change.NONE, Change.DOWN]

    def test_a_rating_never_published_is_no_history(self):
        place = Place(1, five_share=100)
        place.rated(95, year=2023)
        assert place.row(place.rated(85)).change == Change.NEW

    def test_the_plate_of_a_rating_taken_back_is_no_history(self):
        place = Place(1, five_share=100)
        before = place.publish(place.rated(95, year=2023))
        rating_reopen(rating=before, version=before.version, reason="评审有误", by=place.committee)
        assert place.row(place.rated(85)).change == Change.NEW

    def test_a_plate_from_before_the_product_is_remembered(self):
        place = Place(1, five_share=100)
        facts = {"year": 2022, "act": PlateAct.AWARDED, "stars": 5, "on": date(2023, 1, 5)}
        StarChange.objects.create(court=place.court, branch=place.first, **facts)
        assert place.row(place.rated(95)).change == Change.NONE

    def test_ties_go_by_last_years_points(self):
        place = Place(2, five_share=50)
        published(place.rated(81, 82, year=2023))
        rating = place.rated(95, 95)
        assert place.stars(rating) == [4, 5]
        assert place.row(rating, 0).parts["tie"] == "上年得分"


class TestAgain:
    def test_the_same_again_changes_nothing(self):
        place = Place(2)
        first = place.rated(95, 85)
        rows = list(StarRating.objects.within(place.court).values_list("pk", flat=True))
        events = AuditEvent.objects.count()
        again = place.rate()
        assert (again.pk, again.version) == (first.pk, first.version)
        assert list(StarRating.objects.within(place.court).values_list("pk", flat=True)) == rows
        assert AuditEvent.objects.count() == events

    def test_a_year_that_was_assessed_before_its_end_is_assessed_anew(self):
        place = Place(2)
        place.standard(2024)
        assert place.rate(on=date(2024, 3, 1)).assessment.as_of == date(2024, 3, 1)
        assert place.rate().assessment.as_of == date(2024, 12, 31)

    def test_another_result_replaces_the_draft(self):
        place = Place(2, five_share=100)
        rating = place.rated(95, 85)
        place.review(rating.assessment, place.branches[1], 92)
        assert place.rate().version == rating.version + 1
        assert place.stars(rating) == [5, 5]

    def test_a_published_one_stays_until_it_is_taken_back_with_a_reason(self):
        place = Place(1, five_share=100)
        rating = published(place.rated(85))
        place.review(rating.assessment, place.first, 95)
        with pytest.raises(Refused, match="已公布"):
            place.rate()
        with pytest.raises(Refused, match="原因"):
            rating_reopen(rating=rating, version=rating.version, reason=" ", by=place.committee)
        with pytest.raises(EditConflict):
            rating_reopen(rating=rating, version=rating.version - 1, reason="评审有误", by=place.committee)
        rating_reopen(rating=rating, version=rating.version, reason="评审有误", by=place.committee)
        assert place.stars(place.rate()) == [5]

    def test_as_many_queries_for_many_branches_as_for_one(self):
        counts = []
        for number in (1, 3):
            place = Place(number)
            place.scored(*[90] * number)
            place.apply(*[5] * number)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                place.rate()
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestApplying:
    def test_again_is_the_same_and_another_level_changes_it(self):
        place = Place(1)
        facts = {"branch": place.first, "year": 2024, "on": date(2024, 12, 20), "by": None}
        first = star_apply(stars=4, **facts)
        assert star_apply(stars=4, **facts).pk == first.pk
        assert star_apply(stars=5, **facts).pk == first.pk
        assert Application.objects.within(place.first).get().stars == 5

    def test_a_form_opened_before_another_was_saved_is_refused(self):
        place = Place(1)
        facts = {"branch": place.first, "year": 2024, "on": date(2024, 12, 20), "by": None}
        made = star_apply(stars=4, version=0, **facts)
        assert star_apply(stars=4, version=0, **facts).pk == made.pk
        with pytest.raises(EditConflict):
            star_apply(stars=5, version=0, **facts)

    def test_taken_back_it_stays_on_record_and_another_may_follow(self):
        place = Place(1)
        facts = {"branch": place.first, "year": 2024, "on": date(2024, 12, 20), "by": None}
        for _ in range(2):
            application_withdraw(application=star_apply(stars=4, **facts), on=RATED_ON, by=None)
        assert Application.objects.within(place.first).filter(withdrawn_on=RATED_ON).count() == 2
        assert place.row(place.rated(95, applied={0: None})).stars is None

    def test_not_for_a_year_to_come_nor_once_published(self):
        place = Place(1)
        with pytest.raises(Refused, match="还没有到"):
            star_apply(branch=place.first, year=2026, stars=4, on=RATED_ON, by=None)
        published(place.rated(95))
        with pytest.raises(Refused, match="已公布"):
            star_apply(branch=place.first, year=2024, stars=4, on=RATED_ON, by=None)

    def test_not_for_a_branch_founded_after_the_year(self):
        place = Place(1)
        late = people.branch(place.court, "新建支部", founded_on=date(2025, 1, 3))
        with pytest.raises(Refused, match="在 2024-12-31 还没有成立"):
            star_apply(branch=late, year=2024, stars=4, on=RATED_ON, by=None)

    def test_not_for_a_branch_that_is_no_more(self):
        place = Place(1)
        place.first.dissolved_on = date(2024, 6, 1)
        with pytest.raises(Refused, match="已经撤销"):
            star_apply(branch=place.first, year=2024, stars=4, on=RATED_ON, by=None)


class TestCommands:
    @pytest.fixture(autouse=True)
    def day(self):
        with time_machine.travel(at(RATED_ON), tick=False):
            yield

    def printed(self, capsys, place: Place) -> str:
        call_command("rate", "--court", place.court.name, "--year", "2024", "--format", "json")
        return capsys.readouterr().out

    def test_rate_prints_the_contracts_shape_and_the_same_bytes_again(self, capsys):
        place = Place(4)
        place.scored(95, 94, None, 50)
        call_command("apply_for_stars", "--court", place.court.name, "--year", "2024", "--all", "--stars", "5")
        assert "4 个支部申报" in capsys.readouterr().out
        first = self.printed(capsys, place)
        assert self.printed(capsys, place) == first
        found = json.loads(first)
        assert {name: found[name] for name in ("court", "year", "cap")} == {
            "court": place.court.name,
            "year": 2024,
            "cap": 1,
        }
        assert [row["stars"] for row in found["branches"]] == [5, 4, None, 1]
        assert found["branches"][0] == {
            "branch": "第1支部",
            "applied_for": 5,
            "points": 95,
            "stars": 5,
            "change": "NEW",
            "gates_failed": [],
            "gates_unknown": [],
            "consequences": ["年终考核加分", "可参评先进党支部", "可推荐优秀党务工作者", "七一表彰"],
            "provisional": False,
        }

    def test_without_an_assessment_the_year_is_assessed_and_who_did_not_apply_is_behind(self, capsys):
        place = Place(2)
        place.standard(2024)
        arguments = ("--court", place.court.name, "--year", "2024", "--branch", "第1支部", "--stars", "3")
        call_command("apply_for_stars", *arguments)
        capsys.readouterr()
        found = json.loads(self.printed(capsys, place))
        assert [row["applied_for"] for row in found["branches"]] == [3, None]
        assert (found["branches"][1]["stars"], found["branches"][1]["change"]) == (None, None)
        assert found["branches"][1]["consequences"] == ["后进党支部", "限期整改"]

    def test_a_published_one_is_printed_as_it_stands(self, capsys):
        place = Place(1)
        rating = published(place.rated(95))
        place.review(rating.assessment, place.first, 50)
        assert json.loads(self.printed(capsys, place))["branches"][0]["points"] == 95

    def test_in_words(self, capsys):
        place = Place(2, five_share=100)
        place.rated(95, 65)
        call_command("rate", "--court", place.court.name, "--year", "2024")
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].endswith("2024年度星级评定（五星名额 2 个）")
        assert lines[2] == "第2支部：65.00 分，二星，首次评定，约谈支部书记"

    @pytest.mark.parametrize(
        ("arguments", "why"),
        [(("--year", "2031"), "还没有开始"), (("--year", "2024", "--court", "没有的法院"), "没有名为")],
    )
    def test_what_cannot_be_done_says_why(self, capsys, arguments, why):
        place = Place(1)
        with pytest.raises(SystemExit) as end:
            call_command("rate", *(arguments if "--court" in arguments else ("--court", place.court.name, *arguments)))
        assert end.value.code == 1
        assert why in capsys.readouterr().err

    def test_wrong_usage(self):
        with pytest.raises(CommandError):
            call_command("apply_for_stars", "--court", "某法院", "--year", "2024", "--stars", "6", "--all")
