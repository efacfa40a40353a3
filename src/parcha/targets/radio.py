"""The radio package: Broadcast WAVs of two programmes and of spots, and their running order.

programme-28min.wav   programme-05min.wav   spot-30s-02-<id>.wav …   running-order.html   .csv
"""

from __future__ import annotations

from collections.abc import Sequence

from parcha.model import Programme, Prompt, Record
from parcha.sound.broadcast import Broadcast, CuePoint, broadcast, head
from parcha.sound.join import LEAD_IN_MS
from parcha.store import Store, sha256_of
from parcha.targets import running_order, schedule
from parcha.targets.batch import make_all
from parcha.targets.excerpt import joined, length_ms
from parcha.targets.names import ascii_stem
from parcha.targets.schedule import Show
from parcha.targets.target import Progress, Sink


class RadioTarget:
    """What a radio station needs to put the leaflet on the air."""

    name = "radio"

    def __init__(self, store: Store, progress: Progress | None = None) -> None:
        self.store = store
        self.progress = progress

    def prompts(self, programme: Programme) -> Sequence[Prompt]:
        """Greetings and announcements in the place of the parts' own signposts."""
        return schedule.prompts(programme)

    def write(self, programme: Programme, sink: Sink) -> tuple[Record, ...]:
        """Write all shows and their running order. Raises `StorageError`, `ParchaError`."""
        shows = schedule.shows(programme)
        sounds = make_all(self._sound, shows, self.progress)
        records = []
        for show, sound in zip(shows, sounds, strict=True):
            top = _head(programme, show, sound)
            record = sink.copy(f"{show.stem}.wav", sound.pcm, top)
            records.append(record.lasting(length_ms(show.lines)))
        sheet = _sheet(programme)
        records.append(sink.write("running-order.html", running_order.as_html(sheet, shows)))
        records.append(sink.write("running-order.csv", running_order.as_csv(sheet, shows)))
        return tuple(records)

    def _sound(self, show: Show) -> Broadcast:
        whole = joined(show.lines, self.store)
        return broadcast(whole, sha256_of(whole), self.store)


def _head(programme: Programme, show: Show, sound: Broadcast) -> bytes:
    leaflet = programme.leaflet
    cues, start = [], LEAD_IN_MS
    for item in show.items:
        cues.append(CuePoint(ascii_stem(item.id), start))
        start += sum(take.duration_ms for take in item.lines)
    info = {
        "INAM": f"{leaflet.title}: {show.title}",
        "IART": leaflet.credit,
        "ICOP": f"{leaflet.article}, {leaflet.licence} {leaflet.licence_url}".rstrip(),
        "IGNR": "Speech",
        "ISRC": leaflet.url,
    }
    # Unique for these very frames, and the same on every machine.
    reference = f"{leaflet.slug[:12]}-{sound.pcm.stem[:16]}"
    return head(sound, f"{leaflet.slug}: {show.stem}", reference, cues, info)


def _sheet(programme: Programme) -> running_order.Sheet:
    leaflet, label = programme.leaflet, programme.labels
    licence = f"{leaflet.licence} {leaflet.licence_url}".rstrip()
    return running_order.Sheet(
        title=leaflet.title,
        language=leaflet.language,
        contact=programme.settings.get("radio", {}).get("contact", ""),
        rights=f"{label['source']}: {leaflet.article}. {label['licence']}: {licence}",
        labels=label,
    )
