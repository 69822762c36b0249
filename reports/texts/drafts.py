"""What the sections of a new report say before a person edits them: sentences with the marks of figures in place.

A clause is left out where its figure is nothing or not known, so that a draft says only what the records bear out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from activities.engine import KindFigures
from reports.choices import SectionCode
from reports.selectors.named.registry import Asked, NamedFigure, plain_name
from reports.texts.tokens import tokens_of

Figures = Mapping[str, NamedFigure]


@dataclass(frozen=True)
class Drafting:
    """What a drafter may use. `span` is how the text calls the days: 全年, 第一季度, 7月."""

    asked: Asked
    figures: Figures
    span: str

    def some(self, name: str) -> bool:
        """Whether the figure is known and more than nothing."""
        figure = self.figures.get(name)
        return figure is not None and bool(figure.value)

    def clauses(self, *clauses: str, joined: str = "，") -> str:
        """The clauses all of whose figures say something, joined."""
        return joined.join(clause for clause in clauses if all(map(self.some, _names(clause))))

    def sentence(self, *clauses: str, begin: str = "", joined: str = "，") -> str:
        """The same as a sentence; "" where nothing is left of it."""
        said = self.clauses(*clauses, joined=joined)
        return f"{begin}{said}。" if said else ""

    @property
    def unit(self) -> str:
        if self.asked.branch:
            return "本支部"
        return "本院及下级法院" if self.asked.with_below else "全院"

    @property
    def normed(self) -> list[KindFigures]:
        """The kinds that somebody owed, or of which nobody can tell."""
        return [each for each in self.asked.kinds.values() if each.due is not None and (each.due or each.not_known)]


def draft(code: str, drafting: Drafting) -> str:
    """The text of one section, paragraph by paragraph; "" for one that only a person can write."""
    paragraphs = _DRAFTERS[code](drafting) if code in _DRAFTERS else ()
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def _names(clause: str) -> list[str]:
    return [token.name for token in tokens_of(clause)]


def _overview(d: Drafting) -> Iterable[str]:
    if d.asked.branch:
        yield d.sentence("本支部现有党小组{党小组数}", "党员{党员数}", "其中预备党员{预备党员数}")
        return
    branches = d.clauses("现有党支部{党支部数}", "其中离退休党支部{离退休党支部数}")
    others = d.clauses("党小组{党小组数}", "党员{党员数}", "其中预备党员{预备党员数}")
    yield d.sentence(
        *filter(None, (branches, others)),
        begin=d.unit if d.asked.with_below else "",
        joined="；" if d.some("离退休党支部数") else "，",  # groups are no part of the branches
    )


def _life(d: Drafting) -> Iterable[str]:
    meetings = d.clauses(
        "支部党员大会{支部党员大会}", "支部委员会会议{支部委员会会议}", "党小组会{党小组会}", joined="、"
    )
    said = [f"召开{meetings}" if meetings else "", d.clauses("上党课{党课}")]
    if any(said):
        yield f"严格落实“三会一课”制度，{d.unit}{d.span}共{'、'.join(filter(None, said))}。"
    yield d.sentence(
        "主题党日{主题党日}",
        "组织生活会{组织生活会}",
        "民主评议党员{民主评议党员}",
        "谈心谈话{谈心谈话}",
        begin="开展",
        joined="、",
    )
    yield _owed(d)


def _owed(d: Drafting) -> str:
    """What was due, and that nothing of it was met as well."""
    if not d.some("组织生活应开"):
        return d.sentence("组织生活有{组织生活不详}不在记录范围内，情况不详")
    rest = d.clauses("；另有{组织生活不详}不在记录范围内，情况不详")
    return f"组织生活应开{{组织生活应开}}，达标{{组织生活达标}}{rest}。"


def _work(d: Drafting) -> Iterable[str]:
    others = [plain_name(figures.kind.name) for figures in d.asked.kinds.values() if figures.due is None]
    yield d.sentence(*(f"{name}{{{name}}}" for name in others), begin=f"{d.span}组织", joined="、")
    yield d.sentence(*_details(d), begin="其中", joined="；")
    yield d.sentence("印发工作提示单{工作提示单}", "量化任务{工作提示事项}", "发出督办提醒通报{督办提醒通报}")


def _details(d: Drafting) -> Iterator[str]:
    """Kind by kind, what its records count: `志愿服务的志愿者9人次、服务时长18小时`."""
    told = [figure for figure in d.figures.values() if figure.group == "活动数据" and figure.of]
    for kind in dict.fromkeys(figure.of for figure in told):
        own = [f"{_short(figure)}{{{figure.name}}}" for figure in told if figure.of == kind]
        if said := d.clauses(*own, joined="、"):
            yield f"{kind}的{said}"


def _campaigns(d: Drafting) -> Iterable[str]:
    told = [figure for figure in d.figures.values() if figure.group == "主题教育" and not figure.of]
    for name in (figure.name.removesuffix("·任务") for figure in told if figure.name.endswith("·任务")):
        yield d.sentence(
            f"{name}共{{{name}·方面}}方面{{{name}·任务}}任务",
            f"确定专题{{{name}·专题}}",
            f"已完成{{{name}·完成任务}}",
        )
    yield d.sentence("发布主题教育工作提示单{主题教育工作提示单}", "量化目标任务{主题教育工作提示事项}")


def _rectification(d: Drafting) -> Iterable[str]:
    if not d.some("检视问题"):
        return
    yield "截至{数据截至日}，梳理检视问题{检视问题}，已销号{已销号问题}。"
    if d.some("整改措施"):
        yield ("制定整改措施{整改措施}，其中已完成{已完成措施}、序时推进{序时推进措施}、未按时完成{未按时完成措施}。")


def _stars(d: Drafting) -> Iterable[str]:
    yield d.sentence(
        "申报星级党支部{申报星级党支部}",
        "评定五星级党支部{五星级党支部}",
        "四星级党支部{四星级党支部}",
        "三星级党支部{三星级党支部}",
    )
    yield d.sentence("升星{升星党支部}", "降星{降星党支部}", "复星{复星党支部}", "列为后进党支部{列为后进党支部}")


def _honours(d: Drafting) -> Iterable[str]:
    yield d.sentence("评选红旗党支部{红旗党支部}", "示范党小组{示范党小组}", "党员先锋岗{党员先锋岗}", joined="、")
    yield d.sentence("获得院外荣誉{院外荣誉}", "创建支部品牌{新增支部品牌}")


def _development(d: Drafting) -> Iterable[str]:
    yield d.sentence("新发展党员{新发展党员}", "按期转正{转正党员}", "培育入党积极分子{入党积极分子}", begin=d.span)


def _metrics(d: Drafting) -> Iterable[str]:
    """What came in, what was done of it, the share, and how it has changed."""
    found = [figure for figure in d.figures.values() if figure.group == "业务指标"]
    for figure in found:
        if not figure.of:
            told = [each for each in found if each.of == figure.name]
            counts = [each for each in told if not each.is_change]
            changes = [each for each in told if each.is_change]
            yield d.sentence(*(f"{_short(each)}{{{each.name}}}" for each in (*reversed(counts), figure, *changes)))


def _short(figure: NamedFigure) -> str:
    """Without the name of what it is a part of."""
    return figure.name.removeprefix(f"{figure.of}·")


def _problems(d: Drafting) -> Iterable[str]:
    for each in d.normed:
        name = plain_name(each.kind.name)
        yield d.sentence(f"{name}应开{{{name}应开}}，还有{{{name}未达标}}没有达标")
    yield d.sentence("整改措施还有{未按时完成措施}没有按时完成")


def _plan(d: Drafting) -> Iterable[str]:
    yield d.sentence("继续推进{未销号问题}检视问题的整改", "按期完成{序时推进措施}整改措施")
    lacking = [each.kind.name for each in d.normed if each.missing]
    if lacking:
        yield f"按规定开展{'、'.join(lacking)}，补上薄弱环节。"


_DRAFTERS: dict[str, Callable[[Drafting], Iterable[str]]] = {
    SectionCode.OVERVIEW: _overview,
    SectionCode.LIFE: _life,
    SectionCode.WORK: _work,
    SectionCode.CAMPAIGNS: _campaigns,
    SectionCode.RECTIFICATION: _rectification,
    SectionCode.STARS: _stars,
    SectionCode.HONOURS: _honours,
    SectionCode.DEVELOPMENT: _development,
    SectionCode.METRICS: _metrics,
    SectionCode.PROBLEMS: _problems,
    SectionCode.PLAN: _plan,
}
