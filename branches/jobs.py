"""Periodic jobs of imports, and what their other tasks are called."""

from core.background.registry import Job, register, register_tasks

register(
    Job(
        "resume-import-jobs",
        "branches.tasks.resume_import_jobs",
        "接着办理中断的导入",
        "后台中途停过或没有收到的导入、撤销，由它重新办理，不用再次上传。",
    ),
    Job(
        "clear-uploads",
        "branches.tasks.clear_uploads",
        "清除没有办完的上传文件",
        "上传后 7 天没有继续办理的文件含有个人信息，按时删除。",
    ),
)
register_tasks({"branches.tasks.run_import_job": "核对、导入文件", "branches.tasks.run_undo": "撤销整批导入"})
