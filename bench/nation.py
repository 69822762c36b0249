"""The pages of the whole country and of a province from the roll-up, beside an empty page, in one interleaved run.

Prints milliseconds of server time and ratios to an empty page (the frame of every page, behind the session and a right)
and to a bare response behind the same; then the seconds of counting one court again, and all. `DATABASE_URL` names an
empty PostgreSQL, or one that an earlier run of a bench has filled; without it one is started and ended. `PROVINCES`
makes a smaller country.
"""

import os
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.support.setup import django_on_postgresql

django_on_postgresql()

from datetime import date, datetime
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bench.support.national import PROVINCES, make_national
from branches.choices import CourtLevel, Role
from branches.models import Appointment, Branch, Court
from core.clock import now
from reports.models import CourtMonth, StaleCourt
from reports.rollup import running_month
from reports.services.rollup import rollup_mark, rollup_refresh

ROUNDS, TODAY = 40, date(2026, 11, 20)
MOST_RATIO, MOST_MS = 6, 50


def signed_in(court: Court) -> Client:
    user, _ = User.objects.get_or_create(username="bench", defaults={"must_change_password": False})
    appointments = Appointment.objects.within(court).filter(user=user)
    if not appointments.exists():
        Appointment.objects.create(user=user, role=Role.COMMITTEE, court=court, starts_on=date(2020, 1, 1))
    client = Client()
    client.force_login(user)
    return client


def refreshed() -> tuple[int, float]:
    """How many courts were counted, and in how many seconds."""
    start, courts = perf_counter(), 0
    while done := rollup_refresh(at=now()):
        courts += done
    return courts, perf_counter() - start


def milliseconds(client: Client, address: str) -> tuple[float, float]:
    """By the wall's clock, and of this process's own work: what is left of it where others use the machine, too."""
    start, worked = perf_counter(), process_time()
    response = client.get(address)
    took = ((perf_counter() - start) * 1000, (process_time() - worked) * 1000)
    assert response.status_code == 200, address
    return took


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


def pages(supreme: Court, high: Court) -> None:
    client = signed_in(supreme)
    addresses = {
        "bare response": "/bench/bare/",
        "empty page": "/bench/empty/",
        "nation": f"/reports/courts/{supreme.pk}/below/",
        "province": f"/reports/courts/{high.pk}/below/",
        "all courts of a level": f"/reports/courts/{supreme.pk}/below/?level={CourtLevel.INTERMEDIATE}",
    }
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in addresses}
    for number in range(ROUNDS + 3):
        for name, address in addresses.items():
            each = milliseconds(client, address)
            if number >= 3:
                took[name].append(each)
    wall, work = ({name: median(column) for name, column in of_each(took, which)} for which in (0, 1))
    for name, address in addresses.items():
        ratios = f"{wall[name] / wall['empty page']:.1f} times an empty page, "
        ratios += f"{wall[name] / wall['bare response']:.1f} times a bare response"
        least = min(each for each, _ in took[name])
        said = f"{wall[name]:.1f} ms (least {least:.1f}; own work {work[name]:.1f}); {ratios}"
        print(f"  {name}: {said}; {queries(client, address)} queries")
    is_met = wall["nation"] <= MOST_RATIO * wall["empty page"] and wall["nation"] < MOST_MS
    print(f"  nation at most {MOST_RATIO} times the empty page and under {MOST_MS} ms: {'yes' if is_met else 'NO'}")


def of_each(took: dict[str, list[tuple[float, float]]], which: int) -> list[tuple[str, list[float]]]:
    return [(name, [each[which] for each in own]) for name, own in took.items()]


def refreshes(low: Court) -> None:
    for name, since in (("one court, all months", 0), ("one court, this month", running_month(TODAY))):
        StaleCourt.objects.create(court=low, since_month=since)
        courts, seconds = refreshed()
        print(f"  refresh of {name}: {seconds:.2f} s ({courts} court)")
    rollup_mark(None)
    courts, seconds = refreshed()
    print(f"  refresh of all: {seconds:.1f} s ({courts} courts)")


def main() -> None:
    settings.ROOT_URLCONF, settings.ALLOWED_HOSTS = "bench.support.pages", ["*"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    everywhere = Court.objects.unscoped("the synthetic country")
    if not everywhere.exists():
        make_national(until=TODAY, provinces=int(os.environ.get("PROVINCES", PROVINCES)))
    supreme = everywhere.get(level=CourtLevel.SUPREME)
    high = everywhere.filter(level=CourtLevel.HIGH).order_by("pk").first()
    low = everywhere.filter(level=CourtLevel.BASIC).order_by("pk").first()
    branches = Branch.objects.within(supreme, with_below=True).count()
    print(f"nation: {everywhere.count()} courts, {branches} branches")
    courts, seconds = refreshed()
    print(f"  first count: {seconds:.1f} s ({courts} courts)")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE reports_courtmonth")
    print(f"  rows: {CourtMonth.objects.unscoped('the synthetic country').count()}")
    pages(supreme, high)
    refreshes(low)


if __name__ == "__main__":
    # The pages' today is the last day of the data.
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
        main()
