"""Forms of the lists: what narrows one down, what a court calls it, its items with their nodes, the steps of a node."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from branches.models import Branch
from branches.models.courts import existing_on
from campaigns.models import Campaign
from core.as_of import day_filter
from core.editing import DateInput, PageForm, reason_field
from rectification.choices import MeasureState
from rectification.models import WorkNode
from rectification.selectors.work_lists import COLUMNS, NEEDED, ListSpec, default_label, source_of
from rectification.services.work_lists import LONGEST_LABEL

SELECT, INPUT = {"class": "form-select"}, {"class": "form-control"}
OF_COMMITTEE = "none"
COMMITTEE_NAME = "机关党委"


def branch_choices(user: Any, court: Any, on: date) -> list[tuple[str, str]]:
    """The court's own and the branches that the user sees."""
    rows = Branch.objects.visible_to(user).filter(existing_on(on), court=court).order_by("order", "pk")
    return [(OF_COMMITTEE, COMMITTEE_NAME), *((str(pk), name) for pk, name in rows.values_list("pk", "name"))]


def _choice(label: str, choices: Any, method: str) -> django_filters.ChoiceFilter:
    widget = forms.Select(attrs=SELECT)
    return django_filters.ChoiceFilter(label=label, choices=choices, method=method, empty_label="全部", widget=widget)


def _words(label: str, placeholder: str, method: str) -> django_filters.CharFilter:
    widget = forms.TextInput(attrs={**INPUT, "placeholder": placeholder})
    return django_filters.CharFilter(label=label, method=method, widget=widget)


def _day(label: str, method: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(label=label, method=method, widget=DateInput(INPUT))


class ListFilter(django_filters.FilterSet):
    """A list of any source. `on` is read before: it says of which day the rows are."""

    q = _words("查找", "事项、节点", "by_words")
    aspect = _choice("方面", [], "by_aspect")
    branch = _choice("责任支部", [], "by_branch")
    owner = _words("责任人", "姓名", "by_owner")
    state = _choice("进度", MeasureState.choices, "by_state")
    due_from = _day("时限从", "by_start")
    due_to = _day("时限到", "by_end")
    on = day_filter()

    class Meta:
        model = WorkNode
        fields = ()

    def __init__(self, *args: Any, spec: ListSpec, aspects: list[str], branches: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source_of(spec.code)
        for name in ("aspect", "branch", "owner", "state"):
            self.filters[name].label = spec.label(name)
        self.filters["aspect"].extra["choices"] = [(aspect, aspect) for aspect in aspects]
        self.filters["branch"].extra["choices"] = branches

    def by_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        found = Q()
        for field in self.source.searched:
            found |= Q(**{f"{field}__icontains": value.strip()})
        return rows.filter(found)

    def by_aspect(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{self.source.aspect: value})

    def by_branch(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(branch__isnull=True) if value == OF_COMMITTEE else rows.filter(branch=value)

    def by_owner(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{f"{self.source.owner}__icontains": value.strip()})

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{self.source.state: value})

    def by_start(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        return rows.filter(**{f"{self.source.due_on}__gte": value})

    def by_end(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        return rows.filter(**{f"{self.source.due_on}__lte": value})


class ListSettingsForm(PageForm):
    """The name of a list, which columns it shows, and what the court calls each."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="清单名称", max_length=30, error_messages={"required": "请填写清单名称。"})
    order = forms.IntegerField(label="排在第几", min_value=1, max_value=99)
    is_off = forms.BooleanField(label="停用这张清单", required=False, help_text="停用后不再列在清单页上，内容保留。")
    shown = forms.MultipleChoiceField(
        label="显示哪些列", required=False, widget=forms.CheckboxSelectMultiple, help_text="其余各列是清单必有的。"
    )
    wide = ("is_off", "shown")
    unshown = ("shown",)

    def __init__(self, *args: Any, spec: ListSpec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = {key: default_label(spec.code, key) for key in COLUMNS}
        self.fields["shown"].choices = [(key, label) for key, label in plain.items() if key not in NEEDED]
        for key, label in plain.items():
            named = forms.CharField(label=f"“{label}”一列叫做", required=False, max_length=LONGEST_LABEL)
            named.widget.attrs |= {**INPUT, "placeholder": label}
            self.fields[f"label_{key}"] = named

    def choice(self) -> dict[str, Any]:
        """What the service asks for."""
        values = self.cleaned_data
        return {
            **{name: values[name] for name in ("name", "order", "is_off")},
            "version": values["version"] or 0,
            "labels": {key: values[f"label_{key}"] for key in COLUMNS},
            "hidden": [key for key in COLUMNS if key not in (*NEEDED, *values["shown"])],
        }


def initial_of_settings(spec: ListSpec) -> dict[str, Any]:
    shown = [key for key, _ in spec.columns]
    labels = {f"label_{key}": label for key, label in spec.labels.items()}
    plain = {name: getattr(spec, name) for name in ("version", "name", "order", "is_off")}
    return {**plain, "shown": shown, **labels}


class TakeOverForm(PageForm):
    campaign = forms.ModelChoiceField(
        None, label="主题教育", empty_label=None, error_messages={"required": "请选择主题教育。"}
    )
    wide = ("campaign",)

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns


class ProgressForm(PageForm):
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="进展", max_length=2000, widget=forms.Textarea({"rows": 4}), error_messages={"required": "请写明进展。"}
    )
    wide = ("text",)


class DoneForm(PageForm):
    done_on = forms.DateField(
        label="完成日期", widget=DateInput({"data-weekday": ""}), error_messages={"required": "请填写完成日期。"}
    )
    text = forms.CharField(
        label="完成情况",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "请写明完成情况。"},
    )
    wide = ("text",)


class MoveForm(PageForm):
    until = forms.DateField(
        label="新的时限", widget=DateInput({"data-weekday": ""}), error_messages={"required": "请填写新的时限。"}
    )
    reason = reason_field("原因", help_text="原定时限仍然留存。", most=2000)
    wide = ("reason",)


class ReasonForm(PageForm):
    reason = reason_field("原因", most=500)
    wide = ("reason",)
