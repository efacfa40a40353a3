"""Links, pipes and devices in a leaflet folder: named before anything is read or written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from parcha.folder import Folder

PLACES = ("leaflet.yaml", "words.yaml", "scripts/02-kya.yaml", "sections/cleaning.yaml")
MADE = ("audio/.lock", "audio/full/manifest.json", "audio/full/phone/01-malaria-draft-opening.mp3")


@pytest.mark.parametrize("name", ["sections", "scripts", "audio"])
def test_nothing_is_written_through_a_link(leaflet: Folder, parcha, name: str) -> None:  # type: ignore[no-untyped-def]
    outside = leaflet.root.parent / "outside"
    outside.mkdir()
    (leaflet.root / name).symlink_to(outside)
    code, _, err = parcha("build")
    assert (code, list(outside.iterdir())) == (3, [])
    assert "leads out of the leaflet folder" in err


def test_nothing_is_written_through_a_link_in_an_edition(
    leaflet: Folder,
    parcha,  # type: ignore[no-untyped-def]
    warm: None,
) -> None:
    outside = leaflet.root.parent / "outside"
    outside.mkdir()
    (leaflet.root / "audio" / "full").mkdir(parents=True)
    (leaflet.root / "audio" / "full" / "phone").symlink_to(outside)
    code, _, err = parcha("build")
    assert (code, list(outside.iterdir())) == (3, [])
    assert "audio/full/phone leads out" in err


def test_a_linked_script_is_not_read(leaflet: Folder, parcha) -> None:  # type: ignore[no-untyped-def]
    assert parcha("scripts")[0] == 0
    other = leaflet.root.parent / "other.yaml"
    leaflet.script(2, "kya").rename(other)
    (leaflet.root / "scripts" / "02-kya.yaml").symlink_to(other)
    code, _, err = parcha("scripts")
    assert code == 3
    assert "scripts/02-kya.yaml leads out" in err


def test_nothing_is_removed_through_a_link(leaflet: Folder, parcha) -> None:  # type: ignore[no-untyped-def]
    """What a killed build left is swept, but only in the folder itself."""
    outside = leaflet.root.parent / "outside"
    outside.mkdir()
    (outside / ".new-of-somebody-else").touch()
    (leaflet.root / "sections").symlink_to(outside)
    assert parcha("build")[0] == 3
    assert len(list(outside.iterdir())) == 1


@pytest.mark.parametrize("command", ["build", "status", "check", "scan"])
@pytest.mark.parametrize("name", PLACES)
def test_a_link_is_not_read_by_any_command(
    leaflet: Folder,
    parcha,  # type: ignore[no-untyped-def]
    name: str,
    command: str,
) -> None:
    secret = leaflet.root.parent / "secret"
    secret.write_text("key: राज़\n", encoding="utf-8")
    _put(leaflet.root / name).symlink_to(secret)
    code, out, err = parcha(command)
    assert (code, out) == (3, "")
    assert f"{name} leads out of the leaflet folder" in err


def test_a_page_that_somebody_sent_reads_no_other_file_through_the_server(
    leaflet: Folder,
    parcha,  # type: ignore[no-untyped-def]
) -> None:
    """Its own program could ask the server for a link beside it, and send on what it gets."""
    page = leaflet.root / "audio" / "full" / "web"
    page.mkdir(parents=True)
    (page / "index.html").write_text("<script>fetch('key')</script>", encoding="utf-8")
    (page / "key").symlink_to(leaflet.root.parent / "secret")
    code, _, err = parcha("serve", "--no-open", "--port", "0")
    assert code == 3
    assert "web/key leads out of the leaflet folder" in err


def test_a_new_leaflet_is_not_written_through_a_link(leaflet: Folder, parcha) -> None:  # type: ignore[no-untyped-def]
    outside, fresh = leaflet.root.parent / "outside", leaflet.root.parent / "fresh"
    outside.mkdir()
    fresh.mkdir()
    (fresh / "seeds").symlink_to(outside)
    code, _, err = parcha("new", str(fresh), "--article", str(leaflet.root / "seeds/malaria.txt"))
    assert (code, [*outside.iterdir()]) == (3, [])
    assert "fresh/seeds leads out" in err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among its files")
@pytest.mark.parametrize("command", ["build", "status"])
@pytest.mark.parametrize("name", [*PLACES, *MADE])
def test_a_pipe_is_named_instead_of_waited_for(
    leaflet: Folder,
    parcha,  # type: ignore[no-untyped-def]
    name: str,
    command: str,
) -> None:
    os.mkfifo(_put(leaflet.root / name))
    code, _, err = parcha(command)
    assert code == 3
    assert f"{name} is neither a file nor a folder" in err


@pytest.mark.parametrize("name", ["audio", "scripts", "audio/full", "leaflet.yaml"])
def test_links_in_a_circle_are_told(leaflet: Folder, parcha, name: str) -> None:  # type: ignore[no-untyped-def]
    link = _put(leaflet.root / name)
    link.symlink_to(link.name)
    code, _, err = parcha("build")
    assert code in (3, 6)
    assert err.startswith("Error: ")
    assert len(err.splitlines()) == 2


def test_a_link_within_the_folder_is_a_file_like_any(leaflet: Folder, parcha, warm: None) -> None:  # type: ignore[no-untyped-def]
    (leaflet.root / "our-words.yaml").write_text("{}\n", encoding="utf-8")
    (leaflet.root / "words.yaml").symlink_to("our-words.yaml")
    assert parcha("build")[0] == 0


def _put(path: Path) -> Path:
    """A place for `path`, with nothing there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    return path
