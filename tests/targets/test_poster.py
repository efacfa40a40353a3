from __future__ import annotations

import io
from dataclasses import replace
from xml.etree import ElementTree

import pytest
import segno
from PIL import Image

from parcha.errors import InputError
from parcha.model import Programme
from parcha.store import Store
from parcha.targets.poster import INK, PosterTarget
from parcha.targets.sink import MemorySink

SVG = "{http://www.w3.org/2000/svg}"


def written(programme: Programme, store: Store) -> dict[str, bytes]:
    PosterTarget(store).write(programme, sink := MemorySink())
    return sink.files


@pytest.fixture(scope="module")
def files(finished: Programme, store: Store) -> dict[str, bytes]:
    return written(finished, store)


def test_a_drawing_a_print_and_an_image_of_a4(files: dict[str, bytes]) -> None:
    assert list(files) == ["poster.svg", "poster.pdf", "poster.png"]
    root = ElementTree.fromstring(files["poster.svg"])
    assert (root.get("width"), root.get("height")) == ("210mm", "297mm")
    assert files["poster.pdf"].startswith(b"%PDF")
    width, height = Image.open(io.BytesIO(files["poster.png"])).size
    assert height / width == pytest.approx(297 / 210, rel=0.002)


def test_the_code_is_that_of_the_web_page(files: dict[str, bytes]) -> None:
    root = ElementTree.fromstring(files["poster.svg"])
    dark = [box for box in root.iter(f"{SVG}rect") if box.get("fill") == INK]
    code = segno.make_qr("https://example.org/als/", error="q")
    assert len(dark) == sum(map(sum, code.matrix))


def test_no_letter_needs_a_font(files: dict[str, bytes], finished: Programme) -> None:
    root = ElementTree.fromstring(files["poster.svg"])
    assert not list(root.iter(f"{SVG}text"))
    lines = [path for path in root.iter(f"{SVG}path") if path.get("fill") == INK]
    assert len(lines) == 3
    assert root.findtext(f"{SVG}title") == finished.leaflet.title


def test_the_same_programme_gives_the_same_bytes(
    finished: Programme, store: Store, files: dict[str, bytes]
) -> None:
    assert written(finished, store) == files


def test_without_an_address_there_is_no_poster(finished: Programme, store: Store) -> None:
    with pytest.raises(InputError, match="where the web page will be"):
        PosterTarget(store).require(finished.leaflet, {"web": {}})
    with pytest.raises(InputError):
        written(replace(finished, settings={}), store)


@pytest.mark.real
def test_a_scanner_reads_it(files: dict[str, bytes]) -> None:
    import zxingcpp

    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(files["poster.png"])).convert("RGB"))
    assert code.text == "https://example.org/als/"
