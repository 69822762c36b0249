"""Who asks: a token in the header, in force, not too often. Session cookies play no part."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja.security.base import AuthBase

from core.clock import now
from core.dates import is_in_force
from core.requests import current_origin
from core.throttle import MINUTE, allows
from reports.api.faults import FORBIDDEN, TOO_MANY, UNAUTHORIZED, ApiRefusal
from reports.choices import ApiScope
from reports.models import ApiToken
from reports.selectors.api import token_known_by
from reports.services.api_uses import token_refused, token_used, too_many_refused

GUESSED_A_MINUTE = 30
_SCHEME = "bearer"
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="courts-party"'}


class TokenAuth(AuthBase):
    """`Authorization: Bearer cp_…`"""

    openapi_type = "http"
    openapi_scheme = _SCHEME
    openapi_description = "由本院系统管理员在“设置 — 接口令牌”里新建，只显示一次。"

    def __call__(self, request: HttpRequest) -> ApiToken:
        return token_of(request)


def token_of(request: HttpRequest) -> ApiToken:
    """The token of a request, its use counted. Raises ApiRefusal."""
    at = now()
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = token_known_by(secret.strip()) if scheme.lower() == _SCHEME and secret.strip() else None
    fault = _fault_of(token, at) if secret else "请在请求头 Authorization 里带上令牌：Bearer 加空格加令牌。"
    if token is None or fault:
        who, most = f"no-api-token:{current_origin.get().address}", GUESSED_A_MINUTE
    else:
        who, most = f"api-token:{token.pk}", token.per_minute
    _check_pace(request, token, who, most, at)
    if token is None or fault:
        token_refused(token=token, status=UNAUTHORIZED, path=request.path)
        raise ApiRefusal(UNAUTHORIZED, fault, _CHALLENGE)
    token_used(token=token, at=at)
    return token


def _fault_of(token: ApiToken | None, at: datetime) -> str:
    """Why a token is not taken; only who holds it is told."""
    if token is None:
        return "令牌不正确，请检查是否完整复制。"
    if token.revoked_at is not None:
        return "令牌已停用，请联系本院系统管理员。"
    if not is_in_force(token, timezone.localdate(at)):
        return f"令牌只在 {token.starts_on} 至 {token.ends_on} 有效，请联系本院系统管理员。"
    return ""


def _check_pace(request: HttpRequest, token: ApiToken | None, who: str, most: int, at: datetime) -> None:
    if allows(who, most=most, at=at):
        return
    too_many_refused(token=token, who=who, path=request.path, status=TOO_MANY, at=at)
    headers = {"Retry-After": str(MINUTE - int(at.timestamp()) % MINUTE)}
    raise ApiRefusal(TOO_MANY, f"请求太快，每分钟最多 {most} 次，请稍后再试。", headers)


def require_scope(token: ApiToken, scope: ApiScope) -> None:
    """Raises ApiRefusal (403) unless the token may read that."""
    if scope not in token.scopes:
        raise ApiRefusal(FORBIDDEN, f"这个令牌不能读取“{scope.label}”，需要的话请本院系统管理员新建令牌。")
