"""The test articles inside documents as people and programs really make them.

Each builder takes the article's blocks and gives the bytes of a file. What it puts in beside the
article holds the word `DIRT`, so that a test can see that none of it is read aloud and all of it
is accounted for.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from parcha.model import Block
from tests.text import formats

DIRT = "कूड़ा"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _zip(files: dict[str, str], first: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in sorted(files.items(), key=lambda file: file[0] != first):
            package.writestr(name, text)
    return buffer.getvalue()


# --- Word ---


def _run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _runs(text: str) -> str:
    """Words in runs of their own, some bold, some inserted by a second author, as Word keeps it."""
    bold = "<w:rPr><w:b/><w:rFonts w:ascii='Mangal' w:cs='Mangal'/></w:rPr>"
    words = text.split(" ")
    runs = []
    for number, word in enumerate(words):
        space = " " if number < len(words) - 1 else ""
        run = _run(word + space, bold if number % 7 == 3 else "")
        if number % 11 == 5:
            run = f'<w:ins w:id="{number}" w:author="ख">{run}</w:ins>'
        if number % 13 == 6:
            gone = f"<w:r><w:delText>{DIRT}</w:delText></w:r>"
            run += f'<w:del w:id="{number}" w:author="ख">{gone}</w:del>'
        runs.append(run)
    return "<w:proofErr w:type='spellStart'/>".join(runs)


def _paragraph(inner: str, style: str = "", extra: str = "") -> str:
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{extra}</w:pPr>{inner}</w:p>"


_NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
_BOX = f"""<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice Requires="wps"><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">
<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>
<wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:txbx><w:txbxContent>
<w:p><w:r><w:t>{DIRT} डिब्बे में</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>
</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>
<w:p><w:r><w:t>{DIRT} डिब्बे में</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>
</mc:AlternateContent></w:r>"""


def _table(rows: Sequence[Sequence[str]], head: bool) -> str:
    cells = ["".join(f"<w:tc>{_paragraph(_runs(cell))}</w:tc>" for cell in row) for row in rows]
    first = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
    look = '<w:tblPr><w:tblLook w:firstRow="1"/></w:tblPr>' if head else ""
    body = "".join(f"<w:tr>{'' if n else first}{row}</w:tr>" for n, row in enumerate(cells))
    return f"<w:tbl>{look}{body}</w:tbl>"


def word_by_hand(article: Sequence[Block]) -> bytes:
    """The same without styles: a heading is a short paragraph in bold, as many people type."""
    return word(article, styled=False)


def word(article: Sequence[Block], styled: bool = True) -> bytes:
    """A Word file: runs, tracked changes, a foot-note, a text box, header, footer, a comment."""
    parts = []
    for number, (kind, texts, level) in enumerate(formats._runs(article)):
        if kind == "heading":
            style = "Title" if level == 1 else f"Heading{level - 1}"
            bold = _run(texts[0], "<w:rPr><w:b/></w:rPr>")
            parts.append(_paragraph(_runs(texts[0]), style) if styled else _paragraph(bold))
        elif kind == "table":
            rows = [formats._cells(text, "\t", "\t").split("\t")[1:] for text in texts]
            parts.append(_table([[cell.strip() for cell in row] for row in rows], head=True))
        elif kind in ("item", "ordered"):
            list_of = "1" if kind == "item" else "2"
            numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_of}"/></w:numPr>'
            parts += [
                _paragraph(_runs(formats._NUMBER.sub("", text, count=1)), "ListParagraph", numbered)
                for text in texts
            ]
        else:
            extra = _NOTE if number % 3 == 1 else _BOX if number % 3 == 2 else ""
            parts.append(_paragraph(_runs(texts[0]) + extra))
            parts.append(_paragraph(""))
    body = "".join(parts) + _paragraph('<w:r><w:br w:type="page"/></w:r>')
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/></w:sectPr>'
    document = f"""<?xml version="1.0" encoding="UTF-8"?>
