"""What a recogniser heard of an edition before; nothing is heard anew here."""

from __future__ import annotations

from collections.abc import Sequence

from parcha.check.heard import HeardLine, Part, listen_back
from parcha.model import Pcm
from parcha.speech.listen import Heard, recall


class _NotHeardError(Exception):
    """A sound was never heard."""


def heard_before(parts: Sequence[Part]) -> tuple[HeardLine, ...]:
    """The lines of those parts that were heard as they are now, each part wholly or not at all.

    Raises `EngineError` where the recogniser is not installed.
    """
    heard: list[HeardLine] = []
    for part in parts:
        try:
            heard += listen_back([part], _remembered)
        except _NotHeardError:
            continue
    return tuple(heard)


def _remembered(sounds: Sequence[Pcm]) -> Sequence[Heard]:
    known = [heard for heard in recall(sounds) if heard is not None]
    if len(known) < len(sounds):
        raise _NotHeardError
    return known
