"""All or nothing: whatever a roster holds, there is the whole of it or nothing."""

from datetime import date

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branches.models import Branch, ImportBatch, Member, Membership, PartyGroup, Post
from branches.services.member_import import RosterChoices, import_members
from branches.tests import factories
from branches.tests.roster_files import FIRST, HEAD, SECOND
from core.errors import Refused
from core.tests.spreadsheet_files import xlsx

PEOPLE = [*FIRST, *SECOND]
# Each reads a workbook in a process of its own. PostgreSQL refuses what is too long or too great; SQLite takes it.
EXAMPLES = 80 if connection.vendor == "postgresql" else 20
ODD_VALUES = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=120),
    st.integers(-(10**6), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
    st.booleans(),
    st.sampled_from(["=1+1", "#REF!", "合计", "无", "/", "第1党支部", "书记、委员", "预备党员", "1987.06", "叶梅英"]),
)


def everything():
    return [model.all_rows.count() for model in (Branch, PartyGroup, Member, Membership, Post, ImportBatch)]


def attempt(court, rows):
    """The outcome and no reasons, or None and the reasons of the refusal."""
    options = {
        "court": court,
        "filename": "花名册.xlsx",
        "choices": RosterChoices(create_branches=True),
        "by": None,
        "on": date(2025, 1, 10),
    }
    try:
        return import_members(source=xlsx(rows), **options), ()
    except Refused as refusal:
        return None, refusal.reasons


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.integers(0, len(PEOPLE) - 1), column=st.integers(0, len(HEAD) - 1), value=ODD_VALUES, twice=st.booleans())
def test_one_odd_cell_is_refused_or_leaves_the_others_as_they_are(row, column, value, twice):
    rows = [list(each) for each in PEOPLE]
    others = {each[1] for each in rows[:row] + rows[row + 1 :]}
    rows[row][column] = value
    if twice:
        rows.append(list(rows[row]))
    with transaction.atomic():
        court = factories.court("某法院")
        before = everything()
        outcome, reasons = attempt(court, [HEAD, *rows])
        if outcome is None:
            assert reasons
            assert not any("\n" in reason for reason in reasons)
            assert everything() == before
        else:
            names = set(Member.objects.within(court).values_list("name", flat=True))
            assert others <= names
            assert len(names) <= len(PEOPLE)
        transaction.set_rollback(True)
