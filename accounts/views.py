"""Signing in and out, and one's own password."""

from typing import Any

from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from accounts.forms import PasswordChangeForm, SignInForm
from accounts.services import password_change as change_password
from core.clock import now
from core.editing import form_page, posted

HOME = "/"  # each role's own first page


@method_decorator(login_not_required, name="dispatch")
class SignIn(views.LoginView):
    """Django's own: a new session key, and `next` to this host only."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(views.LogoutView):
    """By POST only; the session is deleted on the server."""


@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request: HttpRequest) -> HttpResponse:
    """One's own password; everybody who is signed in may."""

    def save(values: dict[str, Any]) -> None:
        change_password(user=request.user, old=values["old_password"], new=values["new_password"], at=now())
        update_session_auth_hash(request, request.user)

    return form_page(
        request,
        PasswordChangeForm(posted(request)),
        save,
        done=HOME,
        said="已修改密码，其他地方的登录已退出。",
        title="修改密码",
        state="密码由管理员设置，请先改成自己的密码。" if request.user.must_change_password else "",
        submit_label="修改密码",
        back=HOME,
    )
