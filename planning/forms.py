"""The plan as a table of rows, the fixed day, and what a calendar page is asked."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from activities.models import ActivityKind
from activities.selectors.places import kinds_of
from branches.models import Branch, Court, PartyGroup
from branches.models.courts import existing_on
from core.editing import DateInput, PageForm, bound_days
from planning.choices import Every, Week, Weekday
from planning.models import PlanItem
from planning.services.items import PlanFacts, PlanRow

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
NEW_ROWS, MOST_ROWS = 3, 300
MONTHS = [(number, f"{number}月") for number in range(1, 13)]


class YearForm(forms.Form):
    year = forms.IntegerField(min_value=EARLIEST_YEAR, max_value=LATEST_YEAR)


class PlanMonthForm(forms.Form):
    """Which month of a plan is edited; what makes no sense asks for the whole year."""

    month = forms.IntegerField(min_value=1, max_value=12)


def year_of(sent: Any, default: int) -> int:
    """The year that `sent` names, if it names one of our time."""
    form = YearForm(sent)
    return form.cleaned_data["year"] if form.is_valid() else default


class Choices:
    """The kinds and groups that a row may name, read once for the whole table."""

    def __init__(self, user: Any, owner: Branch | Court, on: date) -> None:
        court = owner if isinstance(owner, Court) else owner.court
        self.kinds = {kind.code: kind for kind in kinds_of(user, court).filter(is_active=True)}
        groups = PartyGroup.objects.visible_to(user).filter(existing_on(on))
        self.groups = {} if isinstance(owner, Court) else {str(row.pk): row for row in groups.filter(branch=owner)}

    def with_kept(self, items: list[PlanItem]) -> "Choices":
        """Also the kinds and groups of items that were planned when these were still in use."""
        for item in items:
            self.kinds.setdefault(item.kind.code, item.kind)
            if item.group:
                self.groups.setdefault(str(item.group_id), item.group)
        return self


class PlanRowForm(forms.Form):
    """One row. Nothing is required of an empty new row; a date gives the month."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(label="类型", required=False)
    group = forms.ChoiceField(label="党小组", required=False)
    month = forms.TypedChoiceField(
        label="月份", required=False, choices=[("", "月份"), *MONTHS], coerce=int, empty_value=None
    )
    planned_on = forms.DateField(label="日期", required=False, widget=DateInput())
    title = forms.CharField(label="主题", required=False, max_length=100)
    topic = forms.CharField(label="议题", required=False, max_length=500)
    owner_name = forms.CharField(label="负责人", required=False, max_length=50)
    place = forms.CharField(label="地点", required=False, max_length=100)
    remove = forms.BooleanField(label="删除", required=False)

    def __init__(self, *args: Any, choices: Choices, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices, self.year = choices, year
        self.fields["kind"].choices = [("", "请选择"), *((code, kind.name) for code, kind in choices.kinds.items())]
        self.fields["group"].choices = [("", "—"), *((key, row.name) for key, row in choices.groups.items())]
        for name, field in self.fields.items():
            bound_days(field)
            if isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = "form-check-input"
            else:
                field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["aria-label"] = str(field.label or name)
        self.fields["owner_name"].widget.attrs |= {"list": "roster-names", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day = values.get("planned_on")
        if self.is_left_empty(values) or values.get("remove"):
            return values
        if not values.get("kind"):
            self.add_error("kind", "请选择类型")
        if day and day.year != self.year:
            self.add_error("planned_on", f"日期不在 {self.year} 年")
        if day:
            values["month"] = day.month
        elif not values.get("month") and "planned_on" not in self.errors:
            self.add_error("month", "请选择月份或填写日期")
        return values

    def is_left_empty(self, values: dict[str, Any]) -> bool:
        """A new row in which nobody wrote anything."""
        written = ("kind", "month", "planned_on", "title", "topic", "owner_name", "place")
        return not values.get("pk") and not any(values.get(name) for name in written) and not self.errors

    def row(self) -> PlanRow | None:
        values = self.cleaned_data
        if self.is_left_empty(values):
            return None
        pk, version = values.get("pk"), values.get("version") or 0
        key = None if pk else values.get("key")
        if values.get("remove"):
            return PlanRow(None, pk, version, key)
        names = ("planned_on", "title", "topic", "owner_name", "place")
        facts = PlanFacts(
            kind=self.choices.kinds[values["kind"]],
            group=self.choices.groups.get(values["group"]),
            month=values["month"],
            **{name: values[name] for name in names},
        )
        return PlanRow(facts, pk, version, key)


class BasePlanFormSet(forms.BaseFormSet):
    """All rows of a plan. `rows()` are those that say something."""

    def rows(self) -> list[PlanRow]:
        return [row for form in self.forms if (row := form.row())]

    def clean(self) -> None:
        keys = [form.cleaned_data.get("pk") for form in self.forms if form.is_valid() and form.cleaned_data.get("pk")]
        if len(keys) != len(set(keys)):
            raise ValidationError("同一事项出现了两次，请重新打开计划再改。")


PlanFormSet = forms.formset_factory(
    PlanRowForm, formset=BasePlanFormSet, extra=NEW_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)


def initial_of(item: PlanItem) -> dict[str, Any]:
    """What a row shows of an item."""
    names = ("pk", "version", "month", "planned_on", "title", "topic", "owner_name", "place")
    values = {name: getattr(item, name) for name in names}
    return {**values, "kind": item.kind.code, "group": str(item.group_id) if item.group_id else ""}


class FixedDayForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ModelChoiceField(None, label="类型", to_field_name="code", empty_label=None)
    every = forms.ChoiceField(label="怎样定", choices=Every.choices, widget=forms.RadioSelect)
    day = forms.IntegerField(
        label="几日", required=False, min_value=1, max_value=31, help_text="当月没有这一天的，用最后一天。"
    )
    week = forms.TypedChoiceField(
        label="第几个", required=False, choices=[("", "请选择"), *Week.choices], coerce=int, empty_value=None
    )
    weekday = forms.TypedChoiceField(
        label="星期几", required=False, choices=[("", "请选择"), *Weekday.choices], coerce=int, empty_value=None
    )
    wide = ("every",)

    def __init__(self, *args: Any, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = kinds

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("every") == Every.DATE:
            values |= {"week": None, "weekday": None}
            if values.get("day") is None and "day" not in self.errors:
                self.add_error("day", "请填写几日。")
        elif values.get("every") == Every.WEEKDAY:
            values["day"] = None
            for name in ("week", "weekday"):
                if values.get(name) is None and name not in self.errors:
                    self.add_error(name, "请选择。")
        return values


class MonthForm(forms.Form):
    """Which month and day a calendar shows; what makes no sense is left out."""

    month = forms.DateField(required=False, input_formats=["%Y-%m"])
    day = forms.DateField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            bound_days(field)


def theme_day(kinds: Any) -> ActivityKind | None:
    """The kind that branches usually hold on a fixed day."""
    return kinds.filter(code="THEME_DAY").first()
