"""Pages of kinds, norms and coverage."""

from datetime import date

import pytest
from django.urls import reverse

from activities.models import ActivityKind, Coverage, Norm
from activities.tests import factories as meetings
from branches.choices import CourtLevel
from branches.tests import factories as people

KINDS = reverse("activities:kinds")
KIND_NEW = reverse("activities:kind_new")
COVERAGES = reverse("activities:coverages")
KIND = {"name": "青年论坛", "short_name": "论坛", "roster": "BRANCH", "quorum": "NONE", "is_active": "on"}
NORM = {"unit": "BRANCH", "times": "1", "period": "MONTH", "source": "本院办法", "effective_from": "2024-01-01"}
MANAGERS = ["party_committee", "administrator"]


def at(name, pk):
    return reverse(f"activities:{name}", args=(pk,))


def own_norm(place, **fields):
    facts = {**NORM, "times": 1, "effective_from": date(2024, 1, 1), "mark": "L", **fields}
    return Norm.objects.create(court=place.court, kind=meetings.kind(), **facts)


@pytest.mark.parametrize("who", ["secretary", "member", "party_committee", "administrator"])
def test_the_table_names_source_and_date(place, as_user, who):
    page = as_user(getattr(place, who)).get(KINDS)
    assert page.status_code == 200
    for words in ("支部党员大会", "第十一条", "2018-10-28 起", "离退休"):
        assert words in page.text
    assert ("设置本院规定" in page.text) is (who in MANAGERS)


@pytest.mark.parametrize("who", MANAGERS)
def test_a_court_adds_a_kind(place, as_user, who):
    client = as_user(getattr(place, who))
    assert client.get(KIND_NEW).status_code == 200
    assert client.post(KIND_NEW, KIND).status_code == 302
    kind = ActivityKind.objects.within(place.court).get()
    assert kind.name == "青年论坛"
    page = client.post(at("kind", kind.pk), {**KIND, "name": "论坛周"})
    assert page.status_code == 302
    kind.refresh_from_db()
    assert kind.name == "论坛周"
    assert "论坛周" in client.get(KINDS).text


def test_a_refused_kind_keeps_what_was_typed(place, as_user):
    page = as_user(place.party_committee).post(KIND_NEW, {**KIND, "name": "主题党日", "short_name": "没丢"})
    assert page.status_code == 422
    assert "已有名为" in page.text
    assert "没丢" in page.text


@pytest.mark.parametrize("who", MANAGERS)
def test_a_court_overrides_changes_and_ends_a_norm(place, as_user, who):
    client = as_user(getattr(place, who))
    url = at("norm_new", meetings.kind().pk)
    assert client.get(url).context["form"].initial["period"] == "QUARTER"
    assert client.post(url, NORM).status_code == 302
    norm = Norm.objects.within(place.court).get()
    assert client.get(at("norm", norm.pk)).status_code == 200
    assert client.post(at("norm", norm.pk), {**NORM, "times": "2"}).status_code == 302
    assert client.get(at("norm_end", norm.pk)).status_code == 200
    assert client.post(at("norm_end", norm.pk), {"effective_to": "2023-01-01"}).status_code == 422
    assert client.post(at("norm_end", norm.pk), {"effective_to": "2024-06-30"}).status_code == 302
    norm.refresh_from_db()
    assert (norm.times, norm.effective_to) == (2, date(2024, 6, 30))
    assert "2024-06-30 止" in client.get(KINDS).text


def test_a_wrong_norm_keeps_what_was_typed(place, as_user):
    page = as_user(place.party_committee).post(at("norm_new", meetings.kind().pk), {**NORM, "times": "很多次"})
    assert page.status_code == 422
    assert "很多次" in page.text


def test_general_rows_are_nobodys(place, as_user):
    general = Norm.objects.unscoped("test").filter(court=None).first()
    for who in MANAGERS:
        client = as_user(getattr(place, who))
        assert client.post(at("kind", meetings.kind().pk), KIND).status_code == 403
        assert client.post(at("norm", general.pk), NORM).status_code == 403
        assert client.post(at("norm_end", general.pk), NORM).status_code == 403


