"""Every page of this app: who opens it, who is refused, whose row is not there, bad ids, wrong methods."""

import pytest
from django.urls import reverse

from branches.urls import urlpatterns

pytestmark = pytest.mark.django_db

MISSING = 999_999
COMMITTEES = ("committee", "upper_committee", "sister_committee")
SECRETARIES = ("secretary", "other_secretary")
EVERYBODY = (
    *COMMITTEES,
    *SECRETARIES,
    "leader",
    "staff",
    "administrator",
    "court_administrator",
    "auditor",
    "court_auditor",
    "nobody",
)
ADMINISTRATORS = ("administrator", "court_administrator")
AUDITORS = ("auditor", "court_auditor")

# name: (row of the world, who gets 200, who gets 404; all others 403, because they lack the right for anything or this)
GET = {
    "branch_list": (None, (*COMMITTEES, *SECRETARIES, "leader"), ()),
    "branch_export": (None, (*COMMITTEES, *SECRETARIES, "leader"), ()),
    "branch_detail": (
        "branch",
        ("committee", "secretary", "leader"),
        ("upper_committee", "sister_committee", "other_secretary"),
    ),
    "branch_edit": ("branch", ("committee",), ("upper_committee", "sister_committee")),
    "branch_dissolve": ("branch", ("committee",), ("upper_committee", "sister_committee")),
    "branch_new": ("court", ("committee",), ("sister_committee",)),
    "group_new": (
        "branch",
        ("committee", "secretary"),
        ("upper_committee", "sister_committee", "other_secretary"),
    ),
    "group_edit": ("group", ("committee", "secretary"), ("upper_committee", "sister_committee", "other_secretary")),
    "group_dissolve": (
        "group",
        ("committee", "secretary"),
        ("upper_committee", "sister_committee", "other_secretary"),
    ),
    "post_new": ("branch", ("committee", "secretary"), ("upper_committee", "sister_committee", "other_secretary")),
    "post_end": ("post", ("committee", "secretary"), ("upper_committee", "sister_committee", "other_secretary")),
    "term_new": ("branch", ("committee", "secretary"), ("upper_committee", "sister_committee", "other_secretary")),
    "term_end": ("term", ("committee", "secretary"), ("upper_committee", "sister_committee", "other_secretary")),
    "member_new": (
        "branch",
        ("committee", "secretary"),
        ("upper_committee", "sister_committee", "other_secretary"),
    ),
    "member_list": (None, (*COMMITTEES, *SECRETARIES, "leader"), ()),
    "member_export": (None, (*COMMITTEES, *SECRETARIES, "leader"), ()),
    "member_detail": (
        "member",
        ("committee", "secretary", "leader", "staff"),
        ("upper_committee", "sister_committee", "other_secretary"),
    ),
    "member_edit": (
        "member",
        ("committee", "secretary"),
        ("upper_committee", "sister_committee", "other_secretary"),
    ),
    "member_move": (
        "member",
        ("committee", "secretary"),
        ("upper_committee", "sister_committee", "other_secretary"),
    ),
    "member_leave": (
        "member",
        ("committee", "secretary"),
        ("upper_committee", "sister_committee", "other_secretary"),
    ),
    "member_return": (
        "member",
        ("committee", "secretary"),
        ("upper_committee", "sister_committee", "other_secretary"),
    ),
    "member_suspend": ("member", ("committee",), ("upper_committee", "sister_committee")),
    "suspension_end": ("suspension", ("committee",), ("upper_committee", "sister_committee")),
    "court_list": (None, ADMINISTRATORS, ()),
    "court_new": (None, ADMINISTRATORS, ()),
    "court_edit": ("court", ADMINISTRATORS, ()),
    "court_settings": ("court", ("committee",), ("sister_committee",)),
    "general_list": (None, COMMITTEES, ()),
    "general_new": ("court", ("committee",), ("sister_committee",)),
    "general_edit": ("general", ("committee",), ("sister_committee",)),
    "account_list": (None, ADMINISTRATORS, ()),
    "account_export": (None, ADMINISTRATORS, ()),
    "account_new": (None, ADMINISTRATORS, ()),
    "account_detail": ("secretary", ADMINISTRATORS, ()),
    "account_appoint": ("secretary", ADMINISTRATORS, ()),
    "account_member": ("secretary", ADMINISTRATORS, ()),
    "account_password": ("secretary", ADMINISTRATORS, ()),
    "audit_list": (None, AUDITORS, ()),
    "audit_export": (None, AUDITORS, ()),
}
POST_ONLY = {
    "member_reveal": (
        "member",
        ("committee", "secretary", "staff"),
        ("upper_committee", "sister_committee", "other_secretary"),
    ),
    "account_switch": ("secretary", ADMINISTRATORS, ()),
    "appointment_end": ("appointment", ADMINISTRATORS, ()),
}
READ_ONLY = {
    name for name in GET if name.endswith(("_list", "_export", "_detail"))
}  # every other page of GET takes a form


