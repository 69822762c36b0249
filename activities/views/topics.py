"""Topics (专题): the court's and the branches' own, with what was held under each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from activities.forms.lists import TopicFilter
from activities.forms.topics import TopicForm
from activities.models import Topic
from activities.selectors.links import held_records_url
from activities.selectors.places import branches_to_log_for, court_to_log_for
from activities.selectors.topics import topics_for_list
from activities.services.topics import topic_change, topic_create
from branches.models import Branch, Court
from core.access import allowed, ensure, requires
from core.editing import form_page, posted
from core.exports import export
from core.listing import Listing


@requires("activities.view_activities")
def topic_list(request: HttpRequest) -> HttpResponse:
    """Those in use first, the court's before the branches'."""
    context = TOPICS.context(request, _filtered(request))
    for topic in context["page"].rows:
        topic.may_change = allowed(request.user, "activities.change_topic", topic)
        topic.url = held_records_url(topic=topic.pk)
    context["may_add"] = allowed(request.user, "activities.change_topic")
    context["crumbs"] = [("组织生活", reverse("activities:list"))]
    return render(request, "activities/topic_list.html", context)


@requires("activities.view_activities")
def topic_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="activities.export_topics",
        filename="专题.xlsx",
        sheet_title="专题",
        columns=EXPORT_COLUMNS,
        rows=TOPICS.ordered(request, _filtered(request)),
    )


def _filtered(request: HttpRequest) -> TopicFilter:
    return TopicFilter(request.GET, topics_for_list(request.user), request=request)


TOPICS = Listing(
    columns=(("name", "专题"), ("owner", "用于"), ("starts_on", "起止"), ("held", "活动"), ("state", "状态")),
    sorts={
        "name": ("name", "id"),
        "owner": ("court_id", "branch__order", "id"),
        "starts_on": ("starts_on", "id"),
        "held": ("held", "id"),
        "state": ("-is_active", "branch__order", "-starts_on", "-id"),
    },
    default="state",
    figures=("held",),
)
EXPORT_COLUMNS = (
    ("专题", lambda topic: topic.name),
    ("法院", lambda topic: topic.court.name),
    ("用于", lambda topic: topic.branch.name if topic.branch else "全院"),
    ("起始日期", lambda topic: topic.starts_on),
    ("截止日期", lambda topic: topic.ends_on),
    ("已开展的活动", lambda topic: topic.held),
    ("状态", lambda topic: "启用" if topic.is_active else "停用"),
)


@requires("activities.change_topic", methods=("GET", "POST"))
def topic_new(request: HttpRequest) -> HttpResponse:
    """A topic of the committee's court; of the first own branch for a branch's officer."""
    court, branch = _owner(request)
    ensure(request.user, "activities.change_topic", Topic(court=court, branch=branch))
    form = TopicForm(posted(request))
    return form_page(
        request,
        form,
        lambda values: topic_create(court=court, branch=branch, facts=form.facts(), by=request.user),
        said="已新增专题。",
        title="新增专题",
        state=f"{branch or court}使用" if branch else f"{court}各支部都可选用",
        **_frame(),
    )


@requires("activities.change_topic", methods=("GET", "POST"))
def topic_edit(request: HttpRequest, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic.objects.visible_to(request.user).select_related("court", "branch"), pk=pk)
    ensure(request.user, "activities.change_topic", topic)
    initial = {name: getattr(topic, name) for name in TopicForm.base_fields}
    form = TopicForm(posted(request), initial=initial)
    return form_page(
        request,
        form,
        lambda values: topic_change(topic=topic, facts=form.facts(), by=request.user, version=values["version"]),
        said="已保存专题。",
        saved_row=lambda: Topic.objects.visible_to(request.user).get(pk=pk),
        title=f"修改专题：{topic.name}",
        state=f"{topic.branch or topic.court}",
        **_frame(),
    )


def _owner(request: HttpRequest) -> tuple[Court, Branch | None]:
    court = court_to_log_for(request.user)
    if court is not None:
        return court, None
    branch = branches_to_log_for(request.user).first()
    return (branch.court, branch) if branch else (Court(), None)


def _frame() -> dict[str, Any]:
    here = reverse("activities:topics")
    return {"done": here, "back": here, "crumbs": [("专题", here)]}
