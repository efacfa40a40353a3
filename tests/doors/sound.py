"""Sound files, one at a time: opusinfo, mp3val, wavinfo, sox and ffprobe say what is in them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from wavinfo import WavInfoReader

from tests.doors.tools import RAW, run

LARGEST_NOTE = 512 * 1024
LARGEST_AUDIO = 16_000_000
BAND_DB = 40


def probed(path: Path, *flags: str) -> dict[str, Any]:
    """What ffprobe finds."""
    shown = run("ffprobe", "-v", "error", *flags, "-show_streams", "-of", "json", path)
    return json.loads(shown)


def note(path: Path) -> None:
    told = run("opusinfo", path)
    assert "Channels: 1" in told
    assert "Original sample rate: 16000 Hz" in told
    assert "WARNING" not in told, told
    assert path.stat().st_size <= LARGEST_NOTE


def mp3(path: Path) -> None:
    verdict = run("mp3val", path)
    assert "WARNING" not in verdict, verdict
    assert "ERROR" not in verdict, verdict
    (stream,) = (s for s in probed(path)["streams"] if s["codec_type"] == "audio")
    assert (stream["codec_name"], stream["channels"], stream["sample_rate"]) == ("mp3", 1, "44100")
    assert path.name.startswith("00-") or path.stat().st_size < LARGEST_AUDIO


def broadcast(path: Path) -> None:
    found = WavInfoReader(str(path), info_encoding="utf-8")
    shape = (found.fmt.sample_rate, found.fmt.channel_count, found.fmt.bits_per_sample)
    assert shape == (48000, 1, 16)
    assert abs(found.bext.loudness_value + 23) <= 0.2
    assert found.bext.max_true_peak <= -1
    assert len(found.cues.cues) == len(found.cues.labels) > 0
    slot = re.search(r"-(\d+)(min|s)", path.name)
    assert slot
    seconds = int(slot[1]) * (60 if slot[2] == "min" else 1)
    assert found.data.frame_count <= seconds * 48000


def prompt(path: Path) -> None:
    """Nothing outside the telephone's band; the two laws hold as many frames."""
    shown = run("sox", "--i", path)
    assert re.search(r"Sample Rate\s+: 8000", shown)
    levels = {}
    for name, effects in {"whole": [], "low": ["sinc", "-200"], "high": ["sinc", "3600"]}.items():
        level = re.search(r"RMS lev dB\s+(\S+)", run("sox", path, "-n", *effects, "stats"))
        assert level
        levels[name] = float(level[1])
    assert max(levels["low"], levels["high"]) < levels["whole"] - BAND_DB
    frames = WavInfoReader(str(path)).data.frame_count
    assert {path.with_suffix(law).stat().st_size for law in RAW} == {frames}


def film(path: Path) -> None:
    """What WhatsApp plays: H.264 without tricks, AAC, at most a minute, the index in front."""
    video, audio = probed(path)["streams"]
    assert (video["codec_name"], video["pix_fmt"]) == ("h264", "yuv420p")
    assert video["profile"] in ("Main", "Constrained Baseline", "Baseline")
    assert (audio["codec_name"], audio["profile"]) == ("aac", "LC")
    assert float(video["duration"]) <= 60
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert len(data) < LARGEST_AUDIO


def book(path: Path) -> None:
    """Chapters that follow one another, from the beginning to the end."""
    found = probed(path, "-show_chapters", "-show_format")
    starts, ends = (
        [float(chapter[name]) for chapter in found["chapters"]]
        for name in ("start_time", "end_time")
    )
    assert starts == [0, *ends[:-1]]
    assert abs(ends[-1] - float(found["format"]["duration"])) < 0.2


CHECKS = {
    ".ogg": note,
    ".mp3": mp3,
    ".m4b": book,
    ".mp4": film,
}
"""What is checked of a file of this kind in any package; of a .wav see `check`."""


def check(path: Path, door: str) -> None:
    """Hold the sound file to the rules of its kind."""
    if path.suffix == ".wav":
        (broadcast if door == "radio" else prompt)(path)
    elif path.suffix in CHECKS:
        CHECKS[path.suffix](path)
