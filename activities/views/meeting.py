"""Writing a meeting down: the filled form, its people by date and kind, and submitting."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from activities.choices import AbsenceReason, Quorum, ResolutionNature, Roster
from activities.forms import MeetingForm, draft_data
from activities.models import Activity, ActivityDraft, ActivityKind
from activities.selectors.attachments import draft_attachments_of
from activities.selectors.decided import names_to_decide_on
from activities.selectors.defaults import filled_form, place_suggestions, topic_suggestions
from activities.selectors.joint import joint_meeting
from activities.selectors.places import branches_to_log_for, court_to_log_for, groups_to_log_for, kinds_to_log
from activities.services import Incomplete, activity_submit, draft_create, draft_save
from activities.views.appraisal import grade_section
from activities.views.differences import differences_of
from activities.views.workflow import record_of
from branches.models import Branch
from branches.selectors.rosters import Person
from core.access import ensure, requires
from core.attachments.intake import ACCEPT
from core.clock import now, today
from core.dates import PARTY_FOUNDED_ON
from core.errors import EditConflict, Refused
from core.pinyin import search_keys

BASE_WORDS = {Quorum.VOTING: "有表决权", Quorum.COMMITTEE: "支委会成员", Quorum.NONE: "有表决权"}


@requires("activities.log_activity", methods=("GET", "POST"))
def activity_new(request: HttpRequest) -> HttpResponse:
    """The form, filled with what the system knows (GET makes no draft); POST submits, or saves a draft without JS."""
    if request.method == "POST":
        return answer_sent_form(request, draft=None)
    return meeting_page(request, form_of(request, _filled(request)))


@requires("activities.log_activity", methods=("POST",))
def meeting_people(request: HttpRequest) -> HttpResponse:
    """The part of the form that depends on kind, date and group, with what was typed so far. Changes nothing."""
    number = request.POST.get("record")
    record = record_of(request, _number(number), "activities.log_activity") if number else None
    form = form_of(request, request.POST, record=record, fixed=bool(request.POST.get("fixed")))
    return render(request, "activities/meeting_people.html", form_context(form))


def form_of(
    request: HttpRequest,
    raw: MultiValueDict,
    *,
    checking: bool = False,
    record: Activity | None = None,
    fixed: bool = False,
) -> MeetingForm:
    """The form for what was typed; somebody without a branch or court to write for is refused."""
    if court_to_log_for(request.user) is None and not branches_to_log_for(request.user).exists():
        raise PermissionDenied
    return MeetingForm(raw, user=request.user, on=today(), checking=checking, record=record, fixed=fixed)


def _filled(request: HttpRequest) -> MultiValueDict:
    """Defaults for the kind, branch and group that the address names; 404 for one the user may not log for.

    A plan leads here with the day, topic and place as well.
    """
    asked, user, on = request.GET, request.user, _asked_day(request)
    branches = branches_to_log_for(user)
    branch = get_object_or_404(branches, pk=_number(asked["branch"])) if asked.get("branch") else branches.first()
    court = branch.court if branch else court_to_log_for(user)
    if court is None:
        raise PermissionDenied
    kind = _asked_kind(request, court, branch)
    group = None
    if branch is not None and asked.get("group"):
        group = get_object_or_404(groups_to_log_for(user, branch, on), pk=_number(asked["group"]))
    filled = filled_form(user=user, court=court, branch=branch, kind=kind, group=group, on=on)
    planned = {name: asked[name].splitlines() for name in ("topic", "place") if asked.get(name)}
    return MultiValueDict({**filled, **planned})


def _asked_day(request: HttpRequest) -> date:
    """The day that the address names; today where it names none, or one that is still to come."""
    try:
        day = date.fromisoformat(request.GET.get("held_on", ""))
    except ValueError:
        return today()
    return day if PARTY_FOUNDED_ON <= day <= today() else today()


def _asked_kind(request: HttpRequest, court: Any, branch: Branch | None) -> ActivityKind | None:
    code = request.GET.get("kind")
    return get_object_or_404(kinds_to_log(request.user, court, branch), code=code) if code else None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise Http404
    return int(text)


# --- What was sent ------------------------------------------------------------------------------


def answer_sent_form(request: HttpRequest, *, draft: ActivityDraft | None) -> HttpResponse:
    """Keep as a draft, submit, or show the form again with everything that was typed."""
    form = form_of(request, request.POST, checking=True)
    form.is_valid()
    ensure(request.user, "activities.log_activity", form.entry.place_in_scope())
    key = form.key
    if key is None:
        form.add_error(None, "页面缺少提交编号，请重新打开填报页面")
        return meeting_page(request, form, draft=draft, status=422)
    if request.POST.get("action") == "save":
        return _save(request, form, draft)
    if draft is not None and draft.submission_key != key:
        raise Http404
    return _submit(request, form, draft)


def _save(request: HttpRequest, form: MeetingForm, draft: ActivityDraft | None) -> HttpResponse:
    try:
        kept = keep(request, form, draft)
    except EditConflict as conflict:
        return conflict_page(request, form, draft, conflict)
    except Refused as refused:
        form.add_error(None, "；".join(refused.reasons))
        return meeting_page(request, form, draft=draft, status=422)
    messages.success(request, "已保存草稿")
    return redirect("activities:draft", pk=kept.pk)


def _submit(request: HttpRequest, form: MeetingForm, draft: ActivityDraft | None) -> HttpResponse:
    if not form.is_valid():
        form.show(form.faults())
        return meeting_page(request, form, draft=draft, status=422)
    try:
        activity = activity_submit(
            entry=form.entry,
            by=request.user,
            at=now(),
            submission_key=form.key,
            draft_version=form.cleaned_data.get("version"),
        )
    except Incomplete as incomplete:
        form.show(incomplete.faults)
    except EditConflict as conflict:
        return conflict_page(request, form, draft, conflict)
    except Refused as refused:
        form.add_error(None, "；".join(refused.reasons))
    else:
        messages.success(request, f"已提交：{activity.held_on} {activity.kind}")
        return redirect(f"{reverse('activities:detail', args=(activity.pk,))}?submitted={activity.submission_key}")
    return meeting_page(request, form, draft=draft, status=422)


def conflict_page(
    request: HttpRequest, form: MeetingForm, draft: ActivityDraft | None, conflict: EditConflict
) -> HttpResponse:
    """409: what was typed stays in the form, beside what is stored; sending it again is then a decision."""
    stored = ActivityDraft.objects.visible_to(request.user).filter(submission_key=form.key).first() or draft
    form.add_error(None, "；".join(conflict.reasons))
    differences = differences_of(form, draft_data(request.POST), stored.data if stored else {})
    more: dict[str, Any] = {"differences": differences, "version": stored.version if stored else None}
    if stored:
        more["saved_url"] = reverse("activities:draft", args=(stored.pk,))
    return meeting_page(request, form, draft=stored, status=409, **more)


def keep(request: HttpRequest, form: MeetingForm, draft: ActivityDraft | None) -> ActivityDraft:
    """Save what was typed, in the draft or in a new one. Raises Refused for a form of another meeting."""
    if form.errors.get("branch"):
        raise Refused("请选择本人负责的党支部", field="branch")
    data = draft_data(request.POST)
    group = form.cleaned_data.get("group")
    if draft is not None:
        version = form.cleaned_data.get("version")
        return draft_save(draft=draft, data=data, version=version, group=group)
    if form.key is None:
        raise Refused("页面缺少提交编号，请重新打开填报页面")
    return draft_create(
        court=form.court, branch=form.branch, group=group, data=data, by=request.user, submission_key=form.key
    )


# --- The page -----------------------------------------------------------------------------------


def meeting_page(
    request: HttpRequest, form: MeetingForm, *, draft: ActivityDraft | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """The whole form; `draft` gives it its address for saving. A record has none: it is sent whole or not at all, and
    what was typed is kept in the browser until then."""
    save_url = reverse("activities:draft_save", args=(draft.pk,)) if draft else reverse("activities:draft_first_save")
    context = {
        **form_context(form),
        "draft": draft,
        "joint": joint_meeting(draft.court, draft.joint["key"]) if draft and draft.joint else None,
        "draft_key": f"{request.user.pk}:{_key_of(form, draft)}",
        "save_url": "" if form.record else save_url,
        "version": draft.version if draft else None,
        "files": draft_attachments_of(request.user, draft) if draft else [],
        "may_attach": True,
        "is_draft": True,
        "accept": ACCEPT,
        **more,
    }
    return render(request, "activities/meeting_form.html", context, status=status)


def _key_of(form: MeetingForm, draft: ActivityDraft | None) -> str:
    """Names the copy in the browser; of a new form one for each branch, kind and group that it is opened for."""
    if draft:
        return f"draft:{draft.pk}"
    if form.record:
        return f"record:{form.record.pk}:{'correct' if form.fixed else 'edit'}"
    return ":".join(["new", *(form.raw.get(name) or "" for name in ("branch", "kind", "group"))])


def form_context(form: MeetingForm) -> dict[str, Any]:
    """What the form's templates need beside the form itself."""
    roster, kind = form.roster, form.kind
    absent, guests, invited = (set(form.numbers(name)) for name in ("absent", "sits_in", "invited"))
    return {
        "form": form,
        "kind": kind,
        "court_wide": form.branch is None,
        "is_invited": kind is not None and kind.roster == Roster.INVITED,
        "groups_of_people": _groups_of_people(form, absent),
        "absence_reasons": AbsenceReason.choices,
        "base": BASE_WORDS[Quorum(kind.quorum)] if kind else "",
        "quorum_percent": roster.rules.quorum_percent if roster.rules and kind.quorum != Quorum.NONE else "",
        "quorum_source": roster.rules.quorum_source if roster.rules else "",
        "kept_people": _kept_people(form) if form.keeps_people else [],
        "others": [(person, person.member_id in guests) for person in roster.others],
        "candidates": [(person, person.member_id in invited) for person in (*roster.people, *roster.others)],
        "people_keys": [
            {"id": person.member_id, "keys": search_keys(person.name)} for person in (*roster.people, *roster.others)
        ],
        "roster_names": list(roster.names().values()) if form.branch else [],
        "decided_names": names_to_decide_on(form.user, form.branch),
        "topics": [*(line for line in form.raw.getlist("topic") if line.strip()), ""],
        "topic_suggestions": topic_suggestions(form.user, form.court, form.branch, kind),
        "place_suggestions": place_suggestions(form.user, form.court, form.branch),
        "resolutions": form.resolution_rows,
        "natures": ResolutionNature.choices,
        "rules": roster.rules,
        "of_assembly": kind is not None and kind.quorum == Quorum.VOTING,
        "grades": grade_section(form),
        "has_accepted": bool(form.raw.get("accepts_no_quorum")),
        "needs_confirmation": form.is_bound and bool(form.errors.get("accepts_no_quorum")),
    }


