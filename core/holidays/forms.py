"""Forms of the table of special days."""

from django import forms

from core.editing import DateInput, PageForm


class SpecialDayForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = forms.DateField(
        label="日期", widget=DateInput({"data-weekday": ""}), error_messages={"required": "请填写日期。"}
    )
    name = forms.CharField(
        label="名称",
        max_length=30,
        help_text="节日的名称，例如“国庆节”。",
        error_messages={"required": "请填写名称。"},
    )
    is_workday = forms.BooleanField(label="这一天调休上班", required=False, help_text="不勾选就是放假。")


class YearForm(forms.Form):
    """Which year to show or to fill; of another era there is nothing to say."""

    year = forms.IntegerField(min_value=1950, max_value=2100)
