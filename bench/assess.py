"""A quarter of all branches of the country, computed and stored, beside one statement of SQL that stores the same rows.

Interleaved in one run on PostgreSQL: the pass province by province, the statement, and sixty branches one by one.
Prints seconds, ratios and the most memory that the pass took. `DATABASE_URL` names an empty PostgreSQL, or one that an
earlier run has filled; without it one is started and ended. `PROVINCES` makes a smaller country.
"""

import atexit
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courts_party.settings")
os.environ["DATA_DIR"] = tempfile.mkdtemp()

if "DATABASE_URL" not in os.environ:
    from tests.services import start_postgresql

    _folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    os.environ["DATABASE_URL"] = start_postgresql(_folder / "postgresql", atexit.register)

import django  # the settings are named first

django.setup()

from datetime import date

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from assessments.models import Assessment, BranchScore
from assessments.periods import Span
from assessments.rulebook import Rulebook
from assessments.selectors.compute import score_branches, sums_of
from assessments.selectors.inputs import Reading
from assessments.selectors.standards import rulebook_of, standard_of
from assessments.services.compute import assess
from bench.support.national import PROVINCES, make_national
from branches.choices import CourtLevel, LimitCode
from branches.models import Branch, Court
from branches.selectors.limits import LimitBooks

ROUNDS, ONE_BY_ONE = int(os.environ.get("ROUNDS", "3")), 60
QUARTER, TODAY = Span(2026, 3), date(2026, 11, 20)
PLAIN = (Path(__file__).parent / "support" / "quarter.sql").read_text()
PLAIN_ASSESSMENTS = """
INSERT INTO assessments_assessment
    (court_id, year, quarter, standard_id, as_of, computed_at, revision, state, version, medians)
SELECT DISTINCT b.court_id, %(year)s, %(quarter)s, s.id, %(end)s::date, now(), 1, 'COMPUTED', 1, '{}'::jsonb
FROM branches_branch b CROSS JOIN assessments_standard s WHERE s.court_id IS NULL
"""
ROWS = """
SELECT s.branch_id,
    md5(concat_ws('|', a.court_id, s.revision, s.points, s.of, s.known_of, s.unknown, s.scores, s.records))
FROM assessments_branchscore s JOIN assessments_assessment a ON a.id = s.assessment_id
"""


def the_pass(courts: list[Court]) -> None:
    """Each province with the courts below it; the supreme court, which is above them all, alone."""
    for court in courts:
        assess(
            court=court,
            span=QUARTER,
            as_of=QUARTER.end,
            by=None,
            on=TODAY,
            at=timezone.now(),
            with_below=court.level == CourtLevel.HIGH,
        )


@transaction.atomic
def plain(supreme: Court) -> None:
    limits = LimitBooks([LimitCode.COMMITTEE_FROM_MEMBERS, LimitCode.COMMITTEE_SEATS_LEAST]).of(supreme.pk)
    values = {
        "start": QUARTER.start,
        "end": QUARTER.end,
        "year": QUARTER.year,
        "quarter": QUARTER.quarter,
        "committee_from": limits(LimitCode.COMMITTEE_FROM_MEMBERS, QUARTER.end),
        "seats": int(limits(LimitCode.COMMITTEE_SEATS_LEAST, QUARTER.end)),
    }
    with connection.cursor() as cursor:
        # So many rows are joined that a loop within a loop is never the shorter way.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(PLAIN_ASSESSMENTS, values)
        cursor.execute(PLAIN, values)


def one_by_one(branches: list[Branch], book: Rulebook) -> None:
    """Each branch by itself, as a loop over branches would do it."""
    for branch in branches:
        assessment, _ = Assessment.objects.within(branch.court).get_or_create(
            court=branch.court,
            year=QUARTER.year,
            quarter=QUARTER.quarter,
            defaults={"standard": book.standard, "as_of": QUARTER.end, "computed_at": timezone.now()},
        )
        for result in score_branches(Reading(branch, QUARTER, QUARTER.end), {branch.court_id: book}):
            sums = sums_of(result.scores.values())
            BranchScore.objects.create(
                assessment=assessment,
                court=branch.court,
                branch=branch,
                revision=1,
                points=sums.points,
                of=sums.of,
                known_of=sums.known_of,
                unknown=sums.unknown,
                scores=result.scores,
                records=result.records,
            )


def timed(work) -> float:
    """Seconds, on empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE assessments_assessment CASCADE")
    start = perf_counter()
    work()
    return perf_counter() - start


def stored() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        return dict(cursor.fetchall())


def main() -> None:
    everywhere = Court.objects.unscoped("the synthetic country")
    supreme = everywhere.get(level=CourtLevel.SUPREME)
    courts = [supreme, *everywhere.filter(level=CourtLevel.HIGH)]
    rows = Branch.objects.within(supreme, with_below=True)
    branches = rows.count()
    some = list(rows.select_related("court").order_by("pk")[:: branches // ONE_BY_ONE])[:ONE_BY_ONE]
    book = rulebook_of(standard_of(supreme, QUARTER.year))
    seconds: dict[str, list[float]] = {"pass": [], "plain SQL": [], "one by one": []}
    for number in range(ROUNDS):
        seconds["pass"].append(timed(lambda: the_pass(courts)))
        if not number:
            megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            by_pass = stored()
        seconds["plain SQL"].append(timed(lambda: plain(supreme)))
        if not number:
            assert stored() == by_pass
        seconds["one by one"].append(timed(lambda: one_by_one(some, book)) / len(some) * branches)
    best = {name: median(own) for name, own in seconds.items()}
    print(f"assess: {len(by_pass)} branches, {QUARTER.code}, {megabytes:.0f} MB")
    for name, own in best.items():
        print(
            f"  {name}: {own:.1f} s; to plain SQL {own / best['plain SQL']:.2f}; to the pass {own / best['pass']:.0f}"
        )


if __name__ == "__main__":
    if sys.argv[1:] == ["make"]:
        call_command("migrate", verbosity=0)
        if not Court.objects.unscoped("whether an earlier run has made it").exists():
            make_national(until=TODAY, provinces=int(os.environ.get("PROVINCES", PROVINCES)))
    else:
        # Another process makes the data, so that the memory is the pass's own.
        subprocess.run([sys.executable, __file__, "make"], check=True)
        main()
