from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from parcha.errors import StorageError
from parcha.model import Pcm, Recording
from parcha.sound.join import EDGE_MS, LEAD_IN_MS, TAIL_MS, Piece, join, voiced
from parcha.sound.pcm import duration_ms, frame_count, read_wav, silence
from tests.sound.speechlike import padded, recording, samples, speech


def test_lines_and_pauses_tile_the_track_to_the_frame(tmp_path: Path) -> None:
    rate = 22_050
    pauses = [0, 301, 17, 450]
    pieces = [
        Piece(recording(tmp_path / f"{n}.wav", speech(0.3 + n / 7, rate=rate, seed=n)), pause)
        for n, pause in enumerate(pauses)
    ]
    out = tmp_path / "part.wav"
    spans = join(pieces, out)

    track = read_wav(out)
    voices = sum(
        frame_count(end, rate) - frame_count(start, rate)
        for start, end in map(voiced, (piece.recording for piece in pieces))
    )
    around = sum(frame_count(ms, rate) for ms in (LEAD_IN_MS, *pauses[:-1], TAIL_MS))
    assert track.count == voices + around
    assert spans[0][0] == LEAD_IN_MS
    for (_, end), (start, _), pause in zip(spans, spans[1:], pauses, strict=False):
        assert abs(start - end - pause) <= 1
    assert abs(duration_ms(track.count, rate) - spans[-1][1] - TAIL_MS) <= 1


def test_many_short_lines_do_not_drift(tmp_path: Path) -> None:
    rate = 22_050
    piece = Piece(recording(tmp_path / "a.wav", speech(0.1, rate=rate)), 7)
    spans = join([piece] * 200, tmp_path / "part.wav")
    first, last = voiced(piece.recording)
    line = frame_count(last, rate) - frame_count(first, rate)
    step = (line + frame_count(7, rate)) / rate * 1000
    assert abs(spans[-1][0] - LEAD_IN_MS - 199 * step) <= 1


def test_silence_around_a_clip_is_trimmed_and_the_voice_is_not(tmp_path: Path) -> None:
    voice = speech(1.0)
    clip = recording(tmp_path / "a.wav", padded(voice, 300, 415))
    ((start, end),) = join([Piece(clip, 0)], tmp_path / "part.wav")
    first, last = voiced(clip)
    assert 300 - EDGE_MS - 5 <= first <= 300 - EDGE_MS + 5
    assert 1300 + EDGE_MS - 5 <= last <= 1300 + EDGE_MS + 5
    assert end - start == last - first
    track = samples(read_wav(tmp_path / "part.wav"))
    at = frame_count(start + 300 - first, voice.rate)
    assert np.array_equal(track[at : at + voice.count], samples(voice))


def test_edges_fade_so_that_nothing_clicks(tmp_path: Path) -> None:
    rate = 24_000
    hum = (0.5 * 32767 * np.cos(2 * np.pi * 200 * np.arange(rate) / rate)).astype("<i2")
    ((start, end),) = join(
        [Piece(recording(tmp_path / "a.wav", Pcm(hum.tobytes(), rate)), 0)], tmp_path / "part.wav"
    )
    track = samples(read_wav(tmp_path / "part.wav"))
    loudest_step = np.abs(np.diff(samples(Pcm(hum.tobytes(), rate)))).max()
    assert np.abs(np.diff(track)).max() <= 1.2 * loudest_step
    assert (start, end) == (LEAD_IN_MS, LEAD_IN_MS + 1000)


def test_a_clip_without_sound_is_kept_whole(tmp_path: Path) -> None:
    clip = recording(tmp_path / "a.wav", Pcm(silence(800, 24_000), 24_000))
    assert voiced(clip) == (0, 800)
    assert join([Piece(clip, 0)], tmp_path / "part.wav") == ((LEAD_IN_MS, LEAD_IN_MS + 800),)


def test_slower_recordings_are_brought_to_the_fastest_rate(tmp_path: Path) -> None:
    slow = recording(tmp_path / "slow.wav", speech(1.0, rate=16_000))
    fast = recording(tmp_path / "fast.wav", speech(0.5, rate=24_000))
    spans = join([Piece(slow, 100), Piece(fast, 100)], tmp_path / "part.wav")
    assert read_wav(tmp_path / "part.wav").rate == 24_000
    assert abs(spans[0][1] - spans[0][0] - 1000) <= 10


def test_the_same_pieces_give_the_same_bytes(tmp_path: Path) -> None:
    pieces = [Piece(recording(tmp_path / "a.wav", padded(speech(0.7), 50, 50)), 120)] * 3
    join(pieces, tmp_path / "one.wav")
    join(pieces, tmp_path / "two.wav")
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()


def test_a_missing_recording_is_named(tmp_path: Path) -> None:
    gone = Recording(tmp_path / "gone.wav", 24_000, 24_000)
    with pytest.raises(StorageError, match=r"gone\.wav"):
        join([Piece(gone, 0)], tmp_path / "part.wav")
