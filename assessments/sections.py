"""Where this app shows up in the frame: its entries of the rail, its panels on a branch's page."""

from typing import Any

from django.urls import reverse

from core import navigation, panels

FIGURES = navigation.Group.FIGURES


def _honours(branch: Any) -> str:
    return reverse("assessments:honour_panel", args=[branch.pk])


def _of_branch(branch: Any) -> str:
    return reverse("assessments:branch_panel", args=[branch.pk])


def _stars(branch: Any) -> str:
    return reverse("assessments:branch_stars", args=[branch.pk])


navigation.register(
    navigation.Entry(
        "季度考评", "clipboard-data", "assessments:list", "assessments.view_assessments", order=20, group=FIGURES
    ),
    navigation.Entry(
        "考评异议", "chat-left-text", "assessments:objections", "assessments.view_objections", order=21, group=FIGURES
    ),
    navigation.Entry("星级评定", "star", "assessments:ratings", "assessments.view_ratings", order=22, group=FIGURES),
    navigation.Entry(
        "星级标准", "list-stars", "assessments:standards", "assessments.view_standards", order=23, group=FIGURES
    ),
    navigation.Entry("星级牌匾", "award", "assessments:plates", "assessments.view_plates", order=24, group=FIGURES),
    navigation.Entry(
        "述职评议", "mic", "assessments:duty_reviews", "assessments.view_duty_reviews", order=25, group=FIGURES
    ),
    navigation.Entry("季度荣誉", "flag", "assessments:honours", "assessments.view_honours", order=26, group=FIGURES),
)
panels.register("branch_detail", panels.Panel("星级", _stars, "assessments.view_of_branch", order=20))
panels.register("branch_detail", panels.Panel("季度荣誉", _honours, "assessments.view_of_branch", order=60))
panels.register("branch_detail", panels.Panel("考评", _of_branch, "assessments.view_of_branch", order=50))
