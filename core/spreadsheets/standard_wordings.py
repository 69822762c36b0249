"""How courts call the columns of a star standard, and the words they put into them. Data only."""

from core.spreadsheets.wordings import SERIAL


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ASPECT_CODE = _words("方面代码 方面编号 类别代码 类别编号 一级指标代码 一级指标编号")
ASPECT = _words(
    """
    方面 类别 考评方面 考核方面 评定方面 一级指标 一级 大项 项目类别 考评类别 考核类别 考评项目 考核项目 评定项目
    模块 板块
    """
)
CODE = _words("代码 指标代码 指标编号 编号 编码 指标编码 二级指标代码 二级指标编号 三级指标编号")
NAME = _words(
    """
    指标 指标名称 考评指标 考核指标 评定指标 二级指标 三级指标 考评内容 考核内容 评定内容 内容 小项 考评要点 考核要点
    具体指标 量化指标 指标内容
    """
)
POINTS = _words("分值 分数 满分 标准分 标准分值 总分 分值(分) 基础分 权重分")
WAY = _words("计分方式 评分方式 打分方式 得分方式 计分办法 评分办法 计分方法 评分方法 考评方式 考核方式")
INPUT = _words("计分依据 评分依据 数据来源 数据依据 统计项目 统计内容 对应数据 数据项")
SCOPE = _words("统计范围 范围 依据的范围 组织生活类型 活动类型 关键词 字样")
FIGURES = _words("计分数值 计分档次 分档 档次 档次得分 每次分值 每项分值 各档得分 等次得分")
GATE = _words("否决性条件 否决条件 否决项 是否否决 一票否决项 必备条件 门槛 关键指标")
YEARLY = _words("只在年终考评 只在年终 年终考评 仅年终 年度指标 是否年度 年度考评")
EVIDENCE = _words("评审看什么 评审要点 看什么 查看内容 佐证材料 印证材料 查看资料 查阅资料 检查方法 考评方法")
BASIS = _words("依据 依据条款 文件依据 制度依据 政策依据 出处 来源")
MARK = _words("性质 指标性质 依据性质")
IGNORED = (
    *SERIAL,
    *_words("怎样计分 计分规则 评分标准 考评标准 考核标准 备注 说明 得分 自评得分 考评得分 考核得分 扣分原因"),
)
ITEM = _words("项目 规定 评星规定")
VALUE = _words("数值 内容 值")

# Ways of scoring.
WAYS = {
    "SHARE": _words("按完成比例得分 按比例得分 按比例计分 按比例 比例 完成率 按完成率 按完成率计分 按完成比例"),
    "STEPS": _words("按完成比例分档得分 分档得分 分档计分 按档得分 分档 按比例分档"),
    "COUNT": _words("按数量得分 按次数得分 按次计分 计次得分 计数得分 加分 按数量加分 每次得分"),
    "DEDUCT": _words("按差错扣分 扣分 倒扣 倒扣分 扣分制 按次扣分 每次扣分 按数量扣分"),
    "YES_NO": _words("做到即得满分 做到得满分 完成得满分 是否做到 做到得分 完成即得分 全有或全无"),
    "GRADE": _words("按等次得分 等次 按等次 按等次计分 按评议等次得分"),
    "REVIEW": _words(
        "评审打分 评审 人工评审 打分 现场评审 评审组打分 人工打分 考评组打分 考核组打分 实地查看 主观评分 R"
    ),
}
# The data decides, by the way that fits what it gives.
FROM_DATA = _words("数据 系统 系统计分 数据计分 自动计分 自动 系统自动计分 由数据计分 D")

# What is counted, beside kinds of organisational life, which stand for their own meetings in time.
INPUTS = {
    "PERIODS_MET": _words("组织生活按期开展 按期召开 按期开展 组织生活次数 三会一课"),
    "HELD_COUNT": _words("开展活动次数 活动次数 开展次数"),
    "MEETINGS_WITH_QUORUM": _words("会议达到法定人数 会议有效 到会人数达到要求 会议人数达标"),
    "COMMITTEE_ON_TOPIC": _words("支委会专题研究 专题研究 研究部署党建 专题研究党建 研究党建工作"),
    "DUTY_REVIEW": _words("书记述职评议 述职评议 支部书记述职评议 述职评议结果 述职"),
    "APPRAISAL_KEPT": _words("民主评议党员合规 民主评议党员 民主评议"),
    "NOTICE_ITEMS_DONE": _words("提示事项办结 提示事项 工作提示办结 工作提示"),
    "REGISTER_ENTRIES": _words("登记簿事项 登记簿 登记条数"),
    "METRIC_PERCENT": _words("业务指标的比率 业务指标比率 业务比率 业务指标百分比"),
    "METRIC_VALUE": _words("业务指标的数值 业务指标数值 业务数值 业务数据"),
    "TERM_IN_FORCE": _words("按期换届 换届 换届选举"),
    "POSTS_FILLED": _words("班子和党务力量配备 班子和党务力量 班子配备 委员配备 班子建设"),
    "PLAN_DONE": _words("年度计划落实 计划落实 学习计划落实 年度计划"),
    "MEASURES_ON_TIME": _words("整改措施按期完成 整改措施按期 整改措施 整改按期完成"),
    "PROBLEMS_CLOSED": _words("问题按期销号 问题销号 销号 按期销号"),
    "OVERDUE_MEASURES": _words("超期未完成的整改措施 超期措施 超期整改措施"),
    "INSPECTION_FINDINGS": _words("检查发现的问题 检查问题 发现问题"),
    "OFFICERS_TRAINED": _words("书记委员培训 书记培训 委员培训 支部书记和委员培训"),
    "DEVELOPMENT_ON_TIME": _words("发展党员时限 发展党员按期 发展党员"),
    "CONFIRMATIONS_ON_TIME": _words("按期讨论转正 按期转正 转正"),
}
