from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcha.config import Fix, LeaveOut
from parcha.errors import InputError
from parcha.model import Block, Source
from parcha.text.clean import clean
from parcha.text.edited import apply


def source(text: str) -> Source:
    return Source(tuple(Block(line) for line in text.split("\n") if line.strip()), "x.txt")


def cleaned(text: str) -> str:
    article = source(text)
    result = clean(article, (), ())
    assert apply(article.text, result.edits) == "\n".join(result.lines)
    return "\n".join(result.lines)


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("क्रियाएं . एक", "क्रियाएं। एक"),
        ("हमेशा नहीं.", "हमेशा नहीं।"),
        ("निर्णय लें. इस", "निर्णय लें। इस"),
        ("डॉ. शर्मा ने कहा.", "डॉ. शर्मा ने कहा।"),
        ("ए. एल. एस. के रोगी", "ए. एल. एस. के रोगी"),
        ("वजन 1.5 किलो", "वजन 1.5 किलो"),
        ("FUS. दिलचस्प", "FUS। दिलचस्प"),
        ("सकती है।साँचा:MEDRS", "सकती है।"),
        ("है {{cite|x}} और", "है और"),
        ("amyotrophic/0} का", "amyotrophic का"),
        ("वेंटिलेशन ) का उपयोग", "वेंटिलेशन का उपयोग"),
        ("(बाइपैप) का (उपयोग", "(बाइपैप) का उपयोग"),
        ("क्‍या हिंदी", "क्या हिंदी"),
        ("फा़यदा", "फ़ायदा"),
        ("दो  शब्द ", "दो शब्द"),
        ("सहारा|मदद", "सहारा। मदद"),
        ("मिला।[1] और [क] फिर [संपादित करें]", "मिला। और फिर"),
        ("है।। वह", "है। वह"),
        ("सांश लेने में", "सांस लेने में"),
        ("बढने लगा", "बढ़ने लगा"),
        ("बड़ा जुडा हुआ", "बड़ा जुड़ा हुआ"),
        ("धीरे धीरे", "धीरे धीरे"),
        ('उसने कहा "ठीक है" और', 'उसने कहा "ठीक है" और'),
    ],
)
def test_dirt_goes_and_words_stay(dirty: str, expected: str) -> None:
    assert cleaned(dirty) == expected


def test_every_change_names_its_rule_and_reason() -> None:
    result = clean(source("क्रियाएं . एक  दो सांश"), (), ())
    assert [edit.rule for edit in result.edits] == [
        "space-before-stop + full-stop",
        "doubled-space",
        "typing-error",
    ]
    assert all(edit.why for edit in result.edits)


def test_left_out_spans_and_paragraphs() -> None:
    article = source("एक दो तीन।\nचार पाँच छह।\nसात आठ।")
    spans = (
        LeaveOut("दो", "चार", "why", "leaflet.yaml, line 1"),
        LeaveOut("आठ", "", "why", "leaflet.yaml, line 2"),
    )
    assert clean(article, spans, ()).lines == ("एक", "पाँच छह।", "सात")


def test_a_whole_paragraph_may_be_named_although_it_stands_elsewhere_too() -> None:
    article = source("मलेरिया\nमलेरिया एक बुखार है।")
    span = LeaveOut("मलेरिया", "", "the title", "leaflet.yaml, line 1")
    assert clean(article, (span,), ()).lines == ("", "मलेरिया एक बुखार है।")


def test_a_fix_is_made_everywhere() -> None:
    fix = Fix("खख़", "मरीज़", "slip", "leaflet.yaml, line 3")
    assert clean(source("इन खख़ को खख़"), (), (fix,)).lines == ("इन मरीज़ को मरीज़",)


@pytest.mark.parametrize(
    ("span", "message"),
    [
        (
            LeaveOut("नहीं", "", "w", "leaflet.yaml, line 7"),
            'line 7: the article does not say "नहीं"',
        ),
        (LeaveOut("एक", "", "w", "leaflet.yaml, line 7"), 'line 7: the article says 2 times "एक"'),
        (LeaveOut("दो", "नहीं", "w", "leaflet.yaml, line 7"), 'line 7: after "दो" the article'),
    ],
)
def test_spans_that_do_not_fit_are_named(span: LeaveOut, message: str) -> None:
    with pytest.raises(InputError) as error:
        clean(source("एक दो एक तीन।"), (span,), ())
    assert message in error.value.message


def test_a_fix_that_does_not_fit_is_named() -> None:
    with pytest.raises(InputError, match="line 9: the article does not say"):
        clean(source("एक"), (), (Fix("दो", "तीन", "w", "leaflet.yaml, line 9"),))


@given(st.text(alphabet="कखगािी़्ंँ।|.,?!()[]{}\"' \u200d\u00a0aA1१:\n-", max_size=60))
def test_article_and_ledger_always_add_up(text: str) -> None:
    article = source(text)
    result = clean(article, (), ())
    assert apply(article.text, result.edits) == "\n".join(result.lines)
    assert len(result.lines) == max(1, len(article.blocks))
