"""Finding records by what they say and who was there."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from activities.models import Activity, Attendance
from branches.models import Member
from core.search_text import snippet, words_of

MOST_PEOPLE = 50
_SHOWN = (
    ("topic", "议题"),
    ("content", "会议记录"),
    ("place", "地点"),
    ("chair_name", "主持人"),
    ("recorder_name", "记录人"),
)


def matching(user: Any, rows: QuerySet[Activity], query: str) -> QuerySet[Activity]:
    """Those of `rows` in which every word stands: in the record, or as the name of somebody who was there.

    Names are those of members whom the user sees; a court above searches no persons.
    """
    for word in words_of(query):
        rows = rows.filter(Q(search_text__contains=word) | _was_there(user, word))
    return rows


def _was_there(user: Any, word: str) -> Q:
    if len(word) < 2:
        return Q(pk__in=())
    people = Member.objects.visible_to(user).filter(name__contains=word).values_list("pk", flat=True)[:MOST_PEOPLE]
    there = Attendance.objects.visible_to(user).filter(
        activity=OuterRef("pk"), member_id__in=list(people), present=True
    )
    return Q(Exists(there))


def snippets_of(row: Activity, query: str) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Where the words stand in a record: (label, pieces), the fields in the order of the page."""
    words = words_of(query)
    found = [(label, snippet(getattr(row, name), words)) for name, label in _SHOWN]
    return [(label, pieces) for label, pieces in found if pieces]
