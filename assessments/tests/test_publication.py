"""Publishing stars: plates, problems, talks due, who is told; vetoes and the register of plates."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.choices import PlateAct
from assessments.models import Application, Assessment, Rating, StarChange, Veto
from assessments.selectors.followed import followed
from assessments.selectors.ratings import rows_of
from assessments.services.applications import application_withdraw
from assessments.services.plates import plate_number, plate_record
from assessments.services.publication import rating_publish
from assessments.services.ratings import rating_reopen
from assessments.services.vetoes import veto_record, veto_void
from assessments.tests.factories import at
from assessments.tests.rated import RATED_ON, Place
from branches.choices import PostKind
from branches.models import Post
from branches.tests import factories as people
from core.errors import EditConflict, Refused
from notices.models import Message
from rectification.choices import ProblemState
from rectification.services import measure_add
from registers.models import RegisterKind
from registers.services import EntryFacts, entry_add

pytestmark = pytest.mark.django_db


def publish(place: Place, rating: Rating, on: date = RATED_ON) -> Rating:
    return place.publish(rating, on)


def reopen(place: Place, rating: Rating) -> Rating:
    return rating_reopen(rating=rating, version=rating.version, reason="评审有误", by=place.committee)


def plates(place: Place, year: int = 2024) -> list[tuple[str, str, int]]:
    rows = StarChange.objects.within(place.court).filter(year=year, voided_at=None).order_by("branch__order")
    return [(row.branch.name, row.act, row.stars) for row in rows]


class TestPlates:
    def test_who_rose_fell_was_restored_or_did_not_apply(self):
        place = Place(5, five_share=100)
        publish(place, place.rated(95, 85, 75, 95, 85, year=2022), date(2023, 1, 10))
        publish(place, place.rated(85, 85, 85, 95, 85, year=2023), date(2024, 1, 10))
        publish(place, place.rated(95, 75, 85, 95, 85, applied={4: None}))
        assert plates(place) == [
            ("第1支部", PlateAct.RESTORED, 5),
            ("第2支部", PlateAct.TAKEN, 4),
            ("第5支部", PlateAct.TAKEN, 4),
        ]
        assert plates(place, 2023) == [("第1支部", PlateAct.TAKEN, 5), ("第3支部", PlateAct.AWARDED, 4)]

    def test_published_again_only_what_differs_changes(self):
        place = Place(2, five_share=100)
        rating = publish(place, place.rated(95, 85))
        first = StarChange.objects.within(place.first).get()
        plate_number(plate=first, version=first.version, number="星-001", text="", by=place.committee)
        reopen(place, rating)
        place.review(rating.assessment, place.branches[1], 95)
        publish(place, place.rate())
        assert plates(place) == [("第1支部", PlateAct.AWARDED, 5), ("第2支部", PlateAct.AWARDED, 5)]
        assert StarChange.objects.within(place.first).get().plate_number == "星-001"

    def test_what_no_longer_fits_is_voided_and_stays_on_record(self):
        place = Place(1, five_share=100)
        rating = publish(place, place.rated(95))
        first = StarChange.objects.within(place.first).get()
        plate_number(plate=first, version=first.version, number="星-001", text="", by=place.committee)
        reopen(place, rating)
        assert not StarChange.objects.visible_to(people.secretary(place.first)).exists()
        place.review(rating.assessment, place.first, 85)
        publish(place, place.rate(), date(2025, 2, 1))
        rows = StarChange.objects.within(place.first).order_by("pk")
        assert [(row.stars, row.plate_number, bool(row.void_reason)) for row in rows] == [
            (5, "星-001", True),
            (4, "", False),
        ]
        assert [row.stars for row in StarChange.objects.visible_to(people.secretary(place.first))] == [4]
        with pytest.raises(Refused, match="已作废"):
            plate_number(plate=rows[0], version=rows[0].version, number="星-002", text="", by=place.committee)

    def test_the_number_of_another_version_is_not_written_over(self):
        place = Place(1)
        publish(place, place.rated(95))
        plate = StarChange.objects.within(place.first).get()
        plate_number(plate=plate, version=1, number="星-001", text="", by=place.committee)
        with pytest.raises(EditConflict):
            plate_number(plate=plate, version=1, number="星-002", text="", by=place.committee)

    def test_none_by_hand_for_a_year_whose_stars_are_published(self):
        place = Place(1, five_share=100)
        publish(place, place.rated(95))
        facts = {"year": 2024, "act": "TAKEN", "stars": 5, "happened_on": RATED_ON}
        with pytest.raises(Refused, match="请先收回评定"):
            plate_record(branch=place.first, on=RATED_ON, by=place.committee, **facts)

    def test_one_from_before_the_product_is_entered_once(self):
        place = Place(1)
        facts = {"branch": place.first, "year": 2020, "act": "AWARDED", "stars": 3, "by": place.committee}
        made = [plate_record(happened_on=date(2021, 1, 5), on=RATED_ON, **facts) for _ in range(2)]
        assert made[0].pk == made[1].pk
        with pytest.raises(Refused, match="还没有到"):
            plate_record(happened_on=RATED_ON + timedelta(days=1), on=RATED_ON, **facts)


class TestConsequences:
    def test_who_did_not_apply_has_a_problem_with_a_deadline_once(self):
        place = Place(2, five_share=100, remedy_days=30)
        rating = publish(place, place.rated(95, 95, applied={1: None}))
        problem = place.row(rating, 1).problem
        assert problem.due_on == RATED_ON + timedelta(days=30)
        assert problem.branch == place.branches[1]
        assert "后进党支部" in problem.title
        reopen(place, rating)
        again = publish(place, place.rate())
        assert place.row(again, 1).problem == problem
        done = followed(again, rows_of(again), RATED_ON)[place.branches[1].pk]
        assert (done.problem_state, done.is_open) == (ProblemState.OPEN, True)

    def test_many_that_did_not_apply_ask_no_more_queries_than_one(self):
        asked = []
        for behind in (1, 5):
            place = Place(6, five_share=100)
            rating = place.rated(*[95] * 6, applied=dict.fromkeys(range(behind)))
            place.settle()
            with CaptureQueriesContext(connection) as queries:
                place.publish_only(rating)
            asked.append(len(queries))
        assert asked[0] == asked[1]

    def applied_after_all(self, place: Place, rating: Rating) -> Rating:
        reopen(place, rating)
        place.apply(None, 5)
        return publish(place, place.rate())

    def test_who_applies_after_all_has_no_problem_any_more(self):
        place = Place(2, five_share=100)
        rating = publish(place, place.rated(95, 95, applied={1: None}))
        problem = place.row(rating, 1).problem
        again = self.applied_after_all(place, rating)
        problem.refresh_from_db()
        assert (place.row(again, 1).stars, place.row(again, 1).problem) == (5, None)
        assert "已申报星级" in problem.void_reason

    def test_a_problem_that_is_being_put_right_goes_on_and_is_listed(self):
        place = Place(2, five_share=100)
        rating = publish(place, place.rated(95, 95, applied={1: None}))
        problem = place.row(rating, 1).problem
        due = RATED_ON + timedelta(days=20)
        facts = {"text": "制定创星计划", "branch": place.branches[1], "first_due_on": due}
        measure_add(problem=problem, on=RATED_ON, by=place.committee, **facts)
        again = self.applied_after_all(place, rating)
        problem.refresh_from_db()
        assert (place.row(again, 1).problem, problem.voided_at) == (problem, None)
        assert followed(again, rows_of(again), RATED_ON)[place.branches[1].pk].is_open

    def test_a_talk_is_due_until_the_secretary_was_talked_to(self):
        place = Place(1)
        secretary = people.member(place.first, "王书记")
        Post.objects.create(court=place.court, branch=place.first, member=secretary, kind=PostKind.SECRETARY)
        rating = publish(place, place.rated(65))
        assert followed(rating, rows_of(rating), RATED_ON)[place.first.pk].is_open
        kind = RegisterKind.objects.unscoped("a register of the system").get(code="INTERVIEW")
        facts = EntryFacts(on=RATED_ON, member=secretary, values={"grounds": "年度未达三星"})
        entry = entry_add(kind=kind, court=place.court, branch=place.first, facts=facts, by=place.committee)
        done = followed(rating, rows_of(rating), RATED_ON)[place.first.pk]
        assert (done.talk, done.is_open) == (entry, False)

    def test_branches_are_told_each_time(self):
        place = Place(2, five_share=100)
        rating = publish(place, place.rated(95, 85))
        reopen(place, rating)
        publish(place, rating)
        told = Message.objects.within(place.first).filter(rule="STARS_PUBLISHED")
        assert [message.title for message in told] == ["2024年度星级评定已公布"] * 2


class TestRefusals:
    def test_not_while_anything_is_unknown(self):
        place = Place(2)
        with pytest.raises(Refused, match="第2支部还有待评审"):
            publish(place, place.rated(95, None))

    def test_not_before_the_assessments_it_rests_on(self):
        place = Place(1)
        quarter = place.scored(70, quarter=4)
        rating = place.rated(95)
        with pytest.raises(Refused) as refused:
            place.publish_only(rating)
        assert refused.value.reasons == (
            "2024年度考评还没有定稿，请先公布、定稿。",
            "2024年第四季度考评还没有公布，请先公布。",
        )
        place.settle()
        Assessment.objects.within(place.court).filter(pk=quarter.pk).update(state="PUBLISHED", closed_on=None)
        assert place.publish_only(rating).published_on == RATED_ON

    def test_not_what_has_changed_since_it_was_rated(self):
        place = Place(2, five_share=100, veto_stars=2)
        rating = place.rated(95, 85, applied={1: None})
        place.apply(None, 4)
        with pytest.raises(Refused, match="重新评定"):
            publish(place, rating)
        rating = place.rate()
        application_withdraw(application=Application.objects.within(place.first).get(), on=RATED_ON, by=None)
        with pytest.raises(Refused, match="重新评定"):
            publish(place, rating)
        rating = place.rate()
        facts = {"year": 2024, "happened_on": date(2024, 5, 1), "text": "发生违纪案件"}
        veto_record(branch=place.branches[1], on=RATED_ON, by=place.committee, **facts)
        with pytest.raises(Refused, match="重新评定"):
            publish(place, rating)
        assert publish(place, place.rate()).published_on == RATED_ON

    def test_not_while_a_branch_that_applied_has_no_points(self):
        place = Place(1, five_share=100)
        publish(place, place.rated(95, year=2023), date(2024, 1, 10))
        place.scored(95)
        late = people.branch(place.court, "补录支部")
        place.branches.append(late)
        place.apply(5, 5)
        with pytest.raises(Refused, match="补录支部已申报，但年度考评里没有得分"):
            publish(place, place.rate())

    def test_not_twice_and_not_another_version(self):
        place = Place(1)
        rating = place.rated(95)
        with pytest.raises(EditConflict):
            rating_publish(rating=rating, version=9, by=place.committee, on=RATED_ON, at=at(RATED_ON))
        publish(place, rating)
        with pytest.raises(Refused, match="已经公布"):
            publish(place, rating)

    def test_a_rating_that_is_not_published_is_not_taken_back(self):
        place = Place(1)
        with pytest.raises(Refused, match="还没有公布"):
            reopen(place, place.rated(95))


class TestVetoes:
    def record(self, place: Place, **facts) -> Veto:
        facts = {"year": 2024, "happened_on": date(2024, 5, 1), "text": "发生违纪案件", **facts}
        return veto_record(branch=place.first, on=RATED_ON, by=place.committee, **facts)

    def test_recorded_once_and_voided_with_a_reason(self):
        place = Place(1, five_share=100, veto_stars=2)
        place.standard(2024)
        veto = self.record(place)
        assert self.record(place).pk == veto.pk
        assert place.stars(place.rated(95)) == [2]
        with pytest.raises(Refused, match="原因"):
            veto_void(veto=veto, reason=" ", by=place.committee, at=at(RATED_ON))
        veto_void(veto=veto, reason="登记有误", by=place.committee, at=at(RATED_ON))
        assert place.stars(place.rate()) == [5]

    def test_refused_without_vetoes_in_the_standard_and_once_published(self):
        plain = Place(1)
        plain.standard(2024)
        with pytest.raises(Refused, match="没有设一票否决"):
            self.record(plain)
        place = Place(1, veto_stars=2)
        publish(place, place.rated(95))
        with pytest.raises(Refused, match="已公布"):
            self.record(place)
        place.standard(2023)
        with pytest.raises(Refused, match="还没有到"):
            self.record(place, year=2023, happened_on=RATED_ON + timedelta(days=1))
