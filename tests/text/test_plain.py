from __future__ import annotations

from pathlib import Path

import pytest

from parcha.errors import InputError
from parcha.text.data import hindi
from parcha.text.plain import load_glossary


def test_the_package_explains_hard_terms() -> None:
    glossary = load_glossary()
    assert len(glossary.terms) >= 120
    assert glossary.terms["यकृत"].plain[0] == "जिगर"
    assert "रिलुज़ोल" in glossary.drugs


def test_every_entry_can_be_said() -> None:
    for term, entry in load_glossary().terms.items():
        assert entry.plain, term
        for text in (entry.explanation, entry.example):
            assert len(text.split()) <= 12, term
            assert not any(letter.isascii() and letter.isalnum() for letter in text), term


def test_the_data_has_no_drug_twice() -> None:
    drugs = hindi("facts").texts("drugs")
    assert len(drugs) == len(set(drugs))


def test_a_leaflets_own_words_lie_over_it(tmp_path: Path) -> None:
    path = tmp_path / "plain.yaml"
    path.write_text("terms:\n  यकृत: {plain: 'लिवर, जिगर'}\ndrugs: [ज़ोरिन]\n", encoding="utf-8")
    glossary = load_glossary(path)
    assert glossary.terms["यकृत"].plain == ("लिवर", "जिगर")
    assert {"ज़ोरिन", "रिलुज़ोल"} <= glossary.drugs
    assert len(glossary.terms) == len(load_glossary().terms)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("terms:\n  यकृत: {plan: x}\n", "line 2"),
        ("terms:\n  यकृत: {explanation: x}\n", '"plain" is missing'),
        ("words: {}\n", "unknown key"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "plain.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_glossary(path)
