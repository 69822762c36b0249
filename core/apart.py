"""Work on files of strangers, done in a process of its own: one that takes too much ends itself, not the product."""

import logging
import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parent.parent
_WAIT_FACTOR = 2  # seconds on the clock for one of work: the machine has other things to do
_LONGEST_NOTE = 2000


class EndedApartError(Exception):
    """The work took more time or memory than it may, or broke down; there is no result."""


def call_apart(
    function: Callable[..., Any],
    *given: Any,
    seconds: int,
    megabytes: int,
    refusals: tuple[type[Exception], ...] = (),
    answers: tuple[type, ...] = (),
) -> Any:
    """`function(*given)`, computed in a new process with so much time and memory; it knows no Django and no secret.

    An error of `refusals` is raised here with its words. The result is plain values, or rows of the types `answers`:
    nothing else is believed. Raises EndedApartError.
    """
    task = pickle.dumps((seconds, megabytes, function, given, tuple(each.__name__ for each in refusals)))
    try:
        done = subprocess.run(  # our own interpreter and module
            [sys.executable, "-m", "core.apart"],
            input=task,
            capture_output=True,
            timeout=seconds * _WAIT_FACTOR,
            cwd=_ROOT,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EndedApartError from error
    if done.returncode != 0:
        note = done.stderr[-_LONGEST_NOTE:].decode("utf-8", "replace")
        logger.warning("%s ended apart with %s: %s", function.__qualname__, done.returncode, note)
        raise EndedApartError
    try:
        refusal, answer = _Answer(done.stdout, answers).load()
    except (pickle.UnpicklingError, EOFError) as error:
        raise EndedApartError from error
    if refusal:
        raise next(each for each in refusals if each.__name__ == refusal)(answer)
    return answer


class _Answer(pickle.Unpickler):
    """Makes nothing but plain values and the types that were asked for."""

    def __init__(self, content: bytes, answers: tuple[type, ...]) -> None:
        super().__init__(BytesIO(content))
        self.known = {(each.__module__, each.__qualname__): each for each in answers}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self.known:
            raise pickle.UnpicklingError(f"{module}.{name} was not asked for")
        return self.known[module, name]


def _main() -> None:
    """In the new process: a task on the standard input, its answer on the standard output."""
    seconds, megabytes, function, given, refusals = pickle.load(sys.stdin.buffer)  # noqa: S301  # of our own process
    # Whatever a library prints must not stand in the answer.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        result = ("", function(*given))
    except Exception as error:
        if type(error).__name__ not in refusals:
            raise
        result = (type(error).__name__, str(error))
    with answer:
        pickle.dump(result, answer, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    _main()
