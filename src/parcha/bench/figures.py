"""What a bench found: figures as they were measured, and the ratios that tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

LEAFLETS = 10_000
DAY_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Run:
    """One measured process with its children.

    `peak_mb` is the most memory that all of them can have held together: the parent's peak, and
    for each worker that of the largest. `clips_mb` is what spoken lines take in the cache,
    `made_mb` what can be made again of them, `package_mb` what people get.
    """

    seconds: float
    cpu_seconds: float
    parent_peak_mb: float
    peak_mb: float
    minutes: float
    speak_seconds: float = 0.0
    network_seconds: float = 0.0
    first_part_seconds: float = 0.0
    clips_mb: float = 0.0
    made_mb: float = 0.0
    package_mb: float = 0.0

    @property
    def cpu_per_minute(self) -> float:
        """Processor seconds for a minute of sound."""
        return self.cpu_seconds / self.minutes


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that one bench measured. `longer` has the runs with the text several times."""

    text: dict[str, Any]
    machine: dict[str, Any]
    stock: Run
    ours: Run
    one_worker: Run
    two_workers: Run
    first_part_seconds: float
    noop_seconds: float
    one_line_seconds: float
    longer: dict[int, Run]

    @property
    def overhead(self) -> float | None:
        """The share of processor time outside the network; None for a voice that has none."""
        alone = self.one_worker
        return 1 - alone.network_seconds / alone.cpu_seconds if alone.network_seconds else None

    def as_json(self) -> dict[str, Any]:
        """For a script to read. The memory of the parent is that with the longest text."""
        stock, ours, last = self.stock, self.ours, self.longer[max(self.longer)]
        ratios = {
            "wall_ratio": ours.seconds / stock.seconds,
            "cpu_ratio": ours.cpu_seconds / stock.cpu_seconds,
            "peak_ratio": ours.peak_mb / stock.peak_mb,
            "first_part_ratio": self.first_part_seconds / stock.first_part_seconds,
            "overhead": self.overhead,
            "two_worker_speedup": self.one_worker.speak_seconds / self.two_workers.speak_seconds,
            "growth": last.cpu_per_minute / ours.cpu_per_minute,
            "noop_seconds": self.noop_seconds,
            "one_line_seconds": self.one_line_seconds,
            "first_part_seconds": self.first_part_seconds,
            "parent_peak_mb": last.parent_peak_mb,
            "real_time_factor": ours.seconds / (60 * ours.minutes),
            "cpu_per_minute": ours.cpu_per_minute,
            "cores_a_day": LEAFLETS * ours.cpu_seconds / DAY_S,
            "clips_gb_a_day": LEAFLETS * ours.clips_mb / 1000,
            "packages_gb_a_day": LEAFLETS * ours.package_mb / 1000,
        }
        runs = {
            "stock": stock,
            "ours": ours,
            "one_worker": self.one_worker,
            "two_workers": self.two_workers,
            **{f"ours_{times}x": run for times, run in self.longer.items()},
        }
        return {
            **{name: _rounded(value) for name, value in ratios.items()},
            "text": self.text,
            "machine": self.machine,
            "runs": {
                name: {key: _rounded(value) for key, value in asdict(run).items()}
                for name, run in runs.items()
            },
        }

    def as_text(self) -> Iterator[str]:
        """For a person to read."""
        found = self.as_json()
        yield "{edition}, {engine}: {parts} parts, {lines} lines.".format(**self.text)
        yield "{cores} cores, {processor}, Python {python}.".format(**self.machine)
        yield f"{'':24}{'stock':>10}{'ours':>10}{'ratio':>8}"
        for label, stock, ours, unit in (
            ("time", self.stock.seconds, self.ours.seconds, "s"),
            ("processor time", self.stock.cpu_seconds, self.ours.cpu_seconds, "s"),
            ("most memory", self.stock.peak_mb, self.ours.peak_mb, "MB"),
            ("first part ready", self.stock.first_part_seconds, self.first_part_seconds, "s"),
            ("sound", self.stock.minutes, self.ours.minutes, "min"),
        ):
            yield f"{label + ' (' + unit + ')':24}{stock:10.1f}{ours:10.1f}{ours / stock:8.2f}"
        yield f"time a second of sound       {found['real_time_factor']:.3f} s"
        yield f"nothing to do                {self.noop_seconds:.2f} s"
        yield f"one line edited              {self.one_line_seconds:.2f} s"
        if self.overhead is not None:
            yield f"outside the network          {self.overhead:.1%} of processor time"
        yield f"two workers                  {found['two_worker_speedup']:.2f} times one"
        for times, run in {1: self.ours, **self.longer}.items():
            yield (
                f"the text {times} times             {run.cpu_per_minute:.1f} s of processor a "
                f"minute, parent {run.parent_peak_mb:.0f} MB"
            )
        yield (
            f"{LEAFLETS:,} such texts a day     {found['cores_a_day']:.1f} cores, "
            f"{found['clips_gb_a_day']:.0f} GB of clips, "
            f"{found['packages_gb_a_day']:.0f} GB to deliver"
        )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
