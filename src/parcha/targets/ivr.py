"""The phone line package: prompts in the three kinds that telephone exchanges play, and dialplans.

sounds/<slug>/welcome.wav .alaw .ulaw …   asterisk/extensions.conf   freeswitch/<slug>.xml
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from parcha.model import Programme, Prompt, Record
from parcha.sound.formats import TELEPHONE, companded
from parcha.store import Store, key_of
from parcha.targets import dialplan
from parcha.targets.batch import make_all
from parcha.targets.dialplan import KEY_AGAIN, KEY_MENU, KEY_MORE, TOPICS_A_PAGE
from parcha.targets.excerpt import Take, joined, length_ms, sound, takes
from parcha.targets.names import part_name
from parcha.targets.target import Progress, Sink

LAWS = {".alaw": "alaw", ".ulaw": "mulaw"}
"""G.711 by suffix: India's exchanges speak A-law, others µ-law."""
ANSWERS = ("invalid", "timeout", "retry", "goodbye")


class IvrTarget:
    """What somebody who runs a telephone exchange needs to put the leaflet on a number."""

    name = "ivr"

    def __init__(self, store: Store, progress: Progress | None = None) -> None:
        self.store = store
        self.progress = progress

    def prompts(self, programme: Programme) -> Sequence[Prompt]:
        """Greeting, menu and answers, all by the announcer."""
        menus = (prompt for page in _menus(programme).values() for prompt in page)
        return [_welcome(programme), *(Prompt(f"ivr_{answer}") for answer in ANSWERS), *menus]

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write sounds and dialplans. Raises `StorageError`, `ParchaError`."""
        slug = programme.leaflet.slug
        played = _played(programme)
        sounds = make_all(self._sound, list(played.values()), self.progress)
        records = []
        for (name, lines), wav in zip(played.items(), sounds, strict=True):
            kinds = {".wav": wav}
            kinds |= {suffix: self._companded(wav, suffix, law) for suffix, law in LAWS.items()}
            for suffix, file in kinds.items():
                record = sink.copy(f"sounds/{slug}/{name}{suffix}", file)
                records.append(record.lasting(length_ms(lines)))
        line = dialplan.Line(slug, tuple(_parts(programme)))
        records.append(sink.write("asterisk/extensions.conf", dialplan.asterisk(line)))
        records.append(sink.write(f"freeswitch/{slug}.xml", dialplan.freeswitch(line)))
        return tuple(records)

    def _sound(self, lines: Sequence[Take]) -> Path:
        return sound(joined(lines, self.store), TELEPHONE, self.store)

    def _companded(self, wav: Path, suffix: str, law: str) -> Path:
        key = key_of(wav.stem, law)
        return self.store.derive("encoded", key, suffix, lambda out: companded(wav, out, law))


def _played(programme: Programme) -> Mapping[str, list[Take]]:
    """Every sound by its name: greeting, answers, pages of the menu, parts."""

    def said(prompt: Prompt) -> list[Take]:
        return takes(programme.prompts[prompt])

    return {
        "welcome": said(_welcome(programme)),
        **{answer: said(Prompt(f"ivr_{answer}")) for answer in ANSWERS},
        **{
            page: [take for prompt in prompts for take in said(prompt)]
            for page, prompts in _menus(programme).items()
        },
        **_parts(programme),
    }


def _parts(programme: Programme) -> dict[str, list[Take]]:
    """The parts by name, without "hear next", which would be wrong behind a menu."""
    return {
        part_name(programme, chapter): takes(chapter, without={"next"})
        for chapter in programme.chapters
    }


def _welcome(programme: Programme) -> Prompt:
    return Prompt("ivr_welcome", (("key", KEY_MENU), ("leaflet", programme.leaflet.title)))


def _menus(programme: Programme) -> dict[str, list[Prompt]]:
    """What is said on each page of the menu: the topic before the key."""
    titles = [chapter.title for chapter in programme.chapters]
    starts = range(0, len(titles), TOPICS_A_PAGE)
    menus = {}
    for number, start in enumerate(starts, start=1):
        topics = enumerate(titles[start : start + TOPICS_A_PAGE], start=1)
        page = [Prompt("ivr_topic", (("key", str(key)), ("title", title))) for key, title in topics]
        if len(starts) > 1:
            more = "ivr_more" if number < len(starts) else "ivr_first"
            page.append(Prompt(more, (("key", KEY_MORE),)))
        menus[dialplan.menu(number)] = [*page, Prompt("ivr_again", (("key", KEY_AGAIN),))]
    return menus
