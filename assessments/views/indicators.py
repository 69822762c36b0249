"""Indicators of a draft on one form, with the sentence of the rule beside it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assessments.forms.indicators import IndicatorForm
from assessments.models import Aspect, Indicator, Standard
from assessments.selectors.vocabulary import vocabulary_of
from assessments.services import indicators as services
from assessments.views.standard_frame import crumbs_of, indicator_for, page_of_standard, standard_for
from core.access import requires
from core.editing import form_page, posted
from core.errors import Refused

FROZEN = "这份标准已经通过，不能再修改；确需修改的，请复制为新的草案。"


@requires("assessments.standard_change", methods=("GET", "POST"))
def indicator_new(request: HttpRequest, pk: int) -> HttpResponse:
    standard = standard_for(request, pk, "assessments.standard_change")
    asked = request.GET.get("aspect", "")
    aspects = Aspect.objects.visible_to(request.user).filter(standard=standard)
    initial = {"aspect": next((each for each in aspects if str(each.pk) == asked), None)}
    form = _form(request, standard, initial=initial)

    def save(values: dict[str, Any]) -> Indicator:
        return services.indicator_add(standard=standard, aspect=values["aspect"], by=request.user, **form.facts())

    return _page(request, form, save, standard, title="添加指标", said="已添加。")


@requires("assessments.standard_change", methods=("GET", "POST"))
def indicator_edit(request: HttpRequest, pk: int) -> HttpResponse:
    indicator = indicator_for(request, pk, "assessments.standard_change")
    form = _form(request, indicator.standard, of=indicator)

    def save(values: dict[str, Any]) -> Indicator:
        facts = {"version": values["version"] or 0, "aspect": values["aspect"], **form.facts()}
        return services.indicator_change(indicator=indicator, by=request.user, **facts)

    return _page(
        request,
        form,
        save,
        indicator.standard,
        title="修改指标",
        state=str(indicator),
        said="已保存。",
        saved_row=lambda: Indicator.objects.visible_to(request.user).get(pk=pk),
        indicator=indicator,
    )


@requires("assessments.standard_change", methods=("POST",))
def indicator_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked for the way and the input that were chosen, and the sentence; nothing is saved."""
    standard = standard_for(request, pk, "assessments.standard_change")
    form = _form(request, standard)
    rule = form.rule
    form.quiet()
    return render(request, "assessments/_indicator_rule.html", {"form": form, "rule": rule, "standard": standard})


@requires("assessments.standard_change", methods=("POST",))
def indicator_remove(request: HttpRequest, pk: int) -> HttpResponse:
    indicator = indicator_for(request, pk, "assessments.standard_change")
    try:
        services.indicator_remove(indicator=indicator, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"已删除指标 {indicator}。")
    return redirect(page_of_standard(indicator.standard))


def _form(request: HttpRequest, standard: Standard, **more: Any) -> IndicatorForm:
    return IndicatorForm(posted(request), standard=standard, vocabulary=vocabulary_of(standard.court), **more)


def _page(
    request: HttpRequest, form: IndicatorForm, save: Any, standard: Standard, *, said: str, **context: Any
) -> HttpResponse:
    here = page_of_standard(standard)
    if not standard.is_draft and request.method != "POST":
        messages.warning(request, FROZEN)
        return redirect(here)
    return form_page(
        request,
        form,
        save,
        template="assessments/indicator_form.html",
        done=here,
        said=said,
        crumbs=crumbs_of(standard),
        back=here,
        standard=standard,
        **context,
    )
