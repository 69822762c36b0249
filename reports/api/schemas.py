"""The shapes of the answers: those of the commands, and lists of courts and branches.

Their docstrings are read by users: they name the shapes in the description.
"""

from datetime import date
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
    branches: dict[str, HeldDueOut] = Field(description="按支部名称；令牌不能读取“各支部数据”时为空。")


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


class FiguresOut(Schema):
    """法院的数字"""

    court: str = Field(description="法院名称。")
    start: date = Field(description="时段的第一天。")
    end: date = Field(description="时段的最后一天。")
    as_of: date = Field(description="截至哪一天。")
    organization: OrganizationOut = Field(description="截至那一天的机构和人员。")
    activities: dict[str, KindOut] = Field(description="按活动种类的代码。")
    rectification: RectificationFigures | None = Field(description="截至日期以前登记的全部问题；从未登记过时为 null。")
    unknown: list[UnknownOut] = Field(description="哪些情况不详；令牌不能读取“各支部数据”时为空。")


class BranchFiguresOut(FiguresOut):
    """党支部的数字"""

    branch: str = Field(description="党支部名称。")


class RectificationOut(Schema):
    """法院的整改情况"""

    court: str = Field(description="法院名称。")
    as_of: date = Field(description="截至哪一天。")
    rectification: RectificationFigures | None = Field(description="截至日期以前登记的全部问题；从未登记过时为 null。")


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
