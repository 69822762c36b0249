"""Pages of courts, accounts, the audit trail and the configuration."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from branches.choices import Role
from branches.models import Court, GeneralBranch, Member
from branches.scoping import standing_of
from branches.tests import factories
from core.clock import today

pytestmark = pytest.mark.django_db


def at(name, *rows):
    return reverse(f"branches:{name}", args=[row.pk for row in rows])


def text(response):
    return response.content.decode()


# --- Courts and general branches ------------------------------------------------------------------


def test_the_administrator_keeps_the_tree(world, as_user):
    client = as_user(world.administrator)
    client.post(at("court_new"), {"name": "新院", "level": "BASIC", "parent": world.upper.pk})
    court = Court.objects.within(world.upper, with_below=True).get(name="新院")
    typed = {"version": 1, "name": "新区院", "level": "BASIC", "parent": "", "order": 9}
    client.post(at("court_edit", court), typed)
    court.refresh_from_db()
    assert (court.name, court.path) == ("新区院", f"/{court.pk}/")
    assert client.post(at("court_edit", court), typed).status_code == 409


def test_a_courts_administrator_makes_no_court_at_the_top_nor_under_another(world, as_user):
    client = as_user(world.court_administrator)
    top = client.post(at("court_new"), {"name": "顶院", "level": "SUPREME", "parent": ""})
    assert "请选择上级法院" in text(top)
    above = client.post(at("court_new"), {"name": "旁院", "level": "BASIC", "parent": world.upper.pk})
    assert above.status_code == 403
    assert client.get(at("court_edit", world.upper)).status_code == 403
    assert not Court.all_rows.filter(name__in=("顶院", "旁院")).exists()


def test_a_court_decides_what_it_shares(world, as_user):
    client = as_user(world.committee)
    client.post(at("court_settings", world.court), {"version": 1, "shares_records": "on", "late_after_days": 10})
    world.court.refresh_from_db()
    assert (world.court.shares_records, world.court.late_after_days) == (True, 10)
    assert as_user(world.upper_committee).get(at("court_settings", world.court)).status_code == 403


def test_general_branches_are_kept_by_the_committee(world, as_user):
    client = as_user(world.committee)
    client.post(at("general_new", world.court), {"name": "综合党总支"})
    general = GeneralBranch.objects.within(world.court).get(name="综合党总支")
    client.post(at("general_edit", general), {"name": "综合一党总支", "order": 3})
    assert "综合一党总支" in text(client.get(at("general_list")))


# --- Accounts -------------------------------------------------------------------------------------

ACCOUNT = {"username": "xinren", "name": "新人", "password": "Zhengshi-2024", "role": "SECRETARY"}


def test_an_account_is_opened_appointed_reset_and_closed(world, as_user):
    client = as_user(world.administrator)
    client.post(at("account_new"), ACCOUNT | {"branch": world.branch.pk})
    account = User.objects.get(username="xinren")
    assert account.must_change_password
    page = text(client.get(at("account_detail", account)))
    assert "第一党支部" in page
    member = {"role": "MEMBER", "court": world.court.pk, "starts_on": today().isoformat()}
    client.post(at("account_appoint", account), member)
    assert {grant.role for grant in standing_of(User.objects.get(pk=account.pk)).grants} == {
        Role.SECRETARY,
        Role.MEMBER,
    }
    refused = client.post(at("account_appoint", account), {"role": "AUDITOR", "starts_on": today().isoformat()})
    assert "同一个账号" in text(refused)
    client.post(at("account_password", account), {"password": "Chongshe-2025"})
    account.refresh_from_db()
    assert account.check_password("Chongshe-2025")
    client.post(at("account_switch", account))
    account.refresh_from_db()
    assert not account.is_active


def test_a_role_taken_away_on_the_page_works_at_the_next_request(world, as_user):
    officer, client = as_user(world.secretary), as_user(world.administrator)
    assert officer.get(at("branch_list")).status_code == 200
    client.post(at("appointment_end", world.secretary.appointments.get()))
    assert officer.get(at("branch_list")).status_code == 403


def test_an_account_is_linked_to_its_person_by_name_and_birth_date(world, as_user):
    court, branch = world.court, world.branch
    account = factories.user("zhang", name="张三")
    factories.appoint(account, Role.MEMBER, court=court)
    first = factories.member(branch, "张三", born_on=date(1980, 1, 1))
    second = factories.member(branch, "张三", born_on=date(1990, 1, 1))
    page, typed = at("account_member", account), {"court": court.pk, "name": "张三"}
    refused = as_user(world.administrator).post(page, typed)
    assert refused.status_code == 422
    assert "出生日期" in text(refused)
    for person in (first, second):
        as_user(world.administrator).post(page, {**typed, "born_on": person.born_on.isoformat()})
        assert Member.objects.within(court).get(user=account) == person
    assert as_user(world.administrator).post(page, {**typed, "name": "无此人"}).status_code == 422


def test_accounts_are_exported_with_their_roles(world, as_user):
    factories.secretary(world.branch, username="shuji", name="李四")
    book = load_workbook(BytesIO(as_user(world.administrator).get(at("account_export"), {"q": "shuji"}).content))
    _, line = book.active.iter_rows(values_only=True)
    assert line[:4] == ("shuji", "李四", f"支部书记、委员（{world.court} · {world.branch}）", "启用")


def test_an_administrator_closes_neither_the_own_account_nor_role(world, as_user):
    client = as_user(world.administrator)
    client.post(at("account_switch", world.administrator))
    client.post(at("appointment_end", world.administrator.appointments.get()))
    assert client.get(at("account_list")).status_code == 200


def test_a_courts_administrator_appoints_in_the_own_court_only(world, as_user):
    client = as_user(world.court_administrator)
    for place in ({"branch": world.foreign.pk}, {"role": "COMMITTEE", "court": world.upper.pk}):
        assert client.post(at("account_new"), ACCOUNT | place).status_code == 422
    everywhere = client.post(at("account_new"), ACCOUNT | {"role": "ADMINISTRATOR"})
    assert "请选择法院" in text(everywhere)
    assert not User.objects.filter(username="xinren").exists()
    rows = client.get(at("account_list")).context["page"].rows
    assert "sister_committee" not in {row.username for row in rows}
    assert "secretary" in {row.username for row in rows}


# --- Trail and configuration ----------------------------------------------------------------------


def test_the_trail_is_filtered_and_exported_and_a_courts_auditor_reads_the_own(world, as_user):
    as_user(world.secretary).get(at("court_list"))
    as_user(world.sister_committee).get(at("court_list"))
    everything = as_user(world.auditor).get(at("audit_list"), {"outcome": "REFUSED"})
    assert {event.actor for event in everything.context["page"].rows} == {world.secretary, world.sister_committee}
    own = as_user(world.court_auditor).get(at("audit_list"), {"outcome": "REFUSED"})
    assert {event.actor for event in own.context["page"].rows} == {world.secretary}
    assert "管理法院" in text(own)
    by_words = as_user(world.auditor).get(at("audit_list"), {"q": "停止表决", "since": "2020-01-01"})
    assert [event.action for event in by_words.context["page"].rows] == ["voting.suspend"]
    exported = as_user(world.auditor).get(at("audit_export"), {"q": "停止表决"})
    assert [row[4] for row in load_workbook(BytesIO(exported.content)).active.values] == ["操作代码", "voting.suspend"]


def test_the_trail_tells_a_change_in_words(world, as_user):
    typed = {"version": 1, "name": "新名", "kind": "JOINT", "order": "", "founded_on": "2024-01-01"}
    as_user(world.committee).post(at("branch_edit", world.branch), typed)
    page = text(as_user(world.auditor).get(at("audit_list")))
    assert "名称：第一党支部 → 新名" in page
    assert "类型：在职 → 联合" in page


def test_the_configuration_site_is_the_administrators(world, as_user, client):
    admin = as_user(world.administrator)
    assert "法院" in text(admin.get("/admin/"))
    assert "本院" in text(admin.get("/admin/branches/court/"))
    assert admin.get("/admin/branches/court/add/").status_code == 403
    for who in ("committee", "secretary", "auditor"):
        response = as_user(getattr(world, who)).get("/admin/", follow=True)
        assert response.status_code == 403
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
