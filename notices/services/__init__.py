"""One service a step: each writes its rows and the audit event in one transaction."""

from notices.services.bulletins import (
    bulletin_change,
    bulletin_discard,
    bulletin_draft,
    bulletin_draft_due,
    bulletin_issue,
    bulletin_void,
)
from notices.services.drafting import notice_draft
from notices.services.notices import (
    ItemFacts,
    notice_change,
    notice_create,
    notice_discard,
    notice_issue,
    notice_restore,
    notice_void,
)
from notices.services.quarters import quarter_run
from notices.services.receipts import item_reply, notice_acknowledge
from notices.services.reminders import notice_remind
from notices.services.series import SeriesChoice, campaign_series, monthly_series, series_create

__all__ = [
    "ItemFacts",
    "SeriesChoice",
    "bulletin_change",
    "bulletin_discard",
    "bulletin_draft",
    "bulletin_draft_due",
    "bulletin_issue",
    "bulletin_void",
    "campaign_series",
    "item_reply",
    "monthly_series",
    "notice_acknowledge",
    "notice_change",
    "notice_create",
    "notice_discard",
    "notice_draft",
    "notice_issue",
    "notice_remind",
    "notice_restore",
    "notice_void",
    "quarter_run",
    "series_create",
]
