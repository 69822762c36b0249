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


class MembershipEnd(models.TextChoices):
    MOVED = "MOVED", "转到其他支部"
    TRANSFERRED = "TRANSFERRED", "转出组织关系"
    DECEASED = "DECEASED", "去世"
    LEFT = "LEFT", "出党"
    MISTAKE = "MISTAKE", "登记有误"


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
