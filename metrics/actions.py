"""What the audit trail calls the actions of metrics, and what a permission refused."""

from core.actions import register

register(
    {
        "metrics.metric_add": "新设业务指标",
        "metrics.metric_change": "修改业务指标",
        "metrics.metric_retire": "停用业务指标",
        "metrics.metric_resume": "恢复业务指标",
        "metrics.figure_enter": "登记业务数据",
        "metrics.figure_correct": "更正业务数据",
        "metrics.figure_void": "作废业务数据",
        "metrics.figure_import": "导入业务数据",
        "metrics.figure_export": "导出业务数据",
        "metrics.view_figures": "查看业务指标",
        "metrics.view_figure": "查看业务数据",
        "metrics.export_figures": "导出业务数据",
        "metrics.enter_figures": "登记业务数据",
        "metrics.manage_metrics": "设置业务指标",
    }
)
