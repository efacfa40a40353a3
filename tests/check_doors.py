"""Check the packages of a finished edition with other people's tools, and print what they say.

Run: python tests/check_doors.py audio/brief
Needs opusinfo, mp3val, ffmpeg, ffprobe, sox and Java, and pip install -e '.[real]'.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.doors import pages, sound
from tests.doors.tools import loudness

LOUDNESS = {"radio": (-23, 0.2), "ivr": (-19, 1.0)}
USUAL = (-16, 1.0)
"""LUFS, and how far off a file may be; all other packages want this."""
SPREAD_LU = 1.0
HIGHEST_DBTP = -1.0
METER_LU = 0.2
"""Two meters that show tenths agree as far as this."""


def check(home: Path) -> None:
    manifest = json.loads((home / "manifest.json").read_text(encoding="utf-8"))
    listed = {file["path"] for file in manifest["files"]} | {"manifest.json"}
    assert listed == {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    heard: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for file in manifest["files"]:
        if "lufs" in file:
            path, door = home / file["path"], file["path"].partition("/")[0]
            sound.check(path, door)
            lufs, peak = loudness(path)
            aim, tolerance = LOUDNESS.get(door, USUAL)
            assert abs(lufs - aim) <= tolerance + 0.01, (path, lufs)
            assert peak <= HIGHEST_DBTP, (path, peak)
            assert abs(lufs - file["lufs"]) <= METER_LU, (path, lufs, file["lufs"])
            heard.setdefault((door, path.suffix), []).append((lufs, peak))
    for (door, suffix), levels in sorted(heard.items()):
        low, high = min(level[0] for level in levels), max(level[0] for level in levels)
        assert high - low <= SPREAD_LU, (door, suffix, low, high)
        peak = max(level[1] for level in levels)
        levels_shown = f"{low:6.1f} to {high:6.1f} LUFS  {peak:5.1f} dBTP"
        print(f"{door:9} {suffix:6} {len(levels):3} files  {levels_shown}")
    for door, found in pages.check(home):
        print(f"{door:9} {found}")


if __name__ == "__main__":
    check(Path(sys.argv[1]))
