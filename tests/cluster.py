"""A real Dask cluster on loopback: a scheduler and workers of one thread, each its own process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the scheduler listens (host:port), and its workers."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def dask_cluster(root: Path, workers: int = 2) -> Iterator[Cluster]:
    """A cluster whose workers share no cache with anybody, and are not started anew when they die.

    What it says is in files in `root`.
    """
    address = f"127.0.0.1:{free_port()}"
    port = address.partition(":")[2]
    with ExitStack() as stack:

        def start(name: str, *arguments: str) -> subprocess.Popen[bytes]:
            (root / name).mkdir(parents=True, exist_ok=True)
            log = stack.enter_context((root / f"{name}.log").open("wb"))
            command = [sys.executable, "-m", *arguments, "--no-dashboard"]
            environment = {**os.environ, "PARCHA_CACHE": str(root / name)}
            process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=root / name, env=environment
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            return process

        where = ("--host", "127.0.0.1")
        start("scheduler", "distributed.cli.dask_scheduler", *where, "--port", port)
        worker = ("distributed.cli.dask_worker", f"tcp://{address}", *where)
        how = ("--nthreads", "1", "--no-nanny", "--death-timeout", "60")
        yield Cluster(
            address,
            tuple(start(f"worker-{number}", *worker, *how) for number in range(workers)),
        )


def free_port() -> int:
    """A port on loopback that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
