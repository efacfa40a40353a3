"""A leaflet folder that somebody sent: what it names, links to and says cannot reach outside."""

from __future__ import annotations

import ast
import json
import os
import re
from pathlib import Path

import pytest

from parcha import yamlfile
from parcha.errors import InputError, StorageError
from parcha.folder import Folder
from parcha.sound import ffmpeg
from parcha.sound.m4b import Part, m4b
from parcha.targets.names import ascii_stem, numbered
from parcha.targets.sink import FolderSink, inside
from tests.sound.speechlike import recording, speech
from tests.test_prepare import replace

SOURCE = Path(__file__).parents[2] / "src" / "parcha"
OUTSIDE = ("../secret.txt", "seeds/../../secret.txt", "/etc/passwd", "seeds/link.txt")


@pytest.mark.parametrize("file", OUTSIDE)
def test_the_article_is_a_file_of_the_folder(leaflet: Folder, parcha, file: str) -> None:  # type: ignore[no-untyped-def]
    secret = leaflet.root.parent / "secret.txt"
    secret.write_text("राज़ की बात है।", encoding="utf-8")
    (leaflet.root / "seeds" / "link.txt").symlink_to(secret)
    replace(leaflet.leaflet, "seeds/malaria.txt", file)
    code, out, err = parcha("build")
    assert code == 3
    assert "leads out of the leaflet folder" in err
    assert "राज़" not in out + err
    assert not list(leaflet.root.glob("audio/[!.]*"))


@pytest.mark.parametrize(
    "files",
    [
        [{"path": "../../leaflet.yaml", "sha256": "0"}],
        [{"path": "/etc/passwd", "sha256": "0"}],
        [{"path": "."}, {"path": ""}, {"sha256": "0"}, 7],
        {"path": "x"},
        "all",
        None,
    ],
)
def test_a_manifest_that_lies_deletes_nothing(
    leaflet: Folder,
    parcha,  # type: ignore[no-untyped-def]
    warm: None,
    files: object,
) -> None:
    manifest = leaflet.manifest("full")
    manifest.parent.mkdir(parents=True)
    manifest.write_text(json.dumps({"made_from": "x", "files": files}), encoding="utf-8")
    assert parcha("build")[0] == 0
    assert leaflet.leaflet.is_file()
    assert Path("/etc/passwd").is_file()


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "..", "-i", "a b", "कख", "A", "con:", "a" * 41, "%d"]
)
@pytest.mark.parametrize("key", ["id: kya", "slug: malaria"])
def test_ids_are_plain_words(leaflet: Folder, parcha, key: str, name: str) -> None:  # type: ignore[no-untyped-def]
    replace(leaflet.leaflet, key, f'{key.partition(":")[0]}: "{name}"')
    code, _, err = parcha("sections")
    assert code == 3
    assert "cannot be used in a file name" in err


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x", 'http://x"><b>'])
@pytest.mark.parametrize("key", ["url", "licence_url"])
def test_links_of_packages_are_web_addresses(leaflet: Folder, parcha, key: str, url: str) -> None:  # type: ignore[no-untyped-def]
    lines = re.sub(r"  url: .*", "", leaflet.leaflet.read_text(encoding="utf-8"))
    lines = lines.replace("  as_of:", f"  {key}: '{url}'\n  as_of:")
    leaflet.leaflet.write_text(lines, encoding="utf-8")
    code, _, err = parcha("sections")
    assert code == 3
    assert "is not a web address" in err


