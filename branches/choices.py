"""Codes with their Chinese labels."""

from django.db import models


class CourtLevel(models.TextChoices):
    SUPREME = "SUPREME", "最高人民法院"
    HIGH = "HIGH", "高级人民法院"
    INTERMEDIATE = "INTERMEDIATE", "中级人民法院"
    BASIC = "BASIC", "基层人民法院"


class BranchKind(models.TextChoices):
    SERVING = "SERVING", "在职"
    RETIRED = "RETIRED", "离退休"
    JOINT = "JOINT", "联合"


class Sex(models.TextChoices):
    MALE = "MALE", "男"
    FEMALE = "FEMALE", "女"


class MemberStatus(models.TextChoices):
    FORMAL = "FORMAL", "正式党员"
    PROBATIONARY = "PROBATIONARY", "预备党员"


# What stands for a fact of a member that nobody has entered.
UNKNOWN = "UNKNOWN"


class AgeBand(models.TextChoices):
    UP_TO_35 = "UP_TO_35", "35岁及以下"
    FROM_36 = "FROM_36", "36至45岁"
    FROM_46 = "FROM_46", "46至55岁"
    FROM_56 = "FROM_56", "56岁及以上"
    UNKNOWN = "UNKNOWN", "不详"


class Education(models.TextChoices):
    POSTGRADUATE = "POSTGRADUATE", "研究生"
    BACHELOR = "BACHELOR", "大学本科"
    COLLEGE = "COLLEGE", "大专"
    SCHOOL = "SCHOOL", "中专、高中及以下"
    OTHER = "OTHER", "其他"
    UNKNOWN = "UNKNOWN", "不详"


class MembershipEnd(models.TextChoices):
    MOVED = "MOVED", "转到其他支部"
    TRANSFERRED = "TRANSFERRED", "转出组织关系"
    DECEASED = "DECEASED", "去世"
    LEFT = "LEFT", "出党"
    MISTAKE = "MISTAKE", "登记有误"


class TransferDirection(models.TextChoices):
    OUT = "OUT", "转出"
    IN = "IN", "转入"


class PostKind(models.TextChoices):
    SECRETARY = "SECRETARY", "书记"
    DEPUTY_SECRETARY = "DEPUTY_SECRETARY", "副书记"
    ORGANIZATION = "ORGANIZATION", "组织委员"
    PUBLICITY = "PUBLICITY", "宣传委员"
    DISCIPLINE = "DISCIPLINE", "纪检委员"
    COMMITTEE_MEMBER = "COMMITTEE_MEMBER", "委员"
    GROUP_LEADER = "GROUP_LEADER", "党小组组长"


# A secretary (with a deputy) alone is no committee: a branch has one while somebody holds one of these.
COMMISSIONER_POSTS = (PostKind.ORGANIZATION, PostKind.PUBLICITY, PostKind.DISCIPLINE, PostKind.COMMITTEE_MEMBER)
COMMITTEE_POSTS = (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, *COMMISSIONER_POSTS)
HELD_BY_ONE = (PostKind.SECRETARY, PostKind.GROUP_LEADER)


class Role(models.TextChoices):
    ADMINISTRATOR = "ADMINISTRATOR", "系统管理员"
    AUDITOR = "AUDITOR", "审计管理员"
    COMMITTEE = "COMMITTEE", "机关党委"
    SECRETARY = "SECRETARY", "支部书记、委员"
    MEMBER = "MEMBER", "党员干警"


BUSINESS_ROLES = (Role.COMMITTEE, Role.SECRETARY, Role.MEMBER)


class ImportSubject(models.TextChoices):
    MEMBERS = "MEMBERS", "党员花名册"
    ACTIVITIES = "ACTIVITIES", "组织生活台账"
    RECTIFICATION = "RECTIFICATION", "整改台账"
    METRICS = "METRICS", "业务数据"


class Mark(models.TextChoices):
    """Where a rule's figure comes from."""

    REGULATION = "R", "党内法规"
    SEED = "S", "实践做法"
    LOCAL = "L", "本地规定"