<w:document {_W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<w:body>{body}{section}</w:body></w:document>"""
    levels = {"1": "bullet", "2": "decimal"}
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        for n, form in levels.items()
    )
    numbers = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in levels
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = ("styles", "numbering", "header", "footnotes", "comments")
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(kinds, 1)
    )
    names = {"Title": "Title", "Heading1": "heading 1", "Heading2": "heading 2"}
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in names.items()
    )
    note = f'<w:footnote w:id="2">{_paragraph(_run(DIRT + " पुस्तक, पृष्ठ 5"))}</w:footnote>'
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _zip(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{types}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            f"{relations}</Relationships>",
            "word/document.xml": document,
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
            "word/numbering.xml": f"<w:numbering {_W}>{abstract}{numbers}</w:numbering>",
            "word/header.xml": f"<w:hdr {_W}>{_paragraph(_run(DIRT + ' पन्ने के ऊपर'))}</w:hdr>",
            "word/footnotes.xml": f"<w:footnotes {_W}>{note}</w:footnotes>",
            "word/comments.xml": f"<w:comments {_W}/>",
        }
    )


# --- OpenDocument ---

_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing")),
        *(("style", "style"), ("svg", "svg-compatible")),
    )
)


def open_document(article: Sequence[Block]) -> bytes:
    """A file of LibreOffice: tracked changes, notes, comments, a frame, a table, soft breaks."""
    parts = []
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body><text:p>{DIRT} पुस्तक</text:p></text:note-body></text:note>"
    )
    comment = f"<office:annotation><text:p>{DIRT} सुझाव</text:p></office:annotation>"
    frame = (
        '<draw:frame text:anchor-type="paragraph"><draw:text-box>'
        f"<text:p>{DIRT} डिब्बे में</text:p></draw:text-box></draw:frame>"
    )
    for number, (kind, texts, level) in enumerate(formats._runs(article)):
        if kind == "heading":
            parts.append(f'<text:h text:outline-level="{level}">{texts[0]}</text:h>')
        elif kind == "table":
            rows = [formats._cells(text, "\t", "\t").split("\t")[1:] for text in texts]
            cells = [
                "".join(
                    f"<table:table-cell><text:p>{cell.strip()}</text:p></table:table-cell>"
                    for cell in row
                )
                for row in rows
            ]
            head, *body = (f"<table:table-row>{row}</table:table-row>" for row in cells)
            parts.append(
                f"<table:table><table:table-header-rows>{head}</table:table-header-rows>"
                f"{''.join(body)}</table:table>"
            )
        elif kind in ("item", "ordered"):
            style = "B" if kind == "item" else "N"
            items = "".join(
                f"<text:list-item><text:p>{formats._NUMBER.sub('', text, count=1)}</text:p>"
                "</text:list-item>"
                for text in texts
            )
            parts.append(f'<text:list text:style-name="{style}">{items}</text:list>')
        else:
            first, _, rest = texts[0].partition(" ")
            inside = f"{first} <text:soft-page-break/><text:span>{rest}</text:span>"
            parts.append(f"<text:p>{inside}{(note, comment, frame)[number % 3]}</text:p>")
    deleted = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        f"<text:p>{DIRT}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    styles = (
        '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" '
        'text:bullet-char="•"/></text:list-style><text:list-style style:name="N">'
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
        "</text:list-style>"
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {_ODF} office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>"
        f"{deleted}{''.join(parts)}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    styles_file = f'<office:document-styles {_ODF} office:version="1.2"/>'
    return _zip(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
            "styles.xml": styles_file,
        },
        first="mimetype",
    )


# --- MediaWiki ---


def wiki(article: Sequence[Block]) -> bytes:
    """Nested templates, references with names, galleries, an info box, tables, comments, notes."""
    clean = formats.wiki(article)
    box = f"""{{{{ज्ञानसन्दूक रोग
| नाम = {{{{lang|hi|{DIRT}}}}}
| चित्र = Rog.jpg
| शीर्षक = {{{{nowrap|{DIRT} {{{{flag|भारत}}}}}}}}
}}}}
{{{{Use dmy dates|date=मई 2020}}}}
<!-- {DIRT}: यह टिप्पणी है
दो पंक्तियों में -->
__NOTOC__
{{{{About|{DIRT}|अन्य|देखें}}}}
"""
    gallery = f"""<gallery mode="packed">
File:A.jpg|{DIRT} एक
चित्र:B.jpg|{DIRT} दो
</gallery>

{{| class="wikitable" style="float:right"
|+ {DIRT} तालिका
! colspan="2" | {DIRT}
|-
| rowspan="2" | {DIRT}
| 1
|-
| 2
|}}

"""
    first, _, rest = clean.partition("}}")
    assert first.startswith("{{")
    ref = f'<ref name="क">{{{{cite book|title={DIRT}|पृष्ठ=5}}}}</ref><ref name="क" />'
    ref += f"{{{{sfn|{DIRT}|2010}}}}"
    rest = rest.replace("<ref>", f"{ref}<ref>{DIRT} ", 3)
    head, heading, body = rest.partition("\n== ")
    text = box + head + "\n\n" + gallery + heading + body
    navigation = (
        f"\n{{{{Navbox\n| list1 = [[{DIRT}]]\n}}}}\n{{{{DEFAULTSORT:रोग}}}}\n[[en:Disease]]\n"
    )
    return (text + navigation).encode()


# --- a news page ---


def news_page(article: Sequence[Block]) -> bytes:
    """A news site: cookie banner, share bars, related links, hidden elements, ads, captions."""
    body = formats.html_body(article[1:])
    inside = [
        f'<div class="also-read"><a href="/x">यह भी पढ़ें: {DIRT} ख़बर</a></div>',
        f'<div class="ad-slot advertisement"><p>{DIRT} विज्ञापन</p></div>',
        f'<figure class="img"><img alt="{DIRT}">'
        f"<figcaption>{DIRT} चित्र: एजेंसी</figcaption></figure>",
        f'<p style="display:none">{DIRT} छिपा</p><p hidden>{DIRT}</p>',
        f'<ul class="social-share"><li><a href="#">{DIRT} फ़ेसबुक</a></li></ul>',
        f'<blockquote class="twitter-tweet"><p>{DIRT} ट्वीट</p></blockquote>',
        f'<p aria-hidden="true">{DIRT}</p><noscript><p>{DIRT} चालू कीजिए</p></noscript>',
    ]
    pieces = body.split("</p>\n")
    for number, dirt in enumerate(inside):
        place = number % (len(pieces) - 1)
        pieces[place + 1] = dirt + "\n" + pieces[place + 1]
    body = "</p>\n".join(pieces)
    return f"""<!DOCTYPE html><html lang="hi"><head><meta charset="utf-8">
<title>{article[0].text} - {DIRT} समाचार</title>
<script type="application/ld+json">{{"headline": "{DIRT}"}}</script></head><body>
<div id="cookie-banner" class="cookie-consent" role="dialog"><p>हम {DIRT} कुकी का इस्तेमाल करते हैं।
<button>ठीक है</button></p></div>
<header class="site-header"><nav><ul><li><a href="/">{DIRT} होम</a></li></ul></nav></header>
<main><article class="story"><h1>{article[0].text}</h1>
<p class="byline">{DIRT} संवाददाता</p><time>{DIRT} 5 मई</time>
<div class="share-bar"><a>{DIRT} शेयर</a></div>
<div itemprop="articleBody">{body}
<div class="tags"><a href="/t">{DIRT}</a></div></div>
<section class="related-stories"><h3>{DIRT} और ख़बरें</h3>
<ul><li><a href="/1">{DIRT} एक</a></li><li><a href="/2">{DIRT} दो</a></li></ul></section>
<section id="comments"><p>{DIRT} टिप्पणी</p></section></article></main>
<aside><p>{DIRT} बग़ल में</p></aside>
<footer><p>{DIRT} सर्वाधिकार सुरक्षित।</p></footer></body></html>""".encode()


def div_soup(article: Sequence[Block]) -> bytes:
    """A page that marks nothing: divisions and line breaks, headings in bold, menus between."""
    body = formats.html_body(article[1:])
    body = re.sub("<h[1-6]>(.*?)</h[1-6]>", r"<p><strong>\1</strong></p>", body)
    menu = "".join(f'<li><a href="/{n}">{DIRT} {n}</a></li>' for n in range(9))
    return f"""<html><head><meta charset="utf-8"><title>{DIRT}</title></head><body>
<div id="wrapper"><div class="top-bar"><ul>{menu}</ul></div>
<div class="col-8"><p><b>{article[0].text}</b></p>{body}
<p><strong>यह भी पढ़ें: <a href="/z">{DIRT}</a></strong></p></div>
<div class="col-4"><ul>{menu}</ul></div><div class="bottom"><ul>{menu}</ul></div></div>
</body></html>""".encode()


# --- a book ---


def book(article: Sequence[Block]) -> bytes:
    """An EPUB of several files with a title page, navigation, foot-notes and page breaks."""
    chapters: list[list[Block]] = [[]]
    for block in article:
        if block.kind == "heading" and block.level == 2:
            chapters.append([])
        chapters[-1].append(block)
    top = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
    space = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    files, items, spine = {}, [], []
    for number, chapter in enumerate(chapters):
        name = f"c{number}.xhtml"
        mark = f'<a epub:type="noteref" href="#n{number}">*</a>' if number == 1 else ""
        page = f'<span epub:type="pagebreak" title="{number}"></span>'
        text = formats.html_body(chapter, mark + page)
        note = f'<aside epub:type="footnote" id="n{number}"><p>{DIRT} पाद टिप्पणी</p></aside>'
        files[f"OEBPS/{name}"] = (
            f"{top}<html {space}><head><title>क</title></head><body><section>{text}{note}"
            "</section></body></html>"
        )
        items.append(f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>')
        spine.append(f'<itemref idref="c{number}"/>')
    files["OEBPS/nav.xhtml"] = (
        f'{top}<html {space}><head><title>क</title></head><body><nav epub:type="toc">'
        f'<h1>{DIRT} अनुक्रम</h1><ol><li><a href="c0.xhtml">{DIRT}</a></li></ol></nav></body></html>'
    )
    files["OEBPS/content.opf"] = f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier>
<dc:title>{article[0].text}</dc:title><dc:language>hi</dc:language></metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
{"".join(items)}</manifest><spine><itemref idref="nav" linear="no"/>{"".join(spine)}</spine>
</package>"""
    files["META-INF/container.xml"] = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
    files["mimetype"] = "application/epub+zip"
    return _zip(files, first="mimetype")


MESSY: dict[str, tuple[str, Callable[[Sequence[Block]], bytes]]] = {
    "word": (".docx", word),
    "word-by-hand": (".docx", word_by_hand),
    "open-document": (".odt", open_document),
    "wiki": (".wiki", wiki),
    "news-page": (".html", news_page),
    "div-soup": (".html", div_soup),
    "book": (".epub", book),
}
