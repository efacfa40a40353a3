"""Defects are planted one at a time in a finished edition: each must be found where it is."""

from __future__ import annotations

import array
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4

from parcha.check.complete import Made, find_faults, require_complete
from parcha.check.sound_tags import read_with
from parcha.check.told import Fault, Said, Told
from parcha.errors import CheckError, StorageError
from parcha.model import Pcm, Voice
from parcha.sound import ffmpeg
from parcha.sound.loudness import measure
from parcha.sound.meter import READ_AS
from parcha.sound.pcm import read_wav, silence, write_wav
from parcha.speech.espeak import EspeakEngine
from tests.check.conftest import file_of

PART = 2  # of four, with six lines of the article
LINE = 4


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Made:
    """The edition with files of its own, to be damaged."""
    return replace(made, home=Path(shutil.copytree(made.home, tmp_path / "audio")))


def recorded(made: Made, changed: Callable[[Path], None], path: Path) -> Made:
    """The edition as if `changed` had happened to a file before its record was written."""
    changed(path)
    name = path.relative_to(made.home).as_posix()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    files = [replace(r, sha256=digest) if r.path == name else r for r in made.files]
    sounds = dict(made.sounds)
    if name in sounds:
        sounds[name] = measure(path, reader=READ_AS[path.suffix])
    return replace(made, files=files, sounds=sounds)


def with_part(made: Made, part: Told) -> Made:
    parts = [part if old.chapter.number == part.chapter.number else old for old in made.parts]
    return replace(made, parts=parts)


def with_clip(made: Made, tmp_path: Path, change: Callable[[Pcm], Pcm]) -> Made:
    """The edition as if its voice had spoken one line like this. Its files stay as they are."""
    part = made.parts[PART - 1]
    said = part.lines[LINE - 1]
    path = tmp_path / "planted.wav"
    changed = change(read_wav(said.recording.path))
    write_wav(path, changed)
    recording = replace(said.recording, path=path, count=changed.count)
    lines = list(part.lines)
    lines[LINE - 1] = replace(said, recording=recording)
    return with_part(made, replace(part, lines=tuple(lines)))


def scaled(pcm: Pcm, gain: float) -> Pcm:
    samples = array.array("h", pcm.frames)
    louder = (max(-32768, min(32767, round(gain * sample))) for sample in samples)
    return Pcm(array.array("h", louder).tobytes(), pcm.rate)


def half_of_the_speech(pcm: Pcm) -> Pcm:
    """Without the silence at the end, and then without the second half."""
    speech = pcm.frames.rstrip(b"\0")
    return Pcm(speech[: len(speech) // 4 * 2], pcm.rate)


def refilter(made: Made, number: int, filters: str) -> Made:
    """A delivered part as if it had been mastered wrongly."""

    def change(path: Path) -> None:
        new = path.with_suffix(".new.mp3")
        ffmpeg.run(["-i", path, "-map", "0:a:0", "-af", filters, "-b:a", "64k", new])
        new.replace(path)

    return recorded(made, change, file_of(made, number))


def texts(faults: list[Fault]) -> str:
    return "\n".join(map(str, faults))


def test_an_untouched_edition_has_no_fault(made: Made) -> None:
    assert texts(list(find_faults(made))) == ""
    require_complete(made)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda pcm: scaled(pcm, 0.01), "is silent, or nearly so"),
        (half_of_the_speech, "is too short"),
        (half_of_the_speech, "is cut off at its end"),
        (lambda pcm: Pcm(pcm.frames * 2, pcm.rate), "is too long"),
        (lambda pcm: scaled(pcm, 20), "is clipped at"),
        (
            lambda pcm: Pcm(
                pcm.frames[: pcm.count] + silence(1500, pcm.rate) + pcm.frames[pcm.count :],
                pcm.rate,
            ),
            "ms in the middle",
        ),
    ],
    ids=["silenced", "half", "cut off", "spoken twice", "clipped", "silent inside"],
)
def test_a_bad_clip(made: Made, tmp_path: Path, change: Callable[[Pcm], Pcm], what: str) -> None:
    faults = list(find_faults(with_clip(made, tmp_path, change)))
    found = [fault for fault in faults if what in fault.what]
    assert {(fault.part, fault.line) for fault in found} == {("kya", LINE)}, texts(faults)
    # The other lines are not blamed, whatever this one does to what is usual.
    assert {fault.line for fault in faults} == {LINE}


