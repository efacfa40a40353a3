"""The text that is pasted under each file on WhatsApp, whose sound messages take no caption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from parcha.model import Chapter, Leaflet, Line, Programme
from parcha.targets.excerpt import STOPS

LONGEST = 1024
"""WhatsApp's limit for a caption, in UTF-16 units."""
MAIN = frozenset({"message", "recap"})
URL = "%/:?#[]@!$&'()*+,;=~-._"
"""What stays as it is in a link; phones cut links off at other letters."""
SIGNPOSTS = frozenset({"title", "next", "prompt", "contents"})


def message(programme: Programme, chapter: Chapter) -> str:
    """Title, what matters, source and licence of one file, in at most `LONGEST` units.

    What matters are the message and the recap; where a part has none, as much as fits from its
    beginning.
    """
    leaflet, label = programme.leaflet, programme.labels
    part = label["part"].format(part=chapter.number, title=chapter.title)
    head = [f"*{leaflet.title}*", part, ""]
    foot = ["", *_page(programme), *_attribution(leaflet, label), label["computer_voice"]]
    room = LONGEST - _units("\n".join([*head, *foot]))
    return "\n".join([*head, *_fitting(_said(chapter.lines), room), *foot])


def _page(programme: Programme) -> list[str]:
    """Where all parts are, if that is known."""
    url = programme.settings.get("web", {}).get("url", "")
    return [f"{programme.labels['all_parts']}: {quote(url, safe=URL)}"] if url else []


def _attribution(leaflet: Leaflet, label: Mapping[str, str]) -> list[str]:
    """Where the words come from and what may be done with them, with links."""
    return [
        f"{label['source']}: {leaflet.article} {quote(leaflet.url, safe=URL)}".rstrip(),
        f"{label['licence']}: {leaflet.licence} {quote(leaflet.licence_url, safe=URL)}".rstrip(),
    ]


def _said(lines: Sequence[Line]) -> list[str]:
    told = [line for line in lines if line.role not in SIGNPOSTS]
    return [line.say for line in told if line.role in MAIN] or [line.say for line in told]


def _fitting(lines: Sequence[str], room: int) -> list[str]:
    """As many whole sentences as fit; whole lines where not one sentence does."""
    chosen: list[str] = []
    sentences = 0
    for line in lines:
        room -= 1 + _units(line)
        if room < 0:
            break
        chosen.append(line)
        if line.endswith(STOPS):
            sentences = len(chosen)
    return chosen[: sentences or None]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def sheet(head: str, messages: Sequence[tuple[str, str]]) -> bytes:
    """`messages.txt`: for each file, its name and below it the text to paste.

    With a byte order mark and CRLF, without which old Windows shows no Hindi lines.
    """
    blocks = [f"=== {name} ===\n{text}\n" for name, text in messages]
    return "\n".join([f"{head}\n", *blocks]).replace("\n", "\r\n").encode("utf-8-sig")
