from __future__ import annotations

import datetime
import json

import pytest
from mutagen.id3 import ID3

from parcha import config
from parcha.build import build
from parcha.check.signoff import drafts, refuse_drafts, said_hash, sign
from parcha.draft import Draft, draft
from parcha.errors import CheckError, InputError
from parcha.folder import Folder

DAY = datetime.date(2026, 1, 31)


def drafted(leaflet: Folder) -> Draft:
    return draft(leaflet, config.load(leaflet.leaflet))


def sign_all(leaflet: Folder) -> None:
    parts = drafted(leaflet).parts
    for part in parts:
        sign(leaflet.leaflet, parts, part.id, "Asha Rao", DAY)


def test_everything_is_a_draft_until_somebody_signs(leaflet: Folder) -> None:
    before = leaflet.leaflet.read_text(encoding="utf-8")
    plan = drafted(leaflet)
    assert plan.drafts == ("opening", "kya", "lakshan", "closing")
    review = sign(leaflet.leaflet, plan.parts, "kya", ' Asha  "A" Rao ', DAY)
    assert leaflet.leaflet.read_text(encoding="utf-8").startswith(before)
    assert config.load(leaflet.leaflet).reviewed == (review,)
    assert (review.by, review.on) == ('Asha "A" Rao', "2026-01-31")
    assert drafted(leaflet).drafts == ("opening", "lakshan", "closing")


def test_an_edit_makes_a_part_a_draft_again(leaflet: Folder) -> None:
    sign_all(leaflet)
    assert drafted(leaflet).drafts == ()
    leaflet.words.write_text("शर्मा: वर्मा\n", encoding="utf-8")
    assert drafted(leaflet).drafts == ("lakshan",)
    leaflet.words.unlink()
    assert drafted(leaflet).drafts == ()


def test_a_signpost_is_not_what_was_reviewed(leaflet: Folder) -> None:
    sign_all(leaflet)
    text = leaflet.leaflet.read_text(encoding="utf-8")
    leaflet.leaflet.write_text(text.replace("title: लक्षण", "title: पहले लक्षण"), encoding="utf-8")
    assert "lakshan" in drafted(leaflet).drafts
    assert "kya" not in drafted(leaflet).drafts


def test_a_second_signature_keeps_the_first(leaflet: Folder) -> None:
    sign_all(leaflet)
    reviewed = config.load(leaflet.leaflet).reviewed
    assert {review.chapter for review in reviewed} == {"opening", "kya", "lakshan", "closing"}
    assert leaflet.leaflet.read_text(encoding="utf-8").count("reviewed:") == 1


def test_a_list_in_one_line_is_left_to_its_owner(leaflet: Folder) -> None:
    text = leaflet.leaflet.read_text(encoding="utf-8") + "reviewed: []\n"
    leaflet.leaflet.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="one entry a line"):
        sign_all(leaflet)
    assert leaflet.leaflet.read_text(encoding="utf-8") == text


def test_nobody_signs_for_nobody(leaflet: Folder) -> None:
    parts = drafted(leaflet).parts
    with pytest.raises(InputError, match="Nobody"):
        sign(leaflet.leaflet, parts, "kya", "  ", DAY)
    with pytest.raises(InputError, match="no part"):
        sign(leaflet.leaflet, parts, "moon", "Asha Rao", DAY)


def test_drafts_are_marked_and_signed_parts_are_not(leaflet: Folder) -> None:
    built = build(leaflet, drafted(leaflet), jobs=1)
    assert any(name.endswith("-draft-complete.mp3") for name in built.files)
    manifest = json.loads(leaflet.manifest("full").read_text(encoding="utf-8"))
    assert manifest["drafts"] == ["opening", "kya", "lakshan", "closing"]
    part = leaflet.edition("full") / "phone" / "02-kya.mp3"
    assert ID3(part)["TALB"].text == ["मलेरिया से बचिए (मसौदा)"]
    sign_all(leaflet)
    built = build(leaflet, drafted(leaflet), jobs=1)
    assert not built.up_to_date
    assert not any("draft" in name for name in built.files)
    assert ID3(part)["TALB"].text == ["मलेरिया से बचिए"]


def test_a_release_refuses_drafts(leaflet: Folder) -> None:
    with pytest.raises(CheckError, match="opening, kya, lakshan, closing"):
        refuse_drafts(drafted(leaflet).drafts)
    sign_all(leaflet)
    refuse_drafts(drafted(leaflet).drafts)


def test_the_hash_is_stable(leaflet: Folder) -> None:
    part = drafted(leaflet).parts[1]
    assert said_hash(part) == "ea55b0fe3154fd75"
    assert drafts([part], ()) == ("kya",)
