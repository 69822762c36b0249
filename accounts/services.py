"""Accounts and their passwords. What an account may do is given in the branches app."""

import re
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal

from accounts.models import User
from core import audit
from core.errors import Refused

# Sent with `user` and `by` when an administrator takes an account out of the hands that held it: whatever else lets
# somebody in without its password ends then, too.
account_taken = Signal()
_USERNAME = re.compile(r"[\w.@+-]{2,150}")


@transaction.atomic
def account_create(
    *, username: str, password: str, at: datetime, by: Any = None, name: str = "", must_change_password: bool = True
) -> User:
    """A new account. Refused: a username that exists or has blanks, a password that is too weak."""
    username = User.normalize_username(username.strip())
    if not _USERNAME.fullmatch(username):
        raise Refused("账号只能用文字、数字和 . @ + - _，至少 2 个字符，不含空格。", field="username")
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"账号“{username}”已存在。", field="username")
    user = User(username=username, name=name.strip(), must_change_password=must_change_password, password_changed_at=at)
    _check_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    audit.record(actor=by, action="account.create", subject=user)
    return user


@transaction.atomic
def password_reset(*, user: User, password: str, at: datetime, by: Any) -> User:
    """Give the account a new password, to be changed at the next sign-in. Its sessions end."""
    _check_password(password, user)
    user.set_password(password)
    user.must_change_password = True
    user.password_changed_at = at
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    audit.record(actor=by, action="account.password_reset", subject=user)
    account_taken.send(sender=User, user=user, by=by)
    return user


@transaction.atomic
def password_change(*, user: User, old: str, new: str, at: datetime) -> User:
    """Change one's own password. The other sessions of the account end."""
    if not user.check_password(old):
        raise Refused("原密码不正确。", field="old_password")
    if old == new:
        raise Refused("新密码不能与原密码相同。", field="new_password")
    _check_password(new, user, field="new_password")
    user.set_password(new)
    user.must_change_password = False
    user.password_changed_at = at
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    audit.record(actor=user, action="account.password_change", subject=user)
    return user


@transaction.atomic
def contact_change(*, user: User, email: str, wants_mail: bool) -> User:
    """Say where one is to be reached, and whether. The trail says that there is an address, not which."""
    user.email, user.wants_mail = email.strip(), wants_mail
    user.full_clean(exclude=("password",))
    user.save(update_fields=["email", "wants_mail"])
    detail = {"has_address": bool(user.email), "wants_mail": wants_mail}
    audit.record(actor=user, action="account.contact_change", subject=user, detail=detail)
    return user


@transaction.atomic
def account_enable(*, user: User, enabled: bool, by: Any) -> User:
    """Open or close an account. A closed one is signed out at its next request."""
    user.is_active = enabled
    user.save(update_fields=["is_active"])
    audit.record(actor=by, action="account.enable" if enabled else "account.disable", subject=user)
    if not enabled:
        account_taken.send(sender=User, user=user, by=by)
    return user


def _check_password(password: str, user: User, *, field: str = "password") -> None:
    try:
        validate_password(password, user)
    except ValidationError as fault:
        raise Refused(*fault.messages, field=field) from fault
