"""The cover as a photograph's file: eight bits a colour, as players and WhatsApp want it."""

from __future__ import annotations

import io

from parcha.targets import cover

QUALITY = 90


def cover_jpeg(title: str, size: int, number: int | None = None, picture: str = "") -> bytes:
    """The cover of the leaflet, or of one part, as a square JPEG of `size` pixels."""
    from PIL import Image

    out = io.BytesIO()
    image = Image.open(io.BytesIO(cover.draw(title, number, picture, size))).convert("RGB")
    image.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()
