"""Letters of introduction, and who comes with them."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from branches.choices import MemberStatus, TransferDirection
from branches.forms.filters import INPUT, SELECT
from branches.forms.members import MemberForm, NewMemberForm, PlaceForm
from branches.models import Branch, Transfer
from branches.selectors.transfers import found_by, waiting
from branches.services.transfers import Letter
from core.editing import DateInput, PageForm

LETTER = ("organization", "letter_number", "letter_on", "valid_days")


class LetterForm(PageForm):
    """What a letter says; the days it holds stand there unless the letter says otherwise."""

    organization = forms.CharField(
        label="对方党组织", max_length=100, error_messages={"required": "请填写对方党组织的名称。"}
    )
    letter_number = forms.CharField(
        label="介绍信编号", max_length=50, error_messages={"required": "请填写介绍信编号。"}
    )
    letter_on = forms.DateField(label="介绍信日期", widget=DateInput, error_messages={"required": "请填写介绍信日期。"})
    valid_days = forms.IntegerField(
        label="有效期（天）", min_value=1, max_value=999, required=False, help_text="不填按规定的天数。"
    )
    remark = forms.CharField(label="备注", max_length=200, required=False)
    wide = ("organization", "remark")

    def letter(self) -> Letter:
        values = self.cleaned_data
        return Letter(
            organization=values["organization"],
            number=values["letter_number"],
            written_on=values["letter_on"],
            valid_days=values["valid_days"],
            remark=values["remark"],
        )


class TransferOutForm(LetterForm):
    moved_on = forms.DateField(
        label="在本院的最后一天",
        widget=DateInput,
        error_messages={"required": "请填写日期。"},
        help_text="次日起不再计入应到，职务同时结束。",
    )
    field_order = (*LETTER, "moved_on", "remark")


class _Arrival(PlaceForm, LetterForm):
    """The place that somebody comes to, and since when."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "转入日期"
        self.fields["on"].help_text = "从这一天起属于本支部。"


class TransferInForm(_Arrival, NewMemberForm):
    """A person of whom nothing is known here."""

    field_order = (*LETTER, *MemberForm.base_fields, "to_branch", "to_group", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].required = True


class TransferBackForm(_Arrival):
    """Somebody who was here before."""

    status = forms.ChoiceField(label="党员类别", choices=MemberStatus.choices, widget=forms.RadioSelect)
    joined_on = forms.DateField(label="入党日期", required=False, widget=DateInput)
    confirmed_on = forms.DateField(label="转正日期", required=False, widget=DateInput)
    field_order = (*LETTER, "to_branch", "to_group", "on", "status", "joined_on", "confirmed_on", "remark")


class ReceiptForm(PageForm):
    receipt_on = forms.DateField(label="回执日期", widget=DateInput, error_messages={"required": "请填写回执日期。"})


class TransferWithdrawForm(PageForm):
    reason = forms.CharField(
        label="撤销的原因",
        max_length=200,
        error_messages={"required": "请填写撤销的原因。"},
        help_text="如：登记有误；对方没有接收，介绍信退回。",
    )
    wide = ("reason",)


class TransferFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="查找",
        method="by_text",
        widget=forms.TextInput(attrs={**INPUT, "placeholder": "姓名、对方党组织或编号"}),
    )
    direction = django_filters.ChoiceFilter(
        label="转出、转入",
        choices=TransferDirection.choices,
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )
    receipt = django_filters.ChoiceFilter(
        label="回执",
        choices=(("WAITING", "等回执"), ("DONE", "已有回执"), ("WITHDRAWN", "已撤销")),
        empty_label="全部",
        method="by_receipt",
        widget=forms.Select(attrs=SELECT),
    )
    branch = django_filters.ModelChoiceFilter(
        label="党支部",
        queryset=lambda request: Branch.objects.visible_to(request.user).select_related("court"),
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )

    class Meta:
        model = Transfer
        fields = ()

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return found_by(rows, value)

    def by_receipt(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "WAITING":
            return waiting(rows)
        return rows.filter(withdrawn_at__isnull=value != "WITHDRAWN", receipt_on__isnull=value == "WITHDRAWN")
