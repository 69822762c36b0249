"""`demo`: loads the demo court; again: changes nothing."""

from typing import Any

from core.clock import today
from core.commands import ServiceCommand
from reports.demo import COURT, DEMO_ACCOUNTS, DEMO_PASSWORD, is_loaded, load_demo


class Command(ServiceCommand):
    help = "载入演示法院和各角色的演示账号；已经载入时不做任何改动。"

    def perform(self, **options: Any) -> str:
        if is_loaded():
            headline = f"演示数据（{COURT}）已在，没有改动。"
            load_demo(on=today())
        else:
            made = load_demo(on=today())
            headline = (
                f"已载入演示数据（{COURT}及上下级法院）："
                f"支部 {made.branches}，党员 {made.members}，活动 {made.activities}。"
            )
        accounts = "\n".join(f"  {account.username:<10}{account.office}" for account in DEMO_ACCOUNTS)
        return f"{headline}\n演示账号（密码都是 {DEMO_PASSWORD}）：\n{accounts}\n"
