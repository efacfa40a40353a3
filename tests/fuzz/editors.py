"""People's work in scripts and sections, while article and chapters change under it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from parcha import config
from parcha.errors import ParchaError
from parcha.folder import Folder
from parcha.prepare import draft_scripts, draft_sections
from parcha.text import scriptfile
from parcha.text.catalogue import line_hash
from tests.conftest import write_leaflet
from tests.fuzz.target import Target

MARK = "हाथ-से-{}"
"""What each edit holds, so that it can be found wherever it went."""
Change = tuple[str, int]


def _scripts(folder: Folder) -> list[Path]:
    return sorted((folder.root / "scripts").glob("*.yaml"))


def _change(path: Path, by: Callable[[str], str]) -> None:
    path.write_bytes(by(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")).encode())


def _any(paths: list[Path], number: int) -> Path:
    return paths[number % len(paths)]


def _say(folder: Folder, number: int, words: str) -> None:
    """Somebody writes a line anew, or adds a brief one, in any script."""
    path = _any(_scripts(folder), number)
    rows = path.read_text(encoding="utf-8-sig").split("\n")
    says = [place for place, row in enumerate(rows) if re.fullmatch(r"    say:", row)]
    place = says[number // 7 % len(says)]
    if number % 3 == 0:
        rows.insert(place, f"    brief: [{words}]")
    elif number % 3 == 1:
        rows[place + 1] = f"      - {words} “{number}”"
    else:
        rows.insert(place + 1, f"      - {words}")
    _change(path, lambda _: "\n".join(rows))


def _note(folder: Folder, number: int, words: str) -> None:
    """Somebody adds an item of their own."""

    def add(text: str) -> str:
        items = [match.start() for match in re.finditer(r"(?m)^  - ", text)]
        at = items[number % len(items)]
        return f"{text[:at]}  - role: note\n    say: [{words}]\n{text[at:]}"

    _change(_any(_scripts(folder), number), add)


def _move(folder: Folder, number: int, _: str) -> None:
    """Two items of a script change places."""

    def swap(text: str) -> str:
        head, *items = re.split(r"(?m)^(?=  - )", text)
        a, b = number % len(items), number // 5 % len(items)
        last = items[-1].partition("removed:")
        items[-1] = last[0]
        items[a], items[b] = items[b], items[a]
        return head + "".join(items) + last[1] + last[2]

    _change(_any(_scripts(folder), number), swap)


def _as_others_save(folder: Folder, number: int, _: str) -> None:
    """Another editor: line ends of Windows, a byte order mark, blanks at the ends of lines."""
    path = _any(_scripts(folder), number)
    text = path.read_text(encoding="utf-8-sig")
    ways = (
        text.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + text.encode(),
        text.replace("\n", "  \n").encode(),
        text.replace("\n", "\n\n").encode(),
    )
    path.write_bytes(ways[number % len(ways)])


def _article(folder: Folder, number: int, _: str) -> None:
    """A sentence of the article changes, goes, or stands there twice."""
    path = folder.root / "seeds" / "malaria.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    place = number % len(lines)
    ways = (
        lambda line: line.replace("है", "है ही", 1),
        lambda line: f"{line} {line}",
        lambda line: line.partition("। ")[0] + "।" if "। " in line else line,
        lambda line: f"{line} यह एक और नया वाक्य है।",
    )
    lines[place] = ways[number // 5 % len(ways)](lines[place])
    path.write_text("\n".join(lines), encoding="utf-8")


def _chapters(folder: Folder, number: int, _: str) -> None:
    """A chapter gets another id or title, or the first one goes and the next gets its number."""

    def change(text: str) -> str:
        match number % 4:
            case 0:
                return text.replace("{id: kya", f"{{id: kya-{number}", 1)
            case 1:
                return text.replace("id: lakshan", f"id: l{number}", 1)
            case 2:
                return text.replace("title: लक्षण", f"title: लक्षण {number}", 1)
        if "leave_out:" in text:
            return text
        rows = text.split("\n")
        rows = [row for row in rows if "from: मलेरिया एक" not in row]
        gone = "leave_out:\n  - {from: मलेरिया एक, why: elsewhere}"
        return "\n".join(rows).rstrip() + f"\n{gone}\n"

    _change(folder.leaflet, change)


def _section(folder: Folder, number: int, words: str) -> None:
    """Somebody changes, adds or deletes a sentence of a section."""
    path = _any(sorted((folder.root / "sections").glob("*.md")), number)
    rows = path.read_text(encoding="utf-8-sig").split("\n")
    places = [place for place, row in enumerate(rows) if row and not row.startswith("#")]
    if not places:
        return
    place = places[number // 3 % len(places)]
    if number % 3 == 0:
        rows[place] = f"{rows[place]} {words}।"
    elif number % 3 == 1:
        rows.insert(place, f"{words}।")
    else:
        rows[place] = f"{words}।"
    path.write_text("\n".join(rows), encoding="utf-8")


WRITERS = {"say": _say, "note": _note, "section": _section}
OTHERS = {"move": _move, "save": _as_others_save, "article": _article, "chapters": _chapters}


def _run(folder: Folder) -> str:
    """Both text stages; what they say of work that they could not keep in its place."""
    plan = config.load(folder.leaflet)
    sections = draft_sections(folder, plan)
    scripts = draft_scripts(folder, plan, sections.sections)
    sections.draft.save()
    scripts.draft.save()
    lost = [line for edit in sections.lost for line in edit.now]
    return "\n".join([*lost, *_kept(folder, [*sections.left, *scripts.left])])


def _kept(folder: Folder, names: list[str]) -> list[str]:
    """Files that are named because their chapter is gone; they are still there."""
    return [(folder.root / name).read_text(encoding="utf-8-sig") for name in names]


def _written(folder: Folder) -> str:
    """All that people wrote in today's sections and scripts."""
    texts = [path.read_text(encoding="utf-8") for path in (folder.root / "sections").glob("*.md")]
    for path in _scripts(folder):
        script = scriptfile.parse(path.read_text(encoding="utf-8-sig"), path.name, 2)
        for item in (*script.items, *script.removed):
            # Beside a brief line by hand, the other may still be the program's.
            texts += [*item.brief, *(item.say if item.made != line_hash(item.say) else ())]
    return "\n".join(texts)