@pytest.mark.parametrize("who", ["secretary", "member", "auditor"])
def test_others_change_no_rules(place, as_user, who):
    client = as_user(getattr(place, who))
    norm = own_norm(place)
    for url in (KIND_NEW, at("kind", 1), at("norm_new", 1), at("norm", norm.pk), at("norm_end", norm.pk)):
        assert client.post(url, {}).status_code == 403
    norm.refresh_from_db()
    assert norm.effective_to is None


def test_another_courts_rules_are_not_there(place, as_user):
    norm = own_norm(place)
    kind = meetings.own_kind(place.court)
    client = as_user(people.committee_account(people.court()))
    for url in (at("kind", kind.pk), at("norm", norm.pk), at("norm_end", norm.pk), at("norm_new", kind.pk)):
        assert client.post(url, NORM).status_code == 404
    assert client.get(KINDS, {"court": place.court.pk}).status_code == 404
    assert client.get(KINDS, {"court": "x"}).status_code == 404


def test_a_court_above_only_reads(place, as_user):
    upper = people.court(level=CourtLevel.INTERMEDIATE)
    lower = people.court(parent=upper)
    kind = meetings.own_kind(lower)
    client = as_user(people.committee_account(upper))
    assert client.post(at("kind", kind.pk), KIND).status_code == 403
    assert client.post(f"{KIND_NEW}?court={lower.pk}", KIND).status_code == 404


def test_ids_and_methods_of_rules(place, as_user):
    client = as_user(place.party_committee)
    for name in ("kind", "norm_new", "norm", "norm_end"):
        assert client.get(at(name, 10**9)).status_code == 404
        assert client.put(at(name, 1)).status_code == 405
    assert client.post(KINDS).status_code == 405
    assert client.delete(KIND_NEW).status_code == 405


@pytest.mark.parametrize("who", ["secretary", "party_committee"])
def test_stating_since_when_records_are_kept(place, as_user, who):
    Coverage.objects.within(place.branch).delete()
    client = as_user(getattr(place, who))
    assert "没有登记" in client.get(COVERAGES).text
    page = client.get(at("coverage", place.branch.pk))
    assert page.context["form"]["since"].value() == date(2024, 1, 1)
    assert client.post(at("coverage", place.branch.pk), {"since": "2024-01-01"}).status_code == 302
    assert Coverage.objects.within(place.branch).get().starts_on == date(2024, 1, 1)
    assert "2024-01-01 至 今" in client.get(COVERAGES).text


def test_what_was_stated_is_offered_again(place, as_user):
    page = as_user(place.secretary).get(at("coverage", place.branch.pk))
    assert page.context["form"]["since"].value() == date(2020, 1, 1)


def test_the_list_asks_the_first_time(place, as_user):
    Coverage.objects.within(place.branch).delete()
    client = as_user(place.secretary)
    assert "没有登记从哪天起" in client.get(reverse("activities:list")).text
    meetings.coverage(place.branch)
    assert "没有登记从哪天起" not in client.get(reverse("activities:list")).text


@pytest.mark.parametrize("since", ["明天", "2024-05-11"])
def test_an_impossible_date_is_refused(place, as_user, since):
    page = as_user(place.secretary).post(at("coverage", place.branch.pk), {"since": since})
    assert page.status_code == 422
    assert since in page.text


def test_who_states_coverage(place, as_user):
    url = at("coverage", place.branch.pk)
    assert as_user(place.neighbour).post(url, {"since": "2024-01-01"}).status_code == 404
    assert as_user(place.leader).post(url, {"since": "2024-01-01"}).status_code == 403
    assert as_user(place.member).get(url).status_code == 403
    assert as_user(place.secretary).get(at("coverage", 10**9)).status_code == 404
    assert as_user(place.secretary).put(url).status_code == 405
    assert as_user(place.secretary).post(COVERAGES).status_code == 405
