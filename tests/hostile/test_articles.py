"""Articles that should use up the machine, or reach what is not theirs."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from parcha.errors import InputError
from parcha.text.clean import clean
from parcha.text.read import LONGEST, parse_article

SENTENCE = "मलेरिया एक बुखार है।"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KINDS = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(text: str = SENTENCE, doctype: str = "", **others: bytes) -> bytes:
    """The smallest Word document with one paragraph, and `others` beside it."""
    files = {
        "[Content_Types].xml": f'<Types xmlns="{KINDS}"><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.'
        'main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="a" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{WORD}"><w:body>'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>",
    }
    return packed({name: data.encode() for name, data in files.items()} | others)


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


def text_of(data: bytes, name: str) -> str:
    return parse_article(data, name).text


def test_the_documents_of_this_test_can_be_read() -> None:
    assert text_of(docx(), "a.docx") == SENTENCE


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub"])
def test_a_zip_bomb_is_not_unpacked(name: str) -> None:
    bomb = docx(**{"word/media/a.png": bytes(201_000_000)})
    assert len(bomb) < 1_000_000
    with pytest.raises(InputError, match="too large or too tangled"):
        parse_article(bomb, name)


def test_a_zip_that_lies_about_its_size_is_stopped_by_the_memory_that_pandoc_gets() -> None:
    bomb = docx(text=f"{SENTENCE} " * 1_500_000)
    honest = (len(SENTENCE.encode()) + 1) * 1_500_000
    at = bomb.rindex(b"word/document.xml") - 46 + 24
    assert int.from_bytes(bomb[at : at + 4], "little") > honest
    small = (2000).to_bytes(4, "little")
    with pytest.raises(InputError, match=r"a\.docx"):
        parse_article(bomb[:at] + small + bomb[at + 4 :], "a.docx")


def test_entities_do_not_multiply() -> None:
    """A billion laughs, and an entity that is another file."""
    names = [f"l{number}" for number in range(10)]
    laughs = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    bomb = docx("क &l9;", f'<!DOCTYPE d [<!ENTITY l0 "{SENTENCE}">{laughs}]>')
    spy = docx("क &f;", '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>')
    for data in (bomb, spy):
        try:
            text = text_of(data, "a.docx")
        except InputError as error:
            text = error.message
        assert len(text) < 20_000
        assert "root:" not in text


@pytest.mark.parametrize("member", ["../evil.txt", "/evil.txt", "..\\evil.txt", "word/../../evil"])
def test_an_archive_member_writes_no_file(
    member: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert text_of(docx(**{member: b"evil"}), "a.docx") == SENTENCE
    assert list(tmp_path.iterdir()) == []


def test_a_document_cannot_make_pandoc_read_other_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("राज़ की बात", encoding="utf-8")
    page = f"{SENTENCE}\n\n[[File:{secret}]] {{{{{secret}}}}} <include src='{secret}'/>\n"
    assert "राज़" not in text_of(page.encode(), "a.wiki")


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK" + bytes(100), docx()[:400]])
def test_a_damaged_document_is_named(data: bytes, name: str) -> None:
    with pytest.raises(InputError, match=name):
        parse_article(data, name)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.wiki", "a.docx"])
def test_a_hundred_megabytes_are_refused_unread(name: str) -> None:
    with pytest.raises(InputError, match="is larger than 30 MB"):
        parse_article(bytes(100_000_000), name)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.wiki"])
def test_more_text_than_two_days_of_listening_is_refused(name: str) -> None:
    text = f"{SENTENCE} " * (LONGEST // len(SENTENCE))
    with pytest.raises(InputError, match="more than 2000000 characters"):
        parse_article(text.encode(), name)


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "blockquote", "table><tr><td", "SVG"])
def test_deep_nesting_is_refused(tag: str) -> None:
    data = f"<p>{SENTENCE}</p>{f'<{tag}>' * 1_000_000}{SENTENCE}".encode()
    with pytest.raises(InputError, match="nested too deeply"):
        parse_article(data, "a.html")


def test_what_html_closes_by_itself_is_not_deep() -> None:
    page = f"<p>{SENTENCE}" * 5000 + "<ul>" + f"<li>{SENTENCE}" * 5000 + "</ul><br>" * 5000
    assert text_of(page.encode(), "a.html").count(SENTENCE) == 10_000


@pytest.mark.parametrize("sign", ["> ", "- ", "[", "![]()", "*a ", "`", "<", "&", "|a", "[^1]: "])
def test_signs_of_markdown_in_their_thousands_are_read(sign: str) -> None:
    assert SENTENCE in text_of(f"{SENTENCE}\n\n{sign * 10_000}\n\n{SENTENCE}".encode(), "a.md")


@pytest.mark.parametrize(
    "sign",
    [" ", "\t", "ि", "\u093c", "1", ".", ",", "{{", "{{a", "(", "[", "क", "A", "°", "साँचा:", "- "],
)
def test_one_sign_in_its_thousands_costs_no_more_than_others(sign: str) -> None:
    """A rule that begins anew at each letter of a long run would take minutes here."""
    source = parse_article(f"{SENTENCE} {sign * (200_000 // len(sign))}x".encode(), "a.txt")
    assert clean(source, (), ()).lines[0].startswith("मलेरिया एक बुखार है")


def test_marks_that_turn_text_round_and_signals_are_left_out_and_named() -> None:
    text = "मलेरिया\u202e एक\x07 बु\u200bखार\u2066 है\x85\u2028अभी।\ufffe"
    cleaned = clean(parse_article(text.encode(), "a.txt"), (), ())
    assert cleaned.lines == ("मलेरिया एक बुखार है अभी।",)
    assert {rule for edit in cleaned.edits for rule in edit.rule.split(" + ")} >= {
        "control-character",
        "invisible-character",
    }
