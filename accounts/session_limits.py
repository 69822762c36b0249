"""How long a session lasts (等保 2.0 三级): so long without use, and so long in all. Counted on the server."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.utils.timezone import get_current_timezone

STARTED = "session_started_at"
SEEN = "session_seen_at"
_STORE_EVERY = timedelta(minutes=1)


class Ended(Enum):
    """Why a session is over."""

    IDLE = "30 分钟没有操作"
    TOO_LONG = "已连续登录 8 小时"


def ended(session: Any, at: datetime) -> Ended | None:
    """Why the session is over, None while it lasts. A new one begins with the question."""
    started = session.setdefault(STARTED, at.timestamp())
    seen = session.setdefault(SEEN, at.timestamp())
    if at.timestamp() - seen > settings.SESSION_IDLE_LIMIT.total_seconds():
        return Ended.IDLE
    return Ended.TOO_LONG if at.timestamp() - started > settings.SESSION_ABSOLUTE_LIMIT.total_seconds() else None


def note_use(session: Any, at: datetime) -> None:
    """The user did something; stored once a minute."""
    if at.timestamp() - session.get(SEEN, 0) > _STORE_EVERY.total_seconds():
        session[SEEN] = at.timestamp()


def ends_at(session: Any) -> datetime:
    """When the session is over unless the user does something."""
    idle = session[SEEN] + settings.SESSION_IDLE_LIMIT.total_seconds()
    whole = session[STARTED] + settings.SESSION_ABSOLUTE_LIMIT.total_seconds()
    return datetime.fromtimestamp(min(idle, whole), get_current_timezone())
