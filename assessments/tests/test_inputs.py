"""All inputs together: those of the shipped standard are there and fit, and none asks more for more branches."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.choices import Grade
from activities.models import AppraisalGrade
from activities.tests import factories as meetings
from assessments.choices import WAYS_OF
from assessments.periods import Span
from assessments.selectors.inputs import Reading, input_kinds, input_of
from assessments.selectors.sentences import names_for, sentence
from assessments.selectors.standards import rulebook_of, standard_of
from branches.models import Branch, Court
from branches.tests import factories as people
from development.choices import StepKind
from development.tests import factories as files
from metrics.tests.factories import figure
from notices.tests import factories as notices
from planning.tests.factories import item
from rectification.tests import factories as rectifying
from registers.tests import factories as registers

pytestmark = pytest.mark.django_db
YEAR = Span(2024)
PARAMS = {
    "PERIODS_MET": {"kind": "THEME_DAY"},
    "HELD_COUNT": {"kind": "THEME_DAY"},
    "COMMITTEE_ON_TOPIC": {"words": ["党建"]},
    "PLAN_DONE": {"kinds": ["THEME_DAY"]},
    "REGISTER_ENTRIES": {"register": "BRAND"},
    "METRIC_PERCENT": {"metric": "CLOSING_RATE"},
    "METRIC_VALUE": {"metric": "LONG_PENDING_CLOSED"},
}


def test_the_shipped_standard_counts_what_there_is():
    court = people.court()
    book = rulebook_of(standard_of(court, 2024))
    names = names_for(court)
    assert len(book.lines) == 29
    for line in book.lines:
        if line.input:
            kind = input_of(line.input)
            assert line.rule.way in WAYS_OF[kind.shape], line.code
            assert {param.name for param in kind.params} == set(line.params), line.code
            assert line.yearly or not kind.yearly, line.code
        assert sentence(line, names).endswith("。"), line.code


def test_every_input_says_what_it_counts_and_where_the_figure_comes_from():
    names = names_for(None)
    for kind in input_kinds():
        assert kind.in_words(PARAMS.get(kind.code, {}), names), kind.code
        assert kind.help, kind.code
        assert kind.label, kind.code


def busy(branch: Branch) -> None:
    """Something of everything."""
    meetings.coverage(branch)
    first, *_ = people.committee(branch, 3)
    people.term(branch)
    meetings.raw_activity("COMMITTEE_MEETING", branch, date(2024, 2, 6), topic="研究党建", has_quorum=True)
    held = meetings.raw_activity("MEMBER_APPRAISAL", branch, date(2024, 12, 6), for_year=2024)
    grade = {"court": branch.court, "branch": branch, "grade": Grade.QUALIFIED}
    AppraisalGrade.objects.create(activity=held, member=first, **grade)
    item(branch, date(2024, 3, 5))
    registers.entry("BRAND", branch, date(2024, 3, 5))
    figure("CLOSING_RATE", branch, 2024, "Y", 1, 2)
    figure("LONG_PENDING_CLOSED", branch, 2024, "Y", 3)
    files.file(branch, until=StepKind.TALK, name=f"陈{branch.pk}")
    case = rectifying.Case(branch).claimed()
    case.done(case.measure())


# Nothing of these falls due in the year of the files, or was found; they read all the same.
NOTHING_DUE = ("INSPECTION_FINDINGS", "DEVELOPMENT_ON_TIME", "CONFIRMATIONS_ON_TIME")


def queries_of(court: Court) -> dict[str, int]:
    """Input → how many queries it takes for the year."""
    reading = Reading(Court.objects.within(court).get(), YEAR, YEAR.end, with_below=True)
    asked = {}
    for kind in input_kinds():
        with CaptureQueriesContext(connection) as queries:
            found = kind.read(reading, **PARAMS.get(kind.code, {}))
        asked[kind.code] = len(queries)
        assert found or kind.code in NOTHING_DUE, kind.code
    return asked


def test_three_branches_are_read_as_one_is():
    case = notices.Case()
    for branch in (case.first, case.second):
        branch.coverages.all().delete()
    case.issued(notices.owed(), notices.held(), notices.reply())
    busy(case.first)
    one = queries_of(case.court)
    for branch in (case.second, people.branch(case.court)):
        busy(branch)
    assert queries_of(case.court) == one
    for kind in input_kinds():  # a branch that is asked for alone is told the same
        alone, together = (
            kind.read(Reading(owner, YEAR, YEAR.end), **PARAMS.get(kind.code, {})).get(case.first.pk)
            for owner in (case.first, case.court)
        )
        assert alone == together, kind.code
