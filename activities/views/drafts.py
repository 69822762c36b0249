"""Drafts: saved while typing, gone on with, thrown away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from activities.forms.lists import DraftFilter
from activities.models import ActivityDraft
from activities.selectors.activities import branch_drafts, name_drafts
from activities.services import draft_discard
from activities.views.meeting import answer_sent_form, form_of, keep, meeting_page
from core.access import ensure, requires
from core.errors import EditConflict, Refused
from core.exports import export
from core.listing import Listing

DRAFTS = Listing(
    columns=(
        ("kind", "类型"),
        ("held_on", "日期"),
        ("branch", "党支部"),
        ("topic", "议题"),
        ("updated_at", "最后保存"),
        ("created_by", "建立人"),
        ("step", ""),
    ),
    sorts={
        "branch": ("branch__order", "branch_id", "id"),
        "updated_at": ("updated_at", "id"),
        "created_by": ("created_by__name", "created_by_id", "id"),
    },
    default="-updated_at",
)


@requires("activities.change_draft")
def draft_list(request: HttpRequest) -> HttpResponse:
    context = DRAFTS.context(request, _filtered(request))
    name_drafts(request.user, context["page"].rows)
    return render(request, "activities/draft_list.html", context)


@requires("activities.change_draft")
def draft_export(request: HttpRequest) -> HttpResponse:
    """What is still to be finished; the texts stay in the drafts."""
    return export(
        user=request.user,
        action="activities.export_drafts",
        filename="草稿.xlsx",
        sheet_title="草稿",
        columns=EXPORT_COLUMNS,
        rows=name_drafts(request.user, DRAFTS.ordered(request, _filtered(request))),
    )


def _filtered(request: HttpRequest) -> DraftFilter:
    return DraftFilter(request.GET, branch_drafts(request.user), request=request)


EXPORT_COLUMNS = (
    ("类型", lambda row: row.kind_name),
    ("日期", lambda row: row.held_on_text),
    ("党支部", lambda row: str(row.branch or "全院")),
    ("党小组", lambda row: str(row.group or "")),
    ("议题", lambda row: row.topic_text),
    ("联合会议待补充名单", lambda row: bool(row.joint)),
    ("最后保存", lambda row: row.updated_at),
    ("建立人", lambda row: str(row.created_by)),
)


@requires("activities.change_draft", methods=("GET", "POST"))
def draft_edit(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    if request.method == "POST":
        return answer_sent_form(request, draft=draft)
    raw = MultiValueDict({**draft.data, "submission_key": [str(draft.submission_key)]})
    return meeting_page(request, form_of(request, raw), draft=draft)


@requires("activities.log_activity", methods=("POST",))
def draft_first_save(request: HttpRequest) -> HttpResponse:
    """The first save of a new form makes its draft."""
    return _answer_save(request, None)


@requires("activities.change_draft", methods=("POST",))
def draft_autosave(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer_save(request, _draft(request, pk))


@requires("activities.change_draft", methods=("POST",))
def draft_remove(request: HttpRequest, pk: int) -> HttpResponse:
    draft_discard(draft=_draft(request, pk), by=request.user)
    messages.success(request, "草稿已删除")
    return redirect("activities:drafts")


def _draft(request: HttpRequest, pk: int) -> ActivityDraft:
    draft = get_object_or_404(branch_drafts(request.user), pk=pk)
    ensure(request.user, "activities.change_draft", draft)
    return draft


def _answer_save(request: HttpRequest, draft: ActivityDraft | None) -> HttpResponse:
    """The answers that static/js/autosave.js expects (see templates/components/save_bar.html)."""
    form = form_of(request, request.POST, checking=True)
    form.is_valid()
    ensure(request.user, "activities.log_activity", form.entry.place_in_scope())
    try:
        kept = keep(request, form, draft)
    except EditConflict as conflict:
        return JsonResponse({"message": "；".join(conflict.reasons)}, status=409)
    except Refused as refused:
        return JsonResponse({"message": "；".join(refused.reasons)}, status=422)
    return JsonResponse(
        {
            "saved_at": timezone.localtime(kept.updated_at).isoformat(),
            "missing": [fault.text for fault in form.faults()],
            "fields": {"version": kept.version},
            "autosave_url": reverse("activities:draft_save", args=(kept.pk,)),
            "address": reverse("activities:draft", args=(kept.pk,)),
            "draft_key": f"{request.user.pk}:draft:{kept.pk}",
        }
    )
