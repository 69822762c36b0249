"""A court's own registers, and what it sets of those that every court has."""

from typing import Any

from django import forms
from django.db.models import Q

from branches.models import Court
from core.editing import PageForm
from registers.choices import Subject, Writer
from registers.models import KindSetting, RegisterKind
from registers.services import KindFacts
from registers.vocabulary import VOCABULARY

LABELS = {field.name: (field.verbose_name, field.help_text) for field in RegisterKind._meta.concrete_fields}


class SettingForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="名称", max_length=40, error_messages={"required": "请填写名称。"})
    is_active = forms.BooleanField(label="启用", required=False, help_text="停用后不能再登记，已有的登记仍可查看。")
    asked = forms.MultipleChoiceField(
        label="登记的内容",
        required=False,
        choices=[(word.code, word.heading) for word in VOCABULARY.values()],
        widget=forms.CheckboxSelectMultiple,
        help_text="登记时除标题、日期外还要问什么。去掉的不再问，已填的不受影响。",
    )
    wide = ("asked",)


def _text(name: str, length: int) -> forms.CharField:
    label, rule = LABELS[name]
    return forms.CharField(label=label, max_length=length, required=False, help_text=rule)


class KindForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="名称", max_length=40, error_messages={"required": "请填写名称。"})
    parent = forms.ModelChoiceField(
        None,
        label="登记在哪一种之下",
        required=False,
        empty_label="（单独的登记簿）",
        help_text="例如走访登记在联系点之下；单独的不选。",
    )
    subject = forms.ChoiceField(
        label="登记对象", choices=Subject.choices, widget=forms.RadioSelect, initial=Subject.BRANCH
    )
    written_by = forms.ChoiceField(
        label="由谁登记", choices=Writer.choices, widget=forms.RadioSelect, initial=Writer.BRANCH
    )
    title_label = _text("title_label", 20)
    person_label = _text("person_label", 20)
    date_label = forms.CharField(
        label="日期叫什么", max_length=20, initial="日期", error_messages={"required": "请填写日期叫什么。"}
    )
    until_label = _text("until_label", 20)
    help = forms.CharField(label="填写说明", max_length=200, required=False)
    is_published = forms.BooleanField(label="全院各支部可看", required=False, help_text=LABELS["is_published"][1])
    is_active = forms.BooleanField(label="启用", required=False, initial=True, help_text="停用后不能再登记。")
    asked = forms.MultipleChoiceField(
        label="登记的内容",
        required=False,
        choices=[(word.code, word.heading) for word in VOCABULARY.values()],
        widget=forms.CheckboxSelectMultiple,
        help_text="登记时除标题、日期外还要问什么。",
    )
    wide = ("asked", "help")

    def __init__(self, *args: Any, user: Any, court: Court, kind: RegisterKind | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = RegisterKind.objects.visible_to(user).filter(Q(court__isnull=True) | Q(court=court), parent=None)
        self.fields["parent"].queryset = above.exclude(pk=kind.pk) if kind else above

    def facts(self) -> KindFacts:
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return KindFacts(fields=tuple(values.pop("asked")), **values)


def with_asked(row: RegisterKind | KindSetting) -> Any:
    """The row with what it asks as the forms name it."""
    row.asked = row.fields
    labels = "、".join(word.heading for word in VOCABULARY.fields_of(row.fields))
    row.get_asked_display = lambda: labels or "（空）"
    return row
