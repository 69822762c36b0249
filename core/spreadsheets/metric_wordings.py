"""How courts call the columns of a table of business figures. Data only."""

from core.spreadsheets.wordings import BRANCH, SERIAL


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


METRIC = _words("指标 指标名称 名称 业务指标 统计指标 考核指标 指标项 指标项目 项目 项目名称 统计项目 考核项目")
PERIOD = _words(
    """
    时段 期间 统计期间 统计时段 报告期 所属期 所属时段 月份 月 月度 季度 季 年度 年份 年 年月 时间 统计时间 统计月份
    统计年度 统计周期 周期 所属月份 所属季度 所属年度
    """
)
START = _words(
    "起 从 自 起始 开始 起始月份 开始月份 起始时间 开始时间 起始日期 开始日期 统计起始 统计开始 起始月 开始月 起月"
)
END = _words(
    """
    止 到 至 截止 截至 结束 截止月份 结束月份 截止时间 结束时间 截止日期 结束日期 截至日期 统计截止 统计结束 截止月
    结束月 止月
    """
)
NUMERATOR = _words("分子 分子数 分子值 分子数值")
DENOMINATOR = _words("分母 分母数 分母值 分母数值")
VALUE = _words("数值 值 数据 指标值 完成值 实际值 实际数 结果 比率 百分比 数额 金额 数量 比例 名次 排名 位次")
UNIT = _words("单位 计量单位 数据单位")
SOURCE = _words("数据来源 来源 出处 数据出处 来源说明")
NOTE = _words("备注 说明 附注 备注说明 其他说明")
OF_BRANCH = (*BRANCH, *_words("范围 统计范围 所属范围"))
VOIDED = _words("作废原因")
IGNORED = (*SERIAL, *_words("登记人 登记时间 录入人 录入时间 填报人 填报时间"))

# What stands in the column of branches for the court itself.

WHOLE_COURT = _words("全院 本院 全法院 法院 全院合计")
