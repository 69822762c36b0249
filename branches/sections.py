"""This app's sections in the rail, and what can be imported into it."""

from branches.services.imports import registry
from branches.services.member_import.importer import ROSTER
from core.navigation import Entry, Group, register

registry.register(ROSTER)
register(
    Entry("党支部", "diagram-3", "branches:branch_list", "branches.view_branches", 30, Group.PEOPLE),
    Entry("党员", "people", "branches:member_list", "branches.view_members", 40, Group.PEOPLE),
    Entry("组织关系", "arrow-left-right", "branches:transfer_list", "branches.view_transfers", 48, Group.PEOPLE),
    Entry("导入", "file-earmark-arrow-up", "branches:import_list", "branches.import_file", 66, Group.SETTINGS),
    Entry("法院", "bank", "branches:court_list", "branches.manage_courts", 70, Group.SETTINGS),
    Entry("账号", "person-badge", "branches:account_list", "accounts.manage_accounts", 72, Group.SETTINGS),
    Entry("审计", "shield-check", "branches:audit_list", "core.read_audit", 80, Group.SETTINGS),
    Entry("节假日", "calendar-heart", "holidays", "core.manage_holidays", 74, Group.SETTINGS),
    Entry("后台任务", "clock-history", "jobs", "core.manage_jobs", 78, Group.SETTINGS),
    Entry("配置", "sliders", "admin:index", "core.use_admin", 90, Group.SETTINGS),
)
