"""What every form of PageForm checks by itself."""

import pytest
from django import forms

from core.editing import PageForm


class DayForm(PageForm):
    on = forms.DateField(required=False)


@pytest.mark.parametrize(
    ("typed", "reads"), [("0001-01-01", False), ("9999-12-31", False), ("1921-07-01", True), ("", True)]
)
def test_a_day_too_far_off_is_a_slip_of_the_pen(typed: str, reads: bool):
    form = DayForm({"on": typed})
    assert form.is_valid() == reads
    assert reads or "请检查年份" in form.errors["on"][0]
