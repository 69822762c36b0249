"""The words of a scheduled draft: short, as an office writes them, with the figures of the day it was written on."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from activities.choices import NormUnit, PeriodLength
from activities.engine import Pair
from activities.models import ActivityKind
from campaigns.models import Campaign
from planning.models import PlanItem

_MOST_THEMES = 3
_RUNNING = {PeriodLength.QUARTER: "本季度", PeriodLength.HALF_YEAR: "本半年", PeriodLength.YEAR: "全年"}
_EACH = {NormUnit.GROUP: "每个小组", NormUnit.MEMBER: "每名党员"}
_COUNTED = {NormUnit.GROUP: "个小组", NormUnit.MEMBER: "人"}


@dataclass
class Standing:
    """The pairs of a kind, or of all: `lacking` are known and not met yet, of `unknown` it can't be told."""

    pairs: list[Pair] = field(default_factory=list)
    lacking: list[Pair] = field(default_factory=list)
    unknown: list[Pair] = field(default_factory=list)

    @property
    def done(self) -> int:
        return len(self.pairs) - len(self.lacking) - len(self.unknown)

    def by_norm(self) -> list["Standing"]:
        """A court may owe a kind once a month in some branches and once a quarter in others."""
        found: defaultdict[tuple[str, int], Standing] = defaultdict(Standing)
        for name in ("pairs", "lacking", "unknown"):
            for pair in getattr(self, name):
                getattr(found[pair.norm.period, pair.norm.times], name).append(pair)
        return [found[key] for key in sorted(found, key=lambda key: (PeriodLength.values.index(key[0]), key[1]))]


def owed_words(kind: ActivityKind, standing: Standing) -> str:
    """支部委员会会议：7月召开1次（涉及10个支部，还有2个支部未召开）"""
    return f"{kind.name}：{'；'.join(_owed_clause(kind, each) for each in standing.by_norm())}"


def _owed_clause(kind: ActivityKind, standing: Standing) -> str:
    norm, period, verb = standing.pairs[0].norm, standing.pairs[0].period, _verb(kind)
    when = _RUNNING.get(PeriodLength(norm.period), f"{period.start.month}月")
    said = [f"涉及{_units(standing.pairs)}"]
    if standing.lacking and standing.done:
        lacks = f"未{verb}" if norm.times == 1 else f"不满{norm.times}次"
        said.append(f"还有{_units(standing.lacking)}{lacks}")
    if standing.done == len(standing.pairs):
        said.append(f"均已{verb}")
    if standing.unknown:
        is_some = len(standing.unknown) < len(standing.pairs)
        said.append(f"{_units(standing.unknown) if is_some else ''}情况不详")
    return f"{when}{_EACH.get(NormUnit(norm.unit), '')}{verb}{norm.times}次（{'，'.join(said)}）"


def left_words(kind: ActivityKind, standing: Standing, on: date) -> str:
    """补报或说明：6月未召开的党小组会（3个支部5个小组，截至6月25日）"""
    clauses = []
    for each in standing.by_norm():
        if each.lacking:
            period = each.lacking[0].period
            when = period.label.removeprefix(f"{period.start.year}年") or period.label
            clauses.append(f"{when}未{_verb(kind)}的{kind.name}（{_units(each.lacking)}{_until(period.end, on)}）")
    return f"补报或说明：{'；'.join(clauses)}"


def measures_words(month: date, branches: Collection[int]) -> str:
    """`branches`: of each measure its branch."""
    return f"整改措施：{month.month}月到期{len(branches)}项（涉及{len(set(branches))}个支部），请按期完成并登记"


def late_measures_words(last: date, branches: Collection[int], on: date) -> str:
    until = _until(last, on) or "，已逾期"
    counted = f"尚未完成{len(branches)}项（{len(set(branches))}个支部{until}）"
    return f"整改措施：{last.month}月底前应完成、{counted}，请抓紧或说明"


def election_words(due_on: date, on: date) -> str:
    if due_on < on:
        return f"换届：本届任期已于{_day(due_on)}届满，请尽快报送换届请示，需要延期的先申请"
    return f"换届：本届任期{_day(due_on)}届满，请提前准备，报送换届请示"


def probation_words(name: str, ends_on: date) -> str:
    return f"预备党员转正：{name}的预备期{_day(ends_on)}届满，请受理转正申请，按期召开支部党员大会讨论"


# --- The text ------------------------------------------------------------------------------------


def theme_words(month: date, planned: Sequence[PlanItem]) -> str:
    themes = [item.title or item.topic for item in planned if item.title or item.topic][:_MOST_THEMES]
    if not themes:
        return f"现将{month.month}月党建重点工作提示如下。"
    days = [item.planned_on for item in planned if item.planned_on]
    when = f"，统一安排在{days[0].month}月{days[0].day}日" if len(days) == 1 else ""
    return f"{month.month}月主题党日主题：{'；'.join(themes)}{when}。"


def campaign_words(campaigns: Sequence[Campaign]) -> str:
    """Each with `tasks_due`, the tasks that are due in the month."""
    said = []
    for campaign in campaigns:
        tasks = getattr(campaign, "tasks_due", 0)
        due = f"，本月到期任务{tasks}项" if tasks else ""
        said.append(f"{campaign}（{_day(campaign.ends_on)}结束{due}）")
    return f"正在开展：{'、'.join(said)}。" if said else ""


def before_words(last: date, standing: Standing, late: int, on: date) -> str:
    """What is left from the month that ends on `last`, in one sentence. Talks with each member are not counted in."""
    if not standing.pairs and not late:
        return ""
    said = []
    if standing.pairs:
        owed = f"{last.month}月应开展组织生活{len(standing.pairs)}项{_until(last, on)}"
        said.append(f"{owed}，{_done_words(standing)}")
    if late:
        said.append(f"{last.month}月底前应完成的整改措施还有{late}项未完成")
    return f"{'；'.join(said)}。"


def _done_words(standing: Standing) -> str:
    if standing.done == len(standing.pairs):
        return "已全部完成"
    said = [f"完成{standing.done}项"] if standing.done else []
    if standing.lacking:
        said.append(f"还有{len(standing.lacking)}项未完成")
    if standing.unknown:
        said.append(f"{len(standing.unknown)}项情况不详")
    return "，".join(said)


def omitted_words(omitted: int) -> str:
    return f"另有{omitted}项换届、预备党员转正事项未逐项列出，请相关支部自行对照办理。" if omitted else ""


def closing_words(due_on: date) -> str:
    return f"请各支部对照以下事项，于{due_on.month}月{due_on.day}日前完成。系统里已有记录的自动对照，不用再报。"


# --- Parts of sentences --------------------------------------------------------------------------


def _verb(kind: ActivityKind) -> str:
    return "召开" if kind.name.endswith(("会", "会议")) else "开展"


def _units(pairs: Collection[Pair]) -> str:
    """3个支部, 3个支部5个小组, 3个支部20人"""
    unit = next((_COUNTED[NormUnit(pair.norm.unit)] for pair in pairs if pair.norm.unit in _COUNTED), "")
    counted = f"{len(pairs)}{unit}" if unit else ""
    return f"{len({pair.branch_id for pair in pairs})}个支部{counted}"


def _until(last: date, on: date) -> str:
    """Of what is not over on the day of the draft: as of when."""
    return f"，截至{on.month}月{on.day}日" if on <= last else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