def test_a_voice_that_changes_half_way(made: Made, tmp_path: Path) -> None:
    part = made.parts[PART - 1]
    changed = []
    lines = list(part.lines)
    for at, said in enumerate(part.lines[LINE:], start=LINE):
        if said.utterance.voice.name == "hi":
            path = tmp_path / f"{at}.wav"
            write_wav(path, EspeakEngine().speak(said.utterance.text, Voice("espeak", "hi-female")))
            lines[at] = replace(said, recording=replace(said.recording, path=path))
            changed.append(at + 1)
    part = replace(part, lines=tuple(lines))
    faults = [f for f in find_faults(with_part(made, part)) if "another voice" in f.what]
    assert changed
    assert [fault.line for fault in faults] == changed


def test_the_clip_of_another_line(made: Made) -> None:
    part = made.parts[PART - 1]
    lines = list(part.lines)
    lines[LINE] = replace(lines[LINE], recording=lines[LINE - 1].recording)
    faults = find_faults(with_part(made, replace(part, lines=tuple(lines))))
    assert any("the clip is that of" in fault.what and fault.line == LINE + 1 for fault in faults)


def test_neighbours_swapped(made: Made) -> None:
    """As if the joining had taken two clips in the wrong order."""
    part = made.parts[PART - 1]
    lines: list[Said] = list(part.lines)
    one, two = lines[LINE - 1], lines[LINE]
    lines[LINE - 1] = replace(one, recording=two.recording, utterance=two.utterance)
    lines[LINE] = replace(two, recording=one.recording, utterance=one.utterance)
    faults = list(find_faults(with_part(made, replace(part, lines=tuple(lines)))))
    wrong = {fault.line for fault in faults if "is not the sound of its clip" in fault.what}
    assert wrong == {LINE, LINE + 1}, texts(faults)
    assert all(fault.file == "phone/02-kya.mp3" for fault in faults if fault.file)


def test_a_line_silenced_in_the_file(copy: Made) -> None:
    line = copy.parts[PART - 1].lines[LINE - 1].line
    start, end = line.start_ms / 1000, line.end_ms / 1000
    damaged = refilter(copy, PART, f"volume=0:enable='between(t,{start},{end})'")
    faults = list(find_faults(damaged))
    named = [fault for fault in faults if fault.line == LINE and fault.file == "phone/02-kya.mp3"]
    assert any("not the sound of its clip" in fault.what for fault in named)
    assert any("is silent from" in fault.what for fault in faults)


def test_a_file_that_breaks_off(copy: Made) -> None:
    faults = list(find_faults(refilter(copy, PART, "atrim=end=10")))
    assert any("lasts 10" in f.what and f.file == "phone/02-kya.mp3" for f in faults), texts(faults)


def test_a_pause_that_was_not_planned(made: Made) -> None:
    part = made.parts[PART - 1]
    lines = list(part.lines)
    lines[LINE - 1] = replace(lines[LINE - 1], pause_ms=lines[LINE - 1].pause_ms + 100)
    (fault,) = find_faults(with_part(made, replace(part, lines=tuple(lines))))
    assert (fault.line, "planned were" in fault.what) == (LINE, True)


@pytest.mark.parametrize("wrong_by", [0, 19, 21, -21, 500])
def test_a_chapter_mark_beside_the_start(copy: Made, wrong_by: int) -> None:
    def change(path: Path) -> None:
        # By hand, because mutagen would sort the marks as well.
        data = bytearray(path.read_bytes())
        at = data.index(b"ch02\0", data.index(b"CHAP")) + len(b"ch02\0")
        start = int.from_bytes(data[at : at + 4], "big") + wrong_by
        data[at : at + 4] = start.to_bytes(4, "big")
        path.write_bytes(data)

    faults = list(find_faults(recorded(copy, change, file_of(copy, 0))))
    found = [fault for fault in faults if "the chapter mark is at" in fault.what]
    assert bool(found) == (abs(wrong_by) > 20), texts(faults)
    assert all(fault.part == "kya" for fault in found)


