"""What articles from the web, wikis and word processors carry along, and how blocks are read."""

from __future__ import annotations

import pytest

from parcha.model import Block, Source
from parcha.text.clean import clean
from parcha.text.edited import apply


def cleaned(*blocks: Block, openings: tuple[int, ...] = ()) -> tuple[str, ...]:
    source = Source(blocks, "x")
    result = clean(source, (), (), openings)
    assert apply(source.text, result.edits) == "\n".join(result.lines)
    assert all(edit.rule and edit.why for edit in result.edits)
    return result.lines


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("बुखार[1][2, 3][१२] है[टिप्पणी 1][नोट 2][क][a][^x]।", "बुखार है।"),
        ("बुखार है।[उद्धरण चाहिए] दर्द[कौन?] है।²", "बुखार है। दर्द है।"),
        ("लक्षण[संपादित करें | स्रोत संपादित करें]", "लक्षण"),
        ("मुख्य लेख: मलेरिया का इतिहास", ""),
        ("यह भी पढ़ें: सर्दी में सेहत", ""),
        ("चित्र 2: एक मच्छर", ""),
        ("[[चित्र:a.jpg|thumb|मच्छर]]", ""),
        ("गाँव 28°36′50″N 77°12′32″E में है।", "गाँव में है।"),
        ("मलेरिया (अंग्रेज़ी: /məˈlɛəriə/) एक रोग है।", "मलेरिया एक रोग है।"),
        ("देखिए ISBN 978-3-16-148410-0 में।", "देखिए में।"),
        ("यह doi:10.1000/182 और https://a.b/c?d=1 है।", "यह और है।"),
        ("यह {{क|{{ख|ग}}}} है।", "यह है।"),
        ("हिंंदी, नहींी और मेंे", "हिंदी, नहीं और में"),
        ("यह बुख़ार है। ---", "यह बुख़ार है।"),
        ("---", ""),
        ("* * *", ""),
        ("। पानी पीजिए। ।", "पानी पीजिए।"),
        ("वज़न 10/20 (दस) [सच] है।", "वज़न 10/20 (दस) [सच] है।"),
    ],
)
def test_dirt_of_such_sources_goes(dirty: str, expected: str) -> None:
    assert cleaned(Block(dirty)) == (expected,)


def test_asides_and_titles_go_and_lists_and_other_headings_are_sentences() -> None:
    blocks = (
        Block("मलेरिया", "heading", 1),
        Block("मेनू", "aside", rule="navigation"),
        Block("लक्षण", "heading", 2),
        Block("ये लक्षण हैं:"),
        Block("बुखार,", "item"),
        Block('"दर्द" (तेज़)[1]', "item"),
        Block("बच्चों में", "heading", 3),
        Block("क्या करें?", "item"),
    )
    assert cleaned(*blocks, openings=(2,)) == (
        *("", "", "", "ये लक्षण हैं:", "बुखार।", '"दर्द" (तेज़)।', "बच्चों में।", "क्या करें?"),
    )


def test_every_rule_of_an_aside_has_its_reason() -> None:
    from parcha.text.data import hindi

    reasons = hindi("cleaning").mapping("blocks")
    data = hindi("boilerplate")
    used = {
        data.mapping(kind).text(name)
        for kind in ("tags", "roles", "classes", "headings", "namespaces")
        for name in data.mapping(kind)
    }
    assert used <= set(reasons)
