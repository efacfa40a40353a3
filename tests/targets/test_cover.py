from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from parcha.targets import cover, lettering

LONG = "एमियोट्रोफिक लेटरल स्क्लेरोसिस: बीमारी, जाँच, इलाज और घर पर देखभाल की पूरी जानकारी परिवार के लिए"
TITLES = ["ए एल एस को समझिए", "ज़ुकाम", LONG, f"{LONG} {LONG}", "ट्रेकियोस्टॉमीवालेमरीज़ोंकीदेखभाल"]


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


@pytest.mark.parametrize("number", [None, 3, 12, 104])
@pytest.mark.parametrize("title", TITLES)
def test_nothing_is_cut_off(title: str, number: int | None) -> None:
    picture = pixels(cover.draw(title, number))
    assert picture.shape == (500, 500, 3)
    below = picture[cover.PANEL_HEIGHT + 4 :]
    paper = np.abs(below - below[-1, 0]).sum(axis=2) < 30
    assert paper[:, :20].all() and paper[:, -20:].all() and paper[-8:].all()
    assert not paper.all()


def test_it_is_small_and_the_same_each_time() -> None:
    assert len(cover.draw(f"{LONG} {LONG}", 12)) < 100_000
    assert cover.draw("ज़ुकाम", 1) == cover.draw("ज़ुकाम", 1) != cover.draw("ज़ुकाम", 2)


def test_the_title_stands_out() -> None:
    """WCAG asks 4.5:1 of text; the title has far more."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert (light(cover.PAPER) + 0.05) / (light(cover.INK) + 0.05) > 7
    assert (light(cover.CREAM) + 0.05) / (light(cover.GREEN) + 0.05) > 7


def letters(text: str) -> np.ndarray:
    image = Image.new("L", (400, 200), 255)
    lettering.write(image, text, 200, 120, 80, "#000000")
    return np.asarray(image)


def test_devanagari_is_shaped() -> None:
    """A short i is written before its consonant, and a conjunct is narrower than its letters."""
    assert lettering.width("क्ष", 100) < lettering.width("कष", 100)
    ki, ka = (np.flatnonzero((letters(text) < 128).any(axis=0)) for text in ("कि", "क"))
    assert ki[-1] - ka[-1] < (ki[-1] - ki[0]) - (ka[-1] - ka[0])
    assert not np.array_equal(letters("र्क"), letters("रक"))


def test_text_is_centred_and_scales() -> None:
    columns = np.flatnonzero((letters("ममम") < 128).any(axis=0))
    assert (columns[0] + columns[-1]) / 2 == pytest.approx(200, abs=3)
    assert columns[-1] - columns[0] == pytest.approx(lettering.width("ममम", 80), abs=6)
    assert lettering.width("ममम", 160) == pytest.approx(2 * lettering.width("ममम", 80))


def test_empty_text_draws_nothing() -> None:
    assert (letters(" ") == 255).all()


def test_a_part_shows_its_picture() -> None:
    plain, lungs, heart = (cover.draw("शीर्षक", 3, picture) for picture in ("", "lungs", "heart"))
    assert len({plain, lungs, heart}) == 3
    assert len(lungs) < 20_000


def test_a_cover_and_an_icon_of_any_size() -> None:
    assert Image.open(io.BytesIO(cover.draw("शीर्षक", size=1400))).size == (1400, 1400)
    icon = Image.open(io.BytesIO(cover.icon(192))).convert("RGB")
    assert icon.size == (192, 192)
    # Phones cut icons round: the leaf is inside, the corners are plain.
    assert icon.getpixel((0, 0)) == icon.getpixel((96, 20)) == (23, 85, 63)
    assert len(icon.getcolors() or []) > 2
