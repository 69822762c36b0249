"""What is not answered, in words: {"detail": …} with the status that says what kind of refusal it is."""

import logging
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from core.errors import Refused
from reports.services.api_uses import token_refused

UNAUTHORIZED, FORBIDDEN, NOT_FOUND, NOT_ALLOWED = 401, 403, 404, 405
UNPROCESSABLE, TOO_MANY, FAILED = 422, 429, 500
NOT_THERE = "没有这个地址，或者令牌不能读取它。"

logger = logging.getLogger(__name__)


class ApiRefusal(Exception):
    """A request that is not answered, and why."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers or {}


def refuse_with(api: NinjaAPI) -> None:
    """Give `api` our words for everything that goes wrong."""
    api.add_exception_handler(ApiRefusal, _refused)
    api.add_exception_handler(Http404, _not_there)
    api.add_exception_handler(ValidationError, _unfit)
    api.add_exception_handler(Refused, _refused_by_rule)
    api.add_exception_handler(Exception, _failed)


def told(status: int, detail: str, headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse({"detail": detail}, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})


def _refused(request: HttpRequest, refusal: Any) -> JsonResponse:
    """Whoever was not let in at all was noted at the door (security.py)."""
    if refusal.status == FORBIDDEN:
        token = request.auth  # type: ignore[attr-defined]  # ninja puts it there
        token_refused(token=token, status=refusal.status, path=request.path)
    return told(refusal.status, refusal.detail, refusal.headers)


def _not_there(request: HttpRequest, fault: Any) -> JsonResponse:
    return told(NOT_FOUND, NOT_THERE)


def _refused_by_rule(request: HttpRequest, refusal: Any) -> JsonResponse:
    return told(UNPROCESSABLE, f"参数 {refusal.field}：{refusal}" if refusal.field else str(refusal))


def _unfit(request: HttpRequest, fault: Any) -> JsonResponse:
    return told(UNPROCESSABLE, "；".join(map(_sentence, fault.errors)))


def _failed(request: HttpRequest, fault: Any) -> JsonResponse:
    """Nothing of the fault is told, whatever DEBUG says."""
    logger.error("%s failed", request.path, exc_info=fault)
    return told(FAILED, "系统出错，请稍后再试；仍然出错请联系系统管理员。")


# By the types of pydantic's errors.
_WORDS = {
    "int_parsing": "请填整数。",
    "int_parsing_size": "数字太大。",
    "int_from_float": "请填整数。",
    "bool_parsing": "请填 true 或 false。",
    "date_parsing": "不是有效日期，请写成 2024-06-30。",
    "date_from_datetime_parsing": "不是有效日期，请写成 2024-06-30。",
    "date_from_datetime_inexact": "不是有效日期，请写成 2024-06-30。",
    "missing": "没有填写。",
    "greater_than_equal": "不能小于 {ge}。",
    "less_than_equal": "不能大于 {le}。",
    "string_too_long": "最多 {max_length} 个字。",
}


def _sentence(error: dict[str, Any]) -> str:
    """`参数 year：请填整数。`"""
    words = _WORDS.get(error["type"], "取值不正确。").format(**error.get("ctx", {}))
    return f"参数 {error['loc'][-1]}：{words}"
