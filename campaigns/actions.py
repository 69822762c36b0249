"""What the audit trail calls the actions of campaigns, and what a permission refused."""

from core.actions import register

register(
    {
        "campaigns.campaign_create": "新建主题教育",
        "campaigns.campaign_change": "修改主题教育",
        "campaigns.campaign_copy": "复制主题教育任务",
        "campaigns.tasks_enter": "录入主题教育任务",
        "campaigns.task_change": "修改主题教育任务",
        "campaigns.task_remove": "删除主题教育任务",
        "campaigns.aspect_rename": "修改主题教育方面",
        "campaigns.export_campaigns": "导出主题教育",
        "campaigns.topics_set": "设置主题教育专题",
        "campaigns.line_save": "登记主题教育任务进展",
        "campaigns.export_campaign": "导出主题教育任务",
        "campaigns.view_campaigns": "查看主题教育",
        "campaigns.manage_campaigns": "管理主题教育",
        "campaigns.change_line": "登记主题教育任务进展",
    }
)
