"""What every form of PageForm checks by itself."""

from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict

from core.editing import PageForm, take_up


class DayForm(PageForm):
    on = forms.DateField(required=False)


@pytest.mark.parametrize(
    ("typed", "reads"), [("0001-01-01", False), ("9999-12-31", False), ("1921-07-01", True), ("", True)]
)
def test_a_day_too_far_off_is_a_slip_of_the_pen(typed: str, reads: bool):
    form = DayForm({"on": typed})
    assert form.is_valid() == reads
    assert reads or "请检查年份" in form.errors["on"][0]


class BoxesForm(PageForm):
    boxes = forms.MultipleChoiceField(label="选项", choices=[("1", "一"), ("2", "二"), ("3", "三")])
    version = forms.IntegerField()


def test_every_ticked_box_is_kept_where_somebody_else_saved_first():
    form = BoxesForm(QueryDict("boxes=1&boxes=3&version=1"))
    assert form.is_valid()
    (difference,) = take_up(form, SimpleNamespace(boxes=["2"], version=2))
    assert (difference.label, difference.typed) == ("选项", "一、三")
    assert form["boxes"].value() == ["1", "3"]
    assert (form["version"].value(), form.data.getlist("version")) == (2, [2])
