"""Where this app shows up in the frame: its entries of the rail."""

from core import navigation

FIGURES = navigation.Group.FIGURES

navigation.register(
    navigation.Entry(
        "星级标准", "list-stars", "assessments:standards", "assessments.view_standards", order=22, group=FIGURES
    ),
)
