"""This app's sections in the rail, and what can be imported into it."""

from branches.services.imports import registry
from branches.services.member_import.importer import ROSTER
from core.navigation import Entry, register

registry.register(ROSTER)
register(
    Entry("党支部", "diagram-3", "branches:branch_list", "branches.view_branches", order=30),
    Entry("党员", "people", "branches:member_list", "branches.view_members", order=40),
    Entry("组织关系", "arrow-left-right", "branches:transfer_list", "branches.view_transfers", order=42),
    Entry("导入", "file-earmark-arrow-up", "branches:import_list", "branches.import_file", order=66),
    Entry("法院", "bank", "branches:court_list", "branches.manage_courts", order=70),
    Entry("账号", "person-badge", "branches:account_list", "accounts.manage_accounts", order=72),
    Entry("审计", "shield-check", "branches:audit_list", "core.read_audit", order=80),
    Entry("节假日", "calendar-heart", "holidays", "core.manage_holidays", order=74),
    Entry("配置", "sliders", "admin:index", "core.use_admin", order=90),
)
