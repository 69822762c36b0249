"""Resolutions with their votes, and the quorum."""

from collections import Counter
from collections.abc import Iterator

from activities.choices import ABOUT_A_PROBATION, Quorum, ResolutionNature
from activities.rules import least_of, share
from activities.selectors.due import DueRoster
from activities.services.entry import Fault, MeetingEntry, Vote
from activities.services.figures import Figures
from branches.models import Member
from branches.selectors.rosters import Person


def resolution_faults(entry: MeetingEntry, roster: DueRoster, figures: Figures) -> Iterator[Fault]:
    """Resolutions only where the kind holds them, with votes that add up; on persons one by one, in an assembly."""
    if not entry.resolutions:
        return
    if entry.kind is not None and not entry.kind.has_resolutions:
        yield Fault("resolutions", f"{entry.kind}不作决议，请去掉决议")
        return
    if figures.voting_present is None and entry.keeps_people:
        yield Fault("resolutions", "导入的台账没有写明到会的人，不能核对票数；请先选择“重新填写出席情况”")
        return
    for number, vote in enumerate(entry.resolutions, start=1):
        title = f"决议 {number}"
        if vote.about_person:
            yield from _person_faults(title, vote, entry, roster)
        elif not vote.text.strip():
            yield Fault("resolutions", f"{title}没有写决议事项")
        yield from _vote_faults(title, vote, figures)
    votes_on = Counter((vote.nature, vote.person.strip()) for vote in entry.resolutions if vote.about_person)
    for (_, name), times in votes_on.items():
        if name and times > 1:
            yield Fault("resolutions", f"{name}有 {times} 项同类决议，一人一项，请去掉重复的")


def _person_faults(title: str, vote: Vote, entry: MeetingEntry, roster: DueRoster) -> Iterator[Fault]:
    """An assembly resolves on each person by name (发展党员工作细则 20, 33); who is a formal member already is not."""
    label, name = ResolutionNature(vote.nature).label, vote.person.strip()
    if entry.kind is not None and entry.kind.quorum != Quorum.VOTING:
        yield Fault("resolutions", f"{title}：{label}由支部党员大会表决，{entry.kind}不能作这项决议")
    if not name:
        yield Fault("resolutions", f"{title}：{label}要写明是谁，一人一项")
        return
    if not vote.secret and not vote.open_reason.strip():
        yield Fault("resolutions", f"{title}：{label}应当无记名投票；确实举手表决的，请在“举手表决的原因”里写明")
    found = [person for person in (*roster.people, *roster.others) if person.name == name]
    if found and all(person.formal for person in found):
        yield Fault("resolutions", f"{title}：{name}在 {entry.held_on} 已是正式党员，请核对姓名或决议性质")
    elif vote.nature == ResolutionNature.ADMISSION and _are_members_before(found, entry):
        yield Fault(
            "resolutions",
            f"{title}：{name}在 {entry.held_on} 之前已是预备党员，不再接收；讨论转正的，请把性质改为“预备党员转正”；"
            "是同名的另一个人的，请在姓名后加注区分",
        )
    elif not found and vote.nature in ABOUT_A_PROBATION:
        yield Fault("resolutions", f"{title}：{entry.held_on} 的花名册上没有{name}，请核对姓名或先登记该预备党员")


def _are_members_before(found: list[Person], entry: MeetingEntry) -> bool:
    """Whether somebody found on the roster was one before that day: who was admitted by this meeting joined on it."""
    members = Member.objects.within(entry.court).filter(pk__in=[person.member_id for person in found])
    return members.exclude(joined_on__gte=entry.held_on).exists()


def _vote_faults(title: str, vote: Vote, figures: Figures) -> Iterator[Fault]:
    if None in vote.counts:
        yield Fault("resolutions", f"{title}请填写赞成、反对、弃权的票数")
        return
    if any(count is not None and count < 0 for count in vote.counts):
        yield Fault("resolutions", f"{title}的票数应为 0 或正整数")
        return
    yield from _cast_faults(title, vote, figures.voting_present or 0)
    yield from _opinion_faults(title, vote, figures)


def _cast_faults(title: str, vote: Vote, present: int) -> Iterator[Fault]:
    """Hands add up to those present; of secret ballots some may be void or not handed in."""
    if vote.cast == present or (vote.secret and vote.cast < present):
        return
    sum_of_votes = f"赞成 {vote.votes_for} + 反对 {vote.votes_against} + 弃权 {vote.abstentions} = {vote.cast} 票"
    more = vote.cast - present
    difference = f"多了 {more} 票" if more > 0 else f"少了 {-more} 票"
    yield Fault("resolutions", f"{title}：{sum_of_votes}，有表决权实到 {present} 人，{difference}")


def _opinion_faults(title: str, vote: Vote, figures: Figures) -> Iterator[Fault]:
    """Written opinions come from voting members who could not come (发展党员工作细则 20)."""
    if not vote.opinions:
        return
    if not vote.about_person:
        yield Fault("resolutions", f"{title}：书面意见只在接收预备党员、讨论转正、延长预备期、取消资格时计票，请去掉")
        return
    away = (figures.voting_due or 0) - (figures.voting_present or 0)
    if vote.opinions > away:
        yield Fault(
            "resolutions",
            f"{title}：书面意见 {vote.opinions} 份，有表决权未到会 {away} 人，多了 {vote.opinions - away} 份；"
            "到会的人只投票，不计书面意见",
        )


def quorum_sentence(figures: Figures, roster: DueRoster, base: str = "有表决权") -> str:
    """What a meeting short of its quorum is told; empty where there is one or none is asked."""
    if figures.quorum is not False or figures.voting_due is None or roster.rules is None:
        return ""
    percent = roster.rules.quorum_percent
    return (
        f"{base}应到 {figures.voting_due} 人，实到 {figures.voting_present} 人，"
        f"不足{share(percent)}（至少 {least_of(figures.voting_due, percent)} 人），本次会议不能算达标"
    )


def quorum_faults(entry: MeetingEntry, roster: DueRoster, figures: Figures) -> Iterator[Fault]:
    """A meeting short of its quorum is kept only when that is confirmed."""
    of_committee = entry.kind is not None and entry.kind.quorum == Quorum.COMMITTEE
    sentence = quorum_sentence(figures, roster, "支委会成员" if of_committee else "有表决权")
    if sentence and not entry.accepts_no_quorum:
        yield Fault("accepts_no_quorum", f"{sentence}。情况属实的，请勾选“确认如实提交”")
