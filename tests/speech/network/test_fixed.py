from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from parcha.speech.kokoro import KokoroEngine
from parcha.speech.network import fixed
from parcha.speech.network.fixed import fingerprint, fixed_graph
from parcha.store import Store

PROGRAM = """
import sys
from pathlib import Path
from parcha.speech.network.fixed import fixed_graph
from parcha.store import Store
sys.stdin.readline()
print(fixed_graph(Store(Path(sys.argv[1]))))
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("cache"))


def test_the_graph_is_made_once(store):
    path = fixed_graph(store)
    made = path.stat().st_ino
    assert fixed_graph(store) == path
    assert path.stat().st_ino == made


def test_a_damaged_graph_is_made_again(store):
    path = fixed_graph(store)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert fixed_graph(store).read_bytes() == whole


def test_an_unused_graph_is_swept(tmp_path):
    store = Store(tmp_path)
    store.derive(fixed.KIND, "ab", ".onnx", lambda path: path.write_bytes(b"graph"))
    assert store.sweep(older_than_days=1) == 0
    assert store.sweep(older_than_days=-1) == 2  # the graph and its hash


def test_another_table_or_recipe_is_another_voice(tmp_path, monkeypatch):
    known = {fingerprint(), KokoroEngine().fingerprint}
    table = tmp_path / "ranges.tsv"
    table.write_text("other")
    with monkeypatch.context() as patch:
        patch.setattr(fixed, "RANGES", table)
        known |= {fingerprint(), KokoroEngine().fingerprint}
    monkeypatch.setattr(fixed, "RECIPE", 999)
    known |= {fingerprint(), KokoroEngine().fingerprint}
    assert len(known) == 6


def test_knowing_the_fingerprint_loads_nothing_heavy():
    program = (
        "import sys; from parcha.speech.kokoro import KokoroEngine; KokoroEngine().fingerprint;"
        "print([name for name in ('onnx', 'onnxruntime', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


@pytest.mark.real
def test_two_processes_at_once(tmp_path: Path):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path)],
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
    one, two = (process.communicate()[0] for process in both)
    assert one == two
    assert fixed_graph(Store(tmp_path)) == Path(one.strip())
    assert not list(tmp_path.rglob(".new-*"))
