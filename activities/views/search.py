"""Searching records."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from activities.forms.search import SearchFilter
from activities.models import Activity
from activities.selectors.search import snippets_of
from core.access import requires
from core.listing import chips_of, keyset_page_of

NEWEST_FIRST, SORTS = "-held_on", {"held_on": ("held_on", "id")}


@requires("activities.view_activities")
def activity_search(request: HttpRequest) -> HttpResponse:
    """Records in which every word stands, newest first, each with the place where it stands."""
    rows = Activity.objects.visible_to(request.user).select_related("kind", "branch", "group", "court")
    found = SearchFilter(request.GET, rows, request=request)
    query = found.form.cleaned_data.get("q", "") if found.form.is_valid() else ""
    page = keyset_page_of(request, found.qs if query else rows.none(), sorts=SORTS, default=NEWEST_FIRST)
    context = {
        "filter_form": found.form,
        "chips": chips_of(request, found),
        "query": query,
        "page": page,
        "found": [(row, snippets_of(row, query)) for row in page.rows],
    }
    return render(request, "activities/search.html", context)
