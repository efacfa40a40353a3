"""Web pages: the article without the page around it. What is not the article becomes asides.

The tree is lexbor's (package selectolax), which mends broken HTML as browsers do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parcha.model import Block
from parcha.text.readers import furniture
from parcha.text.readers.builder import BREAK, Builder
from parcha.text.readers.tidy import BOLD, is_bold_heading

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# fmt: off
_UNSEEN = frozenset((
    "script", "style", "noscript", "template", "svg", "head", "iframe", "object", "video", "audio",
    "select", "-comment", "-doctype",
))
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font", "i", "img",
    "input", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "-text",
))
# fmt: on
# Elements that HTML does not close by itself.
_NESTING = re.compile(
    "<(/?)(?:article|aside|b|blockquote|center|div|dl|em|font|i|main|nav|[ou]l|section|small|span|"
    "strong|su[bp]|svg|table|u)[ >]",
    re.IGNORECASE,
)
_DEEPEST = 2000
_HEADING = re.compile("h[1-6]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
# An article has at least this share of its page's running text.
_SHARE = 0.4
_LINKED = 0.8


def read(text: str) -> list[Block]:
    """The blocks of a web page; menus, footers and the like are asides.

    Raises `RecursionError` for elements in elements without an end.
    """
    from selectolax.lexbor import LexborHTMLParser

    _refuse_deep(text)
    tree = LexborHTMLParser(text)
    if tree.body is None:
        return []
    walker = _Walker()
    walker.page(tree.body)
    return walker.builder.blocks


def read_fragment(text: str) -> list[Block]:
    """The blocks of HTML that is all article, such as rendered Markdown."""
    from selectolax.lexbor import LexborHTMLParser

    _refuse_deep(text)
    tree = LexborHTMLParser(text)
    if tree.body is None:
        return []
    walker = _Walker()
    walker.block(tree.body)
    return walker.builder.blocks


def _refuse_deep(text: str) -> None:
    """Lexbor takes a time that grows with the square of the depth."""
    depth = 0
    for tag in _NESTING.finditer(text):
        depth = max(0, depth - 1 if tag[1] else depth + 1)
        if depth > _DEEPEST:
            raise RecursionError


class _Walker:
    def __init__(self) -> None:
        self.builder = Builder()
        # Only a page whose article is not marked is searched for lists of links.
        self._drops_link_lists = False

    def page(self, body: LexborNode) -> None:
        """Walk the article of a page, with all around it as asides."""
        article = _find_article(body)
        self._drops_link_lists = article is None
        if article is None:
            self.block(body)
            return
        path = {article.mem_id}
        node = article.parent
        while node is not None:
            path.add(node.mem_id)
            node = node.parent
        self._around(body, article, path, title=article.css_first("h1") is None)

    def _around(self, node: LexborNode, article: LexborNode, path: set[int], title: bool) -> None:
        """Walk down to the article; the title may stand above it."""
        for child in node.iter(include_text=True):
            if child.mem_id == article.mem_id:
                self.block(child)
            elif child.mem_id in path:
                self._around(child, article, path, title)
            elif child.tag not in _UNSEEN:
                self._aside(child, _rule(child) or "navigation", title)

    def _aside(self, node: LexborNode, rule: str, title: bool = False) -> None:
        heading = None if node.tag == "-text" else node.css_first("h1")
        if title and heading is not None:
            self.builder.write(_text(heading))
            self.builder.end("heading", 1)
            if heading.mem_id == node.mem_id:
                return
            heading.decompose()
        self.builder.aside(_text(node), rule)
        self.builder.end()

    def block(self, node: LexborNode) -> None:
        """Walk an element whose text stands on lines of its own."""
        for child in node.iter(include_text=True):
            self._child(child)
        self.builder.end()

    def _child(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "-text":
            self.builder.write(node.text_content or "")
        elif tag in _UNSEEN:
            return
        elif rule := _rule(node):
            # Inside a sentence it must not end the sentence.
            if tag not in _INLINE:
                self.builder.end()
            self.builder.aside(_text(node), rule)
        elif tag == "br":
            self.builder.write(BREAK)
        elif tag in _INLINE:
            for child in node.iter(include_text=True):
                self._child(child)
        else:
            self.builder.end()
            self._on_its_own(node, tag)

    def _on_its_own(self, node: LexborNode, tag: str) -> None:
        if _HEADING.fullmatch(tag):
            self._inline(node)
            self.builder.end("heading", int(tag[1]))
        elif tag in ("ul", "ol"):
            self._list(node, ordered=tag == "ol")
        elif tag == "dl":
            self._definitions(node)
        elif tag == "table":
            self._table(node)
        elif tag == "p" and is_bold_heading(
            _text(node), " ".join(map(_text, node.css("b, strong")))
        ):
            self._inline(node)
            self.builder.end("heading", BOLD)
        else:
            self.block(node)

    def _inline(self, node: LexborNode) -> None:
        """Write all of an element into the block that is being written."""
        for child in node.iter(include_text=True):
            if child.tag in _INLINE or child.tag in _UNSEEN or _rule(child):
                self._child(child)
            else:
                self.builder.write(" ")
                self._inline(child)
                self.builder.write(" ")

    def _list(self, node: LexborNode, ordered: bool) -> None:
        if self._drops_link_lists and self._is_link_list(node):
            self.builder.aside(_text(node), "navigation")
            self.builder.end()
            return
        number = _start(node)
        for item in node.iter():
            if item.tag != "li" or _rule(item):
                self._child(item)
                continue
            if ordered:
                self.builder.write(f"{number}. ")
                number += 1
            for child in item.iter(include_text=True):
                if child.tag in ("ul", "ol"):
                    self.builder.end("item")
                    self._list(child, child.tag == "ol")
                elif child.tag in ("p", "div"):
                    self._inline(child)
                    self.builder.end("item")
                else:
                    self._child(child)
            self.builder.end("item")

    def _is_link_list(self, node: LexborNode) -> bool:
        """Whether a list is a menu: short links and nothing else, and no sentence leads to it."""
        blocks = self.builder.blocks
        if blocks and blocks[-1].text.endswith(":"):
            return False
        text = _text(node)
        linked = sum(len(_text(link)) for link in node.css("a"))
        return len(node.css("li")) >= 3 and linked > _LINKED * len(text) and "\u0964" not in text

    def _definitions(self, node: LexborNode) -> None:
        for child in node.iter():
            if child.tag == "dt":
                self._inline(child)
                self.builder.write(": ")
            elif child.tag == "dd":
                self._inline(child)
                self.builder.end("item")
            else:
                self._child(child)
        self.builder.end("item")

    def _table(self, node: LexborNode) -> None:
        if node.css_first("table table") is not None or node.css_first("td p + p") is not None:
            # A table that lays out a page.
            for cell in node.css("td, th"):
                if cell.css_first("table") is None:
                    self.block(cell)
            return
        for caption in node.css("caption"):
            self.builder.aside(_text(caption), "picture")
        rows = [row.css("th, td") for row in node.css("tr")]
        spans = any("colspan" in c.attributes or "rowspan" in c.attributes for r in rows for c in r)
        texts = [[_text(cell) for cell in row] for row in rows]
        has_header = bool(rows) and bool(rows[0]) and all(cell.tag == "th" for cell in rows[0])
        if spans:
            self.builder.aside("; ".join(", ".join(row) for row in texts), "table")
            self.builder.end()
        else:
            self.builder.table(texts, has_header)


def _start(node: LexborNode) -> int:
    """The first number of an ordered list."""
    start = node.attributes.get("start") or ""
    return int(start) if start.isdecimal() and len(start) < 6 else 1


def _find_article(body: LexborNode) -> LexborNode | None:
    whole = len(_running_text(body))
    for selector in furniture.content_selectors():
        found = max(body.css(selector), key=lambda node: len(_running_text(node)), default=None)
        if found is not None and len(_running_text(found)) > _SHARE * whole > 0:
            return found
    return None


def _running_text(node: LexborNode) -> str:
    return "".join(_text(paragraph) for paragraph in node.css("p, li"))


def _rule(node: LexborNode) -> str:
    """The rule by which an element is left out, or nothing."""
    tag = node.tag or ""
    if tag in ("-text", "body", "html"):
        return ""
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".split()
    unread = attributes.get("aria-hidden") == "true" and tag not in _INLINE
    hidden = "hidden" in attributes or unread or _HIDDEN.search(attributes.get("style") or "")
    return (
        furniture.rule_of_tag(tag)
        or furniture.rule_of_role(attributes.get("role") or "")
        or furniture.rule_of_classes(names)
        or ("hidden" if hidden else "")
    )


def _text(node: LexborNode) -> str:
    """All visible text of an element, on one line."""
    parts: list[str] = []
    if node.tag == "-text":
        return " ".join((node.text_content or "").split())
    for child in node.traverse(include_text=True):
        if child.tag == "-text":
            parent = child.parent
            if parent is None or parent.tag not in _UNSEEN:
                parts.append(child.text_content or "")
        elif child.tag not in _INLINE:
            parts.append(" ")
    return " ".join("".join(parts).split())
