"""The shapes of the answers: those of the commands, and lists of courts, branches and reports.

Their docstrings are read by users: they name the shapes in the description.
"""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema


class Fault(Schema):
    """拒绝的原因"""

    detail: str = Field(description="哪里不对、怎么办，一句中文。")


class CourtOut(Schema):
    """法院"""

    id: int = Field(description="编号，用在其他地址里。")
    name: str = Field(description="名称。")
    level: str = Field(description="层级：SUPREME、HIGH、INTERMEDIATE、BASIC。")
    parent: int | None = Field(description="上级法院的编号；令牌不能读取的为 null。")
    opened: bool = Field(description="是否可以分支部读取：本院，以及同意共享记录的下级法院。")


class CourtPage(Schema):
    """一页法院"""

    items: list[CourtOut] = Field(description="这一页的法院。")
    next: str | None = Field(description="下一页的地址；没有下一页时为 null。")


class BranchOut(Schema):
    """党支部"""

    id: int = Field(description="编号，用在其他地址里。")
    name: str = Field(description="名称。")
    kind: str = Field(description="类型：SERVING 在职、RETIRED 离退休、JOINT 联合。")
    court: int = Field(description="法院的编号。")
    founded_on: date | None = Field(description="成立日期；没有登记的为 null。")
    dissolved_on: date | None = Field(description="撤销日期，当天起不再存在；没有撤销的为 null。")


class BranchPage(Schema):
    """一页党支部"""

    items: list[BranchOut] = Field(description="这一页的党支部。")
    next: str | None = Field(description="下一页的地址；没有下一页时为 null。")


class OrganizationOut(Schema):
    """机构和人员"""

    branches: int = Field(description="党支部数。")
    groups: int = Field(description="党小组数。")
    members: int = Field(description="党员数，含预备党员。")
    probationary: int = Field(description="预备党员数。")


class HeldDueOut(Schema):
    """应开和已开"""

    held: int = Field(description="开展了几次。")
    due: int | None = Field(description="应达到几次；没有要求的种类为 null。")
    periods_met: int = Field(description="应达到的里面达到了几次。")
    not_known: int = Field(description="情况不详几次，不计入应达到的。")
    person_times: int = Field(description="实到人次。")
    expected_person_times: int = Field(description="应到人次。")


class KindOut(HeldDueOut):
    """一类活动"""

    open: int = Field(description="期限未到几次，不计入应达到的。")
    branches: dict[str, HeldDueOut] = Field(
        description="按支部名称；令牌不能读取“各支部数据”时，或者连同下级法院时为空。"
    )


class RectificationFigures(Schema):
    """整改的数"""

    problems: int = Field(description="问题数。")
    problems_closed: int = Field(description="已销号。")
    measures: int = Field(description="整改措施数。")
    measures_done: int = Field(description="已完成。")
    measures_on_schedule: int = Field(description="序时推进。")
    measures_overdue: int = Field(description="未按时完成。")


class UnknownOut(Schema):
    """一项不详"""

    branch: str = Field(description="党支部名称。")
    what: str = Field(description="种类代码和时段。")
    why: str = Field(description="为什么不详。")


class MetricOut(Schema):
    """一项业务指标的数"""

    value: int | float | None = Field(None, description="数值；比率没有这一项。")
    unit: str = Field("", description="数值的单位；比率没有这一项。")
    numerator: int | float | None = Field(None, description="比率的分子。")
    denominator: int | float | None = Field(None, description="比率的分母。")
    percent: int | float | None = Field(None, description="比率，百分数。")


class ReportedMetricOut(MetricOut):
    """一项业务指标，单个法院或者合计"""

    courts: int = Field(0, description="合计时，几个法院有数据。")
    courts_not_known: int = Field(0, description="合计时，几个法院不详。")


class FiguresOut(Schema):
    """一个时段的数字"""

    court: str = Field(description="法院名称。")
    start: date = Field(description="时段的第一天。")
    end: date = Field(description="时段的最后一天。")
    as_of: date = Field(description="截至哪一天。")
    organization: OrganizationOut = Field(description="截至那一天的机构和人员。")
    activities: dict[str, KindOut] = Field(description="按活动种类的代码。")
    rectification: RectificationFigures | None = Field(description="截至日期以前登记的全部问题；从未登记过时为 null。")
    metrics: dict[str, ReportedMetricOut] = Field(
        {}, description="按业务指标的名称，只有这个时段有数据的；令牌不能读取“业务指标”时没有这一项。"
    )
    unknown: list[UnknownOut] = Field(description="哪些情况不详；令牌不能读取“各支部数据”时，或者连同下级法院时为空。")


