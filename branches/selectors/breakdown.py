"""What members are told apart by on a day. A figure counts by these expressions and the roster is filtered by them, so
that one opens to the other."""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from branches.choices import UNKNOWN, AgeBand, Education, MemberStatus
from branches.models import Member
from core.dates import years_after

# The youngest age beyond each band, the first band first; who is older than all of them stands in the last.
_YOUNGER_THAN = {AgeBand.UP_TO_35: 36, AgeBand.FROM_36: 46, AgeBand.FROM_46: 56}
# People write their education freely: the first level of which a word is found. 大学专科 is no 大学.
_WORDS = {
    Education.POSTGRADUATE: ("研究生", "硕士", "博士"),
    Education.COLLEGE: ("大专", "专科", "高职"),
    Education.BACHELOR: ("本科", "学士", "大学"),
    Education.SCHOOL: ("中专", "高中", "中技", "技校", "职高", "初中", "小学"),
}


def joined_by(on: date, of: str = "") -> Q:
    """Those who were in the party by `on`; `of` is the way to the member with its closing `__`."""
    return Q(**{f"{of}joined_on__isnull": True}) | Q(**{f"{of}joined_on__lte": on})


def status_on(on: date, of: str = "") -> Case:
    """As Member.status_on says it."""
    on_probation = Q(**{f"{of}status": MemberStatus.PROBATIONARY}) | Q(**{f"{of}confirmed_on__gt": on})
    return _case(When(on_probation, then=Value(MemberStatus.PROBATIONARY)), default=MemberStatus.FORMAL)


def age_band(on: date, of: str = "") -> Case:
    born_on = f"{of}born_on"
    bands = [
        When(**{f"{born_on}__gt": years_after(on, -years), "then": Value(band)})
        for band, years in _YOUNGER_THAN.items()
    ]
    unknown = When(**{f"{born_on}__isnull": True, "then": Value(AgeBand.UNKNOWN)})
    return _case(unknown, *bands, default=AgeBand.FROM_56)


def education_level(of: str = "") -> Case:
    levels = [
        When(**{f"{of}education__contains": word, "then": Value(level)})
        for level, words in _WORDS.items()
        for word in words
    ]
    unknown = When(**{f"{of}education": "", "then": Value(Education.UNKNOWN)})
    return _case(unknown, *levels, default=Education.OTHER)


def or_unknown(field: str) -> Case:
    """A column of words, of which "" is not known."""
    return Case(When(**{field: "", "then": Value(UNKNOWN)}), default=F(field), output_field=CharField())


def narrowed(members: QuerySet[Member], on: date, **chosen: str) -> QuerySet[Any]:
    """The members of whom `status`, `age`, `education`, `sex` or `nation` was so on `on`."""
    said = {
        "status": status_on(on),
        "age": age_band(on),
        "education": education_level(),
        "sex": or_unknown("sex"),
        "nation": or_unknown("nation"),
    }
    for name, value in chosen.items():
        members = members.alias(**{f"{name}_then": said[name]}).filter(**{f"{name}_then": value})
    return members


def _case(*whens: When, default: str) -> Case:
    return Case(*whens, default=Value(default), output_field=CharField())
