from __future__ import annotations

from parcha import config
from parcha.draft import draft
from parcha.folder import Folder
from parcha.model import Utterance, Voice
from parcha.plan import places


def test_placeholders_are_filled_and_voices_cast(leaflet: Folder) -> None:
    opening, kya, lakshan, closing = draft(leaflet, config.load(leaflet.leaflet)).parts
    assert [part.number for part in (opening, kya, lakshan, closing)] == [1, 2, 3, 4]
    said = [line.say for line in opening.lines]
    assert "इसमें 4 भाग हैं।" in said
    assert "भाग 3: लक्षण।" in said
    assert [line.say for line in kya.lines][:2] == ["भाग 2।", "यह क्या है।"]
    assert kya.lines[0].utterance == Utterance("भाग दो।", Voice("silent", "high"))
    assert kya.lines[2].utterance.voice == Voice("silent", "low")
    assert kya.lines[-1].say == "आगे सुनिए, भाग 3: लक्षण।"
    spoken = " ".join(line.spoken for part in (lakshan, closing) for line in part.lines)
    assert "दस से पंद्रह दिन" in spoken
    assert "पचहत्तर प्रतिशत" in spoken
    assert "दो हज़ार बीस" in spoken
    assert "कंप्यूटर की है" in spoken


def test_a_line_without_its_value_is_not_spoken(leaflet: Folder) -> None:
    text = leaflet.leaflet.read_text(encoding="utf-8").replace('  as_of: "2020"\n', "")
    leaflet.leaflet.write_text(text, encoding="utf-8")
    closing = draft(leaflet, config.load(leaflet.leaflet)).parts[-1]
    assert not any("आसपास" in line.say for line in closing.lines)


def test_pauses_are_as_planned(leaflet: Folder) -> None:
    part = draft(leaflet, config.load(leaflet.leaflet)).parts[1]
    pauses = config.Pauses()
    assert [line.pause_ms for line in part.lines] == [
        pauses.sentence,
        pauses.title,
        pauses.sentence,
        pauses.paragraph,
        pauses.sentence,
    ]


def test_words_of_the_leaflet_are_said_its_way(leaflet: Folder) -> None:
    plain = draft(leaflet, config.load(leaflet.leaflet))
    assert not plain.unknown
    leaflet.words.write_text("शर्मा: वर्मा\n", encoding="utf-8")
    spoken = [
        line.spoken
        for part in draft(leaflet, config.load(leaflet.leaflet)).parts
        for line in part.lines
    ]
    assert any("डॉक्टर वर्मा" in line for line in spoken)


def test_every_line_is_written_somewhere(leaflet: Folder) -> None:
    text = leaflet.leaflet.read_text(encoding="utf-8")
    leaflet.leaflet.write_text(text + "editions: {full: {}, brief: {}}\n", encoding="utf-8")
    for edition in ("full", "brief"):
        drafted = draft(leaflet, config.load(leaflet.leaflet), edition)
        scripts = {script.id: script for script in drafted.scripts.scripts}
        written = places(drafted.scripts.scripts, drafted.config, drafted.edition)
        assert list(written) == [part.id for part in drafted.parts]
        for part in drafted.parts:
            assert len(written[part.id]) == len(part.lines)
            for place, line in zip(written[part.id], part.lines, strict=True):
                item = scripts[part.id].items[place.item - 1]
                lines = item.brief if place.key == "brief" else item.say
                assert lines[place.line - 1] == place.written
                assert item.role == line.role
                assert line.say == place.written or "{" in place.written