class CourtFiguresOut(FiguresOut):
    """法院的数字"""

    refreshed_at: datetime | None = Field(
        None, description="连同下级法院的汇总数是什么时候算的；当场计算的为 null，不连同下级法院时没有这一项。"
    )
    is_waiting: bool = Field(False, description="那以后又有改动、还没有算进去的为 true；不连同下级法院时没有这一项。")


class BranchFiguresOut(FiguresOut):
    """党支部的数字"""

    branch: str = Field(description="党支部名称。")


class RectificationOut(Schema):
    """法院的整改情况"""

    court: str = Field(description="法院名称。")
    as_of: date = Field(description="截至哪一天。")
    rectification: RectificationFigures | None = Field(description="截至日期以前登记的全部问题；从未登记过时为 null。")


class ChangeOut(Schema):
    """和以前时段相比"""

    start: date = Field(description="相比的时段的第一天。")
    end: date = Field(description="相比的时段的最后一天。")
    figure: int | float | None = Field(description="那个时段的数，比率为百分数；不详时为 null。")
    change: int | float | None = Field(description="增减多少；名次为正数是后移。不能比较时为 null。")
    unit: str = Field(description="增减的单位：%、个百分点、位。")


class ComparedMetricOut(MetricOut):
    """一项业务指标和它的变化"""

    name: str = Field(description="指标名称。")
    form: str = Field(description="RATIO 比率、COUNT 数量、MONEY 金额、RANK 名次、RATE 只有百分比。")
    unit: str = Field(description="数的单位，比率和百分比为 %。")
    numerator_name: str = Field("", description="比率的分子是什么，例如 审执结案件；不是比率的没有这一项。")
    denominator_name: str = Field("", description="比率的分母是什么，例如 受理案件；不是比率的没有这一项。")
    parts_unit: str = Field("", description="分子、分母的单位，例如 件；没有登记单位时为空，不是比率的没有这一项。")
    year_before: ChangeOut = Field(description="同比：和上年同一时段相比。")
    span_before: ChangeOut = Field(description="环比：和前一个同样长的时段相比。")
    sources: list[str] = Field(description="登记时填写的数据来源。")
    unknown: str = Field(description="为什么不详；有数据时为空。")


class CourtMetricsOut(Schema):
    """法院的业务指标"""

    court: str = Field(description="法院名称。")
    start: date = Field(description="时段的第一天。")
    end: date = Field(description="时段的最后一天。")
    metrics: list[ComparedMetricOut] = Field(description="按指标的顺序；停用的只列这个时段有数据的。")


class ReportLineOut(Schema):
    """一份已发布的工作报告"""

    id: int = Field(description="编号，用在其他地址里。")
    title: str = Field(description="标题。")
    owner: str = Field(description="哪个法院或者党支部的报告。")
    kind: str = Field(description="MONTH 月度、QUARTER 季度、HALF_YEAR 半年、YEAR 年度、OTHER 专题。")
    start: date = Field(description="时段的第一天。")
    end: date = Field(description="时段的最后一天。")
    as_of: date = Field(description="数据截至哪一天。")
    with_below: bool = Field(description="是否把下级法院计算在内。")
    edition: int = Field(description="第几版。")
    published_on: date = Field(description="发布日期。")


class ReportPage(Schema):
    """一页工作报告"""

    items: list[ReportLineOut] = Field(description="这一页的报告，后发布的在前。")
    next: str | None = Field(description="下一页的地址；没有下一页时为 null。")


class PieceOut(Schema):
    """正文里的一个数"""

    name: str = Field(description="数据名称。")
    shown: str = Field(description="正文里怎么写的。")
    exact: str = Field(description="发布时系统记录的准确数，带单位；不详的写“不详”。")


class ParagraphOut(Schema):
    """一段正文"""

    text: str = Field(description="这一段的文字。")
    figures: list[PieceOut] = Field(description="这一段里的数，按出现的先后。")


