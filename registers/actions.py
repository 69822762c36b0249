"""What the audit trail calls the actions of registers, and what a permission refused."""

from core.actions import register

register(
    {
        "registers.entry_add": "登记",
        "registers.entry_change": "修改登记",
        "registers.entry_withdraw": "撤销登记",
        "registers.kind_create": "新设登记簿",
        "registers.kind_change": "修改登记簿",
        "registers.kind_set": "设置通用登记簿",
        "registers.view_entries": "查看登记簿",
        "registers.add_entry": "登记",
        "registers.change_entry": "修改登记",
        "registers.withdraw_entry": "撤销登记",
        "registers.export_entries": "导出登记簿",
        "registers.print_entries": "打印登记簿",
        "registers.manage_kinds": "设置登记簿",
    }
)
