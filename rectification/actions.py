"""What the audit trail calls the steps of rectification, and what a permission refused."""

from core.actions import register
from rectification.choices import StepKind
from rectification.permissions import OF_INSPECTIONS, PERMISSION_OF

register({name: StepKind(kind).label for kind, name in PERMISSION_OF.items()})
register(
    {
        "rectification.view_problems": "查看检视整改",
        "rectification.export_problems": "导出检视整改",
        "rectification.ledger_import": "导入整改台账",
        "rectification.ledger_export": "导出整改台账",
        "rectification.evidence_read": "查看佐证材料",
        "rectification.evidence_withdraw": "撤下佐证材料",
    }
)
register(OF_INSPECTIONS)
register(
    {
        "rectification.view_inspections": "查看检查",
        "rectification.view_finding_of": "查看问题的检查来源",
        "rectification.export_inspections": "导出检查",
        "rectification.print_inspection": "打印检查结果",
    }
)
