"""What a step must fulfil before it is kept. Every refusal names the day and the rule."""

from collections.abc import Callable
from datetime import date, timedelta

from branches.choices import LimitCode
from branches.selectors.members import last_membership
from branches.selectors.rosters import RosterBook
from core.dates import months_after
from core.errors import Refused
from core.holidays import day_table
from development.choices import DECISIONS, StepKind
from development.path import CODES, NEEDS, missing_for, probation_end, undone_by, window_of
from development.services.taken import Case

K, L = StepKind, LimitCode
DAY = timedelta(days=1)
# Every figure that a step is measured by.
STEP_CODES = (
    *CODES,
    L.DEVELOPMENT_CONTACTS_LEAST,
    L.DEVELOPMENT_CONTACTS_MOST,
    L.INTRODUCERS,
    L.DEVELOPMENT_TRAINING_DAYS,
    L.DEVELOPMENT_TRAINING_HOURS,
    L.PREREVIEW_LEAVING_MONTHS,
    L.PUBLICITY_DAYS,
    L.PROBATION_EXTENSION_MONTHS_LEAST,
    L.PROBATION_EXTENSION_MONTHS_MOST,
)


def check(case: Case) -> None:
    """Refused with the reason in words, at the field it is about."""
    _check_turn(case)
    _check_days(case)
    if case.kind in DECISIONS:
        _check_other_hand(case)
    for each in CHECKS.get(case.kind, ()):
        each(case)


def check_again(case: Case, *, days_only: bool) -> None:
    """A step that was taken before, after something was corrected; of what it needs, everything has to stand."""
    if all(need in case.standing for need in NEEDS.get(case.kind, ())):
        _check_days(case)
    if not days_only:
        for each in CHECKS.get(case.kind, ()):
            each(case)


def _check_turn(case: Case) -> None:
    missing = missing_for(case.kind, case.standing)
    if not missing:
        return
    label, first = K(case.kind).label, missing[0]
    if first in case.standing:
        raise Refused(f"已于 {case.standing[first].happened_on:%Y-%m-%d} 办理“{K(first).label}”，不能再办理“{label}”。")
    names = "、".join(f"“{K(kind).label}”" for kind in missing)
    raise Refused(f"还没有办理{names}，不能办理“{label}”。")


def _check_days(case: Case) -> None:
    on, last_on = case.taken.happened_on, case.taken.ends_on
    if on > case.today:
        raise Refused(f"日期不能晚于今天 {case.today:%Y-%m-%d}。", field="happened_on")
    if last_on and last_on < on:
        raise Refused(f"截止日期不能早于起始日期 {on:%Y-%m-%d}。", field="ends_on")
    if last_on and last_on > case.today:
        raise Refused(f"截止日期不能晚于今天 {case.today:%Y-%m-%d}；请在结束后登记。", field="ends_on")
    if case.kind not in NEEDS:
        return
    need = max((case.standing[each] for each in NEEDS[case.kind]), key=lambda fact: fact.last_on)
    if on < need.last_on:
        before = K(need.kind).label
        raise Refused(f"日期不能早于“{before}”的日期 {need.last_on:%Y-%m-%d}。", field="happened_on")
    earliest = window_of(case.kind, case.standing, case.limits).earliest
    if on < earliest:
        raise Refused(_too_early(case, earliest), field="happened_on")
    _check_after_refusal(case)


def _check_after_refusal(case: Case) -> None:
    """What is done anew comes after what failed or set it aside."""
    for step in case.steps:
        failed = step.kind == case.kind and not step.passed
        aside = case.kind in undone_by(step.kind, passed=step.passed)
        if (failed or aside) and case.taken.happened_on < step.happened_on:
            before = f"“{step.get_kind_display()}”{'' if step.passed else '（未通过）'}"
            raise Refused(f"日期不能早于{before}的日期 {step.happened_on:%Y-%m-%d}。", field="happened_on")


def _too_early(case: Case, earliest: date) -> str:
    if case.kind == K.PROSPECT_FIXED:
        fixed = case.standing[K.ACTIVIST_FIXED].happened_on
        years = case.figure(L.ACTIVIST_YEARS, fixed)
        return (
            f"{fixed:%Y-%m-%d} 确定为入党积极分子，培养教育满 {years} 年才能确定为发展对象，"
            f"最早 {earliest:%Y-%m-%d}（{case.cited(L.ACTIVIST_YEARS)}）。"
        )
    if case.kind == K.CONFIRMATION_VOTE:
        return f"预备期到 {earliest:%Y-%m-%d} 满，满后才能讨论转正（{case.cited(L.PROBATION_YEARS)}）。"
    if case.kind in (K.CONTACTS, K.INTRODUCERS):
        return f"更换日期应在上一次 {case.standing[case.kind].happened_on:%Y-%m-%d} 之后。"
    if case.kind != K.ADMISSION_VOTE:
        return f"最早 {earliest:%Y-%m-%d} 可以办理。"
    publicity = case.standing[K.PUBLICITY].last_on
    return f"公示到 {publicity:%Y-%m-%d} 为止，支部大会最早 {earliest:%Y-%m-%d} 召开。"