@pytest.mark.parametrize("way", ["relative", "from here", "absolute", "link"])
def test_weights_do_not_come_with_a_leaflet(
    leaflet: Folder,
    parcha,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    weights = leaflet.root / "seeds" / "a.onnx"
    weights.write_bytes(b"harm")
    monkeypatch.chdir(leaflet.root.parent)
    (leaflet.root.parent / "link.onnx").symlink_to(weights)
    named = {
        "relative": "seeds/a.onnx",
        "from here": "leaflet/seeds/a.onnx",
        "absolute": str(weights),
        "link": "link.onnx",
    }[way]
    text = leaflet.leaflet.read_text(encoding="utf-8")
    text += f'engines: {{kokoro: {{model: "{named}"}}}}\n'
    leaflet.leaflet.write_text(text, encoding="utf-8")
    code, _, err = parcha("status")
    assert code == 3
    assert "is a file of the leaflet folder" in err


TITLES = (
    *("-i", "--help", "%d", "concat:/etc/passwd", "../../x", "a/b", "\\\\host\\x", "C:x", "con"),
    *("$(touch x)", "`touch x`", "; touch x", "|touch x", "a'b", 'a"b', "title=x;#\\", "<b>&", "।"),
)


@pytest.mark.parametrize("title", ["-i %d concat:/etc/passwd", "../a'b\"c/$(touch x)", "<b>&;|"])
def test_a_title_is_a_title_whatever_it_says(
    leaflet: Folder,
    parcha,  # type: ignore[no-untyped-def]
    warm: None,
    title: str,
) -> None:
    quoted = json.dumps(title, ensure_ascii=False)
    text = leaflet.leaflet.read_text(encoding="utf-8")
    text = text.replace("मलेरिया से बचिए", quoted).replace("यह क्या है", quoted)
    leaflet.leaflet.write_text(text, encoding="utf-8")
    assert parcha("build", "--engine", "silent")[0] == 0
    names = {path.name for path in leaflet.root.rglob("*") if path.is_file()}
    assert all(re.fullmatch(r"[a-z0-9.-]+", name, re.IGNORECASE) for name in names)


def test_titles_are_chapters_of_an_m4b_whatever_they_say(tmp_path: Path) -> None:
    from mutagen.mp4 import MP4

    wav = recording(tmp_path / "a.wav", speech(1.0, seed=1)).path
    out = tmp_path / "a.m4b"
    parts = [Part(title, wav, 1000) for title in TITLES]
    m4b(parts, _jpeg(), {"title": TITLES[0]}, "hin", out)
    book = MP4(out)
    assert [chapter.title.rstrip() for chapter in book.chapters] == list(TITLES)
    assert book.tags["\xa9nam"] == [TITLES[0]]


def _jpeg() -> bytes:
    import io

    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "JPEG")
    return data.getvalue()


@pytest.mark.parametrize("name", ["-y", "concat:a|b", "pipe:1", "a%03d", "file:x", "a'b c", "हिंदी"])
def test_ffmpeg_takes_a_path_for_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).mkdir()
    source = Path(name, "-i.wav")
    source.write_bytes(recording(tmp_path / "a.wav", speech(0.3, seed=2)).path.read_bytes())
    copy = Path(name, "%d.wav")
    ffmpeg.run(["-i", source, "-c", "copy", copy])
    assert copy.is_file()


@pytest.mark.parametrize(
    "path", ["../x", "/x", "a/../../x", "a\\..\\x", "C:x", "", ".", "a//b", "a/./b"]
)
def test_a_package_holds_plain_paths_only(path: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        FolderSink(tmp_path).write(path, b"")


@pytest.mark.parametrize("title", TITLES)
def test_file_names_are_ascii_words(title: str) -> None:
    name = numbered(1, ascii_stem(title), ".mp3", 9)
    assert re.fullmatch(r"01-[a-z0-9-]+\.mp3", inside(name))


BOMBS = {
    "aliases": "a: &a [x, x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(30)),
    "merge": "a: &a {x: 1}\n<<: *a\n",
    "object": "!!python/object/apply:os.system [id]\n",
    "name": "a: !!python/name:os.system\n",
    "binary": "a: !!binary aGFsbG8=\n",
    "set": "a: !!set {x}\n",
    "deep list": f"a: {'[' * 20_000}",
    "deep map": f"a: {'{a: ' * 20_000}",
    "deep block": "".join(f"{' ' * n}a:\n" for n in range(1500)),
    "quote": 'a: "' + "x" * 100_000,
    "two": "a: 1\n---\nb: 2\n",
    "long": "a: " + "x" * yamlfile.LARGEST,
    "signals": 'a: "\\u0000"\n',
    "round": 'a: "\\u202e"\n',
}


@pytest.mark.parametrize("kind", BOMBS)
@pytest.mark.parametrize("name", ["leaflet.yaml", "words.yaml", "scripts/02-kya.yaml"])
def test_yaml_does_nothing_but_hold_text(leaflet: Folder, parcha, name: str, kind: str) -> None:  # type: ignore[no-untyped-def]
    path = leaflet.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(BOMBS[kind], encoding="utf-8")
    code, _, err = parcha("status")
    assert code == 3
    assert path.name in err
    assert len(err) < 2000


def test_a_file_for_people_is_read_no_further_than_people_write(tmp_path: Path) -> None:
    path = tmp_path / "leaflet.yaml"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 50_000_000_000)
    with pytest.raises(InputError, match="larger than 10 MB"):
        yamlfile.read_text(path)


