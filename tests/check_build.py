"""Check a finished edition with other people's tools: mp3val, ffprobe and ffmpeg's meter.

Run: python tests/check_build.py audio/full   (needs mp3val and ffprobe)
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

from mutagen.id3 import ID3


def run(*command: str | Path) -> str:
    # ffmpeg cuts long tags in its log in the middle of a letter.
    done = subprocess.run(
        list(map(str, command)), capture_output=True, check=True, encoding="utf-8", errors="replace"
    )
    return done.stdout + done.stderr


def probe(path: Path) -> dict:  # type: ignore[type-arg]
    shown = ("-show_format", "-show_streams", "-show_chapters")
    return json.loads(run("ffprobe", "-v", "error", "-of", "json", *shown, path))


def loudness(path: Path) -> tuple[float, float]:
    """Integrated loudness (LUFS) and true peak (dBTP) of the decoded file."""
    log = run("ffmpeg", "-nostdin", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-")
    summary = log[log.rindex("Summary:") :]
    integrated = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    assert integrated
    assert peak
    return float(integrated[1]), float(peak[1])


def check(home: Path) -> None:
    manifest = json.loads((home / "manifest.json").read_text(encoding="utf-8"))
    for file in manifest["files"]:
        assert hashlib.sha256((home / file["path"]).read_bytes()).hexdigest() == file["sha256"]
    phone = home / "phone"
    playlist = (phone / "playlist.m3u8").read_text(encoding="utf-8").splitlines()
    parts = [phone / line for line in playlist if line and not line.startswith("#")]
    assert len(parts) == len(manifest["chapters"])
    for path, chapter in zip(parts, manifest["chapters"], strict=True):
        verdict = run("mp3val", path)
        assert "WARNING" not in verdict, verdict
        assert "ERROR" not in verdict, verdict
        found = probe(path)
        (audio,) = [stream for stream in found["streams"] if stream["codec_type"] == "audio"]
        assert (audio["sample_rate"], audio["channels"]) == ("44100", 1)
        assert abs(float(found["format"]["duration"]) * 1000 - chapter["duration_ms"]) < 60
        tags = ID3(path)
        assert tags.version[:2] == (2, 3)
        assert str(tags["TIT2"]).endswith(chapter["title"])
        assert tags.getall("USLT")[0].lang == "hin"
        assert tags.getall("APIC")
        integrated, peak = loudness(path)
        assert abs(integrated + 16) <= 1, (path, integrated)
        assert peak <= -1, (path, peak)
        print(f"{path.name}: {chapter['duration_ms'] / 1000:.1f} s {integrated} LUFS {peak} dBTP")
    for path in phone.glob("00-*-complete.mp3"):
        assert "WARNING" not in run("mp3val", path)
        marks = [float(mark["start_time"]) for mark in probe(path)["chapters"]]
        assert len(marks) == len(parts)
        assert marks[0] == 0
        print(f"{path.name}: {len(marks)} chapters")
    print("checked", len(parts), "parts")


if __name__ == "__main__":
    check(Path(sys.argv[1]))
