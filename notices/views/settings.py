"""What a court decides about its notices: the days, reminders, ways of telling."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from campaigns.selectors import court_of_committee
from core.access import ensure, requires
from core.clock import today
from core.editing import form_page, posted
from notices.forms.settings import SettingsForm
from notices.models import NoticeSettings
from notices.selectors.schedule import Planned, next_bulletin, next_draft
from notices.selectors.settings import settings_of
from notices.services.settings import settings_change
from notices.views.frame import crumbs_of


@requires("notices.settings_change", methods=("GET", "POST"))
def settings_page(request: HttpRequest) -> HttpResponse:
    """The settings of the user's own court."""
    court = court_of_committee(request.user)
    if court is None:
        raise Http404
    ensure(request.user, "notices.settings_change", court)
    own = settings_of(court)
    form = SettingsForm(posted(request), initial=SettingsForm.shown(own))
    return form_page(
        request,
        form,
        lambda values: settings_change(court=court, by=request.user, **values),
        done=reverse("notices:settings"),
        said="已保存设置。",
        saved_row=lambda: settings_of(court),
        title="工作提示设置",
        state=_next_days(own),
        notes=_notes(),
        crumbs=crumbs_of(),
        back=reverse("notices:list"),
    )


def _next_days(own: NoticeSettings) -> str:
    """What happens next by what is saved."""
    on = today()
    notice, bulletin = "不自动起草工作提示单", "不自动起草通报"
    if own.drafts_notices:
        notice = f"下次起草工作提示单：{_said(next_draft(own, on), on) or '建立党支部以后'}"
    if own.drafts_bulletins:
        bulletin = f"下次起草通报：{_said(next_bulletin(own, on), on) or '党支部开始登记组织生活以后'}"
    return f"{notice}；{bulletin}。"


def _said(planned: Planned, on: date) -> str:
    if planned is None:
        return ""
    day, month = planned
    said = "今天" if day == on else f"{day.month}月{day.day}日"
    return f"{said}（{month.year}年{month.month}月的）"


def _notes() -> list[str]:
    notes = []
    if not settings.SENDS_MAIL:
        notes.append("系统还没有配置邮件服务器，邮件不会发出；需要的请联系系统管理员。")
    if not settings.WEBHOOK_HOSTS:
        notes.append("要把消息同时发到院内的即时通讯，请先由系统管理员允许接收的服务器。")
    return notes
