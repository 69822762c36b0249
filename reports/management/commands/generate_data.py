"""`generate_data`: a synthetic court system for benches."""

import time
from argparse import ArgumentParser
from typing import Any

from core.clock import today
from core.commands import ServiceCommand, iso_date
from reports.generator.shape import Shape
from reports.generator.system import Progress, generate_system

_TELL_EVERY_SECONDS = 5


class Command(ServiceCommand):
    help = "生成一套合成的法院数据，供性能测试使用。同样的参数生成同样的数据。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, meaning in (("courts", "法院数"), ("branches", "党支部总数"), ("members", "党员总数")):
            parser.add_argument(f"--{name}", type=int, required=True, help=meaning)
        parser.add_argument("--years", type=int, default=1, help="记录的年数")
        parser.add_argument("--seed", type=int, default=1, help="随机种子")
        parser.add_argument("--until", type=iso_date, default=None, help="最后一天，默认今天")

    def perform(self, **options: Any) -> str:
        numbers = {name: options[name] for name in ("courts", "branches", "members", "years", "seed")}
        shape = Shape(**numbers, until=options["until"] or today())
        if shape.fault():
            raise self.usage(shape.fault())
        self._started = self._told = time.monotonic()
        progress = generate_system(shape, tell=lambda so_far: self._tell(so_far, shape.courts))
        return self._line(progress, shape.courts)

    def _tell(self, progress: Progress, courts: int) -> None:
        if time.monotonic() - self._told >= _TELL_EVERY_SECONDS:
            self._told = time.monotonic()
            self.stdout.write(self._line(progress, courts))
            self.stdout.flush()

    def _line(self, progress: Progress, courts: int) -> str:
        seconds = max(time.monotonic() - self._started, 0.001)
        return (
            f"法院 {progress.courts}/{courts}，支部 {progress.branches}，党员 {progress.members}，"
            f"活动 {progress.activities}，出席 {progress.attendances}；"
            f"{seconds:.1f} 秒，每秒 {progress.rows / seconds:,.0f} 行"
        )
