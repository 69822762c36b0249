"""`refresh_figures`: brings the roll-up up to date, here and now."""

import time
from argparse import ArgumentParser
from typing import Any

from core.clock import now
from core.commands import ServiceCommand
from reports.services.rollup import rollup_mark, rollup_refresh


class Command(ServiceCommand):
    help = "重新汇总有改动的法院的各月数字；--all：全部法院重新汇总（直接写入或恢复数据之后用）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="全部法院")

    def perform(self, **options: Any) -> str:
        if options["all"]:
            rollup_mark(None)
        started, courts = time.monotonic(), 0
        while done := rollup_refresh(at=now()):
            courts += done
        return f"已更新 {courts} 个法院的汇总数，用时 {time.monotonic() - started:.1f} 秒。"
