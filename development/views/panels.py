"""What the pages of branches and members show of this app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from branches.choices import MemberStatus
from branches.models import Branch, Member
from core.access import allowed, ensure, requires
from core.clock import today
from development.choices import FileState
from development.selectors.files import awaited_of, files_of, open_files, pipeline_of

FEW = 5


@requires("development.view_files")
def branch_panel(request: HttpRequest, pk: int) -> HttpResponse:
    branch = get_object_or_404(Branch.objects.visible_to(request.user), pk=pk)
    ensure(request.user, "development.view_files", branch)
    awaited = awaited_of(open_files(request.user, branch), today())
    context = {
        "branch": branch,
        "pipeline": pipeline_of(request.user, branch),
        "awaited": awaited[:FEW],
        "may_open": allowed(request.user, "development.open_file", branch),
    }
    return render(request, "development/branch_panel.html", context)


@requires("development.view_files")
def member_panel(request: HttpRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(Member.objects.visible_to(request.user), pk=pk)
    ensure(request.user, "development.view_files", member)
    files = list(files_of(request.user).filter(member=member))
    present = next((file for file in files if file.state == FileState.OPEN), None)
    context = {
        "member": member,
        "files": files,
        "awaited": awaited_of([present], today()) if present else [],
        "is_probationary": member.status == MemberStatus.PROBATIONARY,
        "may_open": allowed(request.user, "development.open_file", member) and present is None,
    }
    return render(request, "development/member_panel.html", context)
