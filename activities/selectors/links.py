"""The list of records behind a figure: as many rows as the figure says."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse


def held_records_url(**filters: Any) -> str:
    """The address of the list with the held records alone (domain.md 2b); `filters` by the names of ActivityFilter.

    `main=1` leaves out what met the kind by the way, `once=1` lists one record of a joint meeting: as a court counts.
    A filter of None is none.
    """
    chosen = {name: value for name, value in filters.items() if value is not None}
    return f"{reverse('activities:list')}?{urlencode({**chosen, 'held': 1})}"
