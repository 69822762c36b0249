"""What the audit trail calls the actions of meetings, kinds and norms, and what a permission refused."""

from core.actions import register

register(
    {
        "activities.activity_submit": "提交记录",
        "activities.activity_resubmit": "再次提交记录",
        "activities.activity_send_back": "退回记录",
        "activities.activity_archive": "归档记录",
        "activities.activity_withdraw": "撤回记录",
        "activities.activity_cancel": "作废记录",
        "activities.activity_correct": "更正记录",
        "activities.correction_ask": "申请更正",
        "activities.correction_approve": "同意更正",
        "activities.correction_refuse": "不同意更正",
        "activities.period_lock": "锁定季度",
        "activities.period_unlock": "重新开放季度",
        "activities.draft_create": "新建草稿",
        "activities.draft_save": "保存草稿",
        "activities.draft_discard": "删除草稿",
        "activities.activities_import": "导入台账",
        "activities.export_activities": "导出组织生活",
        "activities.print_record": "打印记录",
        "activities.coverage_state": "登记记录起止",
        "activities.kind_create": "新增活动类型",
        "activities.kind_change": "修改活动类型",
        "activities.topic_create": "新增专题",
        "activities.topic_change": "修改专题",
        "activities.change_topic": "管理专题",
        "activities.norm_override": "设置本院规定",
        "activities.norm_end": "终止本院规定",
        "activities.change_draft": "修改草稿",
        "activities.log_activity": "填报组织生活",
        "activities.review_activity": "审核组织生活记录",
        "activities.lock_period": "锁定季度",
        "activities.manage_kinds": "管理活动类型",
        "activities.state_coverage": "登记记录起止",
        "activities.view_activities": "查看组织生活",
        "activities.view_leaders": "查看双重组织生活",
        "activities.export_leaders": "导出双重组织生活",
        "activities.view_kinds": "查看组织生活规定",
    }
)
