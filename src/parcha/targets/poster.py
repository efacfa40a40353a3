"""The poster for a clinic's wall: a picture, one line, and a QR code that opens the web page.

poster.svg and poster.pdf (A4, for the printer)   poster.png (to be sent round)

Letters are drawn as outlines, so that every printer has them.
"""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from parcha.errors import InputError
from parcha.model import Leaflet, Programme, Record
from parcha.store import Store
from parcha.targets import lettering, symbols
from parcha.targets.cover import CREAM, GREEN, INK, PAPER
from parcha.targets.target import Progress, Sink

if TYPE_CHECKING:
    from PIL import Image

WIDTH, HEIGHT = 210.0, 297.0
"""A4 in millimetres, the unit of everything here."""
PRINT_DPI, SCREEN_DPI, FINE = 200, 100, 2
PANEL, PICTURE, SMALL = 116.0, 72.0, 12.0
MOST_SMALL = 8
TITLE_MIDDLE, TITLE_SIZE, TITLE_WIDTH = 139.0, 22.0, 186.0
CODE_TOP, CODE = 160.0, 98.0
LINE_BASE, LINE_SIZE, LINE_WIDTH = 274.0, 9.5, 190.0
ADDRESS_BASE, ADDRESS_SIZE = 288.0, 4.6
QUIET = 4
"""Modules of white that scanners need round the code (ISO/IEC 18004)."""
WHITE = "#FFFFFF"


class Paper(Protocol):
    """What the poster is drawn on, in millimetres."""

    def box(self, x: float, y: float, width: float, height: float, ink: str) -> None:
        """A filled rectangle."""

    def symbol(self, name: str, x: float, y: float, size: float, ink: str) -> None:
        """A picture symbol with its upper left corner at (x, y)."""

    def write(self, text: str, baseline: float, size: float) -> None:
        """One line of text in the middle."""


