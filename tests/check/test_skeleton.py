from __future__ import annotations

import pytest

from parcha.check.align import align
from parcha.check.skeleton import skeleton


@pytest.mark.parametrize(
    ("hindi", "urdu"),
    [
        ("भाग आठ", "بھگ آٹی"),
        ("ज्ञान", "گیان"),
        ("वृद्धि", "وریدھی"),
        ("ए एल एस", "ALS"),
        ("उन्नीस भाग", "19 بھاگ"),
        ("उन्नीस भाग", "۱۹ بھاگ"),
        ("फ़िल्म", "فلم"),
        ("ड़", "ڑ"),
    ],
)
def test_both_scripts_have_one_skeleton(hindi: str, urdu: str) -> None:
    assert skeleton(hindi) == skeleton(urdu) != ""


@pytest.mark.parametrize(
    ("hindi", "urdu"),
    [
        ("संबंध", "سمبندھ"),
        ("हालांकि", "حالا کی"),
        ("क्या करें", "کیا کرے"),
        ("घटनाएँ", "گتنائے"),
        ("खिलाड़ी जोड़ा", "کھلاری جورا"),
        ("पढ़ा", "پڈھا"),
        ("प्रशांत", "پرشات"),
        ("हवा", "ہوا"),
        ("रिलुज़ोल को मंज़ूरी दी है", "ریلوزول کو منزوری دی ہے"),
        ("ज़रूरत", "جرورت"),
        ("पास", "پاز"),
    ],
)
def test_what_a_recogniser_tells_by_chance_is_no_error(hindi: str, urdu: str) -> None:
    (match,) = align([hindi], urdu)
    assert match.error == 0


@pytest.mark.parametrize(
    ("hindi", "urdu"), [("पानी", "پای"), ("दर्द", "درد کے"), ("मन", "مل"), ("जन", "سن")]
)
def test_what_it_tells_for_sure_is_one(hindi: str, urdu: str) -> None:
    (match,) = align([hindi], urdu)
    assert match.error > 0


@pytest.mark.parametrize(("text", "expected"), [("है", ""), ("दवा।", "d"), ("बच्चा", "bc"), ("", "")])
def test_vowels_and_soft_sounds_do_not_count(text: str, expected: str) -> None:
    assert skeleton(text) == expected


def test_other_words_differ() -> None:
    words = ["पचहत्तर", "सत्तावन", "मच्छर", "बुख़ार", "दर्द", "पानी"]
    assert len({skeleton(word) for word in words}) == len(words)
