"""How rectification stood on a day, read through the engine, beside one plain statement of SQL in the same run.

Makes problems with measures and steps in bulk, then prints seconds and the ratio to the plain statement of: the day's
figures, the facts of supervision, the burn-down of a year. `DATABASE_URL` names another database than a new SQLite one.
"""

import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courts_party.settings")
os.environ["DATA_DIR"] = tempfile.mkdtemp()

import django  # the settings are named first

django.setup()

from datetime import date, timedelta
from random import Random

from django.core.management import call_command
from django.db import connection

from branches.choices import CourtLevel
from branches.models import Branch, Court
from rectification.models import Measure, Problem, ProblemShare, RectificationStep
from rectification.selectors.figures import figures_on
from rectification.selectors.supervision.burn_down import burn_down
from rectification.selectors.supervision.facts import facts_on

PROBLEMS, MEASURES, BRANCHES, ROUNDS = int(os.environ.get("PROBLEMS", "2000")), 4, 40, 5
BEGIN, ON = date(2026, 1, 1), date(2026, 11, 20)
SOURCES = ("主题教育检视", "巡察反馈", "季度检查", "群众来信")

# The same counts in one statement: the last step of each measure, found once for all of them.
PLAIN = """
SELECT COUNT(*), SUM(CASE WHEN said.kind = 'DONE' THEN 1 ELSE 0 END),
       SUM(CASE WHEN COALESCE(said.kind, '') <> 'DONE' AND COALESCE(late.until, m.first_due_on) < %s THEN 1 ELSE 0 END)
FROM rectification_measure m
LEFT JOIN (
    SELECT measure_id, kind, ROW_NUMBER() OVER (PARTITION BY measure_id ORDER BY "on" DESC, "order" DESC) AS place
    FROM rectification_rectificationstep WHERE kind IN ('DONE', 'SENT_BACK') AND "on" <= %s
) said ON said.measure_id = m.id AND said.place = 1
LEFT JOIN (
    SELECT measure_id, until, ROW_NUMBER() OVER (PARTITION BY measure_id ORDER BY "on" DESC, "order" DESC) AS place
    FROM rectification_rectificationstep
    WHERE kind IN ('EXTENSION_APPROVED', 'SENT_BACK') AND until IS NOT NULL AND "on" <= %s
) late ON late.measure_id = m.id AND late.place = 1
WHERE m.court_id = %s AND m.voided_at IS NULL AND (m.opened_on IS NULL OR m.opened_on <= %s)
"""


def make(court: Court) -> None:
    """Problems of a year, each of one branch with its measures; some extended, most done, some closed."""
    chance = Random(1)
    own = {"court": court}
    branches = Branch.objects.bulk_create(
        Branch(**own, name=f"第{number}支部", order=number) for number in range(BRANCHES)
    )
    problems = Problem.objects.bulk_create(
        Problem(
            **own,
            number=number + 1,
            branch=branches[number % BRANCHES],
            title=f"问题{number}",
            source=SOURCES[number % len(SOURCES)],
            opened_on=BEGIN + timedelta(chance.randrange(300)),
        )
        for number in range(PROBLEMS)
    )
    ProblemShare.objects.bulk_create(
        ProblemShare(**own, problem=each, branch=each.branch, starts_on=each.opened_on, claimed_on=each.opened_on)
        for each in problems
    )
    measures = Measure.objects.bulk_create(
        Measure(
            **own,
            problem=each,
            branch=each.branch,
            order=order,
            text=f"措施{order}",
            owner_name=f"责任人{chance.randrange(200)}",
            opened_on=each.opened_on,
            first_due_on=each.opened_on + timedelta(30 + chance.randrange(90)),
        )
        for each in problems
        for order in range(1, MEASURES + 1)
    )
    steps = [step for each in measures for step in _steps(each, chance)]
    RectificationStep.objects.bulk_create(steps, batch_size=2000)


def _steps(measure: Measure, chance: Random) -> list[RectificationStep]:
    """Progress each month, an extension now and then, done at the end."""
    due_on = measure.first_due_on
    of = {"court_id": measure.court_id, "problem": measure.problem, "measure": measure, "branch": measure.branch}
    told = [("ADDED", measure.opened_on, None), ("PROGRESS", measure.opened_on + timedelta(20), None)]
    if chance.random() < 0.2:
        told += [("EXTENSION_ASKED", due_on, due_on + timedelta(30))]
        told += [("EXTENSION_APPROVED", due_on, due_on + timedelta(30))]
    if chance.random() < 0.7:
        told += [("DONE", due_on + timedelta(chance.randrange(-20, 20)), None)]
    first = measure.order * 10
    return [
        RectificationStep(**of, order=first + place, kind=kind, on=on, until=until)
        for place, (kind, on, until) in enumerate(told)
    ]


def plain(court: Court) -> tuple[int, int, int]:
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [ON, ON, ON, court.pk, ON])
        return cursor.fetchone()


def timed(work) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    call_command("migrate", verbosity=0)
    court = Court.objects.create(name="基准法院", level=CourtLevel.BASIC)
    Court.objects.within(court).update(path=f"/{court.pk}/")
    court.refresh_from_db()
    make(court)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    branch = Branch.objects.within(court).first()
    works = {
        "plain SQL": lambda: plain(court),
        "figures of the day": lambda: figures_on(court, ON),
        "facts of supervision": lambda: facts_on(court, ON),
        "facts of one branch": lambda: facts_on(branch, ON),
        "burn-down of a year": lambda: burn_down(court, BEGIN, ON),
    }
    figures = figures_on(court, ON)
    assert plain(court) == (figures.measures, figures.measures_done, figures.measures_overdue)
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            seconds[name].append(timed(work))
    base = median(seconds["plain SQL"])
    print(f"rectification: {PROBLEMS} problems, {figures.measures} measures, {connection.vendor}")
    for name, own in seconds.items():
        print(f"  {name}: {median(own):.3f} s; ratio {median(own) / base:.1f}")


if __name__ == "__main__":
    main()
