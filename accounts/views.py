"""Signing in and out, and one's own password."""

from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from accounts.forms import ContactForm, PasswordChangeForm, SignInForm
from accounts.services import contact_change as change_contact
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


SENT = "发到邮箱的有：工作提示单、到期前的催办、督办提醒通报。它们同时都在“消息”里，邮件只是提醒。"
NOT_SENT = "本系统还没有开通邮件，暂时不会发信。填写的邮箱先保存，开通以后使用；工作提示单、催办和通报都在“消息”里。"


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Where one is to be reached by mail; everybody who is signed in sets the own."""
    user = request.user
    return form_page(
        request,
        ContactForm(posted(request), initial={"email": user.email, "wants_mail": user.wants_mail}),
        lambda values: change_contact(user=user, **values),
        done=reverse("accounts:contact"),
        said="已保存通知方式。",
        title="通知方式",
        notes=[SENT if settings.SENDS_MAIL else NOT_SENT],
        back=HOME,
    )