def test_a_wrong_time_in_the_playlist(copy: Made) -> None:
    def change(path: Path) -> None:
        lines = path.read_bytes().split(b"\r\n")
        at = next(n for n, line in enumerate(lines) if line.startswith(b"#EXTINF"))
        lines[at] = b"#EXTINF:99,x"
        path.write_bytes(b"\r\n".join(lines))

    path = copy.home / "phone" / "playlist.m3u8"
    (fault,) = find_faults(recorded(copy, change, path))
    assert fault.file == "phone/playlist.m3u8"
    assert "says 99 s for phone/01-opening.mp3" in fault.what


def test_a_part_missing_from_a_playlist(copy: Made) -> None:
    def change(path: Path) -> None:
        path.write_bytes(path.read_bytes().replace(b"02-kya.mp3\r\n", b""))

    path = copy.home / "phone" / "playlist.m3u"
    (fault,) = find_faults(recorded(copy, change, path))
    assert (fault.file, "in order" in fault.what) == ("phone/playlist.m3u", True)


def test_a_tag_that_lies(copy: Made) -> None:
    def change(path: Path) -> None:
        from mutagen.id3 import ID3

        tag = ID3(path, translate=False)
        tag["TLEN"].text = ["1000"]
        tag["TIT2"].text = ["?"]
        tag["SYLT"] = tag.getall("SYLT")[0]
        tag["SYLT"].text[1] = (tag["SYLT"].text[1][0], 0)
        tag.save(path, v2_version=3)

    faults = list(find_faults(recorded(copy, change, file_of(copy, PART))))
    assert len(faults) == 3
    assert {fault.file for fault in faults} == {"phone/02-kya.mp3"}


def test_a_complete_file_without_a_part(copy: Made) -> None:
    def change(path: Path) -> None:
        shutil.copy(file_of(copy, 1), path)

    faults = list(find_faults(recorded(copy, change, file_of(copy, 0))))
    assert any("does not hold this part" in f.what and f.part == "kya" for f in faults)


def test_files_that_are_lost_or_changed(copy: Made) -> None:
    file_of(copy, 1).unlink()
    file_of(copy, PART).write_bytes(b"damaged")
    faults = list(find_faults(copy))
    assert [str(fault) for fault in faults] == [
        "phone/01-opening.mp3: is missing",
        "phone/02-kya.mp3: is not the file that was written",
    ]


def test_a_line_that_is_in_no_part(made: Made) -> None:
    part = made.parts[PART - 1]
    lines = part.chapter.lines[: LINE - 1] + part.chapter.lines[LINE:]
    shorter = replace(
        part,
        chapter=replace(part.chapter, lines=lines),
        lines=part.lines[: LINE - 1] + part.lines[LINE:],
    )
    faults = list(find_faults(with_part(made, shorter)))
    lost = part.lines[LINE - 1].line.say
    assert f'part kya: the line "{lost}" is not said' in texts(faults)


def test_a_sentence_that_is_in_no_item(made: Made) -> None:
    first = made.words.scripts[1]
    scripts = [
        replace(s, items=s.items[:2] + s.items[3:]) if s is first else s for s in made.words.scripts
    ]
    faults = list(find_faults(replace(made, words=replace(made.words, scripts=scripts))))
    assert "part kya: the script's items are not the section's sentences" in texts(faults)


def test_the_build_fails_and_says_where(made: Made, tmp_path: Path) -> None:
    bad = with_clip(made, tmp_path, lambda pcm: scaled(pcm, 0.01))
    with pytest.raises(CheckError) as error:
        require_complete(bad)
    assert f"part kya, line {LINE}" in error.value.message
    assert error.value.hint


@pytest.mark.parametrize("reader", [ID3, MP3, MP4])
def test_a_file_that_cannot_be_read_is_told_in_plain_words(reader: type, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"gone\.mp3 could not be read"):
        read_with(reader, tmp_path / "gone.mp3")
