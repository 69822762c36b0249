"""The addresses of the product with an empty page and a bare response, each behind the session and a right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from core.access import requires
from courts_party.urls import urlpatterns as ours


@requires("reports.view_home")
def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@requires("reports.view_home")
def empty(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [path("bench/bare/", bare), path("bench/empty/", empty), *ours]
