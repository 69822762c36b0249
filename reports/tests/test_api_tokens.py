"""Tokens for other systems: issued, shown once, listed, exported, revoked; the page that describes the interface."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from branches.models import Court
from branches.tests import factories as people
from core.clock import now
from core.crypto import fingerprint
from core.errors import Refused
from core.models import AuditEvent
from reports.choices import ApiScope, TokenState
from reports.models import ApiToken
from reports.selectors.api_tokens import in_state, state_of
from reports.services.api_tokens import api_token_revoke
from reports.tests.factories import issued
from reports.tests.reader import TODAY, Reader, below

pytestmark = pytest.mark.django_db

NEW, LIST, EXPORT = (reverse(f"reports:token_{name}") for name in ("new", "list", "export"))


def revoke_address(token: ApiToken) -> str:
    return reverse("reports:token_revoke", args=[token.pk])


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(own: Court, **changes) -> dict:
    facts = {"court": own.pk, "system": "审判管理平台", "scopes": ["COURT_FIGURES", "BELOW"], "note": "信息中心"}
    return {**facts, "starts_on": "2024-12-20", "ends_on": "2025-12-20", "per_minute": 60, **changes}


def text(response) -> str:
    return response.content.decode()


class TestServices:
    def test_only_a_digest_is_kept(self, upper):
        made = issued(upper, ApiScope.BELOW, ApiScope.BRANCHES)
        assert len(made.secret) > 43
        assert made.secret.startswith(made.token.prefix)
        assert made.token.digest == fingerprint(made.secret)
        assert made.secret not in str(list(ApiToken.all_rows.values()) + list(AuditEvent.objects.values()))
        assert made.token.scopes == ["BRANCHES", "BELOW"]
        assert issued(upper).secret != made.secret

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"scopes": []}, "scopes"),
            ({"scopes": ["MINUTES"]}, "scopes"),
            ({"per_minute": 0}, "per_minute"),
            ({"per_minute": 601}, "per_minute"),
            ({"ends_on": TODAY - timedelta(1)}, "ends_on"),
            ({"starts_on": TODAY - timedelta(9), "ends_on": TODAY - timedelta(1)}, "ends_on"),
            ({"ends_on": date(2025, 12, 21)}, "ends_on"),
        ],
    )
    def test_refused(self, upper, facts, field):
        with pytest.raises(Refused) as refusal:
            issued(upper, **facts)
        assert refusal.value.field == field
        assert not ApiToken.objects.within(upper).exists()

    def test_revoked_once_and_for_good(self, upper):
        token = issued(upper).token
        by = token.created_by
        api_token_revoke(token=token, reason="换系统", by=by, at=now())
        token.refresh_from_db()
        assert (token.revoked_by, token.revoked_reason) == (by, "换系统")
        with pytest.raises(Refused):
            api_token_revoke(token=token, reason="再停一次", by=by, at=now())
        assert AuditEvent.objects.filter(action="reports.api_token_revoke", court_id=upper.pk).count() == 1

    def test_states(self, upper):
        issued(upper)
        issued(upper, starts_on=TODAY + timedelta(1), ends_on=TODAY + timedelta(2))
        ended = issued(upper).token
        ApiToken.objects.within(upper).filter(pk=ended.pk).update(starts_on=date(2024, 1, 1), ends_on=date(2024, 6, 30))
        revoked = issued(upper).token
        api_token_revoke(token=revoked, reason="换系统", by=revoked.created_by, at=now())
        rows = ApiToken.objects.within(upper)
        for state in TokenState:
            assert [state_of(row, TODAY) for row in rows.filter(in_state(state, TODAY))] == [state]


class TestPages:
    @pytest.fixture
    def administrator(self, upper):
        return people.administrator(upper)

    def test_a_new_token_is_shown_once(self, upper, administrator):
        client = signed_in(administrator)
        assert "新建接口令牌" in text(client.get(NEW))
        answer = client.post(NEW, typed(upper))
        token = ApiToken.objects.within(upper).get()
        secret = answer.context["secret"]
        assert token.digest == fingerprint(secret)
        assert (answer.status_code, secret in text(answer)) == (200, True)
        assert answer.headers["Cache-Control"] == "no-store"
        for address in (LIST, NEW, revoke_address(token)):
            assert secret not in text(client.get(address))
        listed = text(client.get(LIST))
        assert token.prefix in listed
        assert "本院汇总数、下级法院" in listed
        assert (token.created_by, token.note, token.per_minute) == (administrator, "信息中心", 60)

    def test_the_form_sent_twice_makes_one(self, upper, administrator):
        client = signed_in(administrator)
        key = client.get(NEW).context["form"]["submission_key"].value()
        first = client.post(NEW, typed(upper, submission_key=key))
        again = client.post(NEW, typed(upper, submission_key=key), follow=True)
        token = ApiToken.objects.within(upper).get()
        assert again.redirect_chain == [(LIST, 302)]
        assert "刚才已经新建，只显示一次" in text(again)
        assert first.context["secret"] not in text(again)
        assert token.digest == fingerprint(first.context["secret"])
        assert AuditEvent.objects.filter(action="reports.api_token_issue").count() == 1

    def test_the_form_gone_back_to_and_changed_makes_another(self, upper, administrator):
        client = signed_in(administrator)
        key = client.get(NEW).context["form"]["submission_key"].value()
        secrets = [
            client.post(NEW, typed(upper, submission_key=key, system=system)).context["secret"]
            for system in ("数据平台", "绩效系统")
        ]
        assert len(set(secrets)) == ApiToken.objects.within(upper).count() == 2

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"scopes": []}, "请至少选一项可读内容"),
            ({"per_minute": 9999}, "1 到 600"),
            ({"ends_on": "2027-01-01"}, "最长用一年"),
            ({"system": ""}, "请填写系统名称"),
            ({"court": ""}, "请选择法院"),
        ],
    )
    def test_what_is_typed_is_kept_when_it_is_refused(self, upper, administrator, changes, said):
        answer = signed_in(administrator).post(NEW, typed(upper, note="留着的说明", **changes))
        assert answer.status_code == 422
        assert said in text(answer)
        assert "留着的说明" in text(answer)

    def test_a_court_above_or_beside_can_not_be_chosen(self, upper):
        client = signed_in(people.administrator(below(upper, "同意院")))
        for court in (upper, below(upper, "不同意院"), people.court()):
            assert client.post(NEW, typed(court)).status_code == 422
        assert not ApiToken.all_rows.exists()

    def test_revoking(self, upper, administrator):
        token, client = issued(upper).token, signed_in(administrator)
        assert client.post(revoke_address(token), {"reason": ""}).status_code == 422
        assert client.post(revoke_address(token), {"reason": "系统下线"}).status_code == 302
        listed = text(client.get(LIST))
        assert "系统下线" in listed
        assert revoke_address(token) not in listed
        assert "已经停用" in text(client.post(revoke_address(token), {"reason": "再停"}))

    def test_filters(self, upper, administrator):
        client = signed_in(administrator)
        issued(upper, system="数据平台")
        issued(below(upper, "同意院"), system="绩效系统")
        for query, shown in (
            ({"q": "数据"}, {"数据平台"}),
            ({"court": upper.pk}, {"数据平台"}),
            ({"state": "IN_FORCE"}, {"数据平台", "绩效系统"}),
            ({"state": "REVOKED"}, set()),
        ):
            assert {row.system for row in client.get(LIST, query).context["page"].rows} == shown
        assert "没有符合条件的接口令牌" in text(client.get(LIST, {"q": "无"}))

    def test_uses_of_the_last_minute_are_shown_too(self, upper, administrator):
        reader = Reader(upper)
        for _ in range(3):
            reader.read("courts")
        assert [row.uses for row in signed_in(administrator).get(LIST).context["page"].rows] == [3]

    def test_the_export_holds_no_secret(self, upper, administrator):
        made = issued(upper)
        answer = signed_in(administrator).get(EXPORT)
        rows = list(load_workbook(BytesIO(answer.content)).active.values)
        assert rows[1][:4] == (
            "数据平台",
            "中院",
            made.token.prefix,
            "本院汇总数、各支部数据、考核和星级结果、业务指标、已发布的工作报告、下级法院",
        )
        assert made.secret not in str(rows)
        assert made.token.digest not in str(rows)
        assert AuditEvent.objects.filter(action="reports.api_token_export").count() == 1

    def test_tokens_of_others_are_not_there(self, upper):
        """Neither of the court above, nor of a sister."""
        own = signed_in(people.administrator(below(upper, "同意院")))
        for court in (upper, below(upper, "不同意院")):
            token = issued(court).token
            assert token.prefix not in text(own.get(LIST))
            assert own.get(revoke_address(token)).status_code == 404
            assert own.post(revoke_address(token), {"reason": "试试"}).status_code == 404
        assert own.get(reverse("reports:token_revoke", args=[987654321])).status_code == 404

    def test_nobody_else_knows_of_them(self, upper):
        token = issued(upper).token
        for user in (people.committee_account(upper), people.auditor(upper), people.user("无职责")):
            client = signed_in(user)
            for address in (LIST, NEW, EXPORT, revoke_address(token)):
                assert client.get(address).status_code == 403

    def test_other_methods(self, upper, administrator):
        client, token = signed_in(administrator), issued(upper).token
        assert client.post(LIST).status_code == 405
        assert client.post(EXPORT).status_code == 405
        assert client.delete(NEW).status_code == 405
        assert client.delete(revoke_address(token)).status_code == 405

    def test_as_many_queries_for_three_as_for_one(self, upper, administrator, django_assert_max_num_queries):
        client = signed_in(administrator)
        seen = []
        for number in (1, 2):
            for _ in range(number):
                issued(upper)
            client.get(LIST)
            with django_assert_max_num_queries(60) as queries:
                client.get(LIST)
            seen.append(len(queries))
        assert seen[0] == seen[1]


class TestDescription:
    def test_the_page_names_every_address(self, upper):
        for user in (people.administrator(upper), people.committee_account(upper)):
            page = text(signed_in(user).get(reverse("api:docs")))
            for address in ("/api/v1/courts", "/api/v1/branches/{branch_id}/figures", "/ratings/{year}"):
                assert address in page
            assert not re.search(r"""(src|href)=["']https?:""", page)

    def test_who_may_not_read_it(self, upper):
        client = signed_in(people.auditor(upper))
        assert client.get(reverse("api:docs")).status_code == 403
        assert client.get(reverse("api:openapi")).status_code == 403
        assert Client().get(reverse("api:docs")).status_code == 302
        assert Client().get(reverse("api:openapi")).status_code == 401

    def test_openapi_with_a_token_and_for_those_signed_in(self, upper):
        headers = {"Authorization": f"Bearer {issued(upper).secret}"}
        for client in (Client(headers=headers), signed_in(people.committee_account(upper))):
            described = client.get(reverse("api:openapi")).json()
            assert described["info"]["title"] == "党建数据接口"
            assert {method for each in described["paths"].values() for method in each} == {"get"}