class LimitCode(models.TextChoices):
    """Every figure that a rule sets beside the norms of meetings. The rows of Limit carry the figures themselves."""

    ASSEMBLY_QUORUM_PERCENT = "ASSEMBLY_QUORUM_PERCENT", "党员大会到会比例（不少于）"
    ADMISSION_QUORUM_PERCENT = "ADMISSION_QUORUM_PERCENT", "接收、转正大会到会比例（超过）"
    VOTE_PASS_PERCENT = "VOTE_PASS_PERCENT", "表决通过所需赞成比例（超过应到）"
    APPRAISAL_EXCELLENT_PARTS = "APPRAISAL_EXCELLENT_PARTS", "民主评议优秀比例（几分之一以内）"

    BRANCH_MEMBERS_LEAST = "BRANCH_MEMBERS_LEAST", "支部正式党员人数（不少于）"
    BRANCH_MEMBERS_MOST = "BRANCH_MEMBERS_MOST", "支部党员人数（不超过）"
    COMMITTEE_FROM_MEMBERS = "COMMITTEE_FROM_MEMBERS", "正式党员达到多少应设支委会"
    COMMITTEE_SEATS_LEAST = "COMMITTEE_SEATS_LEAST", "支委会人数（不少于）"
    COMMITTEE_SEATS_USUAL = "COMMITTEE_SEATS_USUAL", "支委会人数（通常不超过）"
    COMMITTEE_SEATS_MOST = "COMMITTEE_SEATS_MOST", "支委会人数（一般不超过）"

    TERM_YEARS = "TERM_YEARS", "支委会任期"
    ELECTION_REMINDER_MONTHS = "ELECTION_REMINDER_MONTHS", "换届提前提醒"
    ELECTION_POSTPONE_MONTHS = "ELECTION_POSTPONE_MONTHS", "延期或提前换届（不超过）"
    ELECTION_SURPLUS_PERCENT = "ELECTION_SURPLUS_PERCENT", "候选人差额（不少于应选人数的）"
    ELECTION_QUORUM_PERCENT = "ELECTION_QUORUM_PERCENT", "选举大会到会比例（不少于）"
    ELECTION_ELECTED_PERCENT = "ELECTION_ELECTED_PERCENT", "当选所需赞成比例（超过到会有选举权人数）"
    ELECTION_CONGRESS_MEMBERS = "ELECTION_CONGRESS_MEMBERS", "可召开党员代表大会的党员人数"

    DEVELOPMENT_TALK_MONTHS = "DEVELOPMENT_TALK_MONTHS", "递交申请后谈话（不超过）"
    DEVELOPMENT_CONTACTS_LEAST = "DEVELOPMENT_CONTACTS_LEAST", "培养联系人（不少于）"
    DEVELOPMENT_CONTACTS_MOST = "DEVELOPMENT_CONTACTS_MOST", "培养联系人（不超过）"
    ACTIVIST_REVIEW_MONTHS = "ACTIVIST_REVIEW_MONTHS", "入党积极分子考察间隔"
    ACTIVIST_YEARS = "ACTIVIST_YEARS", "确定发展对象前培养教育（不少于）"
    INTRODUCERS = "INTRODUCERS", "入党介绍人"
    DEVELOPMENT_TRAINING_DAYS = "DEVELOPMENT_TRAINING_DAYS", "发展对象集中培训天数（不少于）"
    DEVELOPMENT_TRAINING_HOURS = "DEVELOPMENT_TRAINING_HOURS", "或集中培训学时（不少于）"
    PREREVIEW_LEAVING_MONTHS = "PREREVIEW_LEAVING_MONTHS", "离开工作单位前多久一般不办理接收预审"
    PUBLICITY_DAYS = "PUBLICITY_DAYS", "公示工作日（不少于）"
    ADMISSION_APPROVAL_MONTHS = "ADMISSION_APPROVAL_MONTHS", "接收预备党员审批（不超过）"
    ADMISSION_APPROVAL_MONTHS_SPECIAL = "ADMISSION_APPROVAL_MONTHS_SPECIAL", "接收预备党员审批，特殊情况（不超过）"
    PROBATION_YEARS = "PROBATION_YEARS", "预备期"
    PROBATION_EXTENSION_MONTHS_LEAST = "PROBATION_EXTENSION_MONTHS_LEAST", "延长预备期（不少于）"
    PROBATION_EXTENSION_MONTHS_MOST = "PROBATION_EXTENSION_MONTHS_MOST", "延长预备期（不超过）"
    PROBATION_NOTICE_DAYS = "PROBATION_NOTICE_DAYS", "预备期满提前提醒"
    CONFIRMATION_VOTE_MONTHS = "CONFIRMATION_VOTE_MONTHS", "预备期满后讨论转正（不超过）"
    CONFIRMATION_APPROVAL_MONTHS = "CONFIRMATION_APPROVAL_MONTHS", "转正审批（不超过）"

    STUDY_HOURS_MEMBER = "STUDY_HOURS_MEMBER", "党员年度学习（不少于）"
    STUDY_HOURS_OFFICER = "STUDY_HOURS_OFFICER", "书记、委员年度学习（不少于）"
    OFFICER_TRAININGS = "OFFICER_TRAININGS", "书记、委员年度集中培训（不少于）"
    SECRETARY_LECTURES = "SECRETARY_LECTURES", "党组书记年度讲党课（不少于）"
    TRANSFER_LETTER_DAYS = "TRANSFER_LETTER_DAYS", "组织关系介绍信有效期"


class LeadershipKind(models.TextChoices):
    """What makes a member one of the court's leaders, the first in rank first."""

    SECRETARY = "SECRETARY", "党组书记"
    MEMBER = "MEMBER", "党组成员"
    LEADER = "LEADER", "其他党员领导干部"


class JobState(models.TextChoices):
    CHECKING = "CHECKING", "正在核对"
    CHECKED = "CHECKED", "已核对"
    IMPORTING = "IMPORTING", "正在导入"
    DONE = "DONE", "已导入"
    CANCELLED = "CANCELLED", "已取消"
    FAILED = "FAILED", "没有完成"


# Somebody works on these in the background; these wait for a person; in the others nothing more happens.
JOBS_AT_WORK = (JobState.CHECKING, JobState.IMPORTING)
JOBS_OPEN = (*JOBS_AT_WORK, JobState.CHECKED, JobState.FAILED)


class RosterChange(models.TextChoices):
    """How a later roster differs from what is here, in the order in which a page shows it."""

    JOINED = "JOINED", "新增"
    RETURNED = "RETURNED", "重新转入"
    MOVED = "MOVED", "调整支部、小组"
    CHANGED = "CHANGED", "信息变化"
    LEFT = "LEFT", "名册里没有"