def check(changes: list[Change]) -> None:
    """After each run every line that anybody wrote is in its place, under `removed:` or named."""
    with tempfile.TemporaryDirectory() as root:
        folder = write_leaflet(Path(root, "leaflet"))
        _run(folder)
        written: set[str] = set()
        for step, (kind, number) in enumerate(changes):
            before = _files(folder)
            words = MARK.format(f"{step}-")
            try:
                (WRITERS | OTHERS)[kind](folder, number, words)
                # Who writes over another's line, or deletes it, does that knowingly.
                standing = {mark for mark in (*written, words) if mark in _written(folder)}
                named = _run(folder)
            except ParchaError:
                # A slip, or an article that no longer fits: refused, and nobody's work was touched.
                _put_back(folder, before)
                continue
            found = f"{_written(folder)}\n{named}"
            missing = sorted(mark for mark in standing if mark not in found)
            assert not missing, (missing, changes[: step + 1])
            written = {mark for mark in standing if mark in _written(folder)}


def _files(folder: Folder) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}


def _put_back(folder: Folder, files: dict[Path, bytes]) -> None:
    for path in _files(folder):
        path.unlink()
    for path, data in files.items():
        path.write_bytes(data)


TARGET = Target(
    st.lists(
        st.tuples(st.sampled_from(sorted(WRITERS | OTHERS)), st.integers(0, 400)),
        min_size=1,
        max_size=10,
    ),
    check,
    cases=([("section", 308), ("say", 9), ("section", 116)],),
    quick=4,
)
