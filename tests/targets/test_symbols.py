from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from parcha.errors import InputError
from parcha.targets import symbols


@pytest.mark.parametrize("name", symbols.names())
def test_every_symbol_keeps_to_the_few_rules(name: str) -> None:
    root = ElementTree.fromstring(symbols.svg(name))
    assert root.get("viewBox") == "0 0 48 48"
    for element in root:
        kind = element.tag.rpartition("}")[2]
        assert kind in {"path", "circle", "rect"}
        assert set(element.keys()) <= {
            "d",
            "fill",
            "cx",
            "cy",
            "r",
            "x",
            "y",
            "width",
            "height",
            "rx",
        }
        assert re.fullmatch(r"[MLCZ\d. ]*", element.get("d", ""))
    points = [point for outline, _ in symbols._outlines(name) for point in outline]
    edge = symbols.STROKE / 2
    assert all(edge <= value <= symbols.SIZE - edge for point in points for value in point)


def test_there_is_a_symbol_for_every_part_of_a_leaflet() -> None:
    assert len(symbols.names()) >= 20
    usual = [symbols.symbol_of("", number) for number in range(1, 11)]
    assert len(set(usual)) == 10
    assert set(usual) <= set(symbols.names())
    assert symbols.symbol_of("heart", 1) == "heart"


def drawn(name: str) -> np.ndarray:
    image = Image.new("L", (96, 96), 255)
    symbols.draw(image, name, 0, 0, 96, "#000000")
    return np.asarray(image) < 128


def test_pillow_draws_what_the_page_shows() -> None:
    clock = drawn("clock")
    rows, columns = np.flatnonzero(clock.any(axis=1)), np.flatnonzero(clock.any(axis=0))
    # A circle of radius 19 round the middle, in lines of 3, at twice its size.
    for found in (rows, columns):
        assert (found[0], found[-1]) == (pytest.approx(7, abs=1), pytest.approx(89, abs=1))
    assert clock[40, 48]
    assert not clock[60, 40]
    assert drawn("heart").mean() > 2 * drawn("lungs").mean()


def test_the_page_gets_only_the_shapes() -> None:
    shapes = symbols.shapes("clock")
    assert shapes.startswith("<circle")
    assert "svg" not in shapes


def test_a_picture_that_is_not_there_is_told_with_those_that_are() -> None:
    symbols.check_symbol("", "leaflet.yaml, line 3")
    symbols.check_symbol("lungs", "leaflet.yaml, line 3")
    with pytest.raises(InputError, match='line 3: there is no picture "lung"') as error:
        symbols.check_symbol("lung", "leaflet.yaml, line 3")
    assert "heart, home" in error.value.hint
