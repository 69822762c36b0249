"""Where this app shows up in the frame: its entries of the rail, its panels on lower apps' pages."""

from core import navigation

navigation.register(
    navigation.Entry(
        *("检视整改", "clipboard-check", "rectification:list", "rectification.view_problems"),
        order=50,
        group=navigation.Group.LIFE,
    ),
)
