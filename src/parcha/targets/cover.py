"""The front cover: a leaf with a sound wave in it, or a part's own picture, and the title.

Small enough for every player: 500x500 pixels and some 10 KB of PNG.
"""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

from parcha.targets import lettering, symbols

if TYPE_CHECKING:
    from PIL import Image

SIZE = 500
FINE = 4
"""Everything is drawn this much larger and then shrunk, which smooths the edges."""
PAPER, INK, GREEN, CREAM, AMBER = "#FBF6E9", "#12343B", "#17553F", "#F3EBCF", "#F2B33D"
PANEL_HEIGHT = 236
LEAF = (104, 424, 102, 70)
"""From x to x, around this y, this far up and down at its widest."""
COLOURS = 64
"""Five flat ones and the shades between them: a palette makes the file four times smaller."""
ICON_COLOURS = 8
"""Two and their shades."""
BARS = (0.35, 0.62, 0.45, 0.8, 0.55, 1.0, 0.6, 0.85, 0.4, 0.66, 0.5)
BADGE_RADIUS = 46
BADGE_BESIDE_PICTURE = 78
SYMBOL = 200
ICON_SYMBOL = 0.56
"""What a phone cuts round is within four fifths of an icon; the leaf stays well inside."""
TEXT_WIDTH, TEXT_TOP, TEXT_BOTTOM = 424, 256, 480
LARGEST, SMALLEST = 72.0, 12.0
LEADING = 1.42


def draw(title: str, number: int | None = None, picture: str = "", size: int = SIZE) -> bytes:
    """The cover as a square PNG of `size` pixels; the same things always give the same bytes.

    It shows the leaflet's `title` and, for one part, its number and its `picture`, a symbol.
    """
    from PIL import Image

    image = Image.new("RGB", (SIZE * FINE, SIZE * FINE), PAPER)
    _panel(image)
    if picture:
        place = ((SIZE - SYMBOL) / 2 * FINE, (PANEL_HEIGHT - SYMBOL) / 2 * FINE)
        symbols.draw(image, picture, *place, SYMBOL * FINE, CREAM)
    else:
        _leaf(image)
    top = TEXT_TOP
    if number is not None:
        _badge(image, number, BADGE_BESIDE_PICTURE if picture else SIZE / 2)
        top = PANEL_HEIGHT + BADGE_RADIUS
    _title(image, title, top)
    return _png(image, size)


def icon(size: int) -> bytes:
    """The sign of the leaflet among a phone's apps: a leaf, `size` pixels square, as PNG."""
    from PIL import Image

    image = Image.new("RGB", (size * FINE, size * FINE), GREEN)
    edge = (1 - ICON_SYMBOL) / 2 * size * FINE
    symbols.draw(image, "leaf", edge, edge, ICON_SYMBOL * size * FINE, CREAM)
    return _png(image, size, ICON_COLOURS)


def _png(image: Image.Image, size: int, colours: int = COLOURS) -> bytes:
    """`image` shrunk to `size` pixels a side, in few colours."""
    from PIL import Image

    box = Image.Resampling.BOX if image.width % size == 0 else Image.Resampling.LANCZOS
    small = image.resize((size, size), box)
    out = io.BytesIO()
    small.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _panel(image: Image.Image) -> None:
    from PIL import ImageDraw

    ImageDraw.Draw(image).rectangle((0, 0, SIZE * FINE, PANEL_HEIGHT * FINE), fill=GREEN)


def _leaf(image: Image.Image) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    left, right, middle, _ = LEAF
    upper = [(x, middle - _leaf_half_height(x)) for x in range(left, right + 1)]
    lower = [(x, middle + _leaf_half_height(x)) for x in range(right, left - 1, -1)]
    pen.polygon([(x * FINE, y * FINE) for x, y in upper + lower], fill=CREAM)
    stem = [(left - 34, middle + 12), (left - 14, middle + 4), (left + 8, middle)]
    pen.line([(x * FINE, y * FINE) for x, y in stem], fill=CREAM, width=9 * FINE, joint="curve")
    pen.circle((stem[0][0] * FINE, stem[0][1] * FINE), 4.5 * FINE, fill=CREAM)
    step = (right - left) / (len(BARS) + 1)
    for place, loudness in enumerate(BARS, start=1):
        x = left + place * step
        half = max(8.0, 0.72 * loudness * _leaf_half_height(x))
        box = [v * FINE for v in (x - 6, middle - half, x + 6, middle + half)]
        pen.rounded_rectangle(box, 6 * FINE, fill=GREEN)


def _leaf_half_height(x: float) -> float:
    """Half the height of the leaf at `x`: pointed at both ends, fuller towards the stem."""
    left, right, _, half = LEAF
    along = (x - left) / (right - left)
    return half * math.sin(math.pi * along**0.85)


def _badge(image: Image.Image, number: int, x: float) -> None:
    from PIL import ImageDraw

    y, r = PANEL_HEIGHT, BADGE_RADIUS
    pen = ImageDraw.Draw(image)
    pen.ellipse([v * FINE for v in (x - r - 6, y - r - 6, x + r + 6, y + r + 6)], fill=PAPER)
    pen.ellipse([v * FINE for v in (x - r, y - r, x + r, y + r)], fill=AMBER)
    text = str(number)
    size = 56.0 if len(text) < 3 else 40.0
    lettering.write(image, text, x * FINE, (y + 0.36 * size) * FINE, size * FINE, INK)


def _title(image: Image.Image, title: str, top: float) -> None:
    size, lines = _fit(title, TEXT_BOTTOM - top)
    step = size * LEADING
    first = (top + TEXT_BOTTOM - step * len(lines)) / 2
    for place, line in enumerate(lines):
        baseline = first + step * place + size * lettering.ASCENT
        lettering.write(image, line, SIZE / 2 * FINE, baseline * FINE, size * FINE, INK)


def _fit(title: str, height: float) -> tuple[float, list[str]]:
    """The largest size at which the whole title fits, and its lines."""
    size = LARGEST
    while True:
        lines = _wrap(title, size)
        wide = max(lettering.width(line, size) for line in lines)
        if (wide <= TEXT_WIDTH and len(lines) * size * LEADING <= height) or size <= SMALLEST:
            return size, lines
        size -= 2.0


def _wrap(title: str, size: float) -> list[str]:
    lines: list[str] = []
    for word in title.split() or [""]:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and lettering.width(longer, size) <= TEXT_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
