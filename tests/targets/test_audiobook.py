from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from parcha.model import Programme
from parcha.store import Store
from parcha.targets.audiobook import AudiobookTarget
from parcha.targets.sink import MemorySink

# W3C Audiobooks, sections 3 and 4: what must be there, and whose absence its rules report.
REQUIRED = {"@context", "conformsTo", "name", "readingOrder", "duration"}
REPORTED = {
    *("abridged", "accessMode", "accessModeSufficient", "accessibilityFeature"),
    *("accessibilityHazard", "accessibilitySummary", "author", "dateModified", "datePublished"),
    *("id", "inLanguage", "readBy", "readingProgression", "resources", "type", "url"),
}


@pytest.fixture(scope="module")
def files(finished: Programme, store: Store) -> dict[str, bytes]:
    sink = MemorySink()
    records = AudiobookTarget(store).write(finished, sink)
    assert [record.path for record in records] == list(sink.files)
    return sink.files


def seconds(duration: str) -> float:
    found = re.fullmatch(r"PT(\d+\.\d{3})S", duration)
    assert found
    return float(found[1])


def test_all_that_the_standard_asks_for(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["publication.json"])
    assert manifest.keys() >= REQUIRED | REPORTED
    assert all(manifest[name] != "" for name in REQUIRED | REPORTED)
    assert manifest["@context"][:2] == ["https://schema.org", "https://www.w3.org/ns/pub-context"]
    assert manifest["conformsTo"] == "https://www.w3.org/TR/audiobooks/"
    assert manifest["abridged"] is True


def test_every_file_is_named_and_there(files: dict[str, bytes], finished: Programme) -> None:
    manifest = json.loads(files["publication.json"])
    order = manifest["readingOrder"]
    assert [part["name"] for part in order] == [part.title for part in finished.chapters]
    assert {part["encodingFormat"] for part in order} == {"audio/mpeg"}
    named = {entry["url"] for entry in order + manifest["resources"]}
    assert named | {"publication.json"} == set(files)
    assert {entry["rel"] for entry in manifest["resources"]} == {"cover", "contents"}
    assert 'role="doc-toc"' in files["contents.html"].decode()


def test_the_parts_last_as_long_as_the_book(files: dict[str, bytes], finished: Programme) -> None:
    manifest = json.loads(files["publication.json"])
    parts = [seconds(part["duration"]) for part in manifest["readingOrder"]]
    assert seconds(manifest["duration"]) == pytest.approx(sum(parts), abs=0.001)
    for part, chapter in zip(parts, finished.chapters, strict=True):
        assert part == pytest.approx(chapter.duration_ms / 1000, abs=0.06)


def test_the_full_edition_is_not_abridged(finished: Programme, store: Store) -> None:
    AudiobookTarget(store).write(replace(finished, edition="full"), sink := MemorySink())
    assert json.loads(sink.files["publication.json"])["abridged"] is False
