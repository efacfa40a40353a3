"""One small edition, spoken by espeak-ng and built once, for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from parcha import build, config, draft
from parcha.check.complete import Made
from parcha.folder import Folder

ARTICLE = """\
मलेरिया एक बुखार है। यह मच्छर के काटने से होता है, छूने से नहीं। मच्छर गंदे पानी में पनपते हैं।
बुखार के साथ ठंड लगती है। सिर में तेज़ दर्द भी हो सकता है। कुछ लोगों को उल्टी होती है।

इसके लक्षण 10-15 दिन में दिखते हैं। ख़ून की जाँच से बीमारी का पता चलता है। 75% लोग दवा से ठीक हो जाते हैं।
दवा का पूरा कोर्स लीजिए। रात को मच्छरदानी लगाकर सोइए। घर के आसपास पानी जमा मत होने दीजिए।
"""

LEAFLET = """\
title: मलेरिया से बचिए
slug: malaria
article: {file: seeds/malaria.txt, name: पुस्तिका, licence: CC0, as_of: "2020"}
voices:
  narrator: {engine: espeak, voice: hi}
  announcer: {engine: espeak, voice: hi-female}
chapters:
  - {id: kya, title: यह क्या है, from: मलेरिया एक}
  - {id: lakshan, title: लक्षण, from: इसके लक्षण}
"""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """What the build hands to its last check. Copy its files before changing any."""
    yield from small_edition(tmp_path_factory.mktemp("edition"), {})


def small_edition(root: Path, changes: Mapping[str, str]) -> Iterator[Made]:
    """Build the edition, with words of its leaflet replaced, in an empty folder."""
    leaflet = LEAFLET
    for was, now in changes.items():
        leaflet = leaflet.replace(was, now)
    (root / "seeds").mkdir()
    (root / "seeds" / "malaria.txt").write_text(ARTICLE, encoding="utf-8")
    (root / "leaflet.yaml").write_text(leaflet, encoding="utf-8")
    folder, kept = Folder(root), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARCHA_CACHE", str(root / "cache"))
        patch.setattr(build, "require_complete", kept.append)
        build.build(folder, draft.draft(folder, config.load(folder.leaflet)), jobs=1)
        yield kept[0]


def file_of(made: Made, number: int) -> Path:
    """The delivered file of a part; 0: the complete one."""
    return next((made.home / "phone").glob(f"{number:02d}-*.mp3"))