def _check_other_hand(case: Case) -> None:
    """Whoever recorded the branch's last step does not decide on it, and nobody decides on oneself."""
    if case.by is None:
        return
    own = [step for step in case.steps if step.kind not in DECISIONS and step.recorded_by_id is not None]
    if own and own[-1].recorded_by_id == case.by.pk:
        raise Refused(f"“{own[-1].get_kind_display()}”是您登记的，备案、预审、审批须由他人办理。")
    if case.candidate.member_id and case.candidate.member_id == getattr(getattr(case.by, "member", None), "pk", None):
        raise Refused("不能办理本人的审批。")


# --- One rule each ------------------------------------------------------------------------------


def _needs_reason(case: Case) -> None:
    if not case.taken.note.strip():
        raise Refused("请填写原因。", field="note")


def _approval_has_document(case: Case) -> None:
    if case.taken.passed and not case.taken.document.strip():
        raise Refused("请填写决定的文号或材料名称。", field="document")


def _refusal_has_reason(case: Case) -> None:
    if not case.taken.passed:
        _needs_reason(case)


def _contacts_are_few(case: Case) -> None:
    least, most = case.figure(L.DEVELOPMENT_CONTACTS_LEAST), case.figure(L.DEVELOPMENT_CONTACTS_MOST)
    if not least <= len(case.taken.people) <= most:
        raise Refused(
            f"培养联系人应为 {least} 至 {most} 名正式党员（{case.cited(L.DEVELOPMENT_CONTACTS_MOST)}）。", field="first"
        )


def _introducers_are_two(case: Case) -> None:
    figure = case.figure(L.INTRODUCERS)
    if len(case.taken.people) != figure:
        raise Refused(f"入党介绍人应为 {figure} 名正式党员（{case.cited(L.INTRODUCERS)}）。", field="first")


def _people_are_formal(case: Case) -> None:
    """Different persons, and formal members of the branch on the day, in all their rights (14)."""
    if len(set(case.taken.people)) != len(case.taken.people):
        raise Refused("两人不能是同一名党员。", field="second")
    on = case.taken.happened_on
    roster = RosterBook(case.candidate.branch).branch(case.candidate.branch_id, on)
    formal = {person.member_id: person for person in roster if person.formal}
    for number, person in enumerate(case.taken.people):
        field = ("first", "second")[min(number, 1)]
        if person.pk not in formal:
            raise Refused(f"{person}在 {on:%Y-%m-%d} 不是本支部的正式党员。", field=field)
        if not formal[person.pk].votes:
            decision = formal[person.pk].suspended_by
            raise Refused(f"{person}在 {on:%Y-%m-%d} 停止党员权利（{decision}），不能担任。", field=field)


def _training_is_long_enough(case: Case) -> None:
    days = ((case.taken.ends_on or case.taken.happened_on) - case.taken.happened_on).days + 1
    least_days, least_hours = case.figure(L.DEVELOPMENT_TRAINING_DAYS), case.figure(L.DEVELOPMENT_TRAINING_HOURS)
    if days < least_days and (case.taken.hours or 0) < least_hours:
        raise Refused(
            f"集中培训 {days} 天、{case.taken.hours or 0} 学时：一般不少于 {least_days} 天或 {least_hours} 学时"
            f"（{case.cited(L.DEVELOPMENT_TRAINING_DAYS)}）。",
            field="ends_on",
        )


def _leaving_soon_is_explained(case: Case) -> None:
    leaving_on, months = case.taken.leaving_on, case.figure(L.PREREVIEW_LEAVING_MONTHS)
    soon = leaving_on is not None and leaving_on < months_after(case.taken.happened_on, months)
    if soon and case.taken.passed and not case.taken.note.strip():
        raise Refused(
            f"预计 {leaving_on:%Y-%m-%d} 离开，不足 {months} 个月，一般不办理预审"
            f"（{case.cited(L.PREREVIEW_LEAVING_MONTHS)}）；确需办理的请写明说明。",
            field="note",
        )


