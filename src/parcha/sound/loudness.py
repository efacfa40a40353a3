"""Loudness by EBU R 128, with ffmpeg's own meter, and mastering: one gain, then a limiter."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from parcha.errors import ParchaError
from parcha.sound import ffmpeg

HIGH_PASS = "aformat=sample_fmts=fltp,highpass=f=70"
"""Below 70 Hz there is no voice, only rumble that would eat the limiter's room."""
OVERSAMPLED = 96_000
"""Voices come at 24 kHz or less, so that the limiter sees four points and more for each sample."""
CODING_HEADROOM_DB = 1.2
"""A lossy coder at 64 kb/s lifts peaks by up to about a decibel (measured)."""
METER_STEP_DB = 0.1
"""The meter shows tenths: only what it shows below a limit is surely not above it."""
LIMITER_LOSS = 0.08
"""LU that read speech loses for each dB taken off its peaks (measured; spares most a round)."""
ROUNDS = 3
INAUDIBLE_LUFS = -60.0


@dataclass(frozen=True, slots=True)
class Loudness:
    """What the meter says of a whole file; silence measures -70 LUFS or less, peak -inf.

    `duration_ms` is how long the decoded sound lasts, to 10 ms.
    """

    integrated_lufs: float
    true_peak_dbtp: float
    range_lu: float
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Aim:
    """How loud a door wants its files: mono as metered in mono, `tolerance_lu` either way.

    `headroom_db` is how far the coder lifts peaks, so that they are limited so much lower.
    """

    lufs: float
    peak_dbtp: float = -1.0
    tolerance_lu: float = 0.3
    headroom_db: float = CODING_HEADROOM_DB

    def met_by(self, heard: Loudness) -> bool:
        """Whether `heard` is loud enough, not too loud, and does not clip."""
        # The meter shows tenths; in floating point -16.3 is a little more than 0.3 from -16.
        off = round(abs(heard.integrated_lufs - self.lufs), 1)
        return off <= self.tolerance_lu and heard.true_peak_dbtp < self.peak_dbtp

    def missed_by(self, heard: Loudness) -> tuple[float, float]:
        """How far off `heard` is, to compare: too high a peak weighs more than any loudness."""
        over = max(0.0, heard.true_peak_dbtp - self.peak_dbtp + METER_STEP_DB)
        return over, abs(heard.integrated_lufs - self.lufs)


def measure(
    path: Path, filters: str = "anull", reader: Sequence[str] = (), peak: str = "true"
) -> Loudness:
    """Decode any sound file, pass it through `filters` and measure it (EBU R 128, true peak).

    `reader` are flags that say what a file without a header holds. The true peak is two thirds of
    the work: with `peak` "sample" it is the highest sample that is told, with "none" nothing (NaN).
    Raises `ParchaError` for a file that ffmpeg cannot decode.
    """
    meter = f"{filters},ebur128=peak={peak}:framelog=quiet"
    _, log = ffmpeg.run([*reader, "-i", path, "-map", "0:a:0", "-af", meter, "-f", "null", "-"])
    summary = log[log.rfind("Summary:") :]
    return Loudness(
        integrated_lufs=_figure("I", "LUFS", summary),
        true_peak_dbtp=math.nan if peak == "none" else _figure("Peak", "dBFS", summary),
        range_lu=_figure("LRA", "LU", summary),
        duration_ms=_decoded_ms(log),
    )


def _figure(name: str, unit: str, summary: str) -> float:
    found = re.search(rf"\b{name}:\s+(\S+) {unit}\b", summary)
    if found is None:
        raise ParchaError(f"ffmpeg's loudness meter said nothing about {name}.")
    return float(found[1])


def _decoded_ms(log: str) -> int:
    """How much ffmpeg had decoded when it was done."""
    found = re.findall(r"\btime=(\d+):(\d+):(\d+)\.(\d\d)", log)
    if not found:
        raise ParchaError("ffmpeg did not say how much it had decoded.")
    hours, minutes, seconds, hundredths = map(int, found[-1])
    return 1000 * (3600 * hours + 60 * minutes + seconds) + 10 * hundredths


def master(source: Path, out: Path, aim: Aim, render: Callable[[str], None]) -> Loudness:
    """Bring the chapter `source` to `aim`: measure, render, measure what listeners will decode.

    `render` gets a chain of ffmpeg filters and writes `out` through it, each time from `source`:
    so whatever the codec, it is encoded once. The gain is one figure for the whole chapter, so
    loud and soft stay as spoken; the limiter touches peaks alone. Of `ROUNDS` the best is
    kept. Returns the loudness of `out`. Sound that nobody could hear is not lifted.
    """
    before = measure(source, HIGH_PASS, peak="sample")
    audible = before.integrated_lufs > INAUDIBLE_LUFS
    gain = aim.lufs - before.integrated_lufs if audible else 0.0
    ceiling = aim.peak_dbtp - aim.headroom_db
    gain += LIMITER_LOSS * max(0.0, before.true_peak_dbtp + gain - ceiling)
    tried: list[tuple[float, float]] = []
    rounds: list[tuple[str, Loudness]] = []
    for _ in range(ROUNDS):
        filters = chain(gain, ceiling)
        render(filters)
        heard = measure(out)
        rounds.append((filters, heard))
        if aim.met_by(heard) or not audible:
            return heard
        tried.append((gain, heard.integrated_lufs))
        gain += (aim.lufs - heard.integrated_lufs) / _yield(tried)
        ceiling -= max(0.0, heard.true_peak_dbtp - aim.peak_dbtp + METER_STEP_DB)
    # At few bits a second, a coder may lift a peak in one round that it left alone in another.
    best, heard = min(rounds, key=lambda made: aim.missed_by(made[1]))
    if best != filters:
        render(best)
    return heard


def _yield(tried: list[tuple[float, float]]) -> float:
    """How much louder one more dB of gain makes it: less than 1 LU where the limiter works."""
    if len(tried) < 2:
        return 0.75
    (gain, loudness), (last_gain, last_loudness) = tried[-2:]
    if gain == last_gain:
        return 1.0
    return min(1.0, max(0.25, (last_loudness - loudness) / (last_gain - gain)))


def chain(gain_db: float, ceiling_dbtp: float) -> str:
    """The mastering filters: high-pass, gain, limiter."""
    return f"{HIGH_PASS},volume={gain_db:.2f}dB:precision=float,{limiter(ceiling_dbtp)}"


def limiter(ceiling_dbtp: float) -> str:
    """A filter that holds peaks below `ceiling_dbtp`, those between samples too."""
    limit = math.pow(10.0, ceiling_dbtp / 20.0)
    return (
        f"aresample={OVERSAMPLED},"
        f"alimiter=level=false:latency=true:attack=5:release=50:limit={limit:.6f}"
    )
