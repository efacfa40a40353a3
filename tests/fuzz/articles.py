"""An article in a file: it is refused in plain words, or all of it arrives in the scripts."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from functools import cache
from html import escape as html_escape
from pathlib import Path

import pypandoc
from hypothesis import strategies as st

from parcha import config
from parcha.errors import ParchaError
from parcha.prepare import check_sections, draft_scripts, draft_sections
from parcha.start import new_leaflet, read_draft
from tests.fuzz.target import Target
from tests.fuzz.texts import FRAGMENTS, texts
from tests.hostile.test_articles import packed

ARTICLES = Path(__file__).parents[1] / "data" / "articles"
_TEXT = "the-only-text"


@cache
def _sources(suffix: str) -> tuple[bytes, ...]:
    found = sorted(ARTICLES.glob(f"*{suffix}"))
    return tuple(path.read_bytes()[:3000] for path in found) or ("मलेरिया एक बुखार है।\n".encode(),)


@st.composite
def changed(draw: st.DrawFn, source: st.SearchStrategy[bytes]) -> bytes:
    """A file with pieces cut out, doubled, or put in."""
    data = draw(source)
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 200)))
        put = draw(
            st.one_of(
                st.just(b""),
                st.binary(max_size=6),
                st.sampled_from(FRAGMENTS).map(str.encode),
                st.just(data[start:end] * 2),
            )
        )
        data = data[:start] + put + data[end:]
    return data


_HTML_TAGS = (
    "p",
    "h1",
    "h2",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "div",
    "script",
    "dl",
    "dt",
    "svg",
    "br",
)


@st.composite
def html(draw: st.DrawFn) -> bytes:
    """Tags that open, or close, in any order, with text between them."""
    pieces = []
    for _ in range(draw(st.integers(1, 30))):
        tag = draw(st.sampled_from(_HTML_TAGS))
        pieces.append(draw(st.sampled_from((f"<{tag}>", f"</{tag}>", f"<{tag} class=infobox>"))))
        pieces.append(draw(texts))
    return "".join(pieces).encode()


def _files(suffix: str) -> st.SearchStrategy[tuple[str, bytes]]:
    made = [
        changed(st.sampled_from(_sources(suffix))),
        texts.map(str.encode),
        st.binary(max_size=60),
    ]
    if suffix == ".html":
        made.append(html())
    lines = st.lists(texts, max_size=8).map(lambda lines: "\n\n".join(lines).encode())
    return st.tuples(st.just(suffix), st.one_of(*made, lines))


def check(file: tuple[str, bytes]) -> None:
    """The whole way of the text: read, propose chapters, clean, cut, prove, write, read again."""
    suffix, data = file
    with tempfile.TemporaryDirectory() as root:
        article = Path(root, f"article{suffix}")
        article.write_bytes(data)
        try:
            draft = read_draft(str(article))
            folder = new_leaflet(Path(root, "leaflet"), draft, draft.title, "नाम", "CC0 1.0", "")
        except ParchaError:
            return
        plan = config.load(folder.leaflet)
        sections = draft_sections(folder, plan)
        sections.draft.save()
        check_sections(folder, plan)
        assert draft_sections(folder, plan).draft.changed == ()
        assert not sections.lost
        draft_scripts(folder, plan, sections.sections).draft.save()
        again = draft_scripts(folder, plan, sections.sections)
        assert (again.draft.changed, again.edited, again.removed) == ((), 0, 0)
        said = "".join(
            "".join(item.source.split()) for script in again.scripts for item in script.items
        )
        assert said == "".join(
            "".join(sentence.split())
            for section in sections.sections
            for sentence in section.sentences
        )


_CASES = (
    # A vertical tab ended the line for one reader and not for the other.
    (".txt", "ऄ\u0800\n\n\x01\x0b\x01\n\x01".encode()),
    # A sentence that begins like a title of Markdown was taken for the section's title.
    (".txt", "#\tऄ".encode()),
    # The first of two equal paragraphs opened no chapter.
    (".txt", ",\nऄ\n,".encode()),
    (".md", "\x01\n\nऄ\n\nऄ\n\n\x02".encode()),
    # Of headings alone a chapter was made, of which nothing was left.
    (".md", "\x01<h1>\x01<h2>ऄ".encode()),
    # What nobody sees was written into leaflet.yaml, which then could not be read.
    (".md", "# मले\x1b[31mरिया\n\nमले\x02रिया एक\x1cबुखार है।".encode()),
    # A paragraph that is the title once more opened no chapter.
    (".md", "<a>ऄ\n\n\x01<c>ऄ\n\n,".encode()),
)
TARGET = Target(st.one_of(*map(_files, (".txt", ".md", ".html"))), check, cases=_CASES, quick=15)


@cache
def _unpacked(suffix: str) -> Mapping[str, bytes]:
    """What is in a document or book that pandoc made, with `_TEXT` as its only paragraph."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        pypandoc.convert_text(_TEXT, suffix[1:], format="markdown", outputfile=str(path))
        with zipfile.ZipFile(path) as file:
            return {name: file.read(name) for name in file.namelist()}


def document(suffix: str, text: str) -> bytes:
    """The same with `text`, as markup."""
    files = _unpacked(suffix).items()
    return packed({name: data.replace(_TEXT.encode(), text.encode()) for name, data in files})


@st.composite
def _documents(draw: st.DrawFn) -> tuple[str, bytes]:
    """A document or a book with other text or broken markup in it, or damaged as a whole."""
    suffix = draw(st.sampled_from((".docx", ".odt", ".epub")))
    inside = document(suffix, draw(st.one_of(texts, texts.map(html_escape))))
    return suffix, draw(st.one_of(st.just(inside), changed(st.just(inside))))


DOCUMENTS = Target(st.one_of(_files(".wiki"), _documents()), check, quick=4)
