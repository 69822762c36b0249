"""A branch's year as one PDF, beside a plain page made by the same compiler in the same run.

Prints the pages, the seconds from the database to the last byte, and the ratio; fails below 30 pages or above a second.
"""

import os
import sys
import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courts_party.settings")
os.environ["DATA_DIR"] = tempfile.mkdtemp()

import django  # the settings are named first

django.setup()

from django.core.management import call_command
from pypdf import PdfReader

from accounts.models import User
from branches.models import Branch
from core.documents import paper_kind, render_pdf
from reports.demo import load_demo
from reports.handbook.data import handbook_of

ROUNDS, PAGES, SECONDS = 7, 30, 1.0
ON = date(2026, 11, 20)


def timed(work):
    start = perf_counter()
    made = work()
    return perf_counter() - start, made


def main() -> None:
    call_command("migrate", verbosity=0)
    load_demo(on=ON)
    user = User.objects.get(username="shuji1")
    branch = Branch.objects.visible_to(user).select_related("court").get()
    record, whole = paper_kind("RECORD"), paper_kind("HANDBOOK")
    plain, books = [], []
    for number in range(ROUNDS + 1):
        one = timed(lambda: render_pdf(record, record.sample()))
        all_of_it = timed(lambda: render_pdf(whole, handbook_of(user, branch, ON.year, on=ON).data))
        if number:  # the first round reads the fonts
            plain.append(one[0])
            books.append(all_of_it[0])
    pages = len(PdfReader(BytesIO(all_of_it[1])).pages)
    seconds, page = median(books), median(plain)
    print(f"handbook: {pages} pages in {seconds:.3f} s; one page {page:.3f} s; ratio {seconds / page:.0f}")
    assert pages >= PAGES
    assert seconds < SECONDS


if __name__ == "__main__":
    main()
