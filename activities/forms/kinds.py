"""Forms of a court's own kinds and norms, and of a branch's coverage."""

from typing import Any

from django import forms

from activities.choices import NormUnit
from activities.details import VOCABULARY
from activities.models import ActivityKind, Norm
from activities.services import KindFacts, NormFacts
from branches.choices import BranchKind
from core.editing import bound_days

MOST_TIMES = 31
# Every unit that the engine judges.
OWING_UNITS = [(unit.value, unit.label) for unit in NormUnit if unit != NormUnit.COURT]


def _styled(form: forms.BaseForm) -> None:
    for field in form.fields.values():
        bound_days(field)
        verb = "选择" if isinstance(field, forms.ChoiceField) else "填写"
        field.error_messages["required"] = f"请{verb}{field.label}。"
        if isinstance(field.widget, forms.Select):
            field.widget.attrs["class"] = "form-select"
        elif not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
            field.widget.attrs["class"] = "form-control"


def _date_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "data-weekday": ""})


class KindForm(forms.ModelForm):
    """Uniqueness of the name is the service's business: a general kind's name is taken too."""

    study_hours = forms.DecimalField(
        label="默认学时", required=False, min_value=0, max_value=24, step_size=0.5, help_text="填报时自动带出，可以改。"
    )

    asked = forms.MultipleChoiceField(
        label="另填的内容",
        required=False,
        choices=[(word.code, word.heading) for word in VOCABULARY.values()],
        widget=forms.CheckboxSelectMultiple,
        help_text="填报这一类型时，除共同的项目外还要问什么。已填的记录不受影响。",
    )

    class Meta:
        model = ActivityKind
        fields = (
            *("name", "short_name", "roster", "quorum", "has_resolutions"),
            *("study_hours", "for_year", "several_days", "is_active"),
        )
        help_texts = {
            "short_name": "表格和按钮上用的短名称，10 个字以内。",
            "roster": "系统按当日花名册算出应到人员。",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["asked"] = self.instance.fields
        _styled(self)

    def facts(self) -> KindFacts:
        values = dict(self.cleaned_data)
        return KindFacts(fields=tuple(values.pop("asked")), **values)


class NormForm(forms.ModelForm):
    """A court's own norm of one kind."""

    unit = forms.ChoiceField(label="应由谁召开", choices=OWING_UNITS)
    times = forms.IntegerField(
        label="每个周期次数", min_value=0, max_value=MOST_TIMES, help_text="填 0 表示本院不作次数要求。"
    )

    class Meta:
        model = Norm
        fields = ("branch_kind", "unit", "times", "period", "source", "article", "effective_from", "checked")
        widgets = {"effective_from": _date_input()}
        help_texts = {
            "branch_kind": "",
            "source": "写明依据的文件，例如“本院组织生活实施办法”。",
            "effective_from": "从这一天起按本规定计算；之前的周期不变。",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [("", "各类支部"), *BranchKind.choices]
        self.fields["branch_kind"].choices = kinds  # type: ignore[attr-defined]  # a choice field, by the model
        _styled(self)

    def facts(self) -> NormFacts:
        return NormFacts(**self.cleaned_data)


class NormEndForm(forms.Form):
    effective_to = forms.DateField(label="最后一天", widget=_date_input(), help_text="之后恢复按通用规定计算。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _styled(self)


class CoverageForm(forms.Form):
    since = forms.DateField(
        label="从哪天起在此留存组织生活记录",
        widget=_date_input(),
        help_text="这一天之前的会议不计欠缺，只显示“不详”。通常填当年 1 月 1 日或本月 1 日。",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _styled(self)
