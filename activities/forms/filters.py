"""Filters of the list; their state stands in the address. Other pages link here by these names."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from activities.choices import HELD_STATES, ActivityState, Origin
from activities.models import Activity, ActivityKind, Attendance, Fulfilment, Topic
from activities.selectors.leaders import AS_ORDINARY_MEMBER
from activities.selectors.search import matching
from branches.models import Branch, Court, Member, PartyGroup

LONGEST_QUERY = 100
LONGEST_NUMBER = 18
YES, NO, NOT_ASKED = "yes", "no", "none"


def _date(field: str, label: str) -> django_filters.DateFilter:
    widget = forms.DateInput(attrs={"type": "date", "class": "form-control"})
    return django_filters.DateFilter(field_name="held_on", lookup_expr=field, label=label, widget=widget)


def _select(label: str, queryset: Any, **options: Any) -> django_filters.ModelChoiceFilter:
    widget = forms.Select(attrs={"class": "form-select"})
    return django_filters.ModelChoiceFilter(
        label=label, queryset=queryset, empty_label="全部", widget=widget, **options
    )


def _choice(label: str, choices: list[tuple[str, str]], method: str) -> django_filters.ChoiceFilter:
    widget = forms.Select(attrs={"class": "form-select"})
    return django_filters.ChoiceFilter(label=label, choices=choices, method=method, empty_label="全部", widget=widget)


def _courts(request: Any) -> QuerySet[Court]:
    return Court.objects.visible_to(request.user)


def _branches(request: Any) -> QuerySet[Branch]:
    """Those of the court that is chosen: branches of two courts may have one name."""
    branches = Branch.objects.visible_to(request.user)
    court = _number(request.GET.get("court", ""))
    return branches.filter(court_id=court) if court else branches


def _groups(request: Any) -> QuerySet[PartyGroup]:
    """Groups are told apart by their branch: offered once one is chosen, or where the user sees one only."""
    branch = _number(request.GET.get("branch", ""))
    groups = PartyGroup.objects.visible_to(request.user)
    if branch:
        return groups.filter(branch_id=branch)
    return groups if _branches(request)[:2].count() == 1 else groups.none()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else None


def _kinds(request: Any) -> QuerySet[ActivityKind]:
    return ActivityKind.objects.visible_to(request.user)


def _members(request: Any) -> QuerySet[Member]:
    return Member.objects.visible_to(request.user)


def _linked(label: str, queryset: Any, *, method: str) -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(label=label, queryset=queryset, method=method, widget=forms.HiddenInput)


def _topics(request: Any) -> QuerySet[Topic]:
    return Topic.objects.visible_to(request.user)


class ActivityFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="关键词",
        method="by_words",
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "议题、内容、姓名", "type": "search"}),
    )
    kind = _select("类型", _kinds, to_field_name="code", method="by_kind")
    court = _select("法院", _courts)
    branch = _select("党支部", _branches)
    group = _select("党小组", _groups)
    topic = _select("专题", _topics, field_name="topics")
    quorum = _choice("法定人数", [(YES, "达到"), (NO, "没有达到"), (NOT_ASKED, "不要求或不详")], "by_quorum")
    late = _choice("补录", [(YES, "补录"), (NO, "按时")], "by_lateness")
    state = _choice("状态", ActivityState.choices, "by_state")
    origin = _choice("来源", Origin.choices, "by_origin")

    # Chosen by the links of a report, not by hand.
    attendee = _linked("应参加", _members, method="by_attendee")
    lecturer = _linked("主讲人", _members, method="by_lecturer")
    capacity = django_filters.ChoiceFilter(
        label="身份", choices=[("member", "普通党员")], method="by_capacity", widget=forms.HiddenInput
    )

    class Meta:
        model = Activity
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        courts = Branch.objects.visible_to(self.request.user).order_by().values("court_id").distinct()
        if courts[:2].count() < 2:
            del self.filters["court"]

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """`from` is a word of Python and can't be declared as an attribute."""
        found = super().get_filters()
        dates = {"from": _date("gte", "从"), "to": _date("lte", "到")}
        first = {name: found.pop(name) for name in ("q", "kind", "court", "branch", "group")}
        return {**first, **dates, **found}

    def by_words(self, rows: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return matching(self.request.user, rows, value)

    def by_kind(self, rows: QuerySet[Activity], name: str, value: ActivityKind) -> QuerySet[Activity]:
        """The main kind, or one that the meeting met by the way."""
        also = Fulfilment.objects.visible_to(self.request.user).filter(kind=value).values("activity_id")
        return rows.filter(Q(kind=value) | Q(pk__in=also))

    def by_quorum(self, rows: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return rows.filter(has_quorum={YES: True, NO: False, NOT_ASKED: None}[value])

    def by_lateness(self, rows: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return rows.filter(late_days__isnull=value == NO)

    def by_attendee(self, rows: QuerySet[Activity], name: str, value: Member) -> QuerySet[Activity]:
        due = Attendance.objects.visible_to(self.request.user).filter(member=value, sits_in=False)
        return rows.filter(pk__in=due.values("activity_id"))

    def by_capacity(self, rows: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        """What the leaders' report counts: held, with everybody due."""
        return rows.filter(AS_ORDINARY_MEMBER, state__in=HELD_STATES)

    def by_lecturer(self, rows: QuerySet[Activity], name: str, value: Member) -> QuerySet[Activity]:
        return rows.filter(details__lecturer__member=value.pk, state__in=HELD_STATES)

    def by_state(self, rows: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return rows.filter(state=value)

    def by_origin(self, rows: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return rows.filter(origin=value)
