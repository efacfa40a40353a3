"""Who speaks, by name: `processes:4` on this machine, `dask://HOST:PORT` on a Dask cluster."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from typing import Any

from parcha.errors import EngineError, InputError, NetworkError
from parcha.speech.workers import Pool, cores, executor

USUAL = "processes"
FIRST_WORKER_WITHIN_S = 30
_PROCESSES = re.compile(r"processes(?::(\d{1,4}))?")
# Dask waits for ever for what it cannot read as an address.
_CLUSTER = re.compile(r"dask://((?:[\w.-]+|\[[0-9a-fA-F:.]+\]):\d{1,5})/?")


@contextmanager
def open_pool(name: str = USUAL) -> Iterator[Pool]:
    """The pool that `name` asks for; without a number there are as many processes as cores.

    Raises `InputError` for another name, `NetworkError` where a cluster cannot be reached.
    """
    if found := _PROCESSES.fullmatch(name):
        workers = int(found[1] or 0) or cores()
        with ExitStack() as stack:

            def start() -> Executor:
                return stack.enter_context(executor(workers))

            yield Pool(start(), workers, start=start)
    elif found := _CLUSTER.fullmatch(name):
        with _cluster(found[1]) as pool:
            yield pool
    else:
        raise InputError(
            f'There is no executor "{name}".', "Say processes:N, or dask://HOST:PORT for a cluster."
        )


@contextmanager
def _cluster(address: str) -> Iterator[Pool]:
    """The workers of a Dask cluster; each of them should have one thread."""
    try:
        from distributed import Client
        from distributed import TimeoutError as NoWorkerError  # in Python 3.10 not the built-in one
    except ImportError as error:
        raise EngineError(
            "Dask is missing.", "Install it here and on every machine: pip install 'parcha[batch]'"
        ) from error
    try:
        connect: Any = Client
        client = connect(f"tcp://{address}", timeout=FIRST_WORKER_WITHIN_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NetworkError(
            f"There is no Dask scheduler at {address}.",
            "Start one with `dask scheduler`, and `dask worker --nthreads 1` on each machine.",
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=FIRST_WORKER_WITHIN_S)
        except NoWorkerError as error:
            raise NetworkError(
                f"The Dask cluster at {address} has no workers.",
                f"Start some: dask worker tcp://{address} --nthreads 1 --nworkers 2",
            ) from error
        workers = sum(client.nthreads().values())
        # Not pure: a task that failed once is tried again when it is asked for again.
        speaking = client.get_executor(pure=False)
        yield Pool(speaking, workers, alive=lambda: client.status in ("running", "connecting"))
