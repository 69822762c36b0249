"""Who may do what with standards, assessments, ratings and honours.

The committee adopts, computes, reviews, publishes and rates; a branch assesses itself, objects and applies. An
administrator, a group's leader and a court above have no part in it.
"""

from typing import Any

from branches.choices import BUSINESS_ROLES, Role
from branches.permissions import is_committee_of, is_officer_of
from branches.scoping import standing_of
from core.access import permission

# What the committee does, each under a name of its own, with the words of the audit trail.
OF_COMMITTEE = {
    "assessments.standard_create": "起草星级标准",
    "assessments.standard_change": "修改星级标准草案",
    "assessments.standard_adopt": "通过星级标准",
    "assessments.standard_discard": "放弃星级标准草案",
    "assessments.standard_import": "导入星级标准",
    "assessments.standard_trial": "试算星级标准",
    "assessments.export_trial": "导出试算结果",
    "assessments.assessment_compute": "计算考评",
    "assessments.assessment_publish": "公布考评",
    "assessments.assessment_close": "考评定稿",
    "assessments.assessment_reopen": "重新开放考评",
    "assessments.view_matrix": "查看考评总表",
    "assessments.export_matrix": "导出考评总表",
    "assessments.view_to_review": "查看待评审项目",
    "assessments.export_to_review": "导出待评审项目",
    "assessments.score_review": "评审打分",
    "assessments.review_confirm": "复核评审",
    "assessments.findings_make": "考评短板列入检查问题",
    "assessments.objection_answer": "答复异议",
    "assessments.duty_review_record": "登记述职评议",
    "assessments.duty_review_void": "作废述职评议",
    "assessments.rating_compute": "评定星级",
    "assessments.rating_publish": "公布星级",
    "assessments.rating_reopen": "重新评定星级",
    "assessments.veto_record": "登记一票否决",
    "assessments.veto_void": "撤销一票否决",
    "assessments.plate_record": "登记授牌摘牌",
    "assessments.plate_void": "作废牌匾登记",
    "assessments.honour_record": "登记季度荣誉",
    "assessments.honour_change": "修改季度荣誉",
    "assessments.honour_void": "作废季度荣誉",
}
# What an officer does for the branch.
OF_BRANCH = {
    "assessments.self_assess": "支部自评",
    "assessments.objection_raise": "提出异议",
    "assessments.star_apply": "申报星级",
    "assessments.application_withdraw": "撤回星级申报",
}
# What both read.
OF_BOTH = {
    "assessments.view_assessments": "查看考评",
    "assessments.export_assessments": "导出考评",
    "assessments.view_standards": "查看星级标准",
    "assessments.export_standard": "导出星级标准",
    "assessments.view_score": "查看支部考评",
    "assessments.print_score": "打印支部考评",
    "assessments.view_duty_reviews": "查看述职评议",
    "assessments.export_duty_reviews": "导出述职评议",
    "assessments.print_duty_review": "打印述职评议结果",
    "assessments.view_ratings": "查看星级评定",
    "assessments.export_ratings": "导出星级评定",
    "assessments.export_vetoes": "导出一票否决",
    "assessments.view_objections": "查看异议",
    "assessments.export_objections": "导出异议",
}
# What everybody of the court reads: the stars hang on the wall.
OF_ALL = {
    "assessments.view_plates": "查看星级牌匾",
    "assessments.export_plates": "导出星级牌匾",
    "assessments.print_certificate": "打印星级证书",
    "assessments.view_honours": "查看季度荣誉",
    "assessments.export_honours": "导出季度荣誉",
    "assessments.print_honour": "打印荣誉证书",
}


def is_of_committee(user: Any, subject: Any = None) -> bool:
    return is_committee_of(user, subject)


def is_of_branch(user: Any, subject: Any = None) -> bool:
    return is_officer_of(user, subject)


def is_of_branch_or_committee(user: Any, branch: Any = None) -> bool:
    return is_committee_of(user, branch) or is_officer_of(user, branch)


def is_of_both(user: Any, subject: Any = None) -> bool:
    """Which rows is the scope's answer."""
    return standing_of(user).holds(Role.COMMITTEE) or is_officer_of(user)


def works_in_a_court(user: Any, subject: Any = None) -> bool:
    return standing_of(user).holds(*BUSINESS_ROLES)


# A panel of the branch's page.
permission("assessments.view_of_branch")(is_of_branch_or_committee)
for _names, _predicate in (
    (OF_COMMITTEE, is_of_committee),
    (OF_BRANCH, is_of_branch),
    (OF_BOTH, is_of_both),
    (OF_ALL, works_in_a_court),
):
    for _name in _names:
        permission(_name)(_predicate)
