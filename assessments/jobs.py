"""The periodic job of assessments, and what its other task is called."""

from core.background.registry import Job, register, register_tasks

register(
    Job(
        "assess-ended-quarters",
        "assessments.tasks.assess_ended_quarters",
        "计算季度和年终考评",
        "季度结束满 5 天后，给还没有计算的法院按星级标准计算考评，一月份连同上一年的年终考评；已有的不动。",
    )
)
register_tasks({"assessments.tasks.assess_ended": "计算一批法院的考评"})
