"""What went wrong with a task, in words for whoever looks after the installation."""

import re
from smtplib import SMTPException

from billiard.exceptions import SoftTimeLimitExceeded, TimeLimitExceeded, WorkerLostError
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from core.errors import Refused

# The first class that fits has the word.
_WORDS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((SoftTimeLimitExceeded, TimeLimitExceeded), "运行超过时限，被停下了。"),
    ((WorkerLostError,), "后台进程中途停了，没有办完。"),
    ((OperationalError, InterfaceError), "数据库暂时连不上，或者正忙。"),
    ((BrokerError, RedisError), "任务队列连不上。"),
    ((SMTPException,), "邮件没有发出去：邮件服务器连不上，或者拒收。"),
    ((ConnectionError, TimeoutError), "要联系的服务器（例如邮件服务器）连不上。"),
    ((MemoryError,), "内存不够。"),
    ((FileNotFoundError,), "需要的文件不见了。"),
    ((OSError,), "读写文件或网络时出错。"),
)
_OTHERWISE = "系统出错。"
_LAST_LINES = 20
_MOST_DETAIL = 4000
# What a database says of a row may hold somebody's phone or identity number, which not every administrator may read.
_LONG_NUMBER = re.compile(r"\d{7,}[\dXx]?")


def words_of(error: BaseException | None) -> str:
    """One sentence; a refusal by a rule has its own."""
    if isinstance(error, Refused):
        return "；".join(error.reasons)[:500]
    return next((words for kinds, words in _WORDS if isinstance(error, kinds)), _OTHERWISE)


def detail_of(traceback: str) -> str:
    """The last lines of a traceback, without its underlining, a row's values and long numbers."""
    lines = [line for line in traceback.splitlines() if line.strip(" ^~") and not line.startswith("DETAIL:")]
    return _LONG_NUMBER.sub("…", "\n".join(lines[-_LAST_LINES:]))[-_MOST_DETAIL:]
