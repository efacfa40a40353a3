"""How loud a file is over its time: the short-term loudness of EBU R 128 (the last 3 seconds)."""

from __future__ import annotations

import json
import re
from pathlib import Path

from parcha.sound import ffmpeg
from parcha.store import Store

SILENCE_LUFS = -70.0
WINDOW_S = 3
_READING = re.compile(r"pts_time:([\d.]+)\s+lavfi\.r128\.S=(\S+)")


def loudness_curve(path: Path, sha256: str, store: Store) -> tuple[float, ...]:
    """The loudness in LUFS at the end of each second of the sound file `path`, from the third on.

    Measured once for the bytes that `sha256` stands for; nothing is below `SILENCE_LUFS`.
    Raises `ParchaError` for a file that ffmpeg cannot decode.
    """

    def make(out: Path) -> None:
        out.write_text(json.dumps(_measure(path)), encoding="utf-8")

    kept = store.derive("loudness", f"{sha256}-curve", ".json", make)
    return tuple(json.loads(kept.read_text(encoding="utf-8")))


def _measure(path: Path) -> list[float]:
    meter = "ebur128=metadata=1:framelog=quiet,ametadata=mode=print:key=lavfi.r128.S:file=-"
    sound, _ = ffmpeg.run(["-i", path, "-map", "0:a:0", "-af", meter, "-f", "null", "-"])
    levels: dict[int, float] = {}
    for time, level in _READING.findall(sound.decode()):
        # The meter reads ten times a second; the last reading of a second stands for it.
        levels[int(float(time))] = max(SILENCE_LUFS, round(float(level), 1))
    return [level for second, level in sorted(levels.items()) if second >= WINDOW_S - 1]
