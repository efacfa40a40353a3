"""Check the packages of a finished edition with other people's tools, and print what they say.

Run: python tests/check_doors.py audio/brief   (needs opusinfo, mp3val, ffmpeg, ffprobe and sox)
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from wavinfo import WavInfoReader

LOUDNESS = {
    "phone": (-16, 1.0),
    "card": (-16, 1.0),
    "m4b": (-16, 1.0),
    "whatsapp": (-16, 1.0),
    "radio": (-23, 0.2),
    "ivr": (-19, 1.0),
}
SPREAD_LU = 1.0
RAW = {".alaw": ["-f", "alaw", "-ar", "8000"], ".ulaw": ["-f", "mulaw", "-ar", "8000"]}


def run(*command: str | Path) -> str:
    done = subprocess.run(
        list(map(str, command)), capture_output=True, check=True, encoding="utf-8", errors="replace"
    )
    return done.stdout + done.stderr


def loudness(path: Path) -> tuple[float, float]:
    meter = ["-map", "0:a:0", "-af", "ebur128=peak=true", "-f", "null", "-"]
    log = run("ffmpeg", "-nostdin", *RAW.get(path.suffix, []), "-i", path, *meter)
    summary = log[log.rindex("Summary:") :]
    figures = [re.search(rf"{name}:\s+(-?[\d.]+) ", summary) for name in ("I", "Peak")]
    assert figures[0]
    assert figures[1]
    return float(figures[0][1]), float(figures[1][1])


def check_note(path: Path) -> None:
    told = run("opusinfo", path)
    assert "Channels: 1" in told
    assert "Original sample rate: 16000 Hz" in told
    assert "WARNING" not in told
    assert path.stat().st_size <= 512 * 1024


def check_mp3(path: Path) -> None:
    verdict = run("mp3val", path)
    assert "WARNING" not in verdict, verdict
    assert "ERROR" not in verdict, verdict
    assert path.name.startswith("00-") or path.stat().st_size < 16_000_000


def check_broadcast(path: Path) -> None:
    found = WavInfoReader(str(path), info_encoding="utf-8")
    assert (found.fmt.sample_rate, found.fmt.channel_count, found.fmt.bits_per_sample) == (
        48000,
        1,
        16,
    )
    assert abs(found.bext.loudness_value + 23) <= 0.2
    assert len(found.cues.cues) == len(found.cues.labels) > 0
    slot = re.search(r"-(\d+)(min|s)", path.name)
    assert slot
    seconds = int(slot[1]) * (60 if slot[2] == "min" else 1)
    assert found.data.frame_count <= seconds * 48000


def check_prompt(path: Path) -> None:
    shown = run("sox", "--i", path)
    assert re.search(r"Sample Rate\s+: 8000", shown)
    levels = {}
    for name, effects in {"whole": [], "low": ["sinc", "-200"], "high": ["sinc", "3600"]}.items():
        level = re.search(r"RMS lev dB\s+(\S+)", run("sox", path, "-n", *effects, "stats"))
        assert level
        levels[name] = float(level[1])
    assert max(levels["low"], levels["high"]) < levels["whole"] - 40


def check_kind(path: Path, door: str) -> None:
    if path.suffix == ".ogg":
        check_note(path)
    elif path.suffix == ".mp3":
        check_mp3(path)
    elif path.suffix == ".wav" and door == "radio":
        check_broadcast(path)
    elif path.suffix == ".wav":
        check_prompt(path)


def check(home: Path) -> None:
    manifest = json.loads((home / "manifest.json").read_text(encoding="utf-8"))
    heard: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for file in manifest["files"]:
        path, door = home / file["path"], file["path"].partition("/")[0]
        if "lufs" not in file or door not in LOUDNESS:
            continue
        check_kind(path, door)
        lufs, peak = loudness(path)
        aim, tolerance = LOUDNESS[door]
        assert abs(lufs - aim) <= tolerance + 0.01, (path, lufs)
        assert peak <= -1, (path, peak)
        assert abs(lufs - file["lufs"]) <= 0.2, (path, lufs, file["lufs"])
        heard.setdefault((door, path.suffix), []).append((lufs, peak))
    for zipped in home.glob("whatsapp/*.zip"):
        with zipfile.ZipFile(zipped) as file:
            assert file.testzip() is None
    for (door, suffix), levels in sorted(heard.items()):
        low, high = min(level[0] for level in levels), max(level[0] for level in levels)
        assert high - low <= SPREAD_LU, (door, suffix, low, high)
        peak = max(level[1] for level in levels)
        levels_shown = f"{low:6.1f} to {high:6.1f} LUFS  {peak:5.1f} dBTP"
        print(f"{door:9} {suffix:6} {len(levels):3} files  {levels_shown}")


if __name__ == "__main__":
    check(Path(sys.argv[1]))
