"""The row of an accepted file beside others: how many and how large they may be together."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Sum

from core.attachments.intake import Accepted
from core.attachments.store import put
from core.errors import Refused

MOST_FILES = 20
MOST_BYTES = 100 * 1024 * 1024


def stored_facts(rows: QuerySet[Any], file: Accepted, *, of: str, by: Any, at: datetime) -> dict[str, Any]:
    """The fields of a new row of a stored file beside `rows`, the files `of` one thing (“一次会议”).

    The file is in the store before the row may name it. Raises Refused.
    """
    if rows.count() >= MOST_FILES:
        raise Refused(f"{of}最多 {MOST_FILES} 个附件。", field="file")
    if (rows.aggregate(sum=Sum("size"))["sum"] or 0) + len(file.content) > MOST_BYTES:
        raise Refused(f"{of}的附件合计不能超过 {MOST_BYTES // 1024 // 1024} MB。", field="file")
    return {
        "name": file.name,
        "kind": file.kind,
        "digest": put(file.content),
        "size": len(file.content),
        "uploaded_by": by,
        "uploaded_at": at,
    }
