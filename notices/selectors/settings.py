"""What a court decided about its notices."""

from branches.models import Court
from notices.models import NoticeSettings


def settings_of(court: Court) -> NoticeSettings:
    """The court's row, or the defaults, unsaved."""
    return NoticeSettings.objects.within(court).first() or NoticeSettings(court=court)
