"""Periodic jobs of the ground floor."""

from core.background.registry import Job, register

register(
    Job(
        "clear-expired-sessions",
        "core.tasks.clear_expired_sessions",
        "清除过期的登录",
        "登录记录里有谁从哪里登录过，过期后不再保留。",
    ),
    Job(
        "clean-attachments",
        "core.tasks.clean_attachments",
        "清除没有用到的附件文件",
        "草稿、记录都不再引用的附件从磁盘上删除，腾出空间。",
    ),
    Job(
        "prune-job-failures",
        "core.tasks.prune_job_failures",
        "清除过时的失败记录",
        "后台任务的失败记录保留 180 天，再早的不再有用。",
    ),
)
