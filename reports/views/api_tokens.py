"""Tokens for other systems (administrator): the list, a new one, which is shown once, and revoking one."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.models import Court
from core.access import allowed, ensure, requires
from core.clock import now, today
from core.dates import years_after
from core.editing import form_page, posted
from core.exports import export
from core.listing import Listing
from reports.choices import TokenState
from reports.forms.api_tokens import PACE, ApiTokenFilter, ApiTokenForm, RevokeForm
from reports.selectors.api_tokens import state_of, take_up_uses, tokens_of
from reports.services.api_tokens import Issued, api_token_issue, api_token_revoke

TITLE = "接口令牌"
TOKENS = Listing(
    columns=(
        ("system", "系统"),
        ("court", "法院"),
        ("prefix", "令牌开头"),
        ("scopes", "可读内容"),
        ("state", "状态"),
        ("ends_on", "截止日期"),
        ("last_used_at", "最近使用"),
        ("uses", "使用次数"),
        ("act", "操作"),
    ),
    sorts={
        "system": ("system", "id"),
        "court": ("court__path", "id"),
        "ends_on": ("ends_on", "id"),
        "last_used_at": ("last_used_at", "id"),
        "uses": ("uses", "id"),
        "new": ("id",),
    },
    default="-new",
    figures=("uses",),
)
TAGS = {
    TokenState.IN_FORCE: "success",
    TokenState.NOT_YET: "info",
    TokenState.ENDED: "neutral",
    TokenState.REVOKED: "neutral",
}
TOLD_BEFORE = "这个令牌刚才已经新建，只显示一次，不再显示；没有复制下来的，请停用后再新建一个。"
EMPTY = {"thing": "接口令牌", "words": "其他系统要读取本院的数据时，在这里新建令牌。"}


def _filtered(request: HttpRequest) -> ApiTokenFilter:
    return ApiTokenFilter(request.GET, tokens_of(request.user), request=request)


def _list() -> str:
    return reverse("reports:token_list")


@requires("reports.manage_api_tokens")
def token_list(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = TOKENS.context(request, _filtered(request))
    for row in take_up_uses(context["page"].rows):
        row.state = state_of(row, today())
        row.tag = TAGS[row.state]
    context |= {
        "new_url": reverse("reports:token_new"),
        "export_url": reverse("reports:token_export"),
        "unit": "个令牌",
        "empty": EMPTY,
    }
    return render(request, "reports/token_list.html", context)


EXPORT_COLUMNS = (
    ("系统", lambda row: row.system),
    ("法院", lambda row: row.court.name),
    ("令牌开头", lambda row: row.prefix),
    ("可读内容", lambda row: "、".join(row.scope_labels)),
    ("每分钟次数", lambda row: row.per_minute),
    ("启用日期", lambda row: row.starts_on),
    ("截止日期", lambda row: row.ends_on),
    ("状态", lambda row: state_of(row, today()).label),
    ("最近使用", lambda row: row.last_used_at),
    ("使用次数", lambda row: row.uses),
    ("说明", lambda row: row.note),
    ("建立人", lambda row: str(row.created_by)),
    ("建立时间", lambda row: row.created_at),
    ("停用时间", lambda row: row.revoked_at),
    ("停用原因", lambda row: row.revoked_reason),
)


@requires("reports.manage_api_tokens")
def token_export(request: HttpRequest) -> HttpResponse:
    """The tokens as they are filtered; of the secrets only what they begin with is known."""
    return export(
        user=request.user,
        action="reports.api_token_export",
        filename="接口令牌.xlsx",
        sheet_title=TITLE,
        columns=EXPORT_COLUMNS,
        rows=take_up_uses(TOKENS.ordered(request, _filtered(request))),
    )


def _kept_courts(request: HttpRequest) -> Any:
    """The courts that the administrator keeps; those above are seen, not kept."""
    courts = Court.objects.visible_to(request.user)
    kept = [court.pk for court in courts if allowed(request.user, "reports.manage_api_tokens", court)]
    return courts.filter(pk__in=kept).order_by("path")


@requires("reports.manage_api_tokens", methods=("GET", "POST"))
def token_new(request: HttpRequest) -> HttpResponse:
    """The answer to the form shows the token, and no page after it, not even the form sent once more: only a digest is
    kept."""
    first = {"starts_on": today(), "ends_on": years_after(today(), 1), "per_minute": PACE, "submission_key": uuid4()}
    form = ApiTokenForm(posted(request), courts=_kept_courts(request), initial=first)
    issued: list[Issued] = []

    def save(values: dict[str, Any]) -> Issued:
        court, key = values["court"], values["submission_key"]
        ensure(request.user, "reports.manage_api_tokens", court)
        facts = form.facts()
        made = api_token_issue(court=court, facts=facts, by=request.user, at=now(), on=today(), submission_key=key)
        issued.append(made)
        return made

    answer = form_page(
        request,
        form,
        save,
        done=_list(),
        said=lambda made: "已新建令牌。" if made.secret else TOLD_BEFORE,
        title="新建接口令牌",
        submit_label="新建",
        crumbs=[(TITLE, _list())],
        back=_list(),
    )
    return _shown_once(request, issued[0]) if issued and issued[0].secret else answer


def _shown_once(request: HttpRequest, issued: Issued) -> HttpResponse:
    context = {
        "token": issued.token,
        "secret": issued.secret,
        "example": request.build_absolute_uri(reverse("api:courts")),
        "crumbs": [(TITLE, _list())],
        "back": _list(),
    }
    return render(request, "reports/token_shown.html", context)


@requires("reports.manage_api_tokens", methods=("GET", "POST"))
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(tokens_of(request.user), pk=pk)
    ensure(request.user, "reports.manage_api_tokens", token)
    return form_page(
        request,
        RevokeForm(posted(request)),
        lambda values: api_token_revoke(token=token, reason=values["reason"], by=request.user, at=now()),
        done=_list(),
        said="已停用，这个令牌立即不能再读取。",
        title=f"停用{token.court}的令牌：{token}",
        state="停用后不能恢复，需要时请新建令牌。",
        submit_label="停用",
        crumbs=[(TITLE, _list())],
        back=_list(),
    )
