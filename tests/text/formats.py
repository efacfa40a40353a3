"""The test articles in other formats, with the dirt that such files carry.

`python -m tests.text.formats` writes the second format of each article into tests/data/articles;
what needs pandoc is made when it is tested.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

from parcha.model import Block
from parcha.text.read import read_article

ARTICLES = Path(__file__).parents[1] / "data" / "articles"
NAMES = (
    *("anaemia", "asthma", "blood-pressure", "diabetes", "diarrhoea", "malaria", "stroke", "tb"),
)

_NUMBER = re.compile(r"(\d+)\. ")


def blocks(name: str) -> tuple[Block, ...]:
    """The article as its Markdown says it."""
    return read_article(ARTICLES / f"{name}.md").blocks


def _kind(block: Block) -> str:
    if block.rule == "table-head" or (block.kind == "item" and ": " in block.text):
        return "table"
    return "ordered" if block.kind == "item" and _NUMBER.match(block.text) else block.kind


def _runs(article: Sequence[Block]) -> list[tuple[str, list[str], int]]:
    """Neighbouring blocks of one kind together: kind, texts, level."""
    runs = []
    for (kind, level), run in groupby(article, key=lambda block: (_kind(block), block.level)):
        texts = [block.text for block in run]
        if kind in ("heading", "paragraph"):
            runs += [(kind, [text], level) for text in texts]
        else:
            runs.append((kind, texts, level))
    return runs


def plain(article: Sequence[Block]) -> str:
    """As people type it: headings alone on their lines, hyphens before list items."""
    parts = []
    for kind, texts, _ in _runs([block for block in article if block.kind != "aside"]):
        mark = "- " if kind in ("item", "table") else ""
        parts.append("\n".join(mark + text for text in texts))
    return "\n\n".join(parts) + "\n\nसंदर्भ\n\nस्वास्थ्य विभाग की पुस्तिका, पृष्ठ 12।\n"


def wiki(article: Sequence[Block]) -> str:
    """As a wiki keeps it: templates, references, categories, file links."""
    parts = ["{{ज्ञानसन्दूक रोग\n| नाम = रोग\n| चित्र = Rog.jpg\n}}"]
    for number, (kind, texts, level) in enumerate(_runs(article)):
        if kind == "heading":
            parts.append(f"{'=' * level} {texts[0]} {'=' * level}")
        elif kind == "table":
            rows = "\n|-\n".join(_cells(text, "|", "||") for text in texts[1:])
            parts.append(f'{{| class="wikitable"\n{_cells(texts[0], "!", "!!")}\n|-\n{rows}\n|}}')
        elif kind in ("item", "ordered"):
            mark = "*" if kind == "item" else "#"
            parts.append("\n".join(f"{mark} {_NUMBER.sub('', text, count=1)}" for text in texts))
        else:
            text = re.sub(r"(?<= )(दवा|बुखार|ख़ून)(?= )", r"[[\1]]", texts[0], count=1)
            parts.append(f"{text}<ref>पुस्तक {number}, पृष्ठ {number}</ref>")
            if number == 1:
                parts.append("[[चित्र:Rog.jpg|thumb|right|रोग का एक चित्र]]")
    parts.append("== संदर्भ ==\n{{टिप्पणीसूची}}\n\n== बाहरी कड़ियाँ ==\n* [https://example.org/ जालस्थल]")
    return "\n\n".join(parts) + "\n\n[[श्रेणी:रोग]]\n[[Category:Diseases]]\n"


def _cells(row: str, first: str, between: str) -> str:
    left, _, right = row.partition(": ") if ": " in row else row.partition(", ")
    return f"{first} {left} {between} {right}"


def html_body(article: Sequence[Block], mark: str = "", edit: str = "") -> str:
    """The article as HTML; `mark` goes behind each paragraph, `edit` into each heading."""
    parts = []
    for kind, texts, level in _runs(article):
        if kind == "heading":
            parts.append(f"<h{level}>{texts[0]}{edit if level > 1 else ''}</h{level}>")
        elif kind == "table":
            rows = [_cells(text, "\t", "\t").split("\t")[1:] for text in texts]
            cells = ["".join(f"<td>{cell.strip()}</td>" for cell in row) for row in rows]
            cells[0] = cells[0].replace("td>", "th>")
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
        elif kind in ("item", "ordered"):
            tag = "ul" if kind == "item" else "ol"
            items = "".join(f"<li>{_NUMBER.sub('', text, count=1)}</li>\n" for text in texts)
            parts.append(f"<{tag}>{items}</{tag}>")
        else:
            parts.append(f"<p>{texts[0]}{mark}</p>")
    return "\n".join(parts)


def wiki_page(article: Sequence[Block]) -> str:
    """A saved page of an encyclopedia."""
    edit = '<span class="mw-editsection">[<a href="#">संपादित करें</a>]</span>'
    mark = '<sup class="reference"><a href="#cite">[1]</a></sup><sup>[क]</sup>'
    body = html_body(article[1:], mark, edit)
    return f"""<!DOCTYPE html>
