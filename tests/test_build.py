from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mutagen.mp3 import MP3

from parcha import config
from parcha.build import Built, build
from parcha.draft import draft, missing
from parcha.errors import EngineError, InputError, StorageError
from parcha.folder import Folder
from parcha.model import Pcm, Voice
from parcha.speech.cache import Cache
from parcha.speech.silent import SilentEngine
from parcha.store import Store


def make(leaflet: Folder, **options: Any) -> Built:
    return build(leaflet, draft(leaflet, config.load(leaflet.leaflet), **options), jobs=1)


def manifest(leaflet: Folder) -> dict[str, Any]:
    return json.loads(leaflet.manifest("full").read_text(encoding="utf-8"))


def hashes(leaflet: Folder) -> dict[str, str]:
    home = leaflet.edition("full")
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_leaflet_is_built_whole(leaflet: Folder) -> None:
    built = make(leaflet)
    assert (built.parts, built.up_to_date) == (4, False)
    found = manifest(leaflet)
    assert (found["edition"], found["title"], found["engine"]) == (
        "full",
        "मलेरिया से बचिए (मसौदा)",
        "silent",
    )
    written = hashes(leaflet)
    del written["manifest.json"]
    assert written == {file["path"]: file["sha256"] for file in found["files"]}
    assert [chapter["number"] for chapter in found["chapters"]] == [1, 2, 3, 4]
    for chapter in found["chapters"]:
        mp3 = MP3(
            leaflet.edition("full") / "phone" / f"{chapter['number']:02d}-{chapter['id']}.mp3"
        )
        assert abs(mp3.info.length * 1000 - chapter["duration_ms"]) < 60
        ends = 0
        for line in chapter["lines"]:
            assert ends <= line["start_ms"] < line["end_ms"] <= chapter["duration_ms"]
            ends = line["end_ms"]


