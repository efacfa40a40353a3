"""How the tools are run, and loudness by Debian's ffmpeg: another one than parcha's own."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

from mutagen.id3 import BitPaddedInt

RAW = {".alaw": ["-f", "alaw", "-ar", "8000"], ".ulaw": ["-f", "mulaw", "-ar", "8000"]}
ID3_HEADER = 10
_measured: dict[str, tuple[float, float]] = {}


def run(*command: str | Path) -> str:
    """What a tool says on both its outputs. Raises where it fails."""
    done = subprocess.run(
        list(map(str, command)), capture_output=True, check=True, encoding="utf-8", errors="replace"
    )
    return done.stdout + done.stderr


def loudness(path: Path) -> tuple[float, float]:
    """LUFS and dBTP of the decoded file; the same stream under another tag is measured once."""
    key = hashlib.sha256(_stream(path)).hexdigest()
    if key not in _measured:
        meter = ["-map", "0:a:0", "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]
        log = run("ffmpeg", "-nostdin", *RAW.get(path.suffix, []), "-i", path, *meter)
        summary = log[log.rindex("Summary:") :]
        figures = [re.search(rf"{name}:\s+(-?[\d.]+) ", summary) for name in ("I", "Peak")]
        assert figures[0]
        assert figures[1]
        _measured[key] = float(figures[0][1]), float(figures[1][1])
    return _measured[key]


def _stream(path: Path) -> bytes:
    data = path.read_bytes()
    if data[:3] == b"ID3":
        return data[ID3_HEADER + int(BitPaddedInt(data[6:10])) :]
    return data
