"""A quarter of all branches of the country, computed and stored, beside one statement of SQL that stores the same rows.

Interleaved in one run on PostgreSQL: the pass province by province, the same shared by two processes as the workers of
the installation share it, the statement, and sixty branches one by one: by the pass's own code, and by a loop with the
ORM as one would write it without the pass. Prints seconds, ratios and the most memory that a process took.
`DATABASE_URL` names an empty PostgreSQL, or one that an earlier run has filled; without it one is started and ended.
`PROVINCES` makes a smaller country.
"""

import multiprocessing
import os
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.support.setup import django_on_postgresql

django_on_postgresql()

from collections import defaultdict
from datetime import date
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from assessments.choices import ScoreState
from assessments.models import Assessment, BranchScore
from assessments.periods import Span
from assessments.rulebook import Rulebook
from assessments.selectors.compute import score_branches, sums_of
from assessments.selectors.inputs import Reading
from assessments.selectors.standards import rulebook_of, standard_of
from assessments.services.compute import assess
from bench.support.national import PROVINCES, make_national
from bench.support.orm_loop import points_of
from branches.choices import CourtLevel, LimitCode
from branches.models import Branch, Court
from branches.selectors.limits import LimitBooks

ROUNDS, ONE_BY_ONE, WORKERS = int(os.environ.get("ROUNDS", "3")), 60, 2
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


def share_of_the_pass(court: Court) -> tuple[int, float]:
    """One court's part in a worker: its process, and the most memory that this took so far."""
    the_pass([court])
    return os.getpid(), megabytes_taken()


def megabytes_taken() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one_by_one(branches: list[Branch], book: Rulebook) -> None:
    """Each branch by itself, by the code of the pass."""
    for branch in branches:
        for result in score_branches(Reading(branch, QUARTER, QUARTER.end), {branch.court_id: book}):
            store(branch, book, result.scores, result.records)


def by_orm(branches: list[Branch], book: Rulebook) -> None:
    """Each branch by itself, as a loop over branches would do it without the pass; the records counted are left out."""
    lines = book.asked(of_year=False)
    for branch in branches:
        points = points_of(branch, lines, QUARTER)
        states = {code: ScoreState.TO_REVIEW if own is None else ScoreState.SCORED for code, own in points.items()}
        entries = {
            line.code: {"state": states[line.code], "points": points[line.code], "of": str(line.of)} for line in lines
        }
        store(branch, book, entries, {})


def store(branch: Branch, book: Rulebook, scores: dict[str, Any], records: dict[str, Any]) -> None:
    assessment, _ = Assessment.objects.within(branch.court).get_or_create(
        court=branch.court,
        year=QUARTER.year,
        quarter=QUARTER.quarter,
        defaults={"standard": book.standard, "as_of": QUARTER.end, "computed_at": timezone.now()},
    )
    sums = sums_of(scores.values())
    BranchScore.objects.create(
        assessment=assessment,
        court=branch.court,
        branch=branch,
        revision=1,
        points=sums.points,
        of=sums.of,
        known_of=sums.known_of,
        unknown=sums.unknown,
        scores=scores,
        records=records,
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


def points_stored(branches: list[Branch]) -> dict[int, dict[str, str | None]]:
    rows = BranchScore.objects.unscoped("the synthetic country").filter(branch__in=branches)
    return {row.branch_id: {code: entry["points"] for code, entry in row.scores.items()} for row in rows}


def main() -> None:
    everywhere = Court.objects.unscoped("the synthetic country")
    supreme = everywhere.get(level=CourtLevel.SUPREME)
    courts = [supreme, *everywhere.filter(level=CourtLevel.HIGH)]
    rows = Branch.objects.within(supreme, with_below=True)
    branches = rows.count()
    some = list(rows.select_related("court").order_by("pk")[:: branches // ONE_BY_ONE])[:ONE_BY_ONE]
    book = rulebook_of(standard_of(supreme, QUARTER.year))
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    memory: dict[int, float] = {}
    context = multiprocessing.get_context("spawn")
    started = context.Barrier(WORKERS + 1)
    with context.Pool(WORKERS, started.wait) as workers:
        started.wait()
        for number in range(ROUNDS):
            seconds["pass"].append(timed(lambda: the_pass(courts)))
            if not number:
                megabytes, by_pass, points = megabytes_taken(), stored(), points_stored(some)
            seconds["plain SQL"].append(timed(lambda: plain(supreme)))
            assert stored() == by_pass
            seconds[f"pass by {WORKERS} processes"].append(
                timed(lambda: memory.update(workers.map(share_of_the_pass, courts, chunksize=1)))
            )
            assert stored() == by_pass
            for name, loop in (("own code one by one", one_by_one), ("ORM loop", by_orm)):
                seconds[name].append(timed(lambda own=loop: own(some, book)) / len(some) * branches)
                assert points_stored(some) == points
    best = {name: median(own) for name, own in seconds.items()}
    processes = ", ".join(f"{own:.0f} MB" for own in memory.values())
    print(f"assess: {branches} branches, {QUARTER.code}, {megabytes:.0f} MB; by {WORKERS} processes {processes}")
    for name, own in best.items():
        print(
            f"  {name}: {own:.1f} s; to plain SQL {own / best['plain SQL']:.2f}; to the pass {own / best['pass']:.1f}"
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
