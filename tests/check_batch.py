"""Batches that no test has time for: the same leaflets through processes and through Dask.

    python -m tests.check_batch FOLDER --count 100 --engine espeak

Each run has a cache of its own, in FOLDER. A Dask worker is killed in the middle. Then all files
must be the same, byte for byte, and both caches must hold the same lines. Prints figures. Stopped,
the same command goes on, as a batch does.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from tests.cluster import Cluster, dask_cluster
from tests.leaflets import make_leaflets


def main() -> int:
    """Run the batches and say whether they agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--engine", default="espeak")
    options = parser.parse_args()
    first, second = (
        batch(options.folder / kind, kind, options.count, options.engine)
        for kind in ("processes", "dask")
    )
    same = first["files"] == second["files"]
    clips = first["clips"] == second["clips"]
    print(f"{len(first['files'])} files, the same bytes: {same}")
    print(f"{len(first['clips'])} different lines, the same in both caches: {clips}")
    return 0 if same and clips else 1


def batch(root: Path, kind: str, count: int, engine: str) -> dict[str, Any]:
    """One batch in the folder `root`, through processes or a Dask cluster."""
    if not root.exists():
        make_leaflets(root / "leaflets", count, engine)
    cluster = dask_cluster(root / "cluster") if kind == "dask" else nullcontext()
    with cluster as running:
        found = run(root, count, running)
    print(kind, found["figures"], flush=True)
    return found


def run(root: Path, count: int, cluster: Cluster | None) -> dict[str, Any]:
    """One batch in a fresh cache: figures, the hashes of all files, how many clips there are."""
    cache, leaflets = root / "cache", sorted((root / "leaflets").iterdir())
    executor = f"dask://{cluster.address}" if cluster else "processes:2"
    command = [sys.executable, "-m", "parcha", "batch", *map(str, leaflets)]
    if cluster:
        threading.Thread(target=kill_one, args=(cluster, cache, 10 * count), daemon=True).start()
    started = time.monotonic()
    done = subprocess.run(
        [*command, "--executor", executor, "--json"],
        env={**os.environ, "PARCHA_CACHE": str(cache)},
        stdout=subprocess.PIPE,
        check=True,
    )
    seconds = time.monotonic() - started
    built = [one["built"] for one in json.loads(done.stdout)]
    figures = {
        "leaflets": len(built),
        "minutes": round(sum(one["duration_ms"] for one in built) / 60_000, 1),
        "spoken": sum(one["spoken"] for one in built),
        "seconds": round(seconds, 1),
        "workers left": sum(worker.poll() is None for worker in cluster.workers) if cluster else 2,
    }
    files = {
        path.relative_to(root / "leaflets").as_posix(): hashlib.sha256(path.read_bytes()).digest()
        for path in sorted((root / "leaflets").rglob("*"))
        if path.is_file()
    }
    clips = {path.name: path.read_bytes() for path in clips_in(cache)}
    return {"figures": figures, "files": files, "clips": clips}


def clips_in(cache: Path) -> list[Path]:
    """The answers in a cache, one a line and voice."""
    return list((cache / "clips").glob("*/*.json"))


def kill_one(cluster: Cluster, cache: Path, after: int) -> None:
    """Kill a worker once `after` lines are spoken."""
    while len(clips_in(cache)) < after:
        time.sleep(0.05)  # another process fills the cache: there is nobody to tell us
    cluster.workers[0].kill()


if __name__ == "__main__":
    sys.exit(main())
