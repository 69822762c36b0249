"""The addresses of the product with two more: an empty page and an empty frame, each behind the session and a right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from core.access import requires
from courts_party.urls import urlpatterns as ours


@requires("reports.view_home")
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@requires("reports.view_home")
def frame(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [path("bench/empty/", empty), path("bench/frame/", frame), *ours]
