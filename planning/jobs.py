"""Periodic jobs of plans."""

from core.background.registry import Job, register

register(
    Job(
        "follow-holidays",
        "planning.tasks.follow_holidays",
        "固定日跟随节假日调整",
        "节假日安排改动后，各支部计划里的固定日随之挪动；这里每天再核对一遍，不漏改。",
    ),
)
