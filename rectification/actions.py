"""What the audit trail calls the steps of rectification, and what a permission refused."""

from core.actions import register
from rectification.choices import NodeStepKind, StepKind
from rectification.permissions import NODE_PERMISSION_OF, OF_INSPECTIONS, PERMISSION_OF

register({name: StepKind(kind).label for kind, name in PERMISSION_OF.items()})
register(
    {
        "rectification.view_problems": "查看检视整改",
        "rectification.export_problems": "导出检视整改",
        "rectification.ledger_import": "导入整改台账",
        "rectification.ledger_export": "导出整改台账",
        "rectification.view_supervision": "查看整改督办",
        "rectification.export_supervision": "导出整改督办",
        "rectification.view_below": "查看下级法院整改汇总",
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
register({name: NodeStepKind(kind).label for kind, name in NODE_PERMISSION_OF.items()})
register(
    {
        "rectification.view_lists": "查看工作清单",
        "rectification.export_lists": "导出工作清单",
        "rectification.view_dispatch": "查看每周调度",
        "rectification.export_dispatch": "导出每周调度",
        "rectification.work_list_settings": "设置清单",
        "rectification.work_item_create": "新增清单事项",
        "rectification.work_item_change": "修改清单事项",
        "rectification.work_item_void": "作废清单事项",
        "rectification.work_items_paste": "粘贴录入清单",
        "rectification.work_items_take_over": "从主题教育引入任务",
        "rectification.work_nodes_add": "新增清单节点",
        "rectification.work_node_change": "修改清单节点",
        "rectification.work_node_void": "作废清单节点",
    }
)
