"""What the first pages say of assessments."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.selectors.home import branch_assessments, court_assessments
from assessments.tests.factories import TODAY, Case, assessed
from assessments.tests.quarter import OVER, address, closed, published, settle
from branches.tests import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    with time_machine.travel(f"{TODAY}T10:00:00+08:00", tick=False):
        yield Case()


def words(case, on=TODAY):
    return [line.words for line in court_assessments(case.committee, case.court, on)]


def test_the_committee_reads_what_is_next(client, case):
    row = assessed(case.court)
    client.force_login(case.committee)
    page = client.get("/").text
    assert "待评审 2 项" in page
    assert address("to_review", row) in page
    settle(case, row)
    assert words(case) == ["已评审完，可以公布"]
    row = published(case, row)
    assert words(case) == ["已公布，异议期至 2024-04-17"]
    assert words(case, OVER) == ["异议期已满，可以定稿"]
    closed(case, row)
    assert words(case) == []


def test_a_secretary_reads_until_when_the_branch_may_object(client, case):
    row = assessed(case.court)
    client.force_login(case.secretary)
    assert "可提异议至" not in client.get("/").text
    published(case, row)
    assert "可提异议至 2024-04-17" in client.get("/").text
    assert branch_assessments(case.secretary, [case.first, case.second], TODAY).keys() == {case.first.pk}
    assert branch_assessments(case.secretary, [case.first], OVER) == {}


def test_as_many_queries_for_one_as_for_many(case):
    assessed(case.court)
    words(case)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            court_assessments(case.committee, case.court, TODAY)
        counts.append(len(queries))
        people.branch(case.court)
        assessed(case.court)
    assert counts[0] == counts[1]
