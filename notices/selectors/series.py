"""Which series a court may put a notice into."""

from datetime import date
from typing import Any

from branches.models import Court
from campaigns.models import Campaign
from notices.choices import SeriesKind
from notices.models import Series


def series_choices(user: Any, court: Court, on: date) -> list[tuple[str, str]]:
    """(code, words), the codes as forms/notices.py reads them: the monthly ones, the campaigns' own (made when first
    chosen), the court's others."""
    own = list(Series.objects.visible_to(user).filter(court=court).order_by("name"))
    names = {(series.kind, series.year, series.campaign_id): series.name for series in own}
    years = {series.year for series in own if series.kind == SeriesKind.MONTHLY} | {on.year, on.year + 1}
    monthly = [
        (f"{SeriesKind.MONTHLY}:{year}", names.get((SeriesKind.MONTHLY, year, None), f"{year}年工作提示"))
        for year in sorted((year for year in years if year), key=lambda year: (abs(year - on.year), -year))
    ]
    campaigns = [
        (
            f"{SeriesKind.CAMPAIGN}:{campaign.pk}",
            names.get((SeriesKind.CAMPAIGN, None, campaign.pk), f"{campaign}工作提示"),
        )
        for campaign in Campaign.objects.visible_to(user).filter(court=court).order_by("-starts_on", "-pk")
    ]
    others = [(f"{SeriesKind.OTHER}:{row.pk}", row.name) for row in own if row.kind == SeriesKind.OTHER]
    return [*monthly, *campaigns, *others]
