"""Resolutions with their votes, and the quorum."""

from collections.abc import Iterator

from activities.choices import Quorum
from activities.services.entry import Fault, MeetingEntry, Vote
from activities.services.figures import Figures, half_of


def resolution_faults(entry: MeetingEntry, figures: Figures) -> Iterator[Fault]:
    """Resolutions only where the kind holds them, with votes that add up."""
    if not entry.resolutions:
        return
    if entry.kind is not None and not entry.kind.has_resolutions:
        yield Fault("resolutions", f"{entry.kind}不作决议，请去掉决议")
        return
    for number, vote in enumerate(entry.resolutions, start=1):
        yield from _vote_faults(f"决议 {number}", vote, figures.voting_present or 0)


def _vote_faults(title: str, vote: Vote, present: int) -> Iterator[Fault]:
    if not vote.text.strip():
        yield Fault("resolutions", f"{title}没有写决议事项")
    if None in (vote.votes_for, vote.votes_against, vote.abstentions):
        yield Fault("resolutions", f"{title}请填写赞成、反对、弃权的票数")
        return
    if vote.cast == present:
        return
    sum_of_votes = f"赞成 {vote.votes_for} + 反对 {vote.votes_against} + 弃权 {vote.abstentions} = {vote.cast} 票"
    more = vote.cast - present
    difference = f"多了 {more} 票" if more > 0 else f"少了 {-more} 票"
    yield Fault("resolutions", f"{title}：{sum_of_votes}，有表决权实到 {present} 人，{difference}")


def quorum_sentence(figures: Figures, base: str = "有表决权") -> str:
    """What a meeting short of its quorum is told; empty where there is one or none is asked."""
    if figures.quorum is not False or figures.voting_due is None:
        return ""
    return (
        f"{base}应到 {figures.voting_due} 人，实到 {figures.voting_present} 人，"
        f"不足半数（至少 {half_of(figures.voting_due)} 人），本次会议不能算达标"
    )


def quorum_faults(entry: MeetingEntry, figures: Figures) -> Iterator[Fault]:
    """A meeting short of its quorum is kept only when that is confirmed."""
    of_committee = entry.kind is not None and entry.kind.quorum == Quorum.COMMITTEE
    sentence = quorum_sentence(figures, "支委会成员" if of_committee else "有表决权")
    if sentence and not entry.accepts_no_quorum:
        yield Fault("accepts_no_quorum", f"{sentence}。情况属实的，请勾选“确认如实提交”")
