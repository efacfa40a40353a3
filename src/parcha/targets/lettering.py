"""Hindi letters on pictures: shaped and drawn by HarfBuzz, in bold Noto Sans Devanagari.

Pillow could do it too, but only where the system has the FriBidi library; without it Pillow
writes Devanagari in silence with the vowel signs in the wrong places. HarfBuzz's own package
draws the same letters on every machine. Sizes are in pixels for the em.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

FAMILY = "Noto Sans Devanagari"
BOLD = 700
ASCENT, DESCENT = 1.05, 0.45
"""What the tallest and deepest letters take of the em above and below the baseline."""


def width(text: str, size: float) -> float:
    """How wide `text` is."""
    _, advance = _shape(text)
    return advance * _scale(size)


def write(
    image: Image.Image, text: str, centre: float, baseline: float, size: float, ink: str
) -> None:
    """Write `text` in one line on `image`, centred at `centre`."""
    import uharfbuzz
    from PIL import Image

    scale = _scale(size)
    start = centre - width(text, size) / 2
    pen: Any = uharfbuzz.RasterDraw()
    for glyph, x, y in _shape(text)[0]:
        pen.transform = (scale, 0, 0, scale, start + x * scale, y * scale)
        pen.draw_glyph(_font(), glyph)
    drawn = pen.render()
    place = drawn.extents
    if not place.width:
        return
    # HarfBuzz counts rows from the baseline upwards, Pillow from the top downwards.
    size_px = (place.width, place.height)
    mask = Image.frombytes("L", size_px, drawn.buffer, "raw", "L", place.stride, -1)
    top = round(baseline) - place.y_origin - place.height
    image.paste(ink, (place.x_origin, top), mask)


def outlines(text: str, centre: float, baseline: float, size: float) -> str:
    """`text` in one line, centred at `centre`, as the path of an SVG."""
    import uharfbuzz

    scale = _scale(size)
    start = centre - width(text, size) / 2
    path: list[str] = []

    def command(letter: str) -> Any:
        def draw(*numbers: Any) -> None:
            *coordinates, (left, up) = numbers
            points = zip(coordinates[::2], coordinates[1::2], strict=True)
            path.append(
                letter + " ".join(f"{left + x * scale:.2f} {up - y * scale:.2f}" for x, y in points)
            )

        return draw

    pen: Any = uharfbuzz.DrawFuncs()
    pen.set_move_to_func(command("M"))
    pen.set_line_to_func(command("L"))
    pen.set_quadratic_to_func(command("Q"))
    pen.set_cubic_to_func(command("C"))
    pen.set_close_path_func(command("Z"))
    for glyph, x, y in _shape(text)[0]:
        _font().draw_glyph(glyph, pen, (start + x * scale, baseline - y * scale))
    return "".join(path)


@cache
def _shape(text: str) -> tuple[tuple[tuple[int, float, float], ...], float]:
    """The glyphs of `text` with their places, and its whole advance, in font units."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "ltr", "Deva", "hi"
    uharfbuzz.shape(_font(), buffer)
    glyphs = []
    advance = 0.0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyphs.append((info.codepoint, advance + position.x_offset, float(position.y_offset)))
        advance += position.x_advance
    return tuple(glyphs), advance


@cache
def _font() -> Any:
    import fontpkg
    import uharfbuzz

    blob = uharfbuzz.Blob.from_file_path(str(fontpkg.path(FAMILY)))
    font = uharfbuzz.Font(uharfbuzz.Face(blob))
    font.set_variations({"wght": BOLD})
    return font


def _scale(size: float) -> float:
    return size / float(_font().face.upem)
