"""What parcha brings along: known, under licences that fit, and told in NOTICE."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from parcha.speech.kokoro import VOICES, VOICES_SHA256

ROOT = Path(__file__).parents[1]
EXTRAS = ("test", "formats", "listen", "batch", "shared", "real")
FIT = {
    *("MIT", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "MPL-2.0"),
    *("GPL-2.0-or-later", "GPL-3.0-or-later", "OFL-1.1"),
}
"""Licences whose works may be handed on together with GPL-3.0-or-later."""


def requirements(package: str, *extras: str) -> Iterator[Requirement]:
    """What a package needs here, with its `extras`; nothing of one that is not installed."""
    try:
        lines = metadata.requires(package) or ()
    except metadata.PackageNotFoundError:
        return
    for line in lines:
        needed = Requirement(line)
        chosen = [{"extra": extra} for extra in ("", *extras)]
        if needed.marker is None or any(map(needed.marker.evaluate, chosen)):
            yield needed


def closure(package: str, *extras: str) -> set[str]:
    """The names of all that is installed for a package, itself left out."""
    found: set[str] = set()
    waiting = list(requirements(package, *extras))
    while waiting:
        needed = waiting.pop()
        name = canonicalize_name(needed.name)
        if name not in found:
            found.add(name)
            waiting += requirements(name, *needed.extras)
    return found - {package}


@pytest.fixture(scope="module")
def notice() -> dict[str, str]:
    """Package → licence, as NOTICE says it."""
    table = (ROOT / "NOTICE").read_text(encoding="utf-8").partition("One line a package")[2]
    rows = re.findall(r"^([\w.-]+) {2,}([\w.+-]+)(?: |$)", table, re.MULTILINE)
    return {canonicalize_name(name): licence for name, licence in rows}


def test_notice_names_all_that_a_plain_installation_brings(notice: dict[str, str]) -> None:
    assert sorted(closure("parcha") - set(notice)) == []
    only_elsewhere = {"audioop-lts", "coloredlogs", "humanfriendly", "mpmath", "sympy"}
    assert sorted(set(notice) - closure("parcha") - only_elsewhere) == []


def test_notice_names_what_the_extras_bring() -> None:
    told = (ROOT / "NOTICE").read_text(encoding="utf-8").partition("Extras:")[2]
    extras = ("formats", "listen", "batch", "shared")
    asked = {needed.name for needed in requirements("parcha", *extras)}
    plain = {needed.name for needed in requirements("parcha")}
    assert {name for name in asked - plain if name not in told} == set()


def test_every_licence_fits_and_is_the_one_that_the_package_names(notice: dict[str, str]) -> None:
    assert {name: licence for name, licence in notice.items() if licence not in FIT} == {}
    for name in closure("parcha"):
        said = metadata.metadata(name).get("License-Expression")
        assert said is None or notice[name] in re.split(r" (?:AND|OR|WITH) ", said), name


def test_the_lock_fits_what_the_project_asks_for() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lines = text.splitlines()
    pinned = [line.partition("==") for line in lines if not line.startswith("#")]
    locked = {canonicalize_name(name): version for name, _, version in pinned}
    assert all(locked.values())
    if "# Python {}.{}\n".format(*sys.version_info) in text:  # other releases need others
        assert closure("parcha", *EXTRAS) <= set(locked)
    asked = [*requirements("parcha", *EXTRAS)]
    wrong = [
        str(needed)
        for needed in asked
        if needed.name != "parcha"
        and not _holds(needed.specifier, locked.get(canonicalize_name(needed.name), ""))
    ]
    assert [needed for needed in wrong if not needed.startswith("audioop-lts")] == []


def _holds(specifier: SpecifierSet, version: str) -> bool:
    return bool(version) and specifier.contains(version)


def test_the_voices_are_those_that_were_published() -> None:
    assert hashlib.sha256(VOICES.read_bytes()).hexdigest() == VOICES_SHA256
