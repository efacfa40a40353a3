"""How each door beside MP3 wants its sound: rate, codec, loudness. One encode from PCM."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parcha.recipe import recipe
from parcha.sound import ffmpeg
from parcha.sound.loudness import Aim, Loudness, master
from parcha.store import scratch

EXACT = ("-fflags", "+bitexact", "-flags:a", "+bitexact")
SAME_BYTES = (*EXACT, "-map_metadata", "-1")
TELEPHONE_BAND_HZ = (300, 3400)
_BAND_DELAY_S = 0.04
_BAND = (
    "firequalizer=gain='if(between(f,{0},{1}),0,-90)':delay={2}:accuracy=5,"
    # The filter looks ahead: all comes later by its delay.
    "atrim=start={2},asetpts=PTS-STARTPTS"
).format(*TELEPHONE_BAND_HZ, _BAND_DELAY_S)


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of sound file: mono at `rate`, `codec` as ffmpeg's flags, mastered to `aim`.

    `band` is a filter that the sound passes before it is mastered, so that the loudness is that
    of what is left.
    """

    name: str
    suffix: str
    rate: int
    codec: tuple[str, ...]
    aim: Aim
    band: str = ""

    @property
    def fingerprint(self) -> str:
        """All that the bytes depend on beside the sound itself."""
        return f"{recipe('sound')} {self} {ffmpeg.version()}"


VOICE_NOTE_KBPS = 24
VOICE_NOTE = Format(
    name="voice note",
    suffix=".ogg",
    rate=16_000,
    codec=(
        # Not "voip", which lifts some peaks by 3 dB (measured).
        *("-c:a", "libopus", "-application", "audio"),
        *("-b:a", f"{VOICE_NOTE_KBPS}k", "-vbr", "constrained"),
        # ffmpeg would number the stream 0, over which some tools stumble.
        *("-serial_offset", "1"),
    ),
    aim=Aim(lufs=-16.0, peak_dbtp=-1.0, headroom_db=2.0),
    # Limited first and resampled then, peaks would come back.
    band="aresample=16000",
)
"""WhatsApp's own: Ogg with Opus, from 16 kHz. Other channels or rates are not played there."""

BROADCAST = Format(
    name="broadcast",
    suffix=".wav",
    rate=48_000,
    codec=("-c:a", "pcm_s16le"),
    aim=Aim(lufs=-23.0, peak_dbtp=-1.0, tolerance_lu=0.2),
)
"""EBU R 128 for radio."""

TELEPHONE = Format(
    name="telephone",
    suffix=".wav",
    rate=8_000,
    codec=("-c:a", "pcm_s16le"),
    aim=Aim(lufs=-19.0, peak_dbtp=-1.0),
    band=_BAND,
)
"""What a telephone line carries: nothing outside its band, which would only fold back as noise."""

MASTER = Format(
    name="master",
    suffix=".wav",
    rate=44_100,
    codec=("-c:a", "pcm_s16le"),
    # ffmpeg's AAC lifts peaks by about 3 dB, single ones by more (measured).
    aim=Aim(lufs=-16.0, peak_dbtp=-4.0, headroom_db=0.3),
)
"""A mastered part that waits to be encoded as AAC: in an audio book, or in a film."""


def encode(wav: Path, out: Path, form: Format) -> Loudness:
    """Master the sound `wav` as `form` wants it, write it as `out`, say how loud that came out.

    The same sound gives the same bytes. Raises `StorageError` where the disk is full.
    """
    with scratch(out.parent) as folder:
        source = _banded(wav, Path(folder, "band.wav"), form.band)

        def render(filters: str) -> None:
            sound: list[str | Path] = ["-i", source, "-map", "0:a:0", "-af", filters, "-ac", "1"]
            ffmpeg.run([*sound, *form.codec, "-ar", str(form.rate), *SAME_BYTES, out])

        return master(source, out, form.aim, render)


def _banded(wav: Path, out: Path, band: str) -> Path:
    if not band:
        return wav
    # In floating point, because a filter may lift a peak over full scale for a while.
    ffmpeg.run(["-i", wav, "-af", band, "-c:a", "pcm_f32le", out])
    return out


def companded(wav: Path, out: Path, law: str) -> None:
    """Write the telephone sound `wav` as raw G.711 bytes; `law` is "alaw" or "mulaw"."""
    ffmpeg.run(["-i", wav, "-c:a", f"pcm_{law}", "-f", law, *SAME_BYTES, out])
