"""Another system with its token, and the courts that it reads."""

from datetime import date
from typing import Any

from django.test import Client

from activities.tests import factories as meetings
from branches.choices import CourtLevel
from branches.models import Branch, Court
from branches.tests import factories as people
from reports.tests.factories import issued

TODAY = date(2024, 12, 20)
MOMENT = "2024-12-20 10:00:00+08:00"


def tree() -> Court:
    """An intermediate court with a branch, one court below that shares its records and one that does not."""
    court = people.court("中院", level=CourtLevel.INTERMEDIATE)
    kept(people.branch(court, "中院支部"))
    kept(people.branch(people.court("同意院", parent=court, shares_records=True), "同意支部"))
    kept(people.branch(people.court("不同意院", parent=court), "不同意支部"))
    return court


def kept(branch: Branch) -> Branch:
    """Its records are kept here, and it has held one assembly."""
    people.members(branch, 3)
    meetings.coverage(branch)
    meetings.raw_activity("BRANCH_ASSEMBLY", branch, date(2024, 11, 5))
    return branch


def below(court: Court, name: str) -> Court:
    return Court.objects.within(court, with_below=True).get(name=name)


def branch_of(court: Court) -> Branch:
    return Branch.objects.within(court).get()


class Reader:
    """Another system with its token."""

    def __init__(self, court: Court, *scopes: str, **facts: Any) -> None:
        self.made = issued(court, *scopes, **facts)
        self.token = self.made.token

    def get(self, address: str, **query: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.made.secret}"}
        return Client().get(f"/api/v1/{address}", query, headers=headers)

    def read(self, address: str, **query: Any) -> Any:
        answer = self.get(address, **query)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def refused(self, status: int, address: str, **query: Any) -> str:
        answer = self.get(address, **query)
        assert answer.status_code == status, answer.content.decode()
        assert answer.headers["Content-Type"].startswith("application/json")
        assert list(answer.json()) == ["detail"]
        return answer.json()["detail"]
