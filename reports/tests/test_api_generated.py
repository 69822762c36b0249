"""Generated requests: what its description allows and what it forbids, the interface answers as it is described."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from assessments.tests.rated import Place
from courts_party.wsgi import application
from reports.tests.factories import issued, published

pytestmark = pytest.mark.django_db
ROUNDS = settings(
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
# What is right whatever else is asked for. That there is one span which begins before it ends and has begun, and that
# a page has given the cursor, has no words in OpenAPI: test_api.py tries those.
RIGHT_BY_ITSELF = ("limit", "with_below", "year")


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The test's own transaction lasts from one request to the next, as with Django's own client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_answers_are_as_described(upper, mode):
    rated = Place(branches=1, court=upper)
    rated.publish(rated.rated(90))
    report = published(upper)
    there = {"court_id": upper.pk, "branch_id": rated.first.pk, "quarter": "2024", "year": 2024, "report_id": report.pk}
    headers = {"Authorization": f"Bearer {issued(upper).secret}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=headers)
    operations = [each.ok() for each in schema.get_all_operations()]
    assert len(operations) == 10
    for operation in operations:

        @ROUNDS
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            cache.clear()  # the pace is another test's affair
            if mode is GenerationMode.POSITIVE:
                make_right(case, there)
            answer = case.call_and_validate(headers=headers)
            assert mode is GenerationMode.NEGATIVE or answer.status_code == 200

        ask()


def make_right(case: schemathesis.Case, there: dict) -> None:
    """Rows that are there, and a span."""
    case.path_parameters = {name: there[name] for name in case.path_parameters or ()}
    case.query = {name: value for name, value in (case.query or {}).items() if name in RIGHT_BY_ITSELF}
    if case.path.endswith(("/figures", "/metrics")):
        case.query["year"] = min(case.query.get("year") or 2024, 2024)
