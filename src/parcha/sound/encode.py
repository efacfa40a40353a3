"""MP3 for cheap players: mono, constant bit rate, an Info header, and one encode from PCM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from parcha.errors import StorageError
from parcha.recipe import recipe
from parcha.sound import ffmpeg
from parcha.sound.loudness import Aim, Loudness, master
from parcha.sound.pcm import MADE_AGAIN, duration_ms
from parcha.store import scratch

FRAME_SAMPLES = 1152
_UNDO_LAME = "volume=1/0.95:precision=float"
"""LAME turns all it gets down to 95 % for fear of clipping; here a limiter saw to that."""
_SAME_BYTES = ("-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1")
_NO_TAGS = ("-id3v2_version", "0", "-write_id3v1", "0", "-write_xing", "1", "-f", "mp3")

SMALL_SPEAKER = Aim(lufs=-16.0, peak_dbtp=-1.0)
"""3 LU louder than the usual -19 for mono, on purpose: phones have small speakers."""


@dataclass(frozen=True, slots=True)
class Mp3Profile:
    """How an MP3 is made. Unknown feature phones play 44.1 kHz mono CBR and nothing else surely."""

    rate: int = 44_100
    kbps: int = 64
    aim: Aim = SMALL_SPEAKER

    @property
    def fingerprint(self) -> str:
        """All that the bytes depend on beside the sound itself."""
        return f"mp3 {recipe('sound')} {self} {ffmpeg.version()}"


def encode_mp3(wav: Path, out: Path, profile: Mp3Profile) -> Loudness:
    """Master the chapter `wav` and encode it as `out`, without tags; say how loud it came out.

    The same sound gives the same bytes. Raises `StorageError` where the disk is full.
    """

    def render(filters: str) -> None:
        source: list[str | Path] = ["-i", wav, "-map", "0:a:0", "-af", f"{filters},{_UNDO_LAME}"]
        codec = ["-c:a", "libmp3lame", "-b:a", f"{profile.kbps}k", "-ac", "1"]
        ffmpeg.run([*source, *codec, "-ar", str(profile.rate), *_SAME_BYTES, *_NO_TAGS, out])

    return master(wav, out, profile.aim, render)


def mp3_frames(mp3: Path) -> int:
    """How many frames of sound an MP3 made here holds, as its Info header says.

    Raises `StorageError` for a file without one.
    """
    with mp3.open("rb") as file:
        first = file.read(256)
    header = first.find(b"Info")
    if header < 0:
        raise StorageError(f"{mp3} is damaged: it has no Info header.", MADE_AGAIN)
    return int.from_bytes(first[header + 8 : header + 12], "big")


def mp3_duration_ms(frames: int, profile: Mp3Profile) -> int:
    """How long `frames` MP3 frames last, as players show it."""
    return duration_ms(FRAME_SAMPLES * frames, profile.rate)


def mp3_spans(parts: Sequence[Path], profile: Mp3Profile) -> tuple[tuple[int, int], ...]:
    """When each of `parts` starts and ends (ms) in the file that `concatenate` makes of them.

    A part starts exactly where the frames before it end: the decoder's delay shifts all alike.
    """
    counts = (mp3_frames(part) for part in parts)
    borders = (mp3_duration_ms(frames, profile) for frames in accumulate(counts, initial=0))
    return tuple(pairwise(borders))


def concatenate(parts: Sequence[Path], out: Path, profile: Mp3Profile) -> None:
    """Put MP3s of one profile end to end as `out`.

    The frames are copied, not encoded again. That is sound: every part begins with an empty bit
    reservoir and both sides of every border are silent, so no frame misses the neighbour that it
    was coded beside; ffmpeg drops the parts' Info headers and writes one for the whole.
    """
    # Without the exact lengths ffmpeg guesses them, and complains of overlapping packets.
    lengths = [mp3_frames(part) * FRAME_SAMPLES / profile.rate for part in parts]
    with scratch(out.parent) as folder:
        source = ffmpeg.one_after_another(folder, parts, lengths)
        ffmpeg.run([*source, "-c", "copy", *_SAME_BYTES, *_NO_TAGS, out], folder=folder)
