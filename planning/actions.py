"""What the audit trail calls the actions of plans and calendars, and what a permission refused."""

from core.actions import register

register(
    {
        "planning.plan_save": "修改年度计划",
        "planning.plan_draft": "按规定起草年度计划",
        "planning.plan_copy": "从上年复制年度计划",
        "planning.fixed_day_set": "设置固定日",
        "planning.fixed_day_remove": "取消固定日",
        "planning.days_follow_holidays": "固定日随节假日调整",
        "planning.export_plan": "导出年度计划",
        "planning.feed_open": "开通日历订阅",
        "planning.feed_renew": "更换日历订阅地址",
        "planning.feed_close": "停用日历订阅",
        "planning.view_calendar": "查看日历",
        "planning.subscribe": "订阅日历",
        "planning.view_plans": "查看年度计划",
        "planning.change_plan": "修改年度计划",
        "planning.change_court_plan": "修改全院计划",
    }
)
