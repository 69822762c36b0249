"""Series: made when first needed, numbered when a notice is issued."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from branches.models import Court
from campaigns.models import Campaign
from core import audit
from core.errors import Refused
from notices.choices import SeriesKind
from notices.models import Notice, Series


def monthly_series(court: Court, year: int) -> Series:
    """The monthly series of a year, made when it is first asked for."""
    return _series(court, {"kind": SeriesKind.MONTHLY, "year": year}, name=f"{year}年工作提示")


def campaign_series(campaign: Campaign) -> Series:
    """A campaign's own series."""
    return _series(campaign.court, {"kind": SeriesKind.CAMPAIGN, "campaign": campaign}, name=f"{campaign}工作提示")


def _series(court: Court, key: dict[str, Any], *, name: str) -> Series:
    Court.objects.within(court).select_for_update(no_key=True).get()
    kept = Series.objects.within(court).filter(**key).first()
    if kept is not None:
        return kept
    return _saved(Series(court=court, name=_free_name(court, name), **key))


def _free_name(court: Court, name: str) -> str:
    """A court may have given the name to another series; then the next one is numbered."""
    name = name[:50]
    taken = set(Series.objects.within(court).filter(name__startswith=name).values_list("name", flat=True))
    return next(each for each in (name, *(f"{name}（{number}）" for number in range(2, 1000))) if each not in taken)


@transaction.atomic
def series_create(*, court: Court, name: str, by: Any) -> Series:
    """A series of the court's own."""
    Court.objects.within(court).select_for_update(no_key=True).get()
    if Series.objects.within(court).filter(name=name.strip()).exists():
        raise Refused(f"已经有“{name.strip()}”这个系列，请直接选择它。", field="new_series")
    series = _saved(Series(court=court, name=name.strip(), kind=SeriesKind.OTHER))
    audit.record(actor=by, action="notices.notice_create", subject=series)
    return series


@dataclass(frozen=True)
class SeriesChoice:
    """A series as a form names it: the monthly one of the year `key`, that of the campaign `key`, one of the court's
    own by its key, or a new one by its `name`."""

    court: Court
    kind: SeriesKind
    key: int = 0
    name: str = ""


def chosen_series(choice: SeriesChoice, *, by: Any) -> Series:
    """The series of a choice, made where there is none yet; a name that the court's own series has already is that
    one, so that a form sent twice finds it. Inside a transaction."""
    court = choice.court
    Court.objects.within(court).select_for_update(no_key=True).get()
    own = Series.objects.within(court).filter(kind=SeriesKind.OTHER)
    if choice.kind is SeriesKind.MONTHLY:
        return monthly_series(court, choice.key)
    if choice.kind is SeriesKind.CAMPAIGN:
        campaign = Campaign.objects.within(court).filter(pk=choice.key).first()
        if campaign is None:
            raise Refused("没有这个主题教育，请重新选择系列。", field="series_code")
        return campaign_series(campaign)
    if choice.name:
        return own.filter(name=choice.name.strip()).first() or series_create(court=court, name=choice.name, by=by)
    series = own.filter(pk=choice.key).first()
    if series is None:
        raise Refused("没有这个系列，请重新选择。", field="series_code")
    return series


def _saved(series: Series) -> Series:
    series.full_clean()
    series.save()
    return series


def next_number(notice: Notice) -> int:
    """The number that follows the last one of the notice's series; whoever comes second waits. Inside a transaction."""
    series = Series.objects.within(notice.court).select_for_update().get(pk=notice.series_id)
    series.last_number += 1
    series.save(update_fields=["last_number"])
    return series.last_number