<html lang="hi"><head><meta charset="utf-8"><title>{article[0].text} - विश्वकोश</title>
<style>p {{margin: 0}}</style><script>var मीडिया = "चालू";</script></head>
<body><a class="mw-jump-link" href="#content">सामग्री पर जाएँ</a>
<div id="mw-navigation"><ul><li><a href="/">मुखपृष्ठ</a></li>
<li><a href="/new">हाल के बदलाव</a></li>
<li><a href="/help">सहायता</a></li></ul></div>
<main id="content"><header><h1 id="firstHeading">{article[0].text}</h1></header>
<div id="siteSub">एक मुक्त विश्वकोश से</div>
<div id="mw-content-text"><div class="mw-parser-output">
<div role="note" class="hatnote">यह लेख एक रोग के बारे में है।</div>
<table class="infobox"><tr><th>विशेषज्ञता</th><td>चिकित्सा</td></tr></table>
<div class="thumb"><div class="thumbcaption">रोग का एक चित्र</div></div>
<div id="toc" class="toc"><h2>अनुक्रम</h2><ul><li><a href="#1">1 लक्षण</a></li></ul></div>
{body}
<h2>संदर्भ{edit}</h2><div class="reflist"><ol class="references"><li>पुस्तक, पृष्ठ 5।</li></ol></div>
<h2>बाहरी कड़ियाँ{edit}</h2><ul><li><a href="https://example.org">जालस्थल</a></li></ul>
<div class="navbox"><ul><li>रोग</li><li>औषधि</li></ul></div></div></div>
<div id="catlinks" class="catlinks">श्रेणियाँ: <a href="/c">रोग</a></div></main>
<footer><p>यह पृष्ठ अंतिम बार कल बदला गया था। यह सामग्री मुक्त लाइसेंस के तहत उपलब्ध है।</p></footer>
</body></html>
"""


def blog_page(article: Sequence[Block]) -> str:
    """A saved page of a blog."""
    return f"""<!DOCTYPE html>
<html lang="hi"><head><meta charset="utf-8"><title>{article[0].text} | सेहत की बात</title></head>
<body class="post"><div class="site-header"><a href="/">सेहत की बात</a>
<nav><a href="/a">योग</a> <a href="/b">खानपान</a> <a href="/c">रोग</a></nav></div>
<div class="breadcrumb"><a href="/">घर</a> › <a href="/c">रोग</a></div>
<article><h1>{article[0].text}</h1>
<div class="entry-meta">लेखक: सेहत टीम, 5 मई 2024</div>
<div class="entry-content"><figure><img src="a.jpg">
<figcaption>डॉक्टर और मरीज़</figcaption>
</figure>
{html_body(article[1:])}
<div class="sharedaddy"><a href="#">व्हाट्सऐप</a> <a href="#">फ़ेसबुक</a></div>
<p>यह भी पढ़ें: <a href="/x">सर्दी में सेहत</a></p></div></article>
<aside class="sidebar"><h2>ताज़ा लेख</h2>
<ul><li><a href="/1">दस नुस्ख़े सेहत के लिए</a></li></ul></aside>
<div class="comments"><p>राम: बहुत अच्छी जानकारी है, धन्यवाद।</p></div>
<footer>© सेहत की बात</footer></body></html>
"""


def portal_page(article: Sequence[Block]) -> str:
    """A saved page of a portal that marks nothing, with tags left open."""
    body = html_body(article).replace("</p>", "").replace("</li>", "")
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>{article[0].text}</title></head><body bgcolor=white>
<div class=top><ul><li><a href=/>होम</a><li><a href=/n>समाचार</a>
<li><a href=/h>स्वास्थ्य</a></ul></div>
<div class=page><div class=text>
{body}
</div></div>
<div class=bottom><ul><li><a href=/us>हमारे बारे में</a>
<li><a href=/tel>संपर्क</a><li><a href=/p>गोपनीयता</a></ul></div>
</body></html>
"""


SECOND: dict[str, tuple[str, Callable[[Sequence[Block]], str]]] = {
    "anaemia": (".txt", plain),
    "asthma": (".wiki", wiki),
    "blood-pressure": (".txt", plain),
    "diabetes": (".html", blog_page),
    "diarrhoea": (".html", portal_page),
    "malaria": (".wiki", wiki),
    "stroke": (".html", blog_page),
    "tb": (".html", wiki_page),
}
TEXT_FORMATS: dict[str, tuple[str, Callable[[Sequence[Block]], str]]] = {
    "plain": (".txt", plain),
    "wiki": (".wiki", wiki),
    "wiki-page": (".html", wiki_page),
    "blog-page": (".html", blog_page),
    "portal-page": (".html", portal_page),
}


def by_pandoc(name: str, form: str, to: Path) -> None:
    """Write the article as a document of a word processor or as a book."""
    import pypandoc

    subprocess.run(
        [
            *(pypandoc.get_pandoc_path(), "-f", "markdown", "-t", form, "-o", to),
            *("--metadata", f"title={blocks(name)[0].text}", ARTICLES / f"{name}.md"),
        ],
        check=True,
        capture_output=True,
    )


if __name__ == "__main__":
    for article_name, (suffix, render) in SECOND.items():
        text = render(blocks(article_name))
        (ARTICLES / f"{article_name}{suffix}").write_text(text, encoding="utf-8")
