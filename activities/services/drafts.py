"""Drafts: what was typed is kept as it was typed, valid or not, until it is submitted or discarded."""

import json
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from activities.models import Activity, ActivityDraft
from branches.models import Branch, Court, PartyGroup
from core import audit
from core.errors import EditConflict, Refused

RawData = dict[str, list[str]]
# Some 100,000 Chinese characters: far beyond any minutes.
LONGEST_DRAFT = 300_000


@transaction.atomic
def draft_create(
    *,
    court: Court,
    branch: Branch | None,
    group: PartyGroup | None = None,
    data: RawData,
    by: Any,
    submission_key: UUID,
    joint: dict[str, Any] | None = None,
) -> ActivityDraft:
    """The draft of this submission; asked for again with the same key and owner, the same draft with the new text.

    `joint` tells of the meeting that another branch wrote down for both (services/joint.py).
    """
    owner = branch or court
    if Activity.objects.within(owner).filter(submission_key=submission_key).exists():
        raise Refused("这次会议已经提交，不必再存草稿")
    draft = ActivityDraft(
        court=court,
        branch=branch,
        group=group,
        data=_checked(data),
        created_by=by,
        submission_key=submission_key,
        joint=joint,
    )
    draft.full_clean(exclude=["submission_key", "data", "joint"])
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        first = ActivityDraft.objects.within(owner).filter(submission_key=submission_key).first()
        if first is None:
            raise Refused("提交编号已被使用，请重新打开填报页面") from None
        return draft_save(draft=first, data=data, group=group)
    audit.record(actor=by, action="activities.draft_create", subject=draft)
    return draft


@transaction.atomic
def draft_save(
    *, draft: ActivityDraft, data: RawData, version: int | None = None, group: PartyGroup | None = None
) -> ActivityDraft:
    """Keep `data` in the draft. The same text again changes nothing, whatever the version. A draft is saved every few
    seconds and is no record yet: the audit trail tells when it was begun, discarded or submitted, not of each save.

    Raises EditConflict when the draft was saved elsewhere since `version` (None: no form was opened) with other text.
    """
    current = ActivityDraft.objects.within(draft.court).select_for_update().filter(pk=draft.pk).first()
    if current is None:
        raise Refused("这份草稿已经提交或删除")
    if current.data == _checked(data) and current.group_id == (group.pk if group else None):
        return current
    if version is not None and version != current.version:
        raise EditConflict("草稿在别的窗口或由别人改过，这里的内容没有覆盖它")
    current.data = data
    current.group = group
    current.version += 1
    current.full_clean(exclude=["submission_key", "data"])
    current.save()
    return current


@transaction.atomic
def draft_discard(*, draft: ActivityDraft, by: Any) -> None:
    """Throw the draft away; nothing rests on it."""
    audit.record(actor=by, action="activities.draft_discard", subject=draft)
    draft.delete()


def _checked(data: RawData) -> RawData:
    if len(json.dumps(data, ensure_ascii=False)) > LONGEST_DRAFT:
        raise Refused("内容太长，存不进草稿", field="content")
    # PostgreSQL keeps no NUL in text; no keyboard types one.
    if any("\0" in text for texts in data.values() for text in texts):
        raise Refused("内容里有不能保存的控制字符，请检查粘贴的文字", field="content")
    return data