def _kept_people(form: MeetingForm) -> list[tuple[str, str]]:
    """What was said of people, to be sent along unseen: chosen anew, they are stated from there."""
    raw = form.raw
    names = [name for name in raw if name in ("absent", "sits_in", "invited") or name.startswith("reason_")]
    return [(name, text) for name in names for text in raw.getlist(name)]


def _groups_of_people(form: MeetingForm, absent: set[int]) -> list[dict[str, Any]]:
    """Those due, by party group in the groups' order; one list for a committee or a group."""
    names = {group.pk: group.name for group in form.groups} if form.groups is not None else {}
    if form.kind is not None and form.kind.roster in (Roster.COMMITTEE, Roster.GROUP):
        names = {}
    sections: dict[str, list[dict[str, Any]]] = {name: [] for name in names.values()}
    for person in form.roster.people:
        label = names.get(person.group_id, "") if person.group_id else ""
        sections.setdefault(label, []).append(_box(form, person, absent))
    return [{"label": label, "people": people} for label, people in sections.items() if people]


def _box(form: MeetingForm, person: Person, absent: set[int]) -> dict[str, Any]:
    number = person.member_id
    is_absent = number in absent
    reason = form.raw.get(f"reason_{number}") or ""
    lacking = form.is_bound and is_absent and not reason
    note = "停止表决权" if person.suspended_by else "" if person.formal else "预备党员"
    return {
        "id": number,
        "name": person.name,
        "note": note,
        "note_source": person.suspended_by,
        "counts": number in form.roster.base,
        "absent": is_absent,
        "reason": reason,
        "error": "请选择原因" if lacking else "",
    }