@pytest.mark.usefixtures("warm")
def test_the_second_build_has_nothing_to_do(
    leaflet: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(leaflet)
    before = hashes(leaflet)
    monkeypatch.setattr(SilentEngine, "speak", None)
    assert make(leaflet).up_to_date
    assert hashes(leaflet) == before


def test_same_input_same_bytes(
    leaflet: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make(leaflet)
    before = hashes(leaflet)
    monkeypatch.setenv("PARCHA_CACHE", str(tmp_path / "other"))
    for path in leaflet.edition("full").rglob("*.mp3"):
        path.unlink()
    assert make(leaflet).spoken > 0
    assert hashes(leaflet) == before


@pytest.mark.usefixtures("warm")
def test_one_edited_line_is_one_line_spoken(leaflet: Folder) -> None:
    make(leaflet)
    replace(leaflet.script(2, "kya"), "    - मलेरिया एक बुखार है।", "    - मलेरिया बुखार है।")
    before = hashes(leaflet)
    assert make(leaflet).spoken == 1
    changed = {name for name, digest in hashes(leaflet).items() if before[name] != digest}
    assert changed == {"manifest.json", "phone/00-malaria-draft-complete.mp3", "phone/02-kya.mp3"}


@pytest.mark.usefixtures("warm")
def test_a_changed_title_speaks_only_what_says_it(leaflet: Folder) -> None:
    make(leaflet)
    replace(leaflet.leaflet, "  url: https://example.org/malaria", "  url: https://example.org/new")
    assert make(leaflet).spoken == 0


@pytest.mark.usefixtures("warm")
def test_a_missing_or_damaged_file_is_made_again(leaflet: Folder) -> None:
    make(leaflet)
    before = hashes(leaflet)
    phone = leaflet.edition("full") / "phone"
    (phone / "02-kya.mp3").write_bytes(b"damaged")
    (phone / "playlist.m3u8").unlink()
    leaflet.manifest("full").write_text("{half", encoding="utf-8")
    assert not make(leaflet).up_to_date
    assert hashes(leaflet) == before


@pytest.mark.usefixtures("warm")
def test_files_of_an_earlier_build_go(leaflet: Folder) -> None:
    make(leaflet)
    replace(leaflet.leaflet, "id: kya,", "id: naya,")
    make(leaflet)
    names = set(hashes(leaflet))
    assert "phone/02-naya.mp3" in names
    assert "phone/02-kya.mp3" not in names


@pytest.mark.usefixtures("warm")
def test_one_chapter_for_a_first_listen(leaflet: Folder) -> None:
    built = make(leaflet, chapters=["lakshan"])
    assert built.parts == 1
    assert "phone/03-lakshan.mp3" in built.files
    # Nothing that looks like the whole leaflet.
    assert not any("complete" in name for name in built.files)


def test_a_line_that_fails_makes_nothing_half(
    leaflet: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak = SilentEngine.speak

    def fail(self: SilentEngine, text: str, voice: Voice) -> Pcm:
        if "सिरदर्द" in text:
            raise EngineError("the voice broke")
        return speak(self, text, voice)

    monkeypatch.setattr(SilentEngine, "speak", fail)
    with pytest.raises(EngineError) as error:
        make(leaflet)
    assert "1 lines could not be spoken" in error.value.message
    assert "lakshan" in error.value.message
    assert not leaflet.edition("full").exists()
    monkeypatch.setattr(SilentEngine, "speak", speak)
    assert make(leaflet).spoken == 1


@pytest.mark.usefixtures("warm")
def test_a_full_disk_leaves_the_old_packages(
    leaflet: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(leaflet)
    before = hashes(leaflet)
    replace(leaflet.script(2, "kya"), "    - मलेरिया एक बुखार है।", "    - मलेरिया बुखार है।")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        make(leaflet)
    assert hashes(leaflet) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from parcha.build import build
from parcha.draft import draft
from parcha.config import load
from parcha.folder import Folder
from parcha.speech.silent import SilentEngine

speak, said = SilentEngine.speak, []

def some(self, text, voice):
    if len(said) == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    said.append(text)
    return speak(self, text, voice)

SilentEngine.speak = some
folder = Folder(Path(sys.argv[1]))
build(folder, draft(folder, load(folder.leaflet)), jobs=1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_after_a_kill_nothing_is_spoken_twice(leaflet: Folder) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(leaflet.root)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not leaflet.manifest("full").exists()
    drafted = draft(leaflet, config.load(leaflet.leaflet))
    total = len(set(drafted.utterances))
    assert len(missing(drafted.utterances, drafted.specs, Cache(Store()))) == total - 7
    assert build(leaflet, drafted, jobs=1).spoken == total - 7


def test_a_picture_that_is_not_there_is_told_before_anything_is_made(leaflet: Folder) -> None:
    replace(leaflet.leaflet, "{id: kya,", "{id: kya, picture: dorp,")
    with pytest.raises(InputError, match='there is no picture "dorp"'):
        make(leaflet)


def test_a_package_that_lacks_something_is_told_before_anything_is_spoken(leaflet: Folder) -> None:
    with pytest.raises(InputError, match="url and email of the podcast"):
        make(leaflet, targets=["podcast"])
    assert not leaflet.edition("full").exists()


def test_the_words_of_a_line_are_timed(leaflet: Folder) -> None:
    make(leaflet, targets=["web"])
    captions = (leaflet.edition("full") / "web" / "02-kya.vtt").read_text(encoding="utf-8")
    line = manifest(leaflet)["chapters"][1]["lines"][2]
    assert line["say"] == "मलेरिया एक बुखार है।"
    assert re.search(r"मलेरिया <00:[\d.]+>एक <00:[\d.]+>बुखार <00:[\d.]+>है।", captions)
    assert "words" not in line


@pytest.mark.usefixtures("warm")
def test_what_an_unfinished_build_wrote_under_other_names_goes(
    leaflet: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(leaflet)
    before = hashes(leaflet)
    text = leaflet.leaflet.read_text(encoding="utf-8")
    replace(leaflet.leaflet, "slug: malaria", "slug: bukhar")
    with monkeypatch.context() as patch:
        patch.setattr("parcha.build.compose", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make(leaflet)
    names = set(hashes(leaflet))
    assert "phone/00-bukhar-draft-complete.mp3" in names
    leaflet.leaflet.write_text(text, encoding="utf-8")
    make(leaflet)
    assert hashes(leaflet) == before


@pytest.mark.parametrize("harm", [b"", b"half"])
def test_damage_in_the_cache_is_never_heard(leaflet: Folder, cache: Path, harm: bytes) -> None:
    make(leaflet)
    before = hashes(leaflet)
    objects = [path for path in cache.rglob("*.*") if path.is_file()]
    assert {path.suffix for path in objects} >= {".wav", ".json", ".mp3", ".sha256"}
    for path in objects:
        path.write_bytes(harm + path.read_bytes()[len(harm) :] if harm else b"")
    (leaflet.edition("full") / "manifest.json").unlink()
    assert not make(leaflet).up_to_date
    assert hashes(leaflet) == before
