from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from parcha.errors import EngineError, StorageError
from parcha.speech.weights import KOKORO, Parts, sha256_of
from parcha.store import Store

CONTENTS = (b"first " * 300_000, b"second " * 200_000, b"third")
WHOLE = b"".join(CONTENTS)
SHA256 = hashlib.sha256(WHOLE).hexdigest()


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the import path with three small packages that hold a part each."""
    folder = tmp_path / "site-packages"
    for number, content in enumerate(CONTENTS, 1):
        package = folder / f"tiny_model_{number}"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("raise RuntimeError('imported')")
        (package / "part.bin").write_bytes(content)
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def parts(packages: Path) -> Parts:
    return Parts(tuple(f"tiny_model_{n}" for n in (1, 2, 3)), SHA256)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


def test_the_parts_are_joined_in_order(parts, store):
    path = parts.join(store)
    assert path == parts.path(store)
    assert path.read_bytes() == WHOLE


def test_the_second_time_nothing_is_written(parts, store, packages):
    path = parts.join(store)
    before = path.stat().st_ino
    (packages / "tiny_model_2" / "part.bin").unlink()
    # A file that is written anew is another one; only its time of use changes.
    assert parts.join(store).stat().st_ino == before


@pytest.mark.parametrize("damage", [b"", WHOLE[:-1], b"X" + WHOLE[1:]])
def test_a_damaged_file_is_joined_again(parts, store, damage):
    path = parts.join(store)
    path.write_bytes(damage)
    assert parts.join(store).read_bytes() == WHOLE


def test_a_missing_package_is_named(parts, store, packages):
    (packages / "tiny_model_3" / "part.bin").unlink()
    with pytest.raises(EngineError, match="tiny-model-3") as error:
        parts.join(store)
    assert error.value.hint == "Install it: pip install tiny-model-3"


def test_a_package_that_was_never_installed(store):
    with pytest.raises(EngineError, match="package never-heard-of"):
        Parts(("never_heard_of",), SHA256).join(store)


@pytest.mark.parametrize("damage", [b"", b"thurd", b"third and more"])
def test_a_damaged_package_is_refused_and_nothing_stays(parts, store, packages, damage):
    (packages / "tiny_model_3" / "part.bin").write_bytes(damage)
    with pytest.raises(EngineError, match="damaged") as error:
        parts.join(store)
    assert "--force-reinstall tiny-model-1 tiny-model-2 tiny-model-3" in error.value.hint
    assert list(parts.path(store).parent.iterdir()) == []


def test_a_folder_that_cannot_be_written(parts, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(StorageError):
        parts.join(Store(tmp_path / "cache"))


def test_two_processes_at_once(parts, store, packages):
    program = f"""
import sys
from pathlib import Path
from parcha.speech.weights import Parts
from parcha.store import Store
sys.stdin.readline()
print(Parts({parts.modules!r}, {SHA256!r}).join(Store(Path({str(store.root)!r}))))
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(packages), *sys.path])}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for _ in range(2)
    ]
    for process in both:
        assert process.stdin
        process.stdin.write("start\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60)[0].strip() for process in both]
    assert answers == [str(parts.path(store))] * 2
    assert [path.name for path in parts.path(store).parent.iterdir()] == [f"{SHA256}.onnx"]
    assert parts.path(store).read_bytes() == WHOLE


@pytest.mark.real
def test_the_real_weights(store):
    path = KOKORO.join(store)
    assert path.stat().st_size == 92_361_271
    assert sha256_of(path) == KOKORO.sha256
