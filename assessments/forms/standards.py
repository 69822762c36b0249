"""Forms of a standard as a whole: begun, its figures, adopted, discarded. The rules stand in the services."""

from typing import Any

import django_filters
from django import forms

from assessments.choices import StandardState
from assessments.models import Standard
from assessments.services.standards import FIGURES, FIRST_YEAR, LAST_YEAR
from core.editing import DateInput, PageForm
from core.spreadsheets.limits import MAX_FILE_BYTES
from notices.forms.filters import SELECT


def _of_model(name: str, **options: Any) -> Any:
    """The model's own field, with its label and its rule."""
    return Standard._meta.get_field(name).formfield(**options)


class StandardFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(
        label="年度", choices=[], empty_label="全部", widget=forms.Select(attrs=SELECT), method="by_year"
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=StandardState.choices, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )

    class Meta:
        model = Standard
        fields = ("year", "state")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = self.queryset.exclude(year=None).order_by("-year").values_list("year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(str(year), f"{year}年") for year in years]

    def by_year(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(year=int(value))


class StandardLabel(forms.ModelChoiceField):
    def label_from_instance(self, obj: Standard) -> str:
        if obj.is_shipped:
            return obj.name
        return f"{obj.name}（{obj.year}年第{obj.edition}版，{obj.get_state_display()}）"


class DraftForm(PageForm):
    year = forms.IntegerField(
        label="年度",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"required": "请填写年度。"},
        help_text="草案通过以后，这个年度新计算的考评按它进行。",
    )
    name = forms.CharField(label="名称", max_length=100, error_messages={"required": "请填写名称。"})
    source = StandardLabel(
        None,
        label="由哪一份复制",
        empty_label=None,
        help_text="方面、指标和评星规定全部复制过来，再逐项修改。",
        error_messages={"required": "请选择由哪一份复制。", "invalid_choice": "请从列出的标准中选择。"},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    wide = ("source",)

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources


class FiguresForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = _of_model("name", error_messages={"required": "请填写名称。"})
    note = _of_model("note", widget=forms.Textarea(attrs={"rows": 2}))
    five_from = _of_model("five_from")
    four_from = _of_model("four_from")
    three_from = _of_model("three_from")
    two_from = _of_model("two_from", help_text="以下为一星。")
    five_share = _of_model("five_share", max_value=100)
    quarters_weight = _of_model("quarters_weight", max_value=100)
    second_over = _of_model("second_over", min_value=0)
    objection_days = _of_model("objection_days", max_value=365)
    remedy_days = _of_model("remedy_days", max_value=3650)
    veto_stars = _of_model("veto_stars", min_value=1, max_value=4)
    wide = ("name", "note")

    @classmethod
    def shown(cls, standard: Standard) -> dict[str, Any]:
        return {name: getattr(standard, name) for name in ("version", "name", "note", *FIGURES)}


class AdoptForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    adopted_on = forms.DateField(
        label="通过日期", widget=DateInput, error_messages={"required": "请填写会议通过的日期。"}
    )
    adopted_how = forms.CharField(
        label="怎样通过的",
        max_length=200,
        help_text="例如：机关党委会议讨论通过。",
        error_messages={"required": "请写明怎样通过的。"},
    )


class DiscardForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class UploadForm(PageForm):
    year = forms.IntegerField(
        label="年度", min_value=FIRST_YEAR, max_value=LAST_YEAR, error_messages={"required": "请填写年度。"}
    )
    file = forms.FileField(
        label="标准文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        help_text="Excel 或 CSV，一行一项指标；表头上方的标题、空行和末尾的合计行不影响。",
        error_messages={"required": "请选择文件。", "empty": "文件是空的，请重新选择。"},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_FILE_BYTES:
            raise forms.ValidationError(f"文件超过 {MAX_FILE_BYTES // 1024 // 1024} MB，太大了。请删去多余的内容。")
        return file


class CompareForm(forms.Form):
    """`with`: a word of Python, so the field is put in by its name."""

    def __init__(self, data: Any = None, *, others: Any) -> None:
        super().__init__(data)
        widget = forms.Select(attrs=SELECT)
        self.fields["with"] = StandardLabel(others, label="与哪一份比较", empty_label=None, widget=widget)