def _publicity_is_long_enough(case: Case) -> None:
    last_on = case.taken.ends_on
    if last_on is None:
        raise Refused("请填写公示截止日期。", field="ends_on")
    days = working_days(case.taken.happened_on, last_on)
    least = case.figure(L.PUBLICITY_DAYS)
    if days < least:
        raise Refused(
            f"公示 {case.taken.happened_on:%Y-%m-%d} 至 {last_on:%Y-%m-%d} 共 {days} 个工作日，不少于 {least} 个工作日"
            f"（{case.cited(L.PUBLICITY_DAYS)}）。",
            field="ends_on",
        )


def working_days(first: date, last: date) -> int:
    """The working days from `first` to `last`, by the table of holidays."""
    table = day_table(first.year, last.year)
    days = (first + DAY * number for number in range((last - first).days + 1))
    return sum(table.is_workday(day) for day in days)


def _admission_is_timely(case: Case) -> None:
    """In time, or by way of exception somewhat later (26); a refusal may come at any time."""
    if not case.taken.passed:
        return
    vote, on = case.standing[K.ADMISSION_VOTE].happened_on, case.taken.happened_on
    usual = months_after(vote, case.figure(L.ADMISSION_APPROVAL_MONTHS, vote))
    longest = months_after(vote, case.figure(L.ADMISSION_APPROVAL_MONTHS_SPECIAL, vote))
    said = f"支部大会 {vote:%Y-%m-%d} 通过，审批应在 {usual:%Y-%m-%d} 以前"
    rule = case.cited(L.ADMISSION_APPROVAL_MONTHS)
    if on > longest:
        raise Refused(f"{said}，特殊情况最迟 {longest:%Y-%m-%d}（{rule}），这一天已超过。", field="happened_on")
    if on > usual and not case.taken.special:
        raise Refused(f"{said}（{rule}）；特殊情况可延长到 {longest:%Y-%m-%d}，请勾选“特殊情况”。", field="happened_on")


def _extension_is_within(case: Case) -> None:
    least = case.figure(L.PROBATION_EXTENSION_MONTHS_LEAST)
    most = case.figure(L.PROBATION_EXTENSION_MONTHS_MOST)
    if not least <= (case.taken.months or 0) <= most:
        raise Refused(
            f"延长预备期不少于 {least} 个月、不超过 {most} 个月（{case.cited(L.PROBATION_EXTENSION_MONTHS_MOST)}）。",
            field="months",
        )


def _confirmed_day_fits(case: Case) -> None:
    """The day counts from the end of probation on; nobody is confirmed before, nor after the approval."""
    if not case.taken.passed:
        return
    end = probation_end(case.standing, case.limits)
    day = case.taken.confirmed_on or end
    if not end <= day <= case.taken.happened_on:
        raise Refused(
            f"转正日期应在预备期满日 {end:%Y-%m-%d} 至审批日期 {case.taken.happened_on:%Y-%m-%d} 之间"
            f"（{case.cited(L.PROBATION_YEARS)}）。",
            field="confirmed_on",
        )


def _member_has_left(case: Case) -> None:
    """A file ends with the membership: by transfer, death, leaving the party, or an entry that was a mistake."""
    member = case.candidate.member
    last = last_membership(member) if member is not None else None
    if last is not None and last.ends_on is None:
        raise Refused(f"{member}仍在册；不合格的须经支部大会讨论取消预备党员资格，转出、离开的请先在党员页面办理。")
    if last is not None and last.ends_on is not None and case.taken.happened_on < last.ends_on:
        raise Refused(f"结束档案的日期不能早于离开的日期 {last.ends_on:%Y-%m-%d}。", field="happened_on")


CHECKS: dict[str, tuple[Callable[[Case], None], ...]] = {
    K.CONTACTS: (_contacts_are_few, _people_are_formal),
    K.INTRODUCERS: (_introducers_are_two, _people_are_formal),
    K.TRAINING: (_training_is_long_enough,),
    K.PREREVIEW: (_refusal_has_reason, _leaving_soon_is_explained),
    K.PUBLICITY: (_publicity_is_long_enough,),
    K.ADMISSION_APPROVAL: (_refusal_has_reason, _admission_is_timely),
    K.EXTENSION_VOTE: (_extension_is_within,),
    K.EXTENSION: (_refusal_has_reason, _approval_has_document),
    K.CONFIRMATION_APPROVAL: (_refusal_has_reason, _confirmed_day_fits),
    K.DISQUALIFICATION_VOTE: (_needs_reason,),
    K.DISQUALIFICATION: (_refusal_has_reason, _approval_has_document),
    K.STOPPED: (_needs_reason,),
    K.CLOSED: (_needs_reason, _member_has_left),
}