def address(name, world, row):
    if row is None:
        return reverse(f"branches:{name}")
    if row == "appointment":
        return reverse(f"branches:{name}", args=[world.other_secretary.appointments.get().pk])
    return reverse(f"branches:{name}", args=[getattr(world, row).pk])


def test_the_tables_name_every_address():
    assert {pattern.name for pattern in urlpatterns} == {*GET, *POST_ONLY}


@pytest.mark.parametrize("name", GET)
def test_who_opens_a_page_who_is_refused_and_whose_row_is_not_there(name, world, as_user):
    row, works, not_there = GET[name]
    expected = {who: 200 if who in works else 404 if who in not_there else 403 for who in EVERYBODY}
    got = {who: as_user(getattr(world, who)).get(address(name, world, row)).status_code for who in EVERYBODY}
    assert got == expected


@pytest.mark.parametrize("name", POST_ONLY)
def test_who_presses_a_button(name, world, as_user):
    row, works, not_there = POST_ONLY[name]
    refused = [who for who in EVERYBODY if who not in (*works, *not_there)]
    where = address(name, world, row)
    assert {who: as_user(getattr(world, who)).post(where).status_code for who in refused} == dict.fromkeys(refused, 403)
    for who in not_there:
        assert as_user(getattr(world, who)).post(where).status_code == 404
    assert as_user(getattr(world, works[0])).post(where).status_code in (200, 302)


@pytest.mark.parametrize("name", [name for name, (row, *_) in {**GET, **POST_ONLY}.items() if row])
def test_an_unknown_id_is_not_there(name, world, as_user):
    where = reverse(f"branches:{name}", args=[MISSING])
    client = as_user(getattr(world, {**GET, **POST_ONLY}[name][1][0]))
    response = client.post(where) if name in POST_ONLY else client.get(where)
    assert response.status_code == 404


@pytest.mark.parametrize("name", {**GET, **POST_ONLY})
def test_another_method_is_refused(name, world, as_user):
    row, works, _ = {**GET, **POST_ONLY}[name]
    client = as_user(getattr(world, works[0]))
    where = address(name, world, row)
    if name in POST_ONLY:
        assert client.get(where).status_code == 405
    elif name in READ_ONLY:
        assert client.post(where).status_code == 405
    assert client.delete(where).status_code == 405


@pytest.mark.parametrize("name", GET)
def test_nobody_gets_in_without_signing_in(name, world, client):
    response = client.get(address(name, world, GET[name][0]))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:login"))


@pytest.mark.parametrize(
    ("name", "row"),
    [("account_detail", "sister_committee"), ("account_password", "administrator"), ("account_appoint", "auditor")],
)
def test_a_courts_administrator_sees_no_account_of_elsewhere(name, row, world, as_user):
    where = reverse(f"branches:{name}", args=[getattr(world, row).pk])
    assert as_user(world.court_administrator).get(where).status_code == 404
    assert as_user(world.administrator).get(where).status_code == 200
