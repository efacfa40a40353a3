"""The page: one HTML file that carries everything but the sound, which lies beside it.

What people wrote is hostile until it is escaped: the template engine escapes every text, and the
page allows no program and no style but its own (Content-Security-Policy).
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from parcha.report import plots
from parcha.report.content import LEVELS, Content, Notice, Omission
from parcha.text.data import hindi

_MOST_CHANGES = 100
"""Of each rule so many changes are shown; a long article has thousands of mended stops."""
_REPEATED = ("spoken", "heard", "misheard")


def render(content: Content, media: str) -> str:
    """The page of an edition. `media` is the relative address of the edition's folder."""
    style, script = _labels() + _read("style.css"), _read("script.js")
    return _template().render(
        page=content,
        media=media,
        levels=[(level, list(content.of(level))) for level in LEVELS],
        titles={part.id: part.title for part in content.parts},
        most=_MOST_CHANGES,
        style=Markup(style),
        script=Markup(script),
        style_hash=_digest(style),
        script_hash=_digest(script),
        data={
            "key": f"parcha report {content.slug} {content.edition}",
            "leaflet": content.slug,
            "edition": content.edition,
            "said": dict(hindi("report").mapping("said")),
        },
    )


def media_of(home: Path, page: Path) -> str:
    """The address of the edition's folder as `page` sees it, with a slash at its end or empty."""
    try:
        way = os.path.relpath(home.resolve(), page.resolve().parent)
    except ValueError:  # another drive
        return f"{home.resolve().as_uri()}/"
    return "" if way == os.curdir else f"{quote(Path(way).as_posix())}/"


@cache
def _template() -> Template:
    environment = Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    environment.globals.update(plots=plots)
    environment.filters.update(
        both=_both,
        said=_said,
        check=lambda name: _words("checks", name),
        rule=lambda name: _words("rules", name),
        verdict=lambda name: _words("verdicts", name),
        clock=_clock,
        size=_size,
        address=quote,
        by_check=_by_check,
        by_rule=_by_rule,
        percent=lambda share: f"{100 * share:.1f} %",
    )
    return environment.get_template("page.html")


def _both(name: str, **values: object) -> Markup:
    """A word of the page in both languages."""
    return _words("words", name, **values)


def _said(name: str) -> str:
    """A word of the page in the leaflet's language alone, for a label that is read out."""
    return hindi("report").mapping("words").texts(name)[0]


def _words(table: str, name: str, **values: object) -> Markup:
    """Hindi, then English; a name that the table does not have stands for itself."""
    known = hindi("report").mapping(table)
    own, english = known.texts(name) if name in known else (name, name)
    if values:
        own, english = own.format(**values), english.format(**values)
    if own == english:
        return Markup('<span lang="en">{}</span>').format(own)
    return Markup('<span>{}</span> <small lang="en">{}</small>').format(own, english)


def _by_check(notices: Sequence[Notice]) -> list[tuple[str, list[Notice]]]:
    """The notices of each check together, in the order of the first of each."""
    order = list(dict.fromkeys(notice.check for notice in notices))
    together = sorted(notices, key=lambda notice: order.index(notice.check))
    return [(name, list(own)) for name, own in groupby(together, lambda notice: notice.check)]


def _by_rule(omissions: Sequence[Omission]) -> list[tuple[str, list[Omission]]]:
    """The changes of each rule together, the longest first."""

    def first_rule(omission: Omission) -> str:
        return omission.rule.partition(" + ")[0]

    order = list(dict.fromkeys(map(first_rule, omissions)))
    together = sorted(omissions, key=lambda one: order.index(first_rule(one)))
    return [(name, list(own)) for name, own in groupby(together, first_rule)]


def _clock(milliseconds: int) -> str:
    """`1:07`."""
    seconds = round(milliseconds / 1000)
    return f"{seconds // 60}:{seconds % 60:02d}"


def _size(count: int) -> str:
    """Bytes as people read them."""
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{count / 1000:.1f} kB"


def _labels() -> str:
    """Words that stand at each of hundreds of lines, as style, so that they stand there once."""
    words = hindi("report").mapping("words")
    spoken, heard, misheard = (" · ".join(words.texts(name)) for name in _REPEATED)
    texts = {"spoken": f"{spoken}: ", "heard": f"{heard}: ", "misheard": f" {misheard}"}
    return ":root {" + "".join(f'--{name}: "{text}"; ' for name, text in texts.items()) + "}\n"


def _read(name: str) -> str:
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
