from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from parcha.errors import ParchaError, StorageError
from parcha.sound import ffmpeg
from tests.sound.speechlike import recording, speech


def test_output_and_log_come_back(tmp_path: Path) -> None:
    wav = recording(tmp_path / "a.wav", speech(0.5))
    frames, log = ffmpeg.run(["-i", wav.path, "-f", "s16le", "-"])
    assert len(frames) == 2 * wav.count
    assert "pcm_s16le" in log


def test_pydub_is_told_where_ffmpeg_is_without_a_warning() -> None:
    code = (
        "from parcha.sound import ffmpeg\n"
        "assert ffmpeg.audio_segment().converter == ffmpeg.binary()\n"
    )
    environment = {**os.environ, "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""


def test_a_failure_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(ParchaError, match=r"missing\.wav"):
        ffmpeg.run(["-i", tmp_path / "missing.wav", "-f", "null", "-"])
    (tmp_path / "text.wav").write_text("this is no sound")
    with pytest.raises(ParchaError, match=r"text\.wav"):
        ffmpeg.run(["-i", tmp_path / "text.wav", "-f", "null", "-"])


def test_a_full_disk_is_a_storage_error(tmp_path: Path) -> None:
    wav = recording(tmp_path / "a.wav", speech(2))
    with pytest.raises(StorageError, match="full"):
        ffmpeg.run(["-i", wav.path, "-f", "s16le", "/dev/full"])


def test_endless_work_is_stopped() -> None:
    with pytest.raises(ParchaError, match="did not finish"):
        endless = ["-re", "-f", "lavfi", "-i", "anullsrc", "-f", "null", "-"]
        ffmpeg.run(endless, time_limit_s=0.3)


def test_a_machine_without_a_binary_gets_the_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise RuntimeError("No ffmpeg exe could be found.")

    monkeypatch.setattr("imageio_ffmpeg.get_ffmpeg_exe", none)
    with pytest.raises(ParchaError, match="IMAGEIO_FFMPEG_EXE"):
        ffmpeg.binary.__wrapped__()


def test_files_are_read_as_one_where_the_disk_knows_no_second_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wavs = [recording(tmp_path / f"{n}'s.wav", speech(0.2 * n, seed=n)) for n in (1, 2)]
    sound = {}
    for way in ("linked", "copied"):
        folder = tmp_path / way
        folder.mkdir()
        source = ffmpeg.one_after_another(folder, [wav.path for wav in wavs])
        sound[way], _ = ffmpeg.run([*source, "-f", "s16le", "-"], folder=folder)
        assert (folder / "0.wav").samefile(wavs[0].path) == (way == "linked")
        monkeypatch.setattr(os, "link", _no_links)
    assert sound["linked"] == sound["copied"]
    assert len(sound["copied"]) == 2 * sum(wav.count for wav in wavs)


def _no_links(*_: object) -> None:
    raise PermissionError
