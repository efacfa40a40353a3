"""Two small pictures of a part, as SVG that stands in the page."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from parcha.check.heard import LARGEST_ERROR, HeardLine

WIDTH, HEIGHT = 600, 72
LOUDEST_LUFS, SOFTEST_LUFS = -8.0, -36.0
FULL_BAR = 2 * LARGEST_ERROR
"""An error of which the bar is full; the limit is half-way."""


def loudness_plot(curve: Sequence[float], lufs: float, label: str) -> Markup:
    """Short-term loudness (LUFS at each second) over time, with a line at the part's own."""
    step = WIDTH / max(1, len(curve) - 1)
    points = " ".join(
        f"{place * step:.0f},{_height(level):.0f}" for place, level in enumerate(curve)
    )
    mark = f"{_height(lufs):.0f}"
    return _picture(
        label,
        f'<polygon class="area" points="0,{HEIGHT} {points} {WIDTH},{HEIGHT}"/>'
        f'<polyline class="curve" points="{points}"/>'
        f'<path class="aim" d="M0 {mark}H{WIDTH}"/>',
    )


def scores_plot(heard: Sequence[HeardLine], label: str) -> Markup:
    """A bar a line: the share of its consonants that were misheard; the limit as a line."""
    wide = WIDTH / max(1, len(heard))
    bars = []
    for place, line in enumerate(heard):
        tall = max(2.0, min(1.0, line.error / FULL_BAR) * HEIGHT)
        kind = "fine" if line.verdict == "ok" else "bad"
        bars.append(
            f'<rect class="{kind}" x="{place * wide + 1:.1f}" y="{HEIGHT - tall:.1f}" '
            f'width="{max(1.0, wide - 2):.1f}" height="{tall:.1f}"/>'
        )
    limit = f'<path class="aim" d="M0 {HEIGHT / 2:.0f}H{WIDTH}"/>'
    return _picture(label, "".join(bars) + limit)


def _height(lufs: float) -> float:
    within = min(LOUDEST_LUFS, max(SOFTEST_LUFS, lufs))
    return (LOUDEST_LUFS - within) / (LOUDEST_LUFS - SOFTEST_LUFS) * HEIGHT


def _picture(label: str, shapes: str) -> Markup:
    return Markup(
        f'<svg class="plot" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none">{shapes}</svg>'
    )
