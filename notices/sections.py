"""Where this app shows up in the frame: its entries of the rail."""

from core import navigation

LIFE = navigation.Group.LIFE

navigation.register(
    navigation.Entry("工作提示", "megaphone", "notices:list", "notices.view_notices", order=60, group=LIFE),
    navigation.Entry("督办通报", "clipboard-x", "notices:bulletins", "notices.view_bulletins", order=61, group=LIFE),
)
