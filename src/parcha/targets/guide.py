"""`README.txt` beside the packages: which folder is for whom, for the person who opens it.

In Hindi and in English, because whoever passes the folder on may read only one of them.
"""

from __future__ import annotations

from collections.abc import Collection

from parcha.model import Programme
from parcha.targets.target import TARGETS

NAME = "README.txt"
ENGLISH = {
    "phone": "MP3s for any phone: one for each part, one with everything.",
    "web": "A page that plays in any browser: open index.html, also from a memory card.",
    "epub": "A talking book for reading apps: each word lights up as it is said.",
    "audiobook": "For audiobook apps and libraries that read publication.json.",
    "podcast": "To be uploaded to a web server; feed.xml is the address to hand in.",
    "poster": "To be printed on A4 and hung up; its code opens the web page.",
    "card": "For players without a screen: copy MEMORY-CARD, and nothing else, to an empty card.",
    "m4b": "One audio book with chapters.",
    "whatsapp": "For WhatsApp: send each part with its text from messages.txt.",
    "radio": "For radio stations: programmes, spots and running-order.html.",
    "ivr": "For whoever runs a telephone line: prompts and dialplans.",
}
"""What each package is for. The Hindi is `guide_…` under `labels:` in data/hi/packages.yaml."""


def render(programme: Programme, packages: Collection[str]) -> bytes:
    """The file; with a byte order mark and CRLF, without which old Windows shows no Hindi lines."""
    leaflet, label = programme.leaflet, programme.labels
    lines = [leaflet.title, "", label["guide"], ""]
    for name in TARGETS:
        if name in packages:
            lines += [f"{name}/", f"    {label[f'guide_{name}']}", f"    {ENGLISH[name]}", ""]
    lines += [
        f"{label['source']}: {leaflet.article} {leaflet.url}".rstrip(),
        f"{label['licence']}: {leaflet.licence} {leaflet.licence_url}".rstrip(),
        label["computer_voice"],
        label["only_information"],
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")
