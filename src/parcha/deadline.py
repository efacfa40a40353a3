"""Work that must end in time, however slowly what it waits for trickles in.

The timeout of a connection begins anew with every byte, so a server can hold it for ever.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

Result = TypeVar("Result")


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work` returns, done in a thread, which is left behind when its time is over.

    Raises what `work` raises, and `TimeoutError` when it took longer than `seconds`.
    """
    answer: Future[Result] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    if not wait([answer], seconds).done:
        raise TimeoutError
    return answer.result()
