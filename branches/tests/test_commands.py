"""create_court and create_account as scripts call them: 0 done, 1 refused, 2 usage."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from branches.choices import CourtLevel, Role
from branches.models import Court
from branches.tests import factories

pytestmark = pytest.mark.django_db

GOOD = "Zhengshi-2024"


def run(monkeypatch, capsys, *arguments, password=GOOD):
    """Exit code, and what was said on both streams."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    try:
        call_command(*arguments)
        code = 0
    except SystemExit as left:
        code = left.code
    except CommandError as fault:
        return fault.returncode, str(fault)
    said = capsys.readouterr()
    return code, said.out + said.err


def test_create_court(monkeypatch, capsys):
    assert run(monkeypatch, capsys, "create_court", "某高院", "--level", "HIGH")[0] == 0
    code, said = run(monkeypatch, capsys, "create_court", "某中院", "--level=INTERMEDIATE", "--parent=某高院")
    assert (code, said) == (0, "已建立中级人民法院：某中院。\n")
    court = Court.all_rows.get(name="某中院")
    assert (court.level, court.path) == (CourtLevel.INTERMEDIATE, f"/{court.parent_id}/{court.pk}/")


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("某院", "--level=BASIC"), 1, "已有名为“某院”的法院。\n"),
        (("", "--level=BASIC"), 1, "此字段不能为空。\n"),
        (("新院", "--level=BASIC", "--parent=没有的院"), 1, "没有名为“没有的院”的法院。\n"),
    ],
)
def test_create_court_refuses(monkeypatch, capsys, arguments, code, why):
    factories.court("某院")
    assert run(monkeypatch, capsys, "create_court", *arguments) == (code, why)
    assert Court.all_rows.count() == 1


def test_create_account_of_each_role(monkeypatch, capsys):
    branch = factories.branch(factories.court("某院"), "第一党支部")
    group = factories.group(branch, "一组")
    member = factories.member(branch, "张三")
    for username, arguments, role in (
        ("admin", (), Role.ADMINISTRATOR),
        ("audit", ("--court=某院",), Role.AUDITOR),
        ("dangwei", ("--court=某院", "--name=李委员"), Role.COMMITTEE),
        ("shuji", ("--court=某院", "--branch=第一党支部"), Role.SECRETARY),
        ("zuzhang", ("--branch=第一党支部", "--group=一组"), Role.SECRETARY),
        ("zhangsan", ("--court=某院", "--member=张三"), Role.MEMBER),
    ):
        code, said = run(
            monkeypatch, capsys, "create_account", username, f"--role={role}", *arguments, "--password-stdin"
        )
        assert (code, username in said) == (0, True)
        user = User.objects.get(username=username)
        assert user.check_password(GOOD)
        assert not user.must_change_password
        assert user.appointments.get().role == role
    assert User.objects.get(username="zuzhang").appointments.get().group == group
    assert User.objects.get(username="zhangsan").member == member
    assert User.objects.get(username="dangwei").name == "李委员"


@pytest.mark.parametrize(
    ("arguments", "password", "code", "why"),
    [
        (("u1", "--role=SECRETARY"), GOOD, 2, "--branch"),
        (("u1", "--role=COMMITTEE"), GOOD, 2, "--court"),
        (("u1", "--role=AUDITOR", "--branch=同名支部"), GOOD, 2, "SECRETARY"),
        (("u1", "--role=AUDITOR", "--member=张三"), GOOD, 2, "--member"),
        (("u1", "--role=SECRETARY", "--branch=同名支部"), GOOD, 1, "--court"),
        (("u1", "--role=SECRETARY", "--branch=没有的支部"), GOOD, 1, "没有名为"),
        (("u1", "--role=COMMITTEE", "--court=没有的院"), GOOD, 1, "没有名为"),
        (("u1", "--role=MEMBER", "--court=某院", "--member=没有的人"), GOOD, 1, "没有名为"),
        (("taken", "--role=AUDITOR"), GOOD, 1, "已存在"),
        (("u1", "--role=AUDITOR"), "weak", 1, "密码"),
        (("u1", "--role=AUDITOR"), "", 1, "密码"),
    ],
)
def test_create_account_refuses(monkeypatch, capsys, arguments, password, code, why):
    factories.branch(factories.court("某院"), "同名支部")
    factories.branch(name="同名支部")
    factories.user("taken")
    got, said = run(monkeypatch, capsys, "create_account", *arguments, "--password-stdin", password=password)
    assert got == code
    assert why in said
    assert User.objects.count() == 1
