"""Files as bad disks, broken downloads and careless programs leave them, each by its seed.

`python -m tests.text.damage COUNT` tries COUNT damages over every format and counts what came of
them; a traceback is a bug, and the seed brings it back.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from parcha.errors import ParchaError
from tests.text.formats import ARTICLES, NAMES, blocks, by_pandoc
from tests.text.messy import MESSY

BY_PANDOC = {".wiki", ".docx", ".odt", ".epub"}
ZIPPED = {".docx", ".odt", ".epub"}
# fmt: off
MARKS = (
    b"<div>", b"</p>", b"<table><tr>", b"</ul></ul>", b"<", b"{|", b"{{", b"[[", b"''' ==", b"\n#",
    b"<ref>", b"```\n", b"<!--", b"&#0;", b"\xe2\x80\xa8", b"<title>", b"|}", b"<ol start=-9>",
    b"\r", b"\xc2\x85", b"\0", b"<gallery>", b"|", b"\n- ", b"[^1]: ", b"<td colspan=9>", b"\n---",
    b"<w:p>", b"</w:r>", b"<text:p>", "\u094d\u093c".encode(), "\u202e".encode(), b"<p hidden>",
)
# fmt: on


def cut(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[: chance.randrange(len(data))])


def flip(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 20, 500))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def drop_spans(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(5):
        start = chance.randrange(len(data))
        del data[start : start + chance.randrange(300)]
        data = data or bytearray(b"x")
    return bytes(data)


def unbalance(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(30):
        at = chance.randrange(len(data))
        data[at:at] = chance.choice(MARKS)
    return bytes(data)


def one_paragraph(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data).replace(b"\n", b" ") * chance.randrange(1, 10)


def shuffle(data: bytearray, chance: random.Random) -> bytes:
    lines = bytes(data).split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def recode(data: bytearray, chance: random.Random) -> bytes:
    """Read as one encoding and saved in another, as programs do."""
    text = bytes(data).decode(errors="replace")
    return text.encode(chance.choice(("utf-16", "utf-16-be", "utf-7", "cp1252")), errors="replace")


DAMAGES: tuple[Callable[[bytearray, random.Random], bytes], ...] = (
    *(cut, flip, drop_spans, unbalance, one_paragraph, shuffle, recode),
)


def damage(data: bytes, suffix: str, seed: int) -> bytes:
    """The bytes of a file, damaged; of a zipped one mostly the largest file inside."""
    chance = random.Random(seed)
    hurt = DAMAGES[seed % len(DAMAGES)]
    if suffix not in ZIPPED or chance.random() < 0.2:
        return hurt(bytearray(data), chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(buffer, "w") as broken:
        victim = max(package.infolist(), key=lambda member: member.file_size).filename
        for member in package.namelist():
            content = package.read(member)
            broken.writestr(
                member, hurt(bytearray(content), chance) if member == victim else content
            )
    return buffer.getvalue()


def write_documents(folder: Path) -> Iterator[Path]:
    """A document of each kind that pandoc reads: made by pandoc, and messy ones."""
    yield from sorted(ARTICLES.glob("*.wiki"))
    for form in ("docx", "odt", "epub"):
        by_pandoc("tb", form, folder / f"tb.{form}")
        yield folder / f"tb.{form}"
    for form, (suffix, make) in MESSY.items():
        if suffix in BY_PANDOC:
            path = folder / f"{form}{suffix}"
            path.write_bytes(make(blocks("anaemia")))
            yield path


def main(count: int) -> None:
    """Try damages, and print what came of them."""
    from tests.text.test_articles import sections_of

    results: Counter[tuple[str, str]] = Counter()
    slowest = (0.0, 0, "")
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        files = [path for path in sorted(ARTICLES.iterdir()) if path.suffix not in BY_PANDOC]
        for form, (suffix, make) in MESSY.items():
            if suffix not in BY_PANDOC:
                files += [root / f"{name}-{form}{suffix}" for name in NAMES]
                for name, path in zip(NAMES, files[-len(NAMES) :], strict=True):
                    path.write_bytes(make(blocks(name)))
        documents = list(write_documents(root))
        for seed in range(count):
            # Pandoc takes long to start: one document to nine files.
            kind = documents if seed % 10 == 0 else files
            path = kind[seed // 10 % len(kind)]
            broken = root / f"broken{path.suffix}"
            broken.write_bytes(damage(path.read_bytes(), path.suffix, seed))
            began = time.process_time()
            try:
                sections_of(broken, root / str(seed))
                result = "sections"
            except ParchaError:
                result = "clear error"
            except Exception:
                result = "traceback"
                print(f"seed {seed}, {path.name}")
                traceback.print_exc()
            results[path.suffix, result] += 1
            slowest = max(slowest, (time.process_time() - began, seed, path.name))
    for (suffix, result), number in sorted(results.items()):
        print(f"{suffix:6} {result:12} {number:6}")
    print(f"slowest: {slowest[0]:.1f} s of CPU, seed {slowest[1]}, {slowest[2]}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
