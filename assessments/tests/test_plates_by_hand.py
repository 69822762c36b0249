"""Plates that the committee enters itself, beside those that a rating gives and takes: one award a branch and year."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.choices import PlateAct
from assessments.models import StarChange
from assessments.services.plates import plate_number, plate_record, plate_void
from assessments.services.ratings import rating_reopen
from assessments.tests.factories import at
from assessments.tests.rated import RATED_ON, Place
from branches.tests import factories as people
from core.errors import Refused

pytestmark = pytest.mark.django_db
HUNG_ON = date(2024, 12, 28)


def enter(place: Place, stars: int = 5, act: str = PlateAct.AWARDED, year: int = 2024, number: int = 0) -> StarChange:
    facts = {"year": year, "act": act, "stars": stars, "happened_on": HUNG_ON, "on": RATED_ON, "by": place.committee}
    return plate_record(branch=place.branches[number], plate_number="星-001", **facts)


def void(place: Place, plate: StarChange, reason: str = "登记有误") -> StarChange:
    return plate_void(plate=plate, reason=reason, by=place.committee, at=at(RATED_ON))


def standing(place: Place, year: int = 2024) -> list[tuple[str, int, date]]:
    rows = StarChange.objects.within(place.court).filter(year=year, voided_at=None).order_by("pk")
    return [(row.act, row.stars, row.on) for row in rows]


class TestPublication:
    def test_takes_the_same_award_as_its_own(self):
        place = Place(1, five_share=100)
        plate = enter(place)
        place.publish(place.rated(95))
        assert standing(place) == [(PlateAct.AWARDED, 5, HUNG_ON)]
        plate.refresh_from_db()
        assert plate.plate_number == "星-001"

    def test_takes_what_was_taken_by_hand_of_a_branch_without_stars(self):
        place = Place(2, five_share=100)
        enter(place, 3, PlateAct.TAKEN, number=1)
        place.publish(place.rated(95, 95, applied={1: None}))
        assert standing(place) == [(PlateAct.TAKEN, 3, HUNG_ON), (PlateAct.AWARDED, 5, RATED_ON)]

    @pytest.mark.parametrize(("stars", "act"), [(4, PlateAct.AWARDED), (5, PlateAct.TAKEN)])
    def test_is_refused_beside_another_that_is_named(self, stars, act):
        place = Place(2, five_share=100)
        plate = enter(place, stars, act, number=1)
        rating = place.rated(95, 95)
        with pytest.raises(Refused) as refused:
            place.publish(rating)
        (reason,) = refused.value.reasons
        assert str(plate) in reason
        assert "2024-12-28" in reason
        assert "作废这条登记" in reason
        void(place, plate)
        place.publish(rating)
        assert standing(place) == [(PlateAct.AWARDED, 5, RATED_ON)] * 2

    def test_is_refused_beside_a_second_one_for_the_branch(self):
        place = Place(1, five_share=100)
        enter(place)
        enter(place, act=PlateAct.RESTORED)
        with pytest.raises(Refused, match="五星复牌"):
            place.publish(place.rated(95))

    def test_of_stars_that_stay_needs_no_plate_and_bears_the_same_one(self):
        place = Place(1, five_share=100)
        enter(place, 5, year=2022)
        enter(place, 5)
        place.publish(place.rated(95))
        assert standing(place) == [(PlateAct.AWARDED, 5, HUNG_ON)]

    def test_takes_a_plate_that_was_taken_by_hand_as_taken(self):
        place = Place(1, five_share=100)
        enter(place, 5, year=2022)
        enter(place, 5, PlateAct.TAKEN)
        place.publish(place.rated(85))
        assert standing(place) == [(PlateAct.TAKEN, 5, HUNG_ON)]

    def test_again_leaves_what_was_entered_meanwhile_as_the_only_award(self):
        place = Place(1, five_share=100)
        rating = place.publish(place.rated(95))
        rating_reopen(rating=rating, version=rating.version, reason="评审有误", by=place.committee)
        enter(place)
        place.publish(rating)
        assert standing(place) == [(PlateAct.AWARDED, 5, HUNG_ON)]
        voided = StarChange.objects.within(place.court).get(rating=rating)
        assert "已另行登记" in voided.void_reason

    def test_other_years_and_branches_that_are_not_rated_stand_in_no_way(self):
        place = Place(2, five_share=100)
        gone = place.branches[1]
        enter(place, 3, PlateAct.TAKEN, number=1)
        enter(place, 3, year=2023)
        gone.dissolved_on = date(2024, 12, 30)
        gone.save()
        place.branches.pop()
        place.publish(place.rated(95))
        assert (PlateAct.AWARDED, 5, RATED_ON) in standing(place)


class TestVoiding:
    def test_stays_on_record_with_its_reason_and_once(self):
        place = Place(1)
        plate = enter(place)
        assert void(place, plate).void_reason == "登记有误"
        assert void(place, plate, "又一次").void_reason == "登记有误"
        with pytest.raises(Refused, match="已作废"):
            plate_number(plate=void(place, plate), version=2, number="星-002", text="", by=place.committee)

    def test_leaves_room_for_the_right_entry(self):
        place = Place(1)
        wrong = enter(place)
        void(place, wrong)
        right = enter(place)
        assert right.pk != wrong.pk
        assert enter(place) == right
        assert standing(place) == [(PlateAct.AWARDED, 5, HUNG_ON)]

    def test_needs_a_reason(self):
        place = Place(1)
        with pytest.raises(Refused, match="作废的原因"):
            void(place, enter(place), " ")

    def test_not_of_a_year_that_is_published_nor_of_what_a_rating_wrote(self):
        place = Place(1, five_share=100)
        rating = place.publish(place.rated(95))
        plate = StarChange.objects.within(place.court).get()
        with pytest.raises(Refused, match="请先收回评定"):
            void(place, plate)
        rating_reopen(rating=rating, version=rating.version, reason="评审有误", by=place.committee)
        with pytest.raises(Refused, match="不能单独作废"):
            void(place, plate)


class TestPages:
    @pytest.fixture
    def place(self):
        with time_machine.travel(at(RATED_ON), tick=False):
            yield Place(1, five_share=100)

    def test_the_committee_voids_what_it_entered(self, client, place):
        plate = enter(place, 4)
        page, register = reverse("assessments:plate_void", args=[plate.pk]), reverse("assessments:plates")
        client.force_login(place.committee)
        assert page in client.get(register).text
        assert client.post(page, {"reason": ""}).status_code == 422
        assert client.post(page, {"reason": "登记有误"})["Location"] == register
        shown = client.get(register).text
        assert "登记有误" in shown
        assert page not in shown

    def test_nobody_else_does(self, client, place):
        page = reverse("assessments:plate_void", args=[enter(place).pk])
        for user, status in (
            (people.secretary(place.first), 403),
            (people.committee_account(people.court()), 404),
        ):
            client.force_login(user)
            assert client.get(page).status_code == status
        client.force_login(place.committee)
        assert client.get(reverse("assessments:plate_void", args=[10**6])).status_code == 404
        assert client.put(page).status_code == 405

    def test_the_rating_says_what_is_in_the_way_before_it_is_published(self, client, place):
        enter(place, 4)
        rating = place.rated(95)
        place.settle()
        client.force_login(place.committee)
        page = reverse("assessments:rating", args=[rating.pk])
        assert "作废这条登记" in client.get(page).text
        with CaptureQueriesContext(connection) as one:
            client.get(page)
        enter(place, 3)
        enter(place, 2)
        with CaptureQueriesContext(connection) as three:
            client.get(page)
        assert len(one) == len(three)
