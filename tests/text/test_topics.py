from __future__ import annotations

import pytest

from parcha.model import Block, Source
from parcha.text.propose import propose_chapters
from parcha.text.read import parse_article
from parcha.text.topics import class_of, split_topics, stem

SYMPTOMS = "इसके लक्षण जल्दी दिखते हैं। बुखार, खाँसी और थकान महसूस होती है। " * 5
TREATMENT = "इसका इलाज दवा से होता है। गोली रोज़ लेनी होती है, ख़ुराक पूरी कीजिए। " * 5
PREVENTION = "बचाव के लिए साबुन से हाथ धोइए। टीका लगवाइए और सफ़ाई रखिए। " * 5


def test_the_topic_changes_where_the_cues_do() -> None:
    paragraphs = [SYMPTOMS, SYMPTOMS, TREATMENT, TREATMENT, PREVENTION]
    topics = split_topics(paragraphs)
    assert [topic.start for topic in topics] == [0, 2, 4]
    assert [topic.title for topic in topics[1:]] == ["इलाज", "बचाव"]
    assert [topic.id for topic in topics] == ["kya-hai", "ilaaj", "bachaav"]


def test_no_cut_where_none_may_be() -> None:
    topics = split_topics([SYMPTOMS, TREATMENT, TREATMENT], [True, False, True])
    assert 1 not in [topic.start for topic in topics]
    assert split_topics([]) == []


def test_titles_stay_apart_when_a_topic_comes_back() -> None:
    paragraphs = [SYMPTOMS * 6, TREATMENT * 6, SYMPTOMS * 6, TREATMENT * 6, SYMPTOMS * 6]
    titles = [topic.title for topic in split_topics(paragraphs)]
    assert len(titles) > 3
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("जाँच", "jaanch"), ("जांच कैसे होती है", "jaanch"), ("दवा और इलाज", "ilaaj"), ("नाम", "")],
)
def test_headings_have_classes(heading: str, expected: str) -> None:
    assert class_of(heading) == expected


def test_forms_of_a_word_have_one_stem() -> None:
    assert stem("गोलियों") == stem("गोली")
    assert stem("है") == "है"


def proposal(markdown: str) -> list[tuple[str, str, str]]:
    source = parse_article(markdown.encode(), "a.md")
    return [(part.id, part.title, part.anchor) for part in propose_chapters(source)]


def test_headings_make_chapters_and_short_ones_join() -> None:
    text = f"# रोग\n\n## लक्षण\n\n{SYMPTOMS * 2}\n\n## इलाज\n\n{TREATMENT * 2}\n\n## बचाव\n\nबचिए।\n"
    assert proposal(text) == [
        ("lakshan", "लक्षण", "लक्षण"),
        ("ilaaj", "इलाज, बचाव", "इलाज"),
    ]


def test_a_long_chapter_is_cut_at_its_subheadings_or_by_topic() -> None:
    by_headings = (
        f"# रोग\n\n## इलाज\n\n### दवा\n\n{TREATMENT * 4}\n\n### टीका\n\n{PREVENTION * 4}\n"
    )
    assert [title for _, title, _ in proposal(by_headings)] == ["इलाज", "टीका"]
    by_topic = f"## इलाज\n\n{TREATMENT * 4}\n\n{PREVENTION * 4}\n\n## जाँच\n\nजाँच। {SYMPTOMS * 2}\n"
    assert [title for _, title, _ in proposal(by_topic)] == ["इलाज", "बचाव", "जाँच"]


def test_anchors_fit_one_paragraph_only() -> None:
    same = "यह एक ऐसा रोग है जो हवा से"
    texts = [
        f"{same} फैलता है। " * 20,
        f"{same} नहीं फैलता। " * 20,
        "लक्षण",
        SYMPTOMS,
        "लक्षण",
        TREATMENT,
    ]
    kinds = ["paragraph", "paragraph", "heading", "paragraph", "heading", "paragraph"]
    blocks = tuple(
        Block(text.strip(), kind, 2 if kind == "heading" else 0)  # type: ignore[arg-type]
        for text, kind in zip(texts, kinds, strict=True)
    )
    anchors = [chapter.anchor for chapter in propose_chapters(Source(blocks, "x"))]
    assert len(anchors) == len(set(anchors)) > 1
    for anchor in anchors:
        assert sum(text.startswith(anchor) for text in texts) == 1


def test_there_is_nothing_to_propose_without_text() -> None:
    assert propose_chapters(Source((Block("रोग", "heading", 1),), "x")) == ()
