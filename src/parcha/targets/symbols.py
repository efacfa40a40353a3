"""Picture symbols by which people who do not read find a part, drawn for this project.

Each is an SVG of 48 units that keeps to `path` (M, L, C, Z with absolute numbers), `circle` and
`rect`, in lines of one colour: few enough rules for Pillow to draw it as well, so that the cover
in a player and the button on the page show the same picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from parcha.errors import InputError

if TYPE_CHECKING:
    from PIL import Image

SIZE = 48.0
STROKE = 3.0
USUAL = ("speech", "question", "person", "clock", "drop", "lungs", "test", "pill", "bed", "family")
"""For parts whose picture nobody chose: each another one, in this order."""
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_CURVE_STEPS = 24

Point = tuple[float, float]


@cache
def names() -> tuple[str, ...]:
    """The symbols there are."""
    folder = files(__package__) / "data" / "symbols"
    found = (file.name for file in folder.iterdir() if file.name.endswith(".svg"))
    return tuple(sorted(name.removesuffix(".svg") for name in found))


def check_symbol(name: str, place: str) -> None:
    """Raises `InputError` for a `picture:` at `place` of `leaflet.yaml` that is none of them."""
    if name and name not in names():
        raise InputError(
            f'{place}: there is no picture "{name}".', f"Pictures: {', '.join(names())}."
        )


def symbol_of(picture: str, number: int) -> str:
    """The symbol of part `number`: the one that the leaflet names, or the usual one."""
    return picture or USUAL[(number - 1) % len(USUAL)]


@cache
def shapes(name: str) -> str:
    """What stands inside the symbol's `<svg>`, to be put into a page."""
    return re.sub(r"\s+", " ", "".join(re.findall(r"<(?:path|circle|rect)[^>]*>", _svg(name))))


def svg(name: str) -> bytes:
    """The symbol as a file of its own."""
    return _svg(name).encode()


@cache
def _svg(name: str) -> str:
    return (files(__package__) / "data" / "symbols" / f"{name}.svg").read_text(encoding="utf-8")


def draw(image: Image.Image, name: str, x: float, y: float, size: float, ink: str) -> None:
    """Draw the symbol on `image`, `size` pixels wide, its upper left corner at (x, y)."""
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    scale = size / SIZE
    width = round(STROKE * scale)
    for outline, filled in _outlines(name):
        points = [(x + px * scale, y + py * scale) for px, py in outline]
        if filled:
            pen.polygon(points, fill=ink)
        pen.line(points, fill=ink, width=width)
        for px, py in points:  # Pillow has no round joins and ends
            pen.circle((px, py), (width - 1) / 2, fill=ink)


def _outlines(name: str) -> Iterator[tuple[list[Point], bool]]:
    """The lines of a symbol in its own units, and whether each is filled."""
    for element in ElementTree.fromstring(_svg(name)):
        filled = element.get("fill") == "currentColor"
        kind = element.tag.removeprefix(_NAMESPACE)
        path = element.get("d", "") if kind == "path" else _as_path(kind, element)
        for outline in _flattened(path):
            yield outline, filled


def _as_path(kind: str, element: ElementTree.Element) -> str:
    """A circle or a rectangle with round corners as a path."""
    get = {key: float(value) for key, value in element.items() if re.fullmatch(r"[\d.]+", value)}
    if kind == "circle":
        r = get["r"]
        left, top, right, bottom = get["cx"] - r, get["cy"] - r, get["cx"] + r, get["cy"] + r
    else:
        r = get.get("rx", 0.0)
        left, top = get["x"], get["y"]
        right, bottom = left + get["width"], top + get["height"]
    k = 0.4477 * r  # how far a Bézier's handle stays from the corner in a quarter of a circle
    return (
        f"M{left + r} {top} L{right - r} {top} C{right - k} {top} {right} {top + k} {right} "
        f"{top + r} L{right} {bottom - r} C{right} {bottom - k} {right - k} {bottom} {right - r} "
        f"{bottom} L{left + r} {bottom} C{left + k} {bottom} {left} {bottom - k} {left} "
        f"{bottom - r} L{left} {top + r} C{left} {top + k} {left + k} {top} {left + r} {top} Z"
    )


def _flattened(path: str) -> Iterator[list[Point]]:
    """Each line of a path as points, its curves in short steps."""
    points: list[Point] = []
    for command, numbers in re.findall(r"([MLCZ])([^MLCZ]*)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        pairs = list(zip(values[::2], values[1::2], strict=True))
        if command == "M":
            if points:
                yield points
            points = pairs
        elif command == "L":
            points += pairs
        elif command == "C":
            for place in range(0, len(pairs), 3):
                points += _curve(points[-1], *pairs[place : place + 3])
        else:
            points.append(points[0])
    yield points


def _curve(a: Point, b: Point, c: Point, d: Point) -> Iterator[Point]:
    for step in range(1, _CURVE_STEPS + 1):
        t = step / _CURVE_STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        yield (
            sum(w * point[0] for w, point in zip(weights, (a, b, c, d), strict=True)),
            sum(w * point[1] for w, point in zip(weights, (a, b, c, d), strict=True)),
        )
