"""The YAML files that people edit: each is read, or refused with file and line."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import strategies as st

from parcha import config
from parcha.errors import InputError
from parcha.model import Item, Script
from parcha.text import ledger, scriptfile
from parcha.text.lexicon import load_lexicon
from parcha.text.plain import load_glossary
from tests.conftest import LEAFLET
from tests.fuzz.articles import changed
from tests.fuzz.target import Target
from tests.fuzz.texts import texts

ROOT = Path(__file__).parents[2]
_SIGNS = (
    "&a ",
    "*a",
    "!!python/object/apply:os.system [id]",
    "!x ",
    "<<: ",
    "? ",
    "- ",
    "{",
    "}",
    "%YAML 1.1\n",
)


def _script(text: str) -> None:
    script = scriptfile.parse(text, "script.yaml", 2)
    assert scriptfile.parse(scriptfile.render(script), "script.yaml", 2) == script


def _in_file(load):  # type: ignore[no-untyped-def]
    def read(text: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "file.yaml")
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
            load(path)

    return read


READERS = {
    "leaflet": (_in_file(config.load), LEAFLET),
    "script": (_script, (ROOT / "scripts" / "02-kya-hai.yaml").read_text(encoding="utf-8")[:2500]),
    "words": (_in_file(load_lexicon), (ROOT / "words.yaml").read_text(encoding="utf-8")),
    "plain": (_in_file(load_glossary), "शब्द: सरल\n"),
    "ledger": (
        lambda text: ledger.load(text, "cleaning.yaml"),
        (ROOT / "sections" / "cleaning.yaml").read_text(encoding="utf-8")[:2500],
    ),
}


def _inputs(name: str) -> st.SearchStrategy[tuple[str, bytes]]:
    source = READERS[name][1].encode()
    signs = st.lists(st.one_of(st.sampled_from(_SIGNS), texts), max_size=6).map("".join)
    return st.tuples(st.just(name), st.one_of(changed(st.just(source)), signs.map(str.encode)))


def check(file: tuple[str, bytes]) -> None:
    """It is read, or refused by a message that names the file."""
    name, data = file
    try:
        READERS[name][0](data.decode("utf-8", "replace"))
    except InputError as error:
        assert ".yaml" in error.message


TARGET = Target(
    st.one_of(*map(_inputs, sorted(READERS))),
    check,
    cases=(
        ("leaflet", b"\0title: x\n"),
        ("leaflet", LEAFLET.encode() + b"pauses: {line: .nan}\n"),
        ("leaflet", LEAFLET.encode() + b"pauses: {line: 1e999}\n"),
        ("ledger", b"article: a\nsha256: b\ncharacters: {article: inf}\n"),
    ),
)

_lines = texts.map(lambda text: text.replace("\n", " ").strip()).filter(bool)
_items = st.builds(
    Item,
    source=texts,
    say=st.lists(_lines, min_size=1, max_size=3).map(tuple),
    brief=st.lists(_lines, max_size=2).map(tuple),
    why=texts,
    made=st.sampled_from(("", "3f9a1c000000")),
)


def check_script(script: Script) -> None:
    """What the program writes it reads back, letter for letter, or refuses to."""
    text = scriptfile.render(script)
    try:
        assert scriptfile.parse(text, "script.yaml", script.number) == script
    except InputError as error:
        assert "script.yaml, line" in error.message


SCRIPTS = Target(
    st.builds(
        Script,
        st.just(2),
        st.just("kya"),
        texts.map(lambda text: " ".join(text.split())),
        st.lists(_items, max_size=3).map(tuple),
    ),
    check_script,
    cases=(Script(2, "kya", "\x85", ()), Script(2, "kya", "\u2028", ())),
)
