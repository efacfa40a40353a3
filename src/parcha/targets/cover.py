"""The front cover: the title in large letters over a calm picture, drawn for this project.

Small enough for every player: 500x500 pixels, a few kilobytes of PNG.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIZE = 500
MARGIN = 44
PAPER, INK, LEAF, LEAF_DARK, PALE = "#FBF7EC", "#12343B", "#2C7A5B", "#1D5A43", "#DCEBDD"
TITLE_BOX = (MARGIN, 190, SIZE - MARGIN, SIZE - MARGIN)
SIZES = (76, 68, 60, 54, 48, 42, 36, 32, 28, 24)
LINE_HEIGHT = 1.4
BARS = (18, 34, 58, 40, 74, 52, 88, 46, 66, 30, 50, 24)


def draw(title: str, number: int | None = None) -> bytes:
    """A PNG with the leaflet's `title` and, for a part, its number. Same input, same bytes."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (SIZE, SIZE), PAPER)
    pen = ImageDraw.Draw(image)
    _wave(pen)
    font, lines = _fit(title)
    step = font.size * LINE_HEIGHT
    top = TITLE_BOX[1] + (TITLE_BOX[3] - TITLE_BOX[1] - step * len(lines)) / 2
    for position, line in enumerate(lines):
        middle = top + step * (position + 0.5)
        pen.text((SIZE / 2, middle), line, font=font, fill=INK, anchor="mm", language="hi")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _wave(pen: ImageDraw) -> None:
    left = MARGIN
    for position, height in enumerate(BARS):
        x = left + position * 36
        pen.rounded_rectangle((x, 110 - height, x + 16, 110 + height), 8, fill=LEAF)


def _fit(title: str) -> tuple[FreeTypeFont, list[str]]:
    width = TITLE_BOX[2] - TITLE_BOX[0]
    height = TITLE_BOX[3] - TITLE_BOX[1]
    for size in SIZES:
        font = _font(size)
        lines = _wrap(title, font, width)
        fits = all(font.getlength(line, language="hi") <= width for line in lines)
        if fits and len(lines) * size * LINE_HEIGHT <= height:
            break
    return font, lines


def _wrap(title: str, font: FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in title.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer, language="hi") <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def _font(size: int) -> FreeTypeFont:
    import fontpkg
    from PIL import ImageFont

    font = ImageFont.truetype(fontpkg.path("Noto Sans Devanagari"), size)
    font.set_variation_by_axes([100, 700])
    return font
