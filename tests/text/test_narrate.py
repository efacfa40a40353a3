from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcha.model import Section
from parcha.text.narrate import breath_groups, narrate


@pytest.mark.parametrize(
    "lines",
    [
        ["यह छूने से नहीं फैलती।"],
        ["पैर से शुरुआत वाले मरीज़ों को चलते समय या भागते समय अटपटापन महसूस हो सकता है",
         "या उन्हें लगता है कि वे लड़खड़ा रहे हैं या ठोकर खा रहे हों,",
         'अक्सर "लटकते पैर" के साथ, जो ज़मीन पर घसीटता चलता है।'],
        ["मांसपेशियां कमज़ोर हो जाती हैं और अपक्षय होने लगता है।"],
        ["मरीज़ों को अपने हाथों और पैरों और कंधों और गर्दन और पीठ और जीभ और गले में कमज़ोरी होती है।"],
        ["माना जाता है कि यह दवा नसों को पहुँचने वाली क्षति को कम करती है,",
         "लेकिन पहले से हुई क्षति को यह पलट नहीं सकती।"],
    ],
)  # fmt: skip
def test_lines_end_where_a_speaker_breathes(lines: list[str]) -> None:
    assert list(breath_groups(" ".join(lines))) == lines


def test_nothing_is_torn_inside_quotes_or_brackets() -> None:
    sentence = 'उन्होंने कहा "यह बीमारी बढ़ती है, लेकिन धीरे, और हम साथ हैं, क्योंकि आप अकेले नहीं हैं" और वे चले गए।'
    assert any(line.count('"') == 2 for line in breath_groups(sentence))


@given(st.lists(st.sampled_from(["एक", "और", "कि", "है", "है,", "लेकिन", '"', "(", ")", "10"]),
                min_size=1, max_size=120))  # fmt: skip
def test_no_word_is_lost(words: list[str]) -> None:
    lines = breath_groups(" ".join(words))
    assert " ".join(lines).split() == words
    assert max(len(line.split()) for line in lines) <= 40


def test_every_sentence_of_the_article_stays_whole() -> None:
    sections = Path(__file__).parents[2] / "sections"
    sentences = [
        line
        for path in sorted(sections.glob("*.md"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("# ")
    ]
    assert len(sentences) > 150
    for sentence in sentences:
        assert " ".join(breath_groups(sentence)) == sentence


def test_a_leaflet_is_opened_announced_and_closed() -> None:
    section = Section(2, "a", "लक्षण", (("एक।", "दो।"), ("तीन।",)))
    opening, part, closing = narrate([section], closing_title="विदा")
    assert [opening.number, part.number, closing.number] == [1, 2, 3]
    assert [item.role for item in part.items] == ["title", "text", "text", "text", "next"]
    assert [item.source for item in part.items[1:-1]] == ["एक।", "दो।", "तीन।"]
    assert [item.ends_paragraph for item in part.items[1:-1]] == [False, True, True]
    assert {item.role for item in opening.items} == {"opening", "title", "contents", "next"}
    assert closing.title == "विदा"
    said = " ".join(line for item in closing.items for line in item.say)
    assert re.search(r"\{article\}.*\{licence\}.*कंप्यूटर", said)
