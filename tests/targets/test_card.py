from __future__ import annotations

from parcha.model import Programme
from parcha.store import Store
from parcha.targets.card import CardTarget
from parcha.targets.phone import PhoneTarget
from parcha.targets.sink import MemorySink


def test_a_card_holds_the_parts_in_play_order_and_nothing_twice(
    programme: Programme, store: Store
) -> None:
    records = CardTarget(store).write(programme, sink := MemorySink())
    names = ["01-shuruaat.mp3", "02-lakshan.mp3", "03-ant.mp3"]
    others = ["playlist.m3u", "playlist.m3u8", "cover.jpg"]
    assert [record.path for record in records] == [f"MEMORY-CARD/{n}" for n in names + others]
    assert all(name.isascii() for name in sink.files)
    assert sink.files["MEMORY-CARD/playlist.m3u"].decode("ascii").splitlines()[1:] == names
    assert sink.files["MEMORY-CARD/cover.jpg"].startswith(b"\xff\xd8")


def test_its_parts_are_those_of_the_phone(programme: Programme, store: Store) -> None:
    CardTarget(store).write(programme, card := MemorySink())
    PhoneTarget(store).write(programme, phone := MemorySink())
    for name in ("01-shuruaat.mp3", "03-ant.mp3"):
        assert card.files[f"MEMORY-CARD/{name}"] == phone.files[name]
