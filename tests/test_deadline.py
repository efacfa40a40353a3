from __future__ import annotations

import threading

import pytest

from parcha.deadline import within


def test_what_is_done_in_time_is_returned() -> None:
    assert within(60, lambda: 7) == 7


def test_errors_come_through() -> None:
    def fail() -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        within(60, fail)


def test_what_takes_too_long_is_left_behind() -> None:
    end = threading.Event()
    with pytest.raises(TimeoutError):
        within(0.01, end.wait)
    end.set()
