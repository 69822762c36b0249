"""What the audit trail calls the steps of a development file, and what a permission refused."""

from core.actions import register
from development.choices import StepKind

register(
    {
        "development.file_open": "建立发展档案",
        "development.file_change": "修改发展档案",
        "development.file_move": "移交发展档案",
        "development.move_file": "移交发展档案",
        "development.step_withdraw": "撤销登记有误的步骤",
        "development.step_correct": "更正步骤",
        "development.export_files": "导出发展党员名单",
        "development.view_files": "查看发展党员",
        "development.read_file": "查看发展档案",
        "development.open_file": "建立发展档案",
        "development.change_file": "修改发展档案",
        "development.record_step": "登记发展党员步骤",
        "development.correct_step": "更正步骤",
        "development.decide_step": "办理备案、预审、审批",
        **{f"development.{kind.lower()}": kind.label for kind in StepKind},
        **{f"development.take_{kind.lower()}": kind.label for kind in StepKind},
    }
)
