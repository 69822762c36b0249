"""What the audit trail calls the actions of reports; a permission's name stands for what was refused."""

from core.actions import register

register(
    {
        "reports.api_read": "经接口读取数据",
        "reports.api_token_export": "导出接口令牌",
        "reports.api_token_issue": "新建接口令牌",
        "reports.api_token_revoke": "停用接口令牌",
        "reports.export_year": "导出年度组织生活",
        "reports.export_own": "导出本人出席",
        "reports.export_below": "导出下级法院汇总",
        "reports.print_handbook": "打印支部工作手册",
        "reports.generate_data": "生成演示数据",
        "reports.manage_api_tokens": "管理接口令牌",
        "reports.read_api_docs": "查看接口说明",
        "reports.view_branch": "查看支部报表",
        "reports.view_court": "查看本院报表",
        "reports.view_home": "打开首页",
        "reports.open_persons": "查看党员构成的名单",
        "reports.view_work": "查看整改、星级、工作提示和发展党员的数字",
        "reports.view_own": "查看本人出席",
        "reports.view_reports": "查看报表",
        "reports.read_written": "查看工作报告",
        "reports.export_written": "导出工作报告列表",
        "reports.print_written": "下载工作报告",
        "reports.write_report": "起草、修改工作报告",
        "reports.open_figures": "打开工作报告的数据",
        "reports.report_create": "起草工作报告",
        "reports.report_change": "修改工作报告",
        "reports.section_change": "修改工作报告的栏目",
        "reports.sections_arrange": "调整工作报告的栏目",
        "reports.report_publish": "发布工作报告",
        "reports.report_replace": "以新版代替工作报告",
        "reports.report_withdraw": "撤回工作报告",
        "reports.report_revise": "修订工作报告",
        "reports.report_discard": "放弃工作报告草稿",
        "reports.change_outline": "设置报告栏目",
        "reports.outline_save": "设置报告栏目",
    }
)
