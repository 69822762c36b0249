"""How courts call the columns of a ledger of rectification, and the words they put into them. Data only."""

from core.spreadsheets.wordings import BRANCH, SERIAL


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NUMBER = SERIAL + _words("问题序号 问题编号 问题号")
PROBLEM = _words(
    """
    问题 存在问题 存在的问题 问题表现 问题具体表现 具体表现 检视问题 检视出的问题 检视的问题 查摆问题 查摆出的问题
    突出问题 具体问题 主要问题 问题内容 问题描述 问题清单 问题事项 问题名称 发现问题 发现的问题 反馈问题 反馈的问题
    整改问题 需整改问题 存在问题和不足 存在的问题和不足 问题及表现 问题(表现) 存在问题及表现 差距和不足
    """
)
SOURCE = _words(
    """
    问题来源 来源 检视来源 问题出处 来源渠道 问题来源渠道 发现渠道 问题发现渠道 发现方式 发现途径 来源途径 反馈来源
    查摆方式 问题渠道
    """
)
RESPONSIBLE_BRANCH = BRANCH + _words(
    """
    责任支部 责任党支部 整改支部 整改责任支部 牵头支部 认领支部 主责支部 责任单位 整改单位 整改责任单位 牵头单位
    认领单位 主责单位 承办单位 责任部门 整改部门 整改责任部门 牵头部门 承办部门 责任处室 责任庭室 责任党组织 单位 部门
    """
)
LEADER = _words(
    """
    责任领导 整改责任领导 牵头领导 分管领导 主管领导 责任院领导 牵头院领导 分管院领导 包案领导 包抓领导 挂帅领导
    院领导 领导责任人 牵头责任人 牵头人 督办领导
    """
)
MEASURE = _words(
    """
    整改措施 措施 具体措施 整改具体措施 具体举措 整改举措 举措 整改落实措施 整改落实举措 工作措施 工作举措 主要措施
    解决措施 改进措施 对策措施 整改任务 整改内容 整改办法 整改方案 下步措施 整改目标及措施
    """
)
OWNER = _words(
    """
    责任人 具体责任人 直接责任人 整改责任人 措施责任人 责任人员 责任人姓名 经办人 具体经办人 承办人 具体承办人
    具体负责人 落实人 整改人
    """
)
NATURE = _words(
    """
    类型 类别 分类 性质 整改类型 整改类别 整改分类 整改性质 整改方式 措施类型 措施类别 措施性质 当下改/长久立
    当下改或长久立 立改类型
    """
)
DUE_ON = _words(
    """
    整改时限 整改期限 整改限期 整改时限要求 完成时限 完成期限 整改完成时限 整改完成期限 完成时限要求 办结时限 办结期限
    时限 期限 限期 规定时限 时限要求 目标时限 计划完成时间 计划完成日期 拟完成时间 预计完成时间 要求完成时间
    应完成时间 截止时间 截止日期 整改截止时间 整改截止日期
    """
)
DONE_ON = _words(
    """
    完成时间 完成日期 实际完成时间 实际完成日期 整改完成日期 完成整改时间 完成整改日期 办结时间 办结日期 实际办结时间
    整改办结时间 落实时间 已完成时间 实际整改完成时间 整改到位时间
    """
)
STATE = _words(
    """
    进展情况 进展 进展状态 当前进展 目前进展 整改进展 整改进展情况 工作进展 完成情况 完成状态 整改完成情况 是否完成
    状态 整改状态 当前状态 目前状态 整改情况 整改落实情况 落实情况 办理情况 推进情况 进度 整改进度 完成进度
    """
)
CLOSED = _words(
    "问题是否销号 是否销号 是否已销号 销号情况 销号状态 销号 问题销号情况 问题销号 是否办结销号 是否完成销号"
)
CLOSED_ON = _words("销号时间 销号日期 问题销号时间 问题销号日期 批准销号时间 批准销号日期 完成销号时间")
IGNORED = _words("措施序号 措施编号 措施号")
AMBIGUOUS = {
    "负责人": ("leader", "owner"),
    "责任": ("leader", "owner"),
    "时间": ("due_on", "done_on", "closed_on"),
    "日期": ("due_on", "done_on", "closed_on"),
    "整改时间": ("due_on", "done_on"),
    "内容": ("problem", "measure"),
    "事项": ("problem", "measure"),
}

# What stands in the column of branches for the committee's own problems and measures.

COMMITTEE = _words("机关党委 院机关党委 机关党委办公室")

# Natures of measures, by code.

NATURES: dict[str, tuple[str, ...]] = {
    "NOW": _words("当下改 立行立改 立即整改 即知即改 即行即改 马上改 立整立改 限期整改 限时整改 短期整改 立改"),
    "LASTING": _words(
        """
        长久立 长期立 长期坚持 建章立制 长效机制 建立长效机制 持续整改 持续推进 长期整改 长期推进 常态长效 长期
        """
    ),
}

# How a measure stands. What is late by its deadline is computed, and open here.

STATES: dict[str, tuple[str, ...]] = {
    "DONE": _words(
        """
        已完成 完成 已经完成 全部完成 已办结 办结 已整改 整改完成 已整改完成 已完成整改 完成整改 已整改到位 整改到位
        已落实 已落实到位 按时完成 已按时完成 逾期完成 超期完成 已解决 是 √ ✓ ✔
        """
    ),
    "OPEN": _words(
        """
        序时推进 按序时推进 正在推进 推进中 持续推进 有序推进 按计划推进 正在整改 整改中 持续整改 正在进行 进行中
        正在办理 办理中 未完成 尚未完成 未到期 未办结 长期坚持 持续坚持 未按时完成 未按期完成 逾期 已逾期 逾期未完成
        超期 已超期 超期未完成 否 × ✗ ✘
        """
    ),
}

# Instead of a deadline: it goes on for good.

FOR_GOOD = frozenset(
    _words(
        """
        长期坚持 长期 长期推进 长期整改 长期落实 持续坚持 持续推进 持续整改 持续落实 坚持经常 常态化 常态化推进
        常态化坚持 经常性工作 长效
        """
    )
)
