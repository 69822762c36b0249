"""Posts of a branch and the terms of its committee."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from branches.choices import PostKind
from branches.forms.branches import LastDayForm, PostForm, TermForm, people_of, picker_keys
from branches.models import Branch, CommitteeTerm, Post
from branches.services.posts import post_end, post_start, term_end, term_start
from core.access import allowed, ensure, requires
from core.clock import today
from core.editing import form_page, posted


def _branch(request: HttpRequest, pk: int, permission: str) -> Branch:
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, permission, branch)
    return branch


def _frame(branch: Branch) -> dict[str, Any]:
    here = reverse("branches:branch_detail", args=[branch.pk])
    return {"done": here, "back": here, "crumbs": [("党支部", reverse("branches:branch_list")), (branch.name, here)]}


@requires("branches.change_group_leader", methods=("GET", "POST"))
def post_new(request: HttpRequest, branch_pk: int) -> HttpResponse:
    """The committee registers any post, an officer names the leaders of the branch's groups."""
    branch = _branch(request, branch_pk, "branches.change_group_leader")
    form = PostForm(posted(request), user=request.user, branch=branch, initial={"starts_on": today()})
    return form_page(
        request,
        form,
        lambda values: post_start(branch=branch, by=request.user, **values),
        said="已任命。",
        title="任命职务" if allowed(request.user, "branches.change_post", branch) else "任命党小组组长",
        submit_label="任命",
        people=picker_keys(people_of(branch.court, request.user)),
        **_frame(branch),
    )


def permission_to_end(post: Post) -> str:
    return "branches.change_group_leader" if post.kind == PostKind.GROUP_LEADER else "branches.change_post"


@requires("branches.change_group_leader", methods=("GET", "POST"))
def post_end_page(request: HttpRequest, pk: int) -> HttpResponse:
    posts = Post.objects.visible_to(request.user).select_related("branch", "member")
    post = get_object_or_404(posts, pk=pk)
    ensure(request.user, permission_to_end(post), post)
    form = LastDayForm(posted(request), name="last_on", label="任职的最后一天", initial={"last_on": today()})
    return form_page(
        request,
        form,
        lambda values: post_end(post=post, by=request.user, **values),
        said="已免去职务。",
        title=f"免去{post.member}的{post.label}职务",
        submit_label="免职",
        **_frame(post.branch),
    )


@requires("branches.start_term", methods=("GET", "POST"))
def term_new(request: HttpRequest, branch_pk: int) -> HttpResponse:
    branch = _branch(request, branch_pk, "branches.start_term")
    form = TermForm(posted(request), user=request.user, branch=branch, initial={"starts_on": today()})
    return form_page(
        request,
        form,
        lambda values: term_start(
            branch=branch,
            by=request.user,
            starts_on=values["starts_on"],
            expires_on=values["expires_on"],
            elected=form.elected(),
        ),
        said="已登记届次，上一届同时结束。",
        title=f"{branch}登记届次",
        state="登记以前选出的一届；上一届及其书记、委员在选举日前一天结束。",
        submit_label="登记结果",
        notes=[
            "今后的换届由支部在“换届”里报送请示、逐步办理，不用在这里登记。",
            "有正式党员 7 人以上的支部设支委会，由 3 至 5 人组成，一般不超过 7 人；不足 7 人的设书记 1 名。",
        ],
        people=picker_keys(people_of(branch.court, request.user)),
        **_frame(branch),
    )


@requires("branches.end_term", methods=("GET", "POST"))
def term_end_page(request: HttpRequest, pk: int) -> HttpResponse:
    terms = CommitteeTerm.objects.visible_to(request.user).select_related("branch")
    term = get_object_or_404(terms, pk=pk)
    ensure(request.user, "branches.end_term", term)
    form = LastDayForm(
        posted(request),
        name="last_on",
        label="本届的最后一天",
        help_text="书记和委员的职务同时结束。选出新一届时不必先结束本届，直接登记换届即可。",
        initial={"last_on": today()},
    )
    return form_page(
        request,
        form,
        lambda values: term_end(term=term, by=request.user, **values),
        said="本届已结束。",
        title=f"结束{term.branch}本届支委会",
        submit_label="结束本届",
        **_frame(term.branch),
    )
