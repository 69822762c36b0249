"""What the pages of campaigns share: which campaign is asked for, addresses and crumbs."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from branches.models import Branch
from campaigns.models import Campaign
from core.access import ensure

TITLE = "主题教育"


def campaign_of(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user).select_related("court"), pk=pk)


def managed(request: HttpRequest, pk: int) -> Campaign:
    """A campaign that the user makes and changes."""
    campaign = campaign_of(request, pk)
    ensure(request.user, "campaigns.manage_campaigns", campaign)
    return campaign


def address(campaign: Campaign, name: str = "detail") -> str:
    return reverse(f"campaigns:{name}", args=(campaign.pk,))


def branch_address(campaign: Campaign, branch: Branch) -> str:
    return f"{reverse('campaigns:branch', args=(branch.pk,))}?campaign={campaign.pk}"


def crumbs_of(campaign: Campaign) -> list[tuple[str, str]]:
    return [(TITLE, reverse("campaigns:list")), (campaign.name, address(campaign))]


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def with_version(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "version": values["version"] or 0}
