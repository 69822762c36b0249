"""Searching the records of a court, beside a plain count of them, in one interleaved run on generated data.

Prints the seconds of each query's first page and the ratio to the count.
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

from datetime import date

from django.core.management import call_command

from accounts.models import User
from activities.models import Activity
from activities.selectors.search import matching
from reports.demo import load_demo

ROUNDS, PAGE = 9, 50
QUERIES = ("学习", "主题教育 支部", "没有这样的词")


def timed(work):
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    call_command("migrate", verbosity=0)
    load_demo(on=date(2026, 11, 20))
    user = User.objects.get(username="jgdw")
    rows = Activity.objects.visible_to(user)
    counts: list[float] = []
    searches: dict[str, list[float]] = {query: [] for query in QUERIES}
    for _ in range(ROUNDS):
        counts.append(timed(rows.count))
        for query, seconds in searches.items():
            found = matching(user, rows, query).order_by("-held_on", "-id").defer("content", "search_text")
            seconds.append(timed(lambda: list(found[:PAGE])))  # noqa: B023  # carried out at once
    count = median(counts)
    print(f"search: {rows.count()} records, count {count:.4f} s")
    for query, seconds in searches.items():
        print(f"  {query}: {median(seconds):.4f} s; ratio {median(seconds) / count:.1f}")


if __name__ == "__main__":
    main()
