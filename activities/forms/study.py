"""Which branch and year are looked at, and the form of learning elsewhere."""

from typing import Any

from django import forms

from activities.choices import LearningSource
from activities.forms.rows import RowsField
from activities.services.study import LearningFacts
from branches.models import Member
from core.editing import DateInput, PageForm

FACTS = ("title", "organizer", "source", "starts_on", "ends_on", "hours", "is_training")


class YearForm(forms.Form):
    """The address's `branch` and `year`; what makes no sense falls back to the first branch and this year."""

    branch = forms.ModelChoiceField(None, label="党支部", required=False, empty_label=None)
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, choices=())

    def __init__(self, *args: Any, branches: Any, years: list[int], all_label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["branch"].queryset = branches
        if all_label:
            self.fields["branch"].empty_label = all_label
        self.fields["year"].choices = [(year, f"{year} 年") for year in years]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"


class LearningForm(PageForm):
    """Learning outside the branch's own activities. A new one may be of several members at once."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    members = RowsField(
        None,
        label="党员",
        error_messages={"required": "请选择党员。"},
        widget=forms.SelectMultiple(attrs={"data-person-picker": "", "data-people": "people"}),
        help_text="几个人参加同一次学习的，可以一次选上。",
    )
    title = forms.CharField(label="学习内容", max_length=100, error_messages={"required": "请填写学习内容。"})
    organizer = forms.CharField(label="主办单位", max_length=100, required=False)
    source = forms.ChoiceField(
        label="来源", choices=LearningSource.choices, widget=forms.RadioSelect, initial=LearningSource.ONLINE
    )
    starts_on = forms.DateField(label="起始日期", widget=DateInput, error_messages={"required": "请填写起始日期。"})
    ends_on = forms.DateField(label="截止日期", required=False, widget=DateInput, help_text="只有一天的不用填。")
    hours = forms.DecimalField(
        label="学时", max_digits=5, decimal_places=1, error_messages={"required": "请填写学时。"}
    )
    is_training = forms.BooleanField(
        label="是集中培训", required=False, help_text="计入书记、委员每年应参加的集中培训。"
    )
    wide = ("members", "title", "source")

    def __init__(self, *args: Any, people: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if people is None:
            del self.fields["members"]
        else:
            self.fields["members"].queryset = people

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["ends_on"] = values.get("ends_on") or values.get("starts_on")
        return values

    def facts(self) -> LearningFacts:
        return LearningFacts(**{name: self.cleaned_data[name] for name in FACTS})


def people_to_record_for(user: Any, branches: Any) -> Any:
    """Members of those branches, as far as the user sees them."""
    return (
        Member.objects.visible_to(user)
        .filter(branch__in=branches)
        .select_related("branch", "court")
        .order_by("branch__order", "id")
    )
