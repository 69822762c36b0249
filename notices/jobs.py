"""Periodic jobs of notices."""

from core.background.registry import Job, register

register(
    Job(
        "deliver-waiting",
        "notices.tasks.deliver_waiting",
        "发送邮件和消息接口",
        "把待发送的提醒发出去；没有发成的隔一段时间再试，最多 8 次。",
    ),
    Job(
        "prune-deliveries",
        "notices.tasks.prune_deliveries",
        "清除过时的投递记录",
        "已发送的投递记录保留 400 天；消息本身不受影响。",
    ),
)
