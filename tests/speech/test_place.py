from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from parcha.errors import NetworkError, StorageError
from parcha.model import Utterance, Voice
from parcha.speech.cache import Cache, open_cache
from parcha.speech.place import FolderPlace, Place, RemotePlace, open_place
from parcha.speech.speak import speak
from parcha.store import Store
from tests.cluster import free_port
from tests.leaflets import make_leaflets

LOW = Voice("silent", "low")
LINES = [Utterance(line, LOW) for line in ("एक।", "दो लोग।", "तीन लोग आए।", "चार लोग आए थे।")]


@pytest.fixture(params=["folder", "memory", "renamed"])
def place(request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    if request.param == "folder":
        return open_place(str(tmp_path / "shared"))
    if request.param == "renamed":
        monkeypatch.setattr("parcha.speech.place.WHOLE_OR_NOT", set())
    return open_place(f"memory://{uuid.uuid4()}")


def machine(tmp_path: Path, place: Place) -> Cache:
    """The cache of another machine that shares `place`."""
    return Cache(Store(tmp_path / uuid.uuid4().hex), place)


def spoken_by(cache: Cache) -> int:
    said = []
    spoken = speak(LINES, {}, cache, 1, lambda clip, new: said.append(clip) if new else None)
    assert set(spoken.recordings) == set(LINES)
    return len(said)


def test_what_one_machine_spoke_the_next_one_has(tmp_path: Path, place: Place) -> None:
    assert spoken_by(machine(tmp_path, place)) == len(LINES)
    assert spoken_by(machine(tmp_path, place)) == 0


def test_only_what_is_missing_is_fetched(tmp_path: Path) -> None:
    asked: list[str] = []

    class Counted(FolderPlace):
        def get(self, names):
            asked.extend(names)
            return super().get(names)

    place = Counted(tmp_path / "shared")
    here = machine(tmp_path, place)
    spoken_by(here)
    asked.clear()
    assert spoken_by(here) == 0
    assert asked == []


@pytest.mark.parametrize("kind", ["clips", "sounds"])
@pytest.mark.parametrize("damage", [b"", b"{}", b'{"sound": "../../etc/passwd"}'])
def test_what_is_damaged_is_spoken_again_and_mended(
    tmp_path: Path, kind: str, damage: bytes
) -> None:
    shared = tmp_path / "shared"
    place = FolderPlace(shared)
    spoken_by(machine(tmp_path, place))
    victim = sorted((shared / kind).glob("*/*"))[0]
    whole = victim.read_bytes()
    victim.write_bytes(damage)
    assert spoken_by(machine(tmp_path, place)) == 1
    assert victim.read_bytes() == whole
    assert spoken_by(machine(tmp_path, place)) == 0


def test_nothing_half_written_stays(tmp_path: Path, place: Place) -> None:
    spoken_by(machine(tmp_path, place))
    if isinstance(place, FolderPlace):
        names = [path.name for path in place.root.rglob("*") if path.is_file()]
    else:
        assert isinstance(place, RemotePlace)
        names = place._files.find(place._root)
    assert len(names) == 2 * len(LINES)
    assert not [name for name in names if "new-" in name]


def test_the_address_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARCHA_SHARED_CACHE", str(tmp_path / "shared"))
    assert spoken_by(open_cache(Store(tmp_path / "one"))) == len(LINES)
    assert spoken_by(open_cache(Store(tmp_path / "two"))) == 0


def test_an_address_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="PARCHA_SHARED_CACHE=nosuch://"):
        open_place("nosuch://somewhere/else")
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        spoken_by(machine(tmp_path, FolderPlace(tmp_path / "file")))


@pytest.fixture
def s3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a bucket in a server that speaks S3's protocol, on loopback."""
    import botocore.config
    import botocore.session

    port = str(free_port())
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    with (tmp_path / "s3.log").open("wb") as log:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port]
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        patient = botocore.config.Config(retries={"max_attempts": 10})
        client = botocore.session.get_session().create_client("s3", config=patient)
        client.create_bucket(Bucket="clips")
        yield "s3://clips/parcha"
    finally:
        server.terminate()
        server.wait()


@pytest.mark.real
def test_two_machines_write_to_s3_at_once(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARCHA_SHARED_CACHE", s3)

    def start(name: str) -> subprocess.Popen[str]:
        leaflets = make_leaflets(tmp_path / name / "leaflets", 3, engine="espeak")
        parcha = [sys.executable, "-m", "parcha", "batch"]
        return subprocess.Popen(
            [*parcha, *(str(one.root) for one in leaflets), "--executor", "processes:1", "--json"],
            env={**os.environ, "PARCHA_CACHE": str(tmp_path / name / "cache")},
            stdout=subprocess.PIPE,
            text=True,
        )

    def result(machine: subprocess.Popen[str]) -> list[dict]:
        out, _ = machine.communicate()
        assert machine.returncode == 0
        return [one["built"] for one in json.loads(out)]

    machines = [start("one"), start("two")]
    one, two = map(result, machines)
    sounds = {
        name: {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.wav")}
        for name in ("one", "two")
    }
    assert sounds["one"] == sounds["two"]
    assert [built["files"] for built in one] == [built["files"] for built in two]
    assert sum(built["spoken"] for built in result(start("three"))) == 0


@pytest.mark.real
def test_a_server_that_is_gone_is_told(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(NetworkError, match="cannot be used"):
        open_place("s3://gone/parcha").get(["clips/ab/ab.json"])
