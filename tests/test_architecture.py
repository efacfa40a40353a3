"""The map of docs/architecture.md, held true: who may import whom, and what may stand where."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "parcha"

BASE = {"deadline", "errors", "model", "portable", "recipe", "store", "yamlfile", "yamledit", ""}
ROOMS = BASE | {"config", "folder", "text", "speech", "sound", "targets", "check"}
MAY_IMPORT = {
    "deadline": set(),
    "errors": set(),
    "model": set(),
    "portable": set(),
    "recipe": set(),
    "store": {"errors"},
    "yamlfile": {"errors"},
    "yamledit": {"yamlfile"},
    "config": BASE | {"config"},
    "folder": BASE,
    "text": BASE | {"config", "text"},
    "speech": BASE | {"speech"},
    "sound": BASE | {"sound"},
    "targets": BASE | {"sound", "targets"},
    "check": BASE | {"config", "folder", "text", "speech", "sound", "plan", "check"},
    "prepare": BASE | {"config", "folder", "text"},
    "lock": BASE | {"folder"},
    "start": BASE | {"config", "folder", "text", "targets"},
    "plan": BASE | {"config", "text"},
    "inspect": BASE | {"text", "speech"},
    "serve": BASE,
    "draft": ROOMS | {"prepare", "plan"},
    "progress": set(),
    "manifest": BASE | {"check", "draft"},
    "rates": BASE | {"progress"},
    "assemble": BASE | {"check", "draft", "plan", "progress", "sound", "speech", "targets"},
    "forecast": ROOMS | {"plan", "draft", "rates", "assemble"},
    "build": ROOMS | {"plan", "progress", "draft", "manifest", "assemble", "rates", "forecast"},
    "bench": ROOMS | {"plan", "draft", "progress", "rates", "build", "bench"},
    "batch": BASE | {"folder", "lock", "speech", "draft", "build"},
    "hearing": BASE | {"folder", "speech", "check", "draft", "manifest"},
    "report": (ROOMS - {"targets"}) | {"plan", "draft", "manifest", "report"},
    "status": BASE | {"folder", "speech", "draft", "manifest", "forecast"},
    "cli": {"", "*"},
    "__main__": {"cli"},
    "": set(),
}
SLOW = (
    "onnx",
    "onnxruntime",
    "numpy",
    "pydub",
    "kokoro_onnx",
    "gtts",
    "requests",
    "PIL",
    "mutagen",
    "rich",
    "jinja2",
)


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def room(path: Path) -> str:
    first = path.relative_to(SOURCE).parts[0]
    return "" if first == "__init__.py" else first.removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = (
                [f"parcha.{alias.name}" for alias in node.names]
                if node.module == "parcha"
                else [node.module]
            )
        for name in names:
            if name.split(".")[0] == "parcha":
                part = name.split(".")[1] if "." in name else ""
                rooms.add(
                    part if (SOURCE / part).is_dir() or (SOURCE / f"{part}.py").exists() else ""
                )
    return rooms


def test_every_room_is_on_the_map() -> None:
    assert {room(path) for path in modules()} <= set(MAY_IMPORT)


def test_imports_go_one_way() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {other}"
        for path in modules()
        for other in sorted(imported_rooms(path))
        if "*" not in MAY_IMPORT[room(path)] and other not in MAY_IMPORT[room(path)]
    ]
    assert not wrong


def test_hindi_is_in_the_data_and_not_in_the_code() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)}:{number}: {line.strip()}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search("[\u0900-\u097f]", line)
    ]
    assert not wrong


def test_help_loads_nothing_slow() -> None:
    code = (
        "import sys; from parcha.cli import run; run(['build', '--help']);"
        f"print([name for name in {SLOW!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
