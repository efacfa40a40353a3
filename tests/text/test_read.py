from __future__ import annotations

import sys
from pathlib import Path

import pytest

from parcha.errors import InputError
from parcha.model import Block
from parcha.text.read import LARGEST, parse_article, read_article

LEGACY = Path(__file__).parents[1] / "data" / "legacy-fonts.txt"


def read(text: str, name: str = "a.txt") -> list[tuple[str, str]]:
    """Kind (or rule of an aside) and text of each block."""
    blocks = parse_article(text.encode(), name).blocks
    return [(block.rule or block.kind, block.text) for block in blocks]


def test_lines_are_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffएक।\r\n\r\n दो। \n".encode())
    assert [block.text for block in read_article(path).blocks] == ["एक।", " दो। "]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"  \n\n", "is empty"),
        ("a.txt", b"", "is empty"),
        ("a.html", b"<html><nav>x</nav></html>", "is empty"),
        ("a.txt", b"abc \xe0\xa4", "is not UTF-8 text (byte 5)"),
        ("a.txt", b"\xff\xfe\x00", "is not UTF-8 text"),
        ("a.pdf", b"%PDF", 'files of the kind ".pdf" cannot be read'),
        ("a.txt", b"Malaria is a fever.", "there is no Hindi in it"),
        ("a.html", b"<div>" * 3000 + "बुखार".encode(), "is nested too deeply"),
        ("a.txt", b"x" * (LARGEST + 1), "is larger than 30 MB"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        read_article(path)
    assert message in error.value.message


def test_a_missing_article_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there"):
        read_article(tmp_path / "a.txt")


def test_missing_pandoc_is_one_clear_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypandoc", None)
    for name in ("a.docx", "a.odt", "a.epub", "a.wiki"):
        with pytest.raises(InputError) as error:
            parse_article("बुखार".encode(), name)
        assert error.value.hint == "Run: pip install 'parcha[formats]'"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    text = "मलेरिया एक बुखार है।\nयह मच्छर से फैलता है।"
    blocks = parse_article(text.encode(encoding), "a.txt").blocks
    assert [block.text for block in blocks] == text.split("\n")


def test_old_fonts_are_refused_and_a_converter_is_named() -> None:
    for case in LEGACY.read_text(encoding="utf-8").strip().split("\n"):
        font, text = case.split("\t")
        with pytest.raises(InputError) as error:
            parse_article(text.encode(), "a.txt")
        assert font in error.value.message
        assert "TBIL" in error.value.hint or "ftfy" in error.value.hint


def test_plain_text_has_headings_items_and_broken_lines() -> None:
    text = (
        "मलेरिया\n\nमलेरिया एक ऐसा बुखार है जो मादा एनोफ़िलीज़ नाम के\nमच्छर के काटने से होता है।\n\n"
        "लक्षण\n\nये लक्षण हैं:\n- बुखार\n• सिरदर्द\n\nदिल्ली\n"
    )
    assert read(text) == [
        ("heading", "मलेरिया"),
        (
            "paragraph",
            "मलेरिया एक ऐसा बुखार है जो मादा एनोफ़िलीज़ नाम के मच्छर के काटने से होता है।",
        ),
        ("heading", "लक्षण"),
        ("paragraph", "ये लक्षण हैं:"),
        ("item", "बुखार"),
        ("item", "सिरदर्द"),
        ("paragraph", "दिल्ली"),
    ]


def test_markdown() -> None:
    text = (
        "---\ntitle: x\n---\n# मलेरिया\n\nएक **तेज़** [बुखार](http://a.b) है।[^1]\n\n"
        "## लक्षण\n\n3. बुखार\n4. दर्द\n   - सिर का\n\n```\ncode\n```\n\n[^1]: पुस्तक\n    पृष्ठ 2\n"
    )
    assert read(text, "a.md") == [
        ("heading", "मलेरिया"),
        ("paragraph", "एक तेज़ बुखार है।[^1]"),
        ("heading", "लक्षण"),
        ("item", "3. बुखार"),
        ("item", "4. दर्द"),
        ("item", "सिर का"),
        ("code", "code"),
        ("front-matter", "title: x"),
        ("footnote", "पुस्तक पृष्ठ 2"),
    ]


def test_a_web_page_is_its_article_and_all_else_is_an_aside() -> None:
    page = """<title>x</title><nav>मेनू</nav><header><h1>मलेरिया</h1><p>5 मई</p></header>
    <main><p>एक <b>बुखार</b>&nbsp;है।<br>दूसरी पंक्ति।<br><br>नया पैरा।
    <table><tr><th>टीका<th>कब<tr><td>बीसीजी<td>जन्म पर</table>
    <table><tr><td colspan=2>क<tr><td>ख<td>ग</table>
    <dl><dt>ओआरएस<dd>एक घोल</dl><div style="display: none">छिपा</div>
    <figure><img><figcaption>चित्र</figcaption></figure></main><footer>©</footer>
    <script>var x = "बुखार";</script>"""
    assert read(page, "a.html") == [
        ("navigation", "मेनू"),
        ("heading", "मलेरिया"),
        ("navigation", "5 मई"),
        ("paragraph", "एक बुखार है। दूसरी पंक्ति।"),
        ("paragraph", "नया पैरा।"),
        ("table-head", "टीका, कब"),
        ("item", "बीसीजी: जन्म पर"),
        ("table", "क; ख, ग"),
        ("item", "ओआरएस: एक घोल"),
        ("hidden", "छिपा"),
        ("picture", "चित्र"),
        ("navigation", "©"),
    ]


def test_a_list_of_linked_symptoms_is_kept_and_a_menu_is_not() -> None:
    links = "<ul><li><a href=1>बुखार</a><li><a href=2>दर्द</a><li><a href=3>खाँसी</a></ul>"
    page = f"<body>{links}<p>मलेरिया के लक्षण ये हैं:</p>{links}"
    assert [kind for kind, _ in read(page, "a.html")] == ["navigation", "paragraph", *["item"] * 3]


def test_sections_that_are_no_article_go_with_their_headings() -> None:
    text = "# रोग\n\nएक।\n\n## अनुक्रम\n\nलक्षण\n\n## लक्षण\n\nदो।\n\n## संदर्भ\n\n### पुस्तकें\n\nक।\n"
    assert read(text, "a.md") == [
        ("heading", "रोग"),
        ("paragraph", "एक।"),
        ("contents", "अनुक्रम"),
        ("contents", "लक्षण"),
        ("heading", "लक्षण"),
        ("paragraph", "दो।"),
        ("references", "संदर्भ"),
        ("references", "पुस्तकें"),
        ("references", "क।"),
    ]


@pytest.mark.parametrize(
    ("headings", "levels"),
    [
        ("# क\n\n## ख\n\n### ग\n", [1, 2, 3]),
        ("### क\n\n#### ख\n", [1, 2]),
        ("# क\n\nx\n\n# ख\n", [2, 2]),
        ("## क\n\nx\n\n# ख\n", [3, 2]),
    ],
)
def test_the_title_is_above_the_chapters(headings: str, levels: list[int]) -> None:
    blocks = parse_article(headings.encode(), "a.md").blocks
    assert [block.level for block in blocks if block.kind == "heading"] == levels


def test_a_title_that_stands_twice_is_said_once() -> None:
    assert read("# मलेरिया\n\n# मलेरिया\n\n## लक्षण\n\nबुखार।\n", "a.md")[:3] == [
        ("heading", "मलेरिया"),
        ("repeated-heading", "मलेरिया"),
        ("heading", "लक्षण"),
    ]


@pytest.mark.real
def test_wiki_text_by_pandoc() -> None:
    text = (
        "{{सूचना|क\n|ख}}\n'''मलेरिया''' एक [[बुखार|तेज़ बुखार]] {{lang|hi|है}}।<ref>पुस्तक</ref>\n"
        "[[चित्र:a.jpg|thumb|मच्छर]]\n\n== लक्षण ==\n# बुखार\n# दर्द\n\n[[श्रेणी:रोग]]\n"
    )
    assert read(text, "a.wiki") == [
        ("template", "{{सूचना|क |ख}}"),
        ("paragraph", "मलेरिया एक तेज़ बुखार है।"),
        ("footnote", "पुस्तक"),
        ("picture", "thumb|मच्छर"),
        ("heading", "लक्षण"),
        ("item", "1. बुखार"),
        ("item", "2. दर्द"),
        ("category", "श्रेणी:रोग"),
    ]


def test_the_article_of_this_repository_is_paragraphs_only() -> None:
    source = read_article(Path(__file__).parents[2] / "seeds" / "als.txt")
    assert {block.kind for block in source.blocks} == {"paragraph"}
    assert source.blocks[0] == Block(source.text.split("\n")[0])