def test_a_large_file_is_not_taken_for_a_damaged_one(tmp_path: Path) -> None:
    """Its last letter that is read is cut in two."""
    path = tmp_path / "leaflet.yaml"
    path.write_bytes("क".encode() * (yamlfile.LARGEST // 3 + 1))
    with pytest.raises(InputError, match="larger than 10 MB"):
        yamlfile.read_text(path)


def test_nothing_is_written_that_is_too_large_to_be_read(
    leaflet: Folder,
    parcha,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("parcha.prepare.LARGEST", 1000)
    code, _, err = parcha("scripts")
    assert code == 3
    assert "would be larger than" in err
    assert "more chapters" in err
    assert not list((leaflet.root / "scripts").glob("*"))


@pytest.mark.parametrize("sign", ["1", "A", "क", "(", "1,", "b-", "। "])
def test_a_line_without_an_end_is_refused_before_it_is_read_aloud(
    leaflet: Folder,
    parcha,  # type: ignore[no-untyped-def]
    sign: str,
) -> None:
    """Its rules look far ahead, at every sign of it anew."""
    assert parcha("scripts")[0] == 0
    line = sign * (500_000 // len(sign))
    replace(leaflet.script(2, "kya"), "- मलेरिया एक बुखार है।", f'- "{line}"')
    code, _, err = parcha("status")
    assert code == 3
    assert f"A line of kya has {len(line.strip())} characters" in err


def _calls() -> dict[str, list[str]]:
    """Every call in src by its name, with where it stands."""
    calls: dict[str, list[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                arguments = {keyword.arg or "**" for keyword in node.keywords}
                where = f"{path.relative_to(SOURCE).as_posix()} {sorted(arguments)}"
                calls.setdefault(name, []).append(where)
    return calls


def test_no_shell_no_pickle_no_evaluation() -> None:
    forbidden = re.compile(
        r"eval|exec|compile|__import__|os\.(system|popen|exec.*|spawn.*)|(pickle|marshal|shelve)\..*"
        r"|yaml\.(full_|unsafe_|safe_)?load(_all)?|subprocess\.(call|check_.*|getoutput|Popen)"
        r"|tempfile\.mktemp|input|.*\.extractall"
    )
    found = {name: where for name, where in _calls().items() if forbidden.fullmatch(name)}
    assert found == {"subprocess.Popen": ["bench/place.py ['env', 'stdout']"]}


def test_other_programs_get_lists_of_arguments_and_a_time_limit() -> None:
    runs = _calls()["subprocess.run"]
    assert runs
    assert [where for where in runs if "'timeout'" not in where or "'shell'" in where] == []


def test_all_that_is_printed_goes_through_one_place() -> None:
    """There what a terminal would obey becomes visible: names come from others."""
    printing = {name: where for name, where in _calls().items() if re.search("echo$|secho$", name)}
    assert printing == {"click.secho": ["cli/app.py ['**']"]}
