"""Files beside reviews."""

from collections.abc import Collection

from assessments.models import ReviewFile


def digests_in_use(digests: Collection[str]) -> set[str]:
    """Which of these files a review names."""
    rows = ReviewFile.objects.unscoped("whether a stored file may be removed").filter(digest__in=digests)
    return set(rows.values_list("digest", flat=True))
