"""A film of still pictures and sound: MP4 with H.264 and AAC, which every phone plays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parcha.sound import ffmpeg
from parcha.sound.formats import SAME_BYTES
from parcha.store import scratch

FRAMES_A_SECOND = 15
AUDIO_KBPS = 96


@dataclass(frozen=True, slots=True)
class Still:
    """A PNG of even width and height that is shown from `start_ms` until the next one."""

    png: bytes
    start_ms: int


def film(stills: Sequence[Still], sound: Path, length_ms: int, out: Path) -> None:
    """Write the film of `length_ms` as `out`; the first still starts at 0.

    The sound is encoded as it is, so it should be mastered. The same input gives the same bytes.
    Raises `StorageError` where the disk is full.
    """
    ends = [*(still.start_ms for still in stills[1:]), length_ms]
    with scratch(out.parent) as folder:
        pngs = [Path(folder, f"{number}.png") for number in range(len(stills))]
        for png, still in zip(pngs, stills, strict=True):
            png.write_bytes(still.png)
        lengths = [(end - still.start_ms) / 1000 for still, end in zip(stills, ends, strict=True)]
        pictures = ffmpeg.one_after_another(folder, pngs, lengths)
        # One thread, because the picture depends on how many there are.
        video = ["-c:v", "libx264", "-preset", "veryfast", "-tune", "stillimage", "-threads", "1"]
        # The demuxer shows the last picture for a moment only.
        held = f"fps={FRAMES_A_SECOND},tpad=stop=-1:stop_mode=clone"
        shape = ["-vf", held, "-pix_fmt", "yuv420p", "-profile:v", "main"]
        audio = ["-c:a", "aac", "-b:a", f"{AUDIO_KBPS}k", "-ac", "1"]
        whole = ["-t", f"{length_ms / 1000:.3f}", "-movflags", "+faststart"]
        exact = [*SAME_BYTES, "-flags:v", "+bitexact"]
        ffmpeg.run(
            [*pictures, "-i", sound, *video, *shape, *audio, *whole, *exact, out], folder=folder
        )
