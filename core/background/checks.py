"""System checks of the queue's settings."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register("background")
def check_visibility_timeout(**kwargs: Any) -> list[CheckMessage]:
    """Redis hands a message out again that was not done within the visibility timeout: a task that may run longer would
    run twice at once."""
    visibility = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("visibility_timeout")
    limit = settings.CELERY_TASK_TIME_LIMIT
    if visibility is None or visibility > limit:
        return []
    return [
        Error(
            f"消息重新派发的时间（visibility_timeout，{visibility} 秒）不长于任务的时限（{limit} 秒），"
            "同一个任务会同时运行两次。",
            hint="请在设置里把 visibility_timeout 调到任务时限的数倍，例如 3600 秒。",
            id="core.E003",
        )
    ]