class CellOut(Schema):
    """一格"""

    shown: str = Field(description="印出来的文字。")
    value: int | float | None = Field(description="数值；是文字的为 null。")


class TableOut(Schema):
    """一张表"""

    title: str = Field(description="表的标题。")
    heads: list[str] = Field(description="各列的名称。")
    rows: list[list[CellOut]] = Field(description="逐行，每行的格数与列数相同。")
    note: str = Field(description="表下的说明。")


class SeriesOut(Schema):
    """图里的一组数"""

    name: str = Field(description="这一组的名称。")
    values: list[int | float | None] = Field(description="与图的各个名称对应；不详的为 null。")


class ChartOut(Schema):
    """一张图"""

    code: str = Field(description="图的代码，一份报告里不重复。")
    title: str = Field(description="图的标题。")
    form: str = Field(description="BARS 柱形、STACKED 堆积柱形、LINES 折线。")
    axis: str = Field(description="数值是什么，带单位。")
    names: list[str] = Field(description="横轴上的名称。")
    series: list[SeriesOut] = Field(description="各组数。")


class SectionOut(Schema):
    """报告的一个栏目"""

    code: str = Field(description="栏目的代码。")
    heading: str = Field(description="栏目的标题。")
    paragraphs: list[ParagraphOut] = Field(description="正文，逐段。")
    tables: list[TableOut] = Field(description="附表。")
    charts: list[ChartOut] = Field(description="附图，给出数据。")


class ReportOut(ReportLineOut):
    """工作报告全文"""

    until: str = Field(description="标题下的一行：时段、数据截至哪一天、含不含下级法院。")
    sections: list[SectionOut] = Field(description="各个栏目，按报告的顺序。")
    notes: list[str] = Field(description="文末的说明：写成约数的准确数，不详的原因。")
    signed: str = Field(description="落款。")
    signed_on: str = Field(description="落款日期。")


class StandardOut(Schema):
    """星级标准"""

    year: int = Field(description="年度。")
    version: int = Field(description="第几版。")


class IndicatorOut(Schema):
    """一项指标"""

    points: int | float | None = Field(description="得分；不详或待评审时为 null。")
    of: int | float = Field(description="满分。")
    source: str = Field(description="DATA 由记录计算，REVIEW 由评审给出。")
    rule: str = Field(description="怎么计分。")
    inputs: dict[str, Any] = Field(description="计分所用的数。")


class BranchScoreOut(Schema):
    """一个支部的考评"""

    branch: str = Field(description="党支部名称。")
    points: int | float = Field(description="得分。")
    of: int | float = Field(description="总分。")
    known_of: int | float = Field(description="已知部分的总分。")
    indicators: dict[str, IndicatorOut] = Field(description="按指标编号。")
    unknown: list[str] = Field(description="不详或待评审的指标编号。")


class AssessmentOut(Schema):
    """一次考评"""

    court: str = Field(description="法院名称。")
    quarter: str = Field(description="季度，或者年度。")
    as_of: date = Field(description="截至哪一天。")
    standard: StandardOut = Field(description="按哪一版星级标准。")
    branches: list[BranchScoreOut] = Field(description="按本院党支部的顺序。")


class StarsOut(Schema):
    """一个支部的星级"""

    branch: str = Field(description="党支部名称。")
    applied_for: int | None = Field(description="申报的星级；没有申报的为 null。")
    points: int | float | None = Field(description="得分；不详时为 null。")
    stars: int | None = Field(description="评定的星级；没有申报的为 null。")
    change: str | None = Field(description="NEW、UP、DOWN、RESTORED、NONE，或者 null。")
    gates_failed: list[str] = Field(description="没有达到的否决性条件。")
    gates_unknown: list[str] = Field(description="情况不详的否决性条件。")
    consequences: list[str] = Field(description="结果怎么运用。")
    provisional: bool = Field(description="是否还有不详的项目。")


class RatingOut(Schema):
    """一个年度的星级评定"""

    court: str = Field(description="法院名称。")
    year: int = Field(description="年度。")
    cap: int = Field(description="五星名额。")
    branches: list[StarsOut] = Field(description="按本院党支部的顺序。")
