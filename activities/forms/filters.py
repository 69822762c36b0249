"""Filters of the list; their state stands in the address. Other pages link here by these names."""

from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import Min, Q, QuerySet

from activities.choices import HELD_STATES, ActivityState, Origin
from activities.models import Activity, ActivityKind, Attendance, Fulfilment, Topic
from activities.selectors.leaders import AS_ORDINARY_MEMBER
from activities.selectors.search import matching
from branches.models import Branch, Court, Member, PartyGroup

LONGEST_QUERY = 100
LONGEST_NUMBER = 18
YES, NO, NOT_ASKED = "yes", "no", "none"


def day_filter(field: str, label: str) -> django_filters.DateFilter:
    widget = forms.DateInput(attrs={"type": "date", "class": "form-control"})
    return django_filters.DateFilter(field_name="held_on", lookup_expr=field, label=label, widget=widget)


def select_filter(label: str, queryset: Any, **options: Any) -> django_filters.ModelChoiceFilter:
    widget = forms.Select(attrs={"class": "form-select"})
    return django_filters.ModelChoiceFilter(
        label=label, queryset=queryset, empty_label="全部", widget=widget, **options
    )


def choice_filter(label: str, choices: list[tuple[str, str]], method: str) -> django_filters.ChoiceFilter:
    widget = forms.Select(attrs={"class": "form-select"})
    return django_filters.ChoiceFilter(label=label, choices=choices, method=method, empty_label="全部", widget=widget)


def courts_seen(request: Any) -> QuerySet[Court]:
    return Court.objects.visible_to(request.user)


def branches_seen(request: Any) -> QuerySet[Branch]:
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
    return groups if branches_seen(request)[:2].count() == 1 else groups.none()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else None


def kinds_seen(request: Any) -> QuerySet[ActivityKind]:
    return ActivityKind.objects.visible_to(request.user)


def _members(request: Any) -> QuerySet[Member]:
    return Member.objects.visible_to(request.user)


def _linked(label: str, queryset: Any, *, method: str) -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(label=label, queryset=queryset, method=method, widget=forms.HiddenInput)


def _ticked(label: str, method: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=[("1", "是")], method=method, widget=forms.HiddenInput)


def _topics(request: Any) -> QuerySet[Topic]:
    return Topic.objects.visible_to(request.user)


class ActivityFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="关键词",
        method="by_words",
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "议题、内容、姓名", "type": "search"}),
    )
    kind = select_filter("类型", kinds_seen, to_field_name="code", method="by_kind")
    court = select_filter("法院", courts_seen)
    branch = select_filter("党支部", branches_seen)
    group = select_filter("党小组", _groups)
    topic = select_filter("专题", _topics, field_name="topics")
    quorum = choice_filter("法定人数", [(YES, "达到"), (NO, "没有达到"), (NOT_ASKED, "不要求或不详")], "by_quorum")
    late = choice_filter("补录", [(YES, "补录"), (NO, "按时")], "by_lateness")
    state = choice_filter("状态", ActivityState.choices, "by_state")
    origin = choice_filter("来源", Origin.choices, "by_origin")

    # Chosen by the links of figures (selectors/links.py), not by hand.
    held = _ticked("只看已开展", "by_held")
    main = _ticked("只看主类型", "by_main_kind")
    for_year = django_filters.NumberFilter(
        label="所属年度", min_value=1900, max_value=2999, decimal_places=0, method="by_year", widget=forms.HiddenInput
    )
    attendee = _linked("应参加", _members, method="by_attendee")
    lecturer = _linked("主讲人", _members, method="by_lecturer")
    capacity = django_filters.ChoiceFilter(
        label="身份", choices=[("member", "普通党员")], method="by_capacity", widget=forms.HiddenInput
    )
    once = _ticked("联合召开只列一次", "by_meeting")  # the last: it chooses among what the others leave

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
        dates = {"from": day_filter("gte", "从"), "to": day_filter("lte", "到")}
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
        """What the leaders' report counts: meetings with everybody due."""
        return rows.filter(AS_ORDINARY_MEMBER)

    def by_lecturer(self, rows: QuerySet[Activity], name: str, value: Member) -> QuerySet[Activity]:
        return rows.filter(details__lecturer__member=value.pk)

    def by_state(self, rows: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return rows.filter(state=value)

    def by_origin(self, rows: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return rows.filter(origin=value)

    def by_held(self, rows: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return rows.filter(state__in=HELD_STATES)

    def by_main_kind(self, rows: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        """Without what met the chosen kind by the way: each record stands under one kind."""
        kind = self.form.cleaned_data.get("kind")
        return rows.filter(kind=kind) if kind else rows

    def by_year(self, rows: QuerySet[Activity], name: str, value: Decimal) -> QuerySet[Activity]:
        """What was held for the year, whenever (组织生活会); without a year stated, that of its day."""
        return rows.filter(Q(for_year=value) | Q(for_year__isnull=True, held_on__year=value))

    def by_meeting(self, rows: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        """Of a joint meeting one record stands for all, as the court counts it."""
        joint = Activity.objects.visible_to(self.request.user).filter(
            pk__in=rows.order_by().values("pk"), joint_key__isnull=False
        )
        first = joint.order_by().values("joint_key").annotate(first=Min("pk")).values("first")
        return rows.filter(Q(joint_key__isnull=True) | Q(pk__in=first))
