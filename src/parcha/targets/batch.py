"""Several files made side by side, on as many cores as a small machine has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

AT_A_TIME = 2
"""ffmpeg keeps about one core busy, and small machines have two."""


def make_all(
    make: Callable[[Item], Made],
    items: Sequence[Item],
    progress: Callable[[int, int], None] | None = None,
) -> list[Made]:
    """What `make` makes of each item, in their order. The first error ends the work."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        waiting = [pool.submit(make, item) for item in items]
        try:
            for done, future in enumerate(as_completed(waiting), start=1):
                future.result()
                if progress:
                    progress(done, len(items))
            return [future.result() for future in waiting]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
