"""Periodic jobs of notices, and what their other tasks are called."""

from core.background.registry import Job, register, register_tasks

# Handed over wherever something is told, so that it goes out at once.
DELIVER = "notices.tasks.deliver_waiting"

register(
    Job(
        "draft-due-notices",
        "notices.tasks.draft_due_notices",
        "起草每月工作提示单",
        "到了各院设定的起草日，按数据起草工作提示单，由机关党委审阅签发；错过的日子随后补上。",
    ),
    Job(
        "draft-due-bulletins",
        "notices.tasks.draft_due_bulletins",
        "起草督办提醒通报",
        "到了各院设定的通报日，按记录起草上个月的通报，由机关党委核对后签发；当月错过的日子随后补上。",
    ),
    Job(
        "run-quarter-ends",
        "notices.tasks.run_quarter_ends",
        "办理季度末事项",
        "季度结束后，逐个法院办理季度事项，例如汇总不详的项目；每院每季度每项只办一次。",
    ),
    Job(
        "send-reminders",
        "notices.tasks.send_reminders",
        "到期前催办工作提示",
        "完成期限前几天，给还没有办完的支部发一次提醒，节假日不发。",
    ),
    Job(
        "deliver-waiting",
        DELIVER,
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
register_tasks(
    {
        "notices.tasks.draft_notice": "起草一个法院的工作提示单",
        "notices.tasks.draft_bulletin": "起草一个法院的督办提醒通报",
        "notices.tasks.run_quarter_end": "办理一个法院的季度事项",
        "notices.tasks.remind": "催办一期工作提示",
    }
)
