"""What the pages of ratings share: rows fetched within the user's scope, addresses, crumbs."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from assessments.models import Rating
from core.access import ensure

LONGEST_VERSION = 9
TITLE = "星级评定"


def rating_for(request: HttpRequest, pk: int, permission: str) -> Rating:
    """404 for a rating that the user does not see, 403 for one that is not theirs to act on."""
    rows = Rating.objects.visible_to(request.user).select_related("court", "standard", "assessment", "published_by")
    rating = get_object_or_404(rows, pk=pk)
    ensure(request.user, permission, rating)
    return rating


def page_of_rating(rating: Rating, name: str = "rating") -> str:
    return reverse(f"assessments:{name}", args=(rating.pk,))


def crumbs_of(rating: Rating | None = None) -> list[tuple[str, str]]:
    here = [(str(rating), page_of_rating(rating))] if rating else []
    return [(TITLE, reverse("assessments:ratings")), *here]


def version_sent(request: HttpRequest) -> int:
    """The version of the row that was looked at; 0, which none has, for what is no number."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONGEST_VERSION else 0
