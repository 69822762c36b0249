"""Transfers that a user sees, and what is still waited for."""

from typing import Any

from django.db.models import Q, QuerySet

from branches.models import Transfer


def transfers_of(user: Any) -> QuerySet[Transfer]:
    """The newest letter first, each with its member and branch."""
    return Transfer.objects.visible_to(user).select_related("member", "branch", "court")


def waiting(transfers: QuerySet[Transfer]) -> QuerySet[Transfer]:
    """Those whose receipt has not come back, or was not returned yet."""
    return transfers.filter(receipt_on__isnull=True, withdrawn_at__isnull=True)


def found_by(transfers: QuerySet[Transfer], text: str) -> QuerySet[Transfer]:
    """By name, the other organization, or the letter's number."""
    text = text.strip()
    return transfers.filter(
        Q(member__name__icontains=text)
        | Q(member__pinyin__istartswith=text)
        | Q(organization__icontains=text)
        | Q(letter_number__icontains=text)
    )
