"""Broadcast WAV: the sound that radio stations take, with its loudness and its cue points inside.

Chunks as in EBU Tech 3285 (bext, version 2), the cue and associated-data chunks of RIFF, and
LIST/INFO. bext is ASCII; what is in other letters stands in INFO, as UTF-8.
"""

from __future__ import annotations

import json
import re
import struct
import wave
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from parcha.errors import ParchaError
from parcha.sound import ffmpeg
from parcha.sound.formats import BROADCAST, encode
from parcha.sound.loudness import measure
from parcha.sound.pcm import FRAME_BYTES, frame_count
from parcha.store import Store, key_of, scratch

RATE = BROADCAST.rate
RAW = ("-f", "s16le", "-ar", str(RATE), "-ch_layout", "mono")
UNKNOWN = 0x7FFF
"""What bext says where a figure cannot be given: a file under 3 s has no short-term loudness."""
SILENT_LUFS = -70.0


@dataclass(frozen=True, slots=True)
class Levels:
    """The five loudness figures of bext, in LUFS, LU and dBTP."""

    integrated: float
    range: float
    true_peak: float
    momentary: float
    short_term: float


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Mastered sound without a header: mono 16-bit frames at 48 kHz, and their loudness."""

    pcm: Path
    levels: Levels

    @property
    def bytes(self) -> int:
        """How many bytes of sound there are."""
        return self.pcm.stat().st_size


@dataclass(frozen=True, slots=True)
class CuePoint:
    """A place that an editor can jump to; `label` is ASCII."""

    label: str
    start_ms: int


def broadcast(wav: Path, sha256: str, store: Store) -> Broadcast:
    """Master `wav`, whose hash is `sha256`, for radio; or find it mastered in `store`."""
    key = key_of("broadcast", sha256, BROADCAST.fingerprint)

    def make(out: Path) -> None:
        with scratch(out.parent) as folder:
            mastered = Path(folder, "mastered.wav")
            encode(wav, mastered, BROADCAST)
            with wave.open(str(mastered), "rb") as sound, out.open("wb") as raw:
                while frames := sound.readframes(RATE):
                    raw.write(frames)

    pcm = store.derive("encoded", key, ".pcm", make)

    def hear(out: Path) -> None:
        out.write_text(json.dumps(asdict(_levels(pcm))), encoding="ascii")

    heard = store.derive("loudness", key, ".json", hear)
    return Broadcast(pcm, Levels(**json.loads(heard.read_text(encoding="ascii"))))


def _levels(pcm: Path) -> Levels:
    whole = measure(pcm, reader=RAW)
    meter = ["-af", "ebur128=framelog=info", "-f", "null", "-"]
    _, log = ffmpeg.run([*RAW, "-i", pcm, *meter])
    moments = re.findall(r"\bM:\s*(\S+)\s+S:\s*(\S+)", log)
    if not moments:
        raise ParchaError("ffmpeg's loudness meter showed no moments.")
    return Levels(
        whole.integrated_lufs,
        whole.range_lu,
        whole.true_peak_dbtp,
        max(float(momentary) for momentary, _ in moments),
        max(float(short_term) for _, short_term in moments),
    )


def head(
    sound: Broadcast,
    description: str,
    reference: str,
    cues: Sequence[CuePoint],
    info: Mapping[str, str],
) -> bytes:
    """Everything of a Broadcast WAV that stands before the frames of `sound`.

    `description` and `reference` are ASCII; `info` are LIST/INFO texts by their four-letter names.
    No date is written, so that the same sound gives the same bytes.
    """
    body = b"".join(
        [
            _chunk(
                b"fmt ", struct.pack("<HHIIHH", 1, 1, RATE, RATE * FRAME_BYTES, FRAME_BYTES, 16)
            ),
            _chunk(b"bext", _bext(sound.levels, description, reference)),
            _chunk(b"cue ", _cue(cues)),
            _chunk(b"LIST", b"adtl" + b"".join(_label(n, cue) for n, cue in enumerate(cues, 1))),
            _chunk(b"LIST", b"INFO" + b"".join(_text(name, text) for name, text in info.items())),
        ]
    )
    size = 4 + len(body) + 8 + sound.bytes
    return struct.pack("<4sI4s", b"RIFF", size, b"WAVE") + body + _data_head(sound.bytes)


def _data_head(size: int) -> bytes:
    return struct.pack("<4sI", b"data", size)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack("<4sI", name, len(data)) + data + b"\0" * (len(data) % 2)


def _bext(levels: Levels, description: str, reference: str) -> bytes:
    figures = (
        *(levels.integrated, levels.range, levels.true_peak),
        *(levels.momentary, levels.short_term),
    )
    fixed = struct.pack(
        "<256s32s32s10s8sQH64s5h180x",
        description.encode("ascii", "replace")[:256],
        b"parcha",
        reference.encode("ascii", "replace")[:32],
        b"",
        b"",
        0,
        2,
        b"",
        *(round(100 * figure) if figure > SILENT_LUFS else UNKNOWN for figure in figures),
    )
    return fixed + f"A=PCM,F={RATE},W=16,M=mono,T=parcha\r\n\0".encode("ascii")


def _cue(cues: Sequence[CuePoint]) -> bytes:
    points = b""
    for number, cue in enumerate(cues, start=1):
        frame = frame_count(cue.start_ms, RATE)
        points += struct.pack("<II4sIII", number, frame, b"data", 0, 0, frame)
    return struct.pack("<I", len(cues)) + points


def _label(number: int, cue: CuePoint) -> bytes:
    return _chunk(b"labl", struct.pack("<I", number) + cue.label.encode("ascii") + b"\0")


def _text(name: str, text: str) -> bytes:
    return _chunk(name.encode("ascii"), text.encode("utf-8") + b"\0")
