"""The figure cards at the head of a dashboard."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from activities.engine import HeldDue
from branches.models import Branch, Court
from rectification.choices import ProblemState
from rectification.links import measures_url, problems_url
from rectification.selectors.figures import kept_figures
from reports.selectors.changes import last_month_end
from reports.selectors.counts import of_owner
from reports.selectors.members import member_count, members_url_of
from reports.selectors.notices import notice_totals
from reports.selectors.pages import branches_behind
from reports.selectors.sight import Sight
from reports.selectors.stars import last_star_year, stars_by_level


@dataclass(frozen=True)
class Card:
    """What components/figure_card.html takes: `held` of `due`, or a `number` with its `unit`."""

    label: str
    number: int | str | None = None
    unit: str = ""
    held: int | None = None
    due: int | None = None
    not_known: int = 0
    note: str = ""
    url: str = ""
    change: int = 0
    change_words: str = ""


def cards_of(owner: Court | Branch, answer: HeldDue, sight: Sight, *, life_url: str) -> list[Card]:
    """Of the span and the as-of date of `answer`; what is not kept in the court has no card."""
    cards = [_life(answer, life_url), _behind(owner, answer, sight), _members(owner, answer.as_of, sight)]
    if sight.work:
        cards += [*_rectification(owner, answer.as_of, sight), _notices(owner, answer, sight)]
        cards += _stars(owner, answer.as_of, sight)
    return cards


def _life(answer: HeldDue, url: str) -> Card:
    kinds = answer.kinds.values()
    not_known = sum(each.not_known for each in kinds)
    return Card(
        "组织生活达标/应开",
        held=sum(each.met for each in kinds),
        due=sum(each.due or 0 for each in kinds),
        not_known=not_known,
        note="各类合计，只算已到期的" + (f"，另有 {not_known} 项不详" if not_known else ""),
        url=url,
    )


def _behind(owner: Court | Branch, answer: HeldDue, sight: Sight) -> Card:
    if isinstance(owner, Branch):
        missing = sum(each.missing for each in answer.kinds.values() if each.missing > 0)
        return Card("欠开", missing, "次", note="已到期没有达标的", url="#heat-head" if missing else "")
    behind = len(branches_behind(answer))
    url = "#behind-head" if behind and sight.records else ""
    return Card("欠开的党支部", behind, f"/{len(answer.branches)} 个", note="有已到期没有达标的", url=url)


def _members(owner: Court | Branch, on: date, sight: Sight) -> Card:
    number = member_count(owner, on)
    return Card(
        "党员",
        number,
        "名",
        url=members_url_of(owner, on) if number and sight.opens_roster(owner, on) else "",
        change=number - member_count(owner, last_month_end(on)),
        change_words="比上月末",
    )


def _rectification(owner: Court | Branch, on: date, sight: Sight) -> list[Card]:
    figures = kept_figures(owner, on)
    if figures is None:
        return []
    of: dict[str, Any] = {"on": on, **of_owner(owner)}
    states = f"序时推进 {figures.measures_on_schedule} 条，未按时完成 {figures.measures_overdue} 条"
    return [
        Card(
            "问题销号",
            figures.problems_closed,
            f"/{figures.problems} 个",
            url=problems_url(state=ProblemState.CLOSED, **of) if sight.records else "",
        ),
        Card(
            "整改措施完成",
            figures.measures_done,
            f"/{figures.measures} 条",
            note=states,
            url=measures_url(**of) if sight.records else "",
        ),
    ]


def _notices(owner: Court | Branch, answer: HeldDue, sight: Sight) -> Card:
    """How many branches are done with them takes longer to tell: the block of notices does."""
    found = notice_totals(owner, answer.start, answer.end, answer.as_of, opens=sight.notices)
    signed, receipts = found.signed.number, found.receipts.number
    note = f"{found.items.number} 项，签收 {signed}/{receipts}"
    return Card("工作提示单", found.issued.number, "期", note=note if receipts else "", url=found.issued.url)


def _stars(owner: Court | Branch, as_of: date, sight: Sight) -> list[Card]:
    year = last_star_year(owner, as_of)
    stars = stars_by_level(owner, year, as_of, opens=sight.records) if year else None
    if stars is None:
        return []
    held = [level for level in stars.levels if level.number]
    if isinstance(owner, Branch):
        changed = [change.label for change in stars.changes if change.number]
        return [Card(f"{year}年度星级", held[0].label, note="".join(changed), url=stars.url)]
    rest = "，".join(f"{level.label} {level.number} 个" for level in held if level != stars.levels[0])
    return [Card(f"{year}年度五星级", stars.levels[0].number, f"/{stars.branches} 个", note=rest, url=stars.url)]
