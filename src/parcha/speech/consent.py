"""Text leaves this computer only if its user has agreed: once for each place that it goes to.

What was agreed is kept in the user's settings and not in the leaflet, because a leaflet comes
from somebody else. `PARCHA_CONFIG` moves the settings.
"""

from __future__ import annotations

import os
from pathlib import Path

from parcha.errors import EngineError
from parcha.store import write_atomic

_HEAD = (
    "# Where parcha may send text to be spoken, one place a line. Delete a line to be asked again."
)
_for_now: set[str] = set()


def settings() -> Path:
    """The file that remembers."""
    if named := os.environ.get("PARCHA_CONFIG"):
        return Path(named) / "agreed.txt"
    import platformdirs

    return Path(platformdirs.user_config_dir("parcha", appauthor=False)) / "agreed.txt"


def agreed(place: str) -> bool:
    """Whether the user agreed that text is sent to `place`, now or some other day."""
    return place in _for_now or place in _remembered()


def agree(place: str, remember: bool) -> None:
    """Note that the user agreed. Raises `StorageError` where it cannot be remembered."""
    _for_now.add(place)
    if remember and place not in _remembered():
        lines = (_HEAD, *_remembered(), place)
        write_atomic(settings(), "".join(f"{line}\n" for line in lines).encode())


def require(place: str) -> None:
    """Raises `EngineError` unless the user has agreed to send text to `place`."""
    if not agreed(place):
        raise EngineError(
            f"This voice is not on your computer: the text would be sent to {place}. "
            "Nothing was sent.",
            "Say --yes to agree, or choose a voice that works here: --engine kokoro.",
        )


def _remembered() -> tuple[str, ...]:
    try:
        lines = settings().read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return ()
    return tuple(line for line in lines if line and not line.startswith("#"))
