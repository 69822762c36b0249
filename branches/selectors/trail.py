"""An audit event in words, for whoever reads the trail."""

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from branches.choices import RosterChange
from core.models import AuditEvent

_WORDS = {
    "username": "账号",
    "rows": "行数",
    "file": "文件",
    "bytes": "字节数",
    "since": "生效日期",
    **{f"{change}": f"{change.label}人数" for change in RosterChange},
    "members": "党员数",
    "items": "事项",
    "branches": "支部数",
    "groups": "党小组数",
    "posts": "职务数",
    "role": "角色",
    "court": "法院",
    "branch": "党支部",
    "group": "党小组",
    "member": "党员",
    "on": "日期",
    "last_on": "最后一天",
    "gone_on": "自此失效",
    "resumed_on": "恢复日期",
    "reason": "原因",
    "decision": "依据",
    "elected": "当选",
    "parent": "上级法院",
    "time": "每天的时间",
    "changed": "已修改（内容不记录）",
}


def described(event: AuditEvent) -> str:
    """The event's detail as `名称：旧名 → 新名；…`, fields by the names that forms give them."""
    detail = dict(event.detail)
    before, after = detail.pop("before", {}), detail.pop("after", {})
    names = dict.fromkeys([*before, *after])
    lines = [f"{_name(event, name)}：{_text(event, name, before)} → {_text(event, name, after)}" for name in names]
    lines += [
        f"{_name(event, name)}：{_text(event, name, detail)}" for name in detail if detail[name] not in ("", None)
    ]
    return "；".join(lines)


def _field(event: AuditEvent, name: str) -> Any:
    try:
        return apps.get_model(event.subject_type)._meta.get_field(name) if event.subject_type else None
    except (LookupError, FieldDoesNotExist, ValueError):
        return None


def _name(event: AuditEvent, name: str) -> str:
    field = _field(event, name)
    return str(field.verbose_name) if hasattr(field, "verbose_name") else _WORDS.get(name, name)


def _text(event: AuditEvent, name: str, values: dict[str, Any]) -> str:
    value = values.get(name)
    if value in (None, ""):
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_name(event, str(each)) for each in value)
    choices = dict(getattr(_field(event, name), "choices", None) or ())
    return str(choices.get(value, value))
