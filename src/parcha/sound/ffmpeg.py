"""The one place that knows ffmpeg: where the binary is, how it is run, what its failures mean.

The binary comes with the package imageio-ffmpeg, so no system package is needed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from parcha.errors import ParchaError, StorageError

if TYPE_CHECKING:
    from pydub import AudioSegment

TIME_LIMIT_S = 30 * 60
_QUIET = ("-hide_banner", "-nostdin", "-nostats", "-y")
_ONE_DECODER = ("-threads", "1")
"""Sound is decoded no sooner by several threads, and a tenth of the work is theirs."""
_NO_ROOM = ("No space left on device", "Disk quota exceeded", "File too large")
_NO_ACCESS = (
    *("Permission denied", "Read-only file system", "Input/output error"),
    *("No such file or directory", "File name too long"),
)


@cache
def binary() -> str:
    """The path of ffmpeg. Raises `ParchaError` where the package brought none."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise ParchaError(
            "ffmpeg is missing: imageio-ffmpeg has no binary for this machine.",
            "Install ffmpeg and set IMAGEIO_FFMPEG_EXE to its path.",
        ) from error


@cache
def version() -> str:
    """The release of ffmpeg: part of the key of everything that it encoded."""
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_version())


def one_after_another(
    folder: Path, files: Sequence[Path], lengths_s: Sequence[float] = ()
) -> list[str]:
    """The arguments that read `files` as one, for a `run` in `folder`, a scratch folder.

    They get numbers as names there. Else the list that ffmpeg reads would have to quote theirs,
    and it knows no way to write a line end, nor bytes that are not UTF-8.
    """
    lines = ["ffconcat version 1.0"]
    for number, file in enumerate(files):
        name = f"{number}{file.suffix}"
        if file != folder / name:
            _link(file, folder / name)
        lines.append(f"file {name}")
        lines += [f"duration {length:.6f}" for length in lengths_s[number : number + 1]]
    Path(folder, "list").write_text("\n".join(lines) + "\n", encoding="ascii")
    return ["-f", "concat", "-i", "file:list"]


def _link(file: Path, name: Path) -> None:
    """Give `file` another name, or copy it where the disk knows no second names."""
    try:
        os.link(file, name)
    except OSError:
        shutil.copyfile(file, name)


def run(
    arguments: Sequence[str | Path],
    *,
    folder: Path | None = None,
    time_limit_s: float = TIME_LIMIT_S,
) -> tuple[bytes, str]:
    """Run ffmpeg in `folder`; return its standard output and log. Files are given as `Path`.

    Raises `StorageError` where the disk is full or a file cannot be reached, `ParchaError` for
    any other failure. It never asks, never reads stdin, and speaks English in every locale.
    """
    # A path may look like an option ("-y/a.wav") or a protocol ("concat:a/b.wav").
    told = (f"file:{part.absolute()}" if isinstance(part, Path) else part for part in arguments)
    command = [binary(), *_QUIET, *_ONE_DECODER, *told]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, "LC_ALL": "C"},
            timeout=time_limit_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ParchaError(f"ffmpeg did not finish within {time_limit_s:.0f} seconds.") from error
    except OSError as error:
        raise ParchaError.of(error, "ffmpeg could not be started") from error
    log = done.stderr.decode("utf-8", errors="replace")
    # A full disk at the very end of a file is only logged: the exit code still says success.
    if done.returncode or any(words in log for words in _NO_ROOM):
        raise _failure(log, done.returncode)
    return done.stdout, log


def _failure(log: str, code: int) -> ParchaError:
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    last = " ".join(lines[-2:]) or f"exit code {code}"
    if any(words in log for words in _NO_ROOM):
        return StorageError(
            "The disk is full: ffmpeg could not write a sound file.",
            "Free some space, then run the same command.",
        )
    if any(words in log for words in _NO_ACCESS):
        return StorageError(
            f"ffmpeg could not read or write a sound file: {last}",
            "See that the cache folder is there and that you may write to it (`parcha cache info` "
            "names it), then run the same command.",
        )
    return ParchaError(
        f"ffmpeg failed: {last}",
        "Run the same command again. If it fails again, install ffmpeg anew: "
        "pip install --force-reinstall imageio-ffmpeg",
    )


@cache
def audio_segment() -> type[AudioSegment]:
    """pydub's `AudioSegment`, told where ffmpeg is.

    pydub looks for ffmpeg on the PATH while it is imported and warns if there is none, before
    anybody can tell it better; that warning and those about its old syntax would only frighten.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    segment: type[AudioSegment] = AudioSegment
    segment.converter = binary()
    return segment
