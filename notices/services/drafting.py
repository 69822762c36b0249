"""The scheduled draft of a month: written once a court and month, for somebody of the committee to read and issue."""

from dataclasses import fields
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from branches.models import Court
from core import audit
from core.errors import Refused
from notices.choices import Rule
from notices.models import Notice, NoticeItem
from notices.selectors.drafting import Draft, DraftItem, draft_of
from notices.services.messages import Telling, tell_committee
from notices.services.series import monthly_series


@transaction.atomic
def notice_draft(*, court: Court, month: date, on: date, at: datetime) -> Notice | None:
    """Write the draft of `month` as of `on` and tell the committee. None where it was written before, even if it has
    been given up since. Of two who come at once the second waits at the court's row."""
    month = month.replace(day=1)
    Court.objects.within(court).select_for_update(no_key=True).get()
    if Notice.objects.within(court).filter(is_scheduled=True, month=month).exists():
        return None
    draft = draft_of(court, month, on)
    if draft is None:
        raise Refused(f"{court}没有党支部，没有可以提示的事项。")
    notice = _saved(court, month, draft)
    telling = Telling(
        Rule.NOTICE_DRAFTED,
        str(notice.pk),
        f"{notice.title}已起草，待签发",
        f"共{len(draft.items)}项，请审阅修改后签发。",
        reverse("notices:notice", args=(notice.pk,)),
    )
    tell_committee(court, telling, at=at)
    audit.record(actor=None, action="notices.notice_create", subject=notice, detail={"items": len(draft.items)})
    return notice


def _saved(court: Court, month: date, draft: Draft) -> Notice:
    notice = Notice(
        court=court,
        series=monthly_series(court, month.year),
        title=draft.title,
        text=draft.text,
        month=month,
        due_on=draft.due_on,
        is_scheduled=True,
    )
    notice.full_clean()
    notice.save()
    names = [field.name for field in fields(DraftItem)]
    NoticeItem.objects.bulk_create(
        NoticeItem(court=court, notice=notice, order=order, **{name: getattr(item, name) for name in names})
        for order, item in enumerate(draft.items, 1)
    )
    return notice
