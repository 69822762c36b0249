"""Files beside the steps of measures."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from rectification.models import Evidence


def readable(user: Any) -> QuerySet[Evidence]:
    """The files that may still be opened."""
    return Evidence.objects.visible_to(user).filter(withdrawn_at__isnull=True)


def digests_in_use(digests: Collection[str]) -> set[str]:
    """Which of these files a step names (withdrawn ones are kept)."""
    rows = Evidence.objects.unscoped("whether a stored file may be removed").filter(digest__in=digests)
    return set(rows.values_list("digest", flat=True))