class PosterTarget:
    """The poster; the web page must have an address, `web: {url: …}` of leaflet.yaml."""

    name = "poster"

    def __init__(self, store: Store, progress: Progress | None = None) -> None:
        self.store = store
        self.progress = progress

    def require(self, leaflet: Leaflet, settings: Mapping[str, Mapping[str, str]]) -> None:
        """Raises `InputError` where nobody said what the code should open."""
        if not settings.get("web", {}).get("url"):
            raise InputError(
                "leaflet.yaml does not say where the web page will be, which the code opens.",
                "Add: web: {url: https://example.org/leaflet/}",
            )

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write the three files."""
        self.require(programme.leaflet, programme.settings)
        drawing = SvgPaper()
        _draw(programme, drawing)
        return (
            sink.write("poster.svg", drawing.render(programme.leaflet.title)),
            sink.write("poster.pdf", _pdf(_image(programme, PRINT_DPI), programme.leaflet.title)),
            sink.write("poster.png", _png(_image(programme, SCREEN_DPI))),
        )


def _draw(programme: Programme, paper: Paper) -> None:
    url = programme.settings["web"]["url"]
    paper.box(0, 0, WIDTH, HEIGHT, PAPER)
    paper.box(0, 0, WIDTH, PANEL, GREEN)
    paper.symbol("speech", (WIDTH - PICTURE) / 2, 12, PICTURE, CREAM)
    pictures = [symbols.symbol_of(part.picture, part.number) for part in programme.chapters]
    inside = list(dict.fromkeys(name for name in pictures if name != "speech"))[:MOST_SMALL]
    step = SMALL * 1.6
    left = (WIDTH - step * (len(inside) - 1) - SMALL) / 2
    for place, name in enumerate(inside):
        paper.symbol(name, left + step * place, PANEL - SMALL - 10, SMALL, CREAM)
    _write(paper, programme.leaflet.title, TITLE_MIDDLE + TITLE_SIZE / 3, TITLE_SIZE, TITLE_WIDTH)
    _code(paper, url)
    _write(paper, programme.labels["poster_line"], LINE_BASE, LINE_SIZE, LINE_WIDTH)
    _write(paper, url, ADDRESS_BASE, ADDRESS_SIZE, LINE_WIDTH)


def _write(paper: Paper, text: str, baseline: float, size: float, widest: float) -> None:
    """One line, smaller where it would not fit."""
    paper.write(text, baseline, size * min(1.0, widest / lettering.width(text, size)))


def _code(paper: Paper, url: str) -> None:
    import segno

    # Level Q still reads with a quarter of the code torn off or stained.
    rows = [list(row) for row in segno.make_qr(url, error="q").matrix_iter(border=QUIET)]
    left, module = (WIDTH - CODE) / 2, CODE / len(rows)
    paper.box(left, CODE_TOP, CODE, CODE, WHITE)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                paper.box(left + x * module, CODE_TOP + y * module, module, module, INK)


class SvgPaper:
    """A drawing in millimetres."""

    def __init__(self) -> None:
        self.shapes: list[str] = []

    def box(self, x: float, y: float, width: float, height: float, ink: str) -> None:
        """A filled rectangle."""
        place = f'x="{x:.3f}" y="{y:.3f}" width="{width:.3f}" height="{height:.3f}"'
        self.shapes.append(f'<rect {place} fill="{ink}" shape-rendering="crispEdges"/>')

    def symbol(self, name: str, x: float, y: float, size: float, ink: str) -> None:
        """A picture symbol with its upper left corner at (x, y)."""
        self.shapes.append(
            f'<svg x="{x:.3f}" y="{y:.3f}" width="{size}" height="{size}" viewBox="0 0 48 48" '
            f'fill="none" color="{ink}" stroke="currentColor" stroke-width="{symbols.STROKE}" '
            f'stroke-linecap="round" stroke-linejoin="round">{symbols.shapes(name)}</svg>'
        )

    def write(self, text: str, baseline: float, size: float) -> None:
        """One line of text in the middle, as outlines."""
        path = lettering.outlines(text, WIDTH / 2, baseline, size)
        self.shapes.append(f'<path d="{path}" fill="{INK}"/>')

    def render(self, title: str) -> bytes:
        """The file."""
        from html import escape

        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}mm" height="{HEIGHT:g}mm" '
            f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}">',
            f"<title>{escape(title)}</title>",
            *self.shapes,
            "</svg>\n",
        ]
        return "\n".join(lines).encode()


class ImagePaper:
    """An image of so many dots an inch, drawn larger and then shrunk, which smooths the edges."""

    def __init__(self, dpi: int) -> None:
        from PIL import Image

        self.scale = FINE * dpi / 25.4
        self.image = Image.new("RGB", (round(WIDTH * self.scale), round(HEIGHT * self.scale)))

    def box(self, x: float, y: float, width: float, height: float, ink: str) -> None:
        """A filled rectangle, to whole pixels without a gap to its neighbour."""
        left, top, right, bottom = (
            round(value * self.scale) for value in (x, y, x + width, y + height)
        )
        self.image.paste(ink, (left, top, right, bottom))

    def symbol(self, name: str, x: float, y: float, size: float, ink: str) -> None:
        """A picture symbol with its upper left corner at (x, y)."""
        scale = self.scale
        symbols.draw(self.image, name, x * scale, y * scale, size * scale, ink)

    def write(self, text: str, baseline: float, size: float) -> None:
        """One line of text in the middle."""
        scale = self.scale
        middle = WIDTH / 2 * scale
        lettering.write(self.image, text, middle, baseline * scale, size * scale, INK)


def _image(programme: Programme, dpi: int) -> Image.Image:
    paper = ImagePaper(dpi)
    _draw(programme, paper)
    return paper.image.reduce(FINE)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _pdf(image: Image.Image, title: str) -> bytes:
    out = io.BytesIO()
    always = time.gmtime(0)  # the real time would make each PDF another file
    dates = {"creationDate": always, "modDate": always}
    image.save(out, "PDF", resolution=PRINT_DPI, quality=90, title=title, **dates)
    return out.getvalue()
