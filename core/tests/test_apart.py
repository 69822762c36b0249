"""Work on files of strangers: bounded, told apart from a refusal, and nothing but plain values come back."""

import os
from pathlib import Path

import pytest

from core.apart import EndedApartError, call_apart

LIMITS = {"seconds": 1, "megabytes": 300}


def test_an_answer_comes_back_and_a_refusal_in_its_words():
    assert call_apart(sorted, ["b", "a"], **LIMITS) == ["a", "b"]
    with pytest.raises(ValueError, match="invalid literal"):
        call_apart(int, "x", refusals=(ValueError,), **LIMITS)


@pytest.mark.parametrize(
    ("function", "given"), [(bytearray, 1 << 30), (pow, (3, 10**9)), (os._exit, 0), (int, "x"), (Path, "x")]
)
def test_what_takes_too_much_breaks_down_or_answers_something_else_has_no_result(function, given):
    with pytest.raises(EndedApartError):
        call_apart(function, *(given if isinstance(given, tuple) else (given,)), **LIMITS)


def test_it_knows_no_secret_of_ours(monkeypatch):
    monkeypatch.setenv("FIELD_KEY", "secret")
    assert call_apart(os.getenv, "FIELD_KEY", **LIMITS) is None
