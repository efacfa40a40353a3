"""The seam that every package fits: a finished programme goes in, files go out through a sink."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from parcha.errors import InputError
from parcha.model import Leaflet, Programme, Prompt, Record
from parcha.store import Store

Progress = Callable[[int, int], None]
"""Called with (steps done, steps in all) as a target works."""

TARGETS = {
    "phone": "parcha.targets.phone:PhoneTarget",
    "web": "parcha.targets.web:WebTarget",
    "epub": "parcha.targets.epub:EpubTarget",
    "audiobook": "parcha.targets.audiobook:AudiobookTarget",
    "podcast": "parcha.targets.podcast:PodcastTarget",
    "poster": "parcha.targets.poster:PosterTarget",
    "card": "parcha.targets.card:CardTarget",
    "m4b": "parcha.targets.m4b:M4bTarget",
    "whatsapp": "parcha.targets.whatsapp:WhatsAppTarget",
    "radio": "parcha.targets.radio:RadioTarget",
    "ivr": "parcha.targets.ivr:IvrTarget",
}
"""Every door by name. A class takes (store, progress) and is imported only when it is opened."""


class Sink(Protocol):
    """Where a target writes: a folder, a zip, memory. Refuses paths that leave it.

    Every write is atomic and returns the record that the manifest lists.
    """

    def write(self, path: str, data: bytes) -> Record:
        """Write `data` to `path`, relative to the sink."""

    def copy(self, path: str, source: Path, head: bytes = b"") -> Record:
        """Copy `head` (a tag, say) and then the file `source` to `path`."""


class Target(Protocol):
    """One kind of package. A target opens no output file itself."""

    name: str

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write the whole package and say what was written."""


@runtime_checkable
class Announced(Protocol):
    """A target whose package needs lines that are no part of the programme: menus, greetings."""

    def prompts(self, programme: Programme) -> Sequence[Prompt]:
        """What the announcer must say for the package of this programme.

        `Target.write` then finds each of them in `Programme.prompts`.
        """


@runtime_checkable
class Particular(Protocol):
    """A target that cannot work without something in `leaflet.yaml`: an address, say."""

    def require(self, leaflet: Leaflet, settings: Mapping[str, Mapping[str, str]]) -> None:
        """Raises `InputError`, before anything is spoken, where it is missing."""


def open_target(name: str, store: Store, progress: Progress | None = None) -> Target:
    """The target called `name`. Raises `InputError`, which lists the names, for any other."""
    if name not in TARGETS:
        raise InputError(
            f'There is no target called "{name}".', f"Targets: {', '.join(sorted(TARGETS))}."
        )
    module, _, attribute = TARGETS[name].partition(":")
    target: Target = getattr(importlib.import_module(module), attribute)(store, progress)
    return target
