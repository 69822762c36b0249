"""Who may do what with notices, bulletins and messages.

The committee writes and issues; the branches that were sent something acknowledge and answer it. A group's leader and a
court above have no part in it.
"""

from typing import Any

from branches.choices import Role
from branches.permissions import is_committee_of, is_officer_of
from branches.scoping import standing_of
from core.access import permission

# What the committee does, each under a name of its own, with the words of the audit trail.
OF_COMMITTEE = {
    "notices.notice_create": "起草工作提示单",
    "notices.notice_change": "修改工作提示单",
    "notices.notice_issue": "签发工作提示单",
    "notices.notice_discard": "放弃工作提示单草稿",
    "notices.notice_restore": "恢复工作提示单草稿",
    "notices.notice_void": "作废工作提示单",
    "notices.bulletin_draft": "起草督办提醒通报",
    "notices.bulletin_change": "修改督办提醒通报",
    "notices.bulletin_issue": "签发督办提醒通报",
    "notices.bulletin_discard": "放弃督办提醒通报草稿",
    "notices.bulletin_void": "作废督办提醒通报",
    "notices.settings_change": "修改工作提示设置",
    "notices.delivery_retry": "重新发送",
    "notices.view_matrix": "查看签收情况",
    "notices.export_matrix": "导出签收情况",
    "notices.view_unknown": "查看季度情况不详的项目",
    "notices.export_unknown": "导出季度情况不详的项目",
    "notices.view_deliveries": "查看投递情况",
    "notices.export_deliveries": "导出投递情况",
}
# What an officer does for the branch.
OF_BRANCH = {
    "notices.notice_acknowledge": "签收工作提示单",
    "notices.item_reply": "答复提示事项",
}
# What both read.
OF_BOTH = {
    "notices.view_notices": "查看工作提示单",
    "notices.export_notices": "导出工作提示单",
    "notices.print_notice": "打印工作提示单",
    "notices.view_bulletins": "查看督办提醒通报",
    "notices.export_bulletins": "导出督办提醒通报",
    "notices.print_bulletin": "打印督办提醒通报",
    "notices.view_messages": "查看消息",
    "notices.export_messages": "导出消息",
}


def is_of_committee(user: Any, subject: Any = None) -> bool:
    return is_committee_of(user, subject)


def is_of_branch(user: Any, subject: Any = None) -> bool:
    """`subject`: a receipt."""
    return is_officer_of(user, subject)


def is_of_branch_or_committee(user: Any, branch: Any = None) -> bool:
    return is_committee_of(user, branch) or is_officer_of(user, branch)


def is_of_both(user: Any, subject: Any = None) -> bool:
    """Which rows is the scope's answer."""
    return standing_of(user).holds(Role.COMMITTEE) or is_officer_of(user)


# A panel of the branch's page.
permission("notices.view_of_branch")(is_of_branch_or_committee)
for _names, _predicate in ((OF_COMMITTEE, is_of_committee), (OF_BRANCH, is_of_branch), (OF_BOTH, is_of_both)):
    for _name in _names:
        permission(_name)(_predicate)
