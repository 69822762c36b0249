"""Business metrics of the demo court: two years by the month, ranks by the quarter, and those of the court below."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from random import Random

from django.utils.timezone import make_aware

from branches.models import Branch, Court
from metrics.models import Metric
from metrics.periods import Period, month_of
from metrics.selectors.definitions import metrics_of
from metrics.services import FigureFacts, figure_enter

MONTHS = 24
# Of a month: the least that came in, how many more at most, the least share in percent that was done, the most.
RATES = {
    "CLOSING_RATE": (240, 60, 92, 97),
    "ENFORCEMENT_CLOSING_RATE": (80, 30, 86, 95),
    "PETITION_SETTLED_RATE": (20, 12, 90, 100),
}
# A branch of the court has its own.
BRANCH_RATE = (20, 12, 92, 100)
REPORT, NOTICE = "司法统计月报", "省高院季度通报"


class Desk:
    """Enters figures of the demo, its metrics read once."""

    def __init__(self, court: Court, on: date) -> None:
        self.court, self.on = court, on
        self.at = make_aware(datetime.combine(on, time(9)))
        self.metrics: dict[str, Metric] = {metric.code: metric for metric in metrics_of(court)}
        self.rng = Random(court.name)  # noqa: S311  # nothing secret

    def months(self, number: int) -> Iterator[Period]:
        """The last months that are over, the newest first."""
        period = month_of(self.on)
        for _ in range(number):
            period = period.before
            yield period

    def rate(self, code: str, period: Period, of: tuple[int, int, int, int], owner: Branch | None = None) -> None:
        least, more, low, high = of
        came = least + self.rng.randint(0, more)
        done = came * self.rng.randint(low, high) // 100
        facts = FigureFacts(period, numerator=Decimal(done), denominator=Decimal(came), source=REPORT)
        self._enter(code, facts, owner)

    def value(self, code: str, period: Period, value: int | str, source: str = REPORT) -> None:
        self._enter(code, FigureFacts(period, value=Decimal(value), source=source))

    def _enter(self, code: str, facts: FigureFacts, owner: Branch | None = None) -> None:
        metric = self.metrics[code]
        figure_enter(metric=metric, court=self.court, branch=owner, facts=facts, by=None, at=self.at)


def load(court: Court, on: date) -> None:
    """The court's own, its first branch's, and a year of the courts below."""
    desk = Desk(court, on)
    _of_court(desk, MONTHS)
    branch = Branch.objects.within(court).order_by("order", "pk").first()
    for period in desk.months(12):
        desk.rate("CLOSING_RATE", period, BRANCH_RATE, branch)
    for below in Court.objects.within(court, with_below=True).exclude(pk=court.pk):
        _of_court(Desk(below, on), 12)


def _of_court(desk: Desk, months: int) -> None:
    """Rates and money by the month, what is left over at its end, ranks by the quarter."""
    left = 46
    for period in reversed(list(desk.months(months))):
        for code, of in RATES.items():
            desk.rate(code, period, of)
        desk.value("ENFORCEMENT_PAID", period, f"{desk.rng.randint(1_200_000_000, 3_600_000_000) / 100:.2f}")
        left = max(3, left + desk.rng.randint(-5, 3))
        desk.value("LONG_PENDING_LEFT", period, left)
        if period.end.month % 3 == 0:
            quarter = Period.named(period.end.year, f"Q{period.end.month // 3}")
            desk.value("CLOSING_RANK", quarter, desk.rng.randint(9, 60), NOTICE)
