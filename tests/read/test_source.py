"""Bytes become text, and text front matter and body; what is wrong with either knows its place."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import SourcePath
from generator.problems import Problem
from generator.read.source import LARGEST, Document, Source, decode, split

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
PATH = SourcePath("content/articles/a.md")


def text_of(data: bytes) -> str:
    source, problems = decode(PATH, data)
    assert source is not None
    assert problems == ()
    return source.text


def refused(data: bytes) -> Problem:
    source, (problem,) = decode(PATH, data)
    assert source is None
    assert problem.span.path == PATH
    return problem


def parts(text: str) -> Document:
    document, problems = split(Source(path=PATH, text=text))
    assert problems == ()
    assert document is not None
    return document


def unsplit(text: str) -> Problem:
    document, (problem,) = split(Source(path=PATH, text=text))
    assert document is None
    return problem


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbfa\n", "a\n"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r", "a\nb\n"),
        (b"a\r\n\rb\n", "a\n\nb\n"),
        ("é한\U0001f600\u2028\u00a0".encode(), "é한\U0001f600\u2028\u00a0"),
        (b"a\tb", "a\tb"),
        ("a\ufeffb".encode(), "a\ufeffb"),
    ],
)
def test_a_byte_order_mark_goes_and_every_line_ends_alike(data: bytes, text: str) -> None:
    assert text_of(data) == text


@pytest.mark.parametrize("code", [*range(0x110), 0x2028, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFE])
def test_a_control_character_is_seen_whatever_its_bytes(code: int) -> None:
    """As the definition says: no control but tab, line feed and carriage return, and not U+FFFE and U+FFFF."""
    control = unicodedata.category(chr(code)) == "Cc" and chr(code) not in "\t\n\r"
    source, _ = decode(PATH, f"a{chr(code)}b".encode())
    assert (source is None) == (control or code in {0xFFFE, 0xFFFF})


@pytest.mark.parametrize(
    ("data", "code", "line", "column", "hint"),
    [
        (b"caf\xe9", "not-utf8", 1, 4, 'save the file as UTF-8; in Windows-1252 this byte is "é"'),
        ("é\r\né".encode() + b"\x81", "not-utf8", 2, 2, "save the file as UTF-8"),
        (b"\xef\xbb\xbfab\xff", "not-utf8", 1, 3, 'save the file as UTF-8; in Windows-1252 this byte is "ÿ"'),
        (b"a\n\xed\xa0\x80", "not-utf8", 2, 1, 'save the file as UTF-8; in Windows-1252 this byte is "í"'),
        ("---\n".encode("utf-16"), "not-utf8", 0, 1, "save the file as UTF-8"),
        ("---\n".encode("utf-16-be"), "not-utf8", 0, 1, "save the file as UTF-8"),
        ("---\n".encode("utf-16-le"), "not-utf8", 0, 1, "save the file as UTF-8"),
        (b"a\nbc\x00d", "control-character", 2, 3, "delete it"),
        (b"a\r\rb\x0cc", "control-character", 3, 2, "delete it"),
        (b"a\x7f", "control-character", 1, 2, "delete it"),
        ("it\x92s".encode(), "control-character", 1, 3, 'delete it, or write "\u2019", which it is in Windows-1252'),
        ("a\uffff".encode(), "control-character", 1, 2, "delete it"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_located(data: bytes, code: str, line: int, column: int, hint: str) -> None:
    problem = refused(data)
    assert (problem.code, problem.span.line, problem.span.column, problem.hint) == (code, line, column, hint)


def test_utf16_is_named() -> None:
    assert refused("a".encode("utf-16")).message == "this looks like UTF-16, not UTF-8"


def test_control_characters_are_counted_and_the_first_is_shown() -> None:
    assert refused(b"a\x01b\x02c\x01").message == "the control character U+0001, and 2 more like it"


def test_a_file_over_the_limit_is_refused() -> None:
    assert refused(b" " * (LARGEST + 1)).code == "file-too-large"
    assert text_of(b" " * 1000)


@pytest.mark.parametrize(
    ("text", "front", "front_line", "body", "body_line"),
    [
        ("---\na: b\n---\nBody\n", "a: b\n", 2, "Body\n", 4),
        ("---\na: b\n---", "a: b\n", 2, "", 4),
        ("---\na: b\n...\nBody", "a: b\n", 2, "Body", 4),
        ("\n \t\n--- \na: b\n---  \n\nBody", "a: b\n", 4, "\nBody", 6),
        ("---\na: b\n---\nBody\n\n---\n\nMore\n...\n", "a: b\n", 2, "Body\n\n---\n\nMore\n...\n", 4),
        ("---\na: |\n  ---\n  b\n---\nBody", "a: |\n  ---\n  b\n", 2, "Body", 6),
        ("---\na: b ---\n----\n---\nBody", "a: b ---\n----\n", 2, "Body", 5),
        ("---\n# a comment\n---\n", "# a comment\n", 2, "", 4),
    ],
)
def test_front_matter_stands_between_its_lines(
    text: str, front: str, front_line: int, body: str, body_line: int
) -> None:
    assert parts(text) == Document(front=front, front_line=front_line, body=body, body_line=body_line)


@pytest.mark.parametrize(
    ("text", "code", "line", "hint"),
    [
        ("", "empty-file", 0, 'a file begins with "---"'),
        ("\n \n", "empty-file", 0, 'a file begins with "---"'),
        ("Just words\n", "no-front-matter", 1, "put the front matter first"),
        ("\n\ntitle: a\ndate: b\n---\nBody", "no-front-matter", 3, 'put a line "---" above line 3'),
        ("url: x\n---\ntitle: a\n---\nBody", "no-front-matter", 1, "front matter seems to begin on line 2"),
        ("-----\ntitle: a\n---\n", "no-front-matter", 1, "make line 1 exactly three hyphens"),
        ("\u2014-\ntitle: a\n---\n", "no-front-matter", 1, "make line 1 exactly three hyphens"),
        ("---title: a\nb: c\n---\n", "no-front-matter", 1, 'put a line break after the first "---"'),
        ("+++\ntitle = 1\n+++\n", "no-front-matter", 1, "this looks like TOML"),
        ('{"title": "a"}\n', "no-front-matter", 1, "this looks like JSON"),
        ("---\n---\ntitle: a\n---\n", "empty-front-matter", 2, 'delete line 2, the second "---"'),
        ("---\ntitle: a\ntags:\n- b\n\nBody text\n", "unterminated-front-matter", 1, 'put a line "---" after line 4'),
        ("---\ntitle: a\n----\nBody\n", "unterminated-front-matter", 1, "make line 3 exactly three hyphens"),
        ("---\ntitle: a\n ---\nBody\n", "unterminated-front-matter", 1, "make line 3 exactly three hyphens"),
        ("---", "unterminated-front-matter", 1, "after line 1"),
    ],
)
def test_missing_lines_are_explained(text: str, code: str, line: int, hint: str) -> None:
    problem = unsplit(text)
    assert (problem.code, problem.span.line) == (code, line)
    assert problem.hint is not None
    assert hint in problem.hint


CONFLICT = "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> other\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [(f"---\na: b\n{CONFLICT}---\n", 3), (f"---\na: b\n---\nBody\n\n{CONFLICT}", 6), (CONFLICT, 1)],
)
def test_a_merge_conflict_is_found_wherever_it_is(text: str, line: int) -> None:
    problem = unsplit(text)
    assert (problem.code, problem.span.line) == ("merge-conflict", line)
    assert problem.message == f"an unresolved merge conflict, from here to line {line + 4}"


@pytest.mark.parametrize(
    "body",
    [
        f"```\n{CONFLICT}```\n",
        f"~~~~ text\n{CONFLICT}~~~~\n",
        "Title\n=======\n\n<<<<<<< one mark\n",
        "a <<<<<<< b\n=======\n>>>>>>> c",
    ],
)
def test_an_article_may_write_about_conflict_marks(body: str) -> None:
    assert parts(f"---\na: b\n---\n{body}").body == body


@given(data=st.one_of(st.binary(max_size=80), st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_give_a_source_or_one_problem(data: bytes) -> None:
    source, problems = decode(PATH, data)
    assert (source is None) == (len(problems) == 1)
    if source is not None:
        assert "\r" not in source.text
        document, wrong = split(source)
        assert (document is None) == (len(wrong) == 1)


pieces = st.sampled_from(
    ["---", "...", "a: b", "", " ", "Body", "----", " ---", "- a", "<<<<<<< x", "=======", ">>>>>>> y"]
)


@given(lines=st.lists(pieces, max_size=9))
def test_front_matter_and_body_are_the_file_and_know_their_lines(lines: list[str]) -> None:
    document, _ = split(Source(path=PATH, text="\n".join(lines)))
    if document is not None:
        front = document.front.split("\n")[:-1]
        assert lines[document.front_line - 1 :][: len(front)] == front
        assert "\n".join(lines[document.body_line - 1 :]) == document.body
        assert document.body_line == document.front_line + len(front) + 1


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora folder is not beside this checkout")
@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("empty", "empty-file"),
        ("merge-conflict-markers", "merge-conflict"),
        ("no-front-matter", "no-front-matter"),
        ("not-a-mapping-NoneType", "empty-front-matter"),
        ("unterminated__1109d", "unterminated-front-matter"),
        ("unterminated__39478", "no-front-matter"),  # its first line is "------"
        ("unterminated__cdb0b", "unterminated-front-matter"),
    ],
)
def test_files_that_people_broke_are_explained(kind: str, code: str) -> None:
    paths = sorted(CORPORA.glob(f"broken/*/{kind}*"))
    assert paths
    for path in paths:
        source, problems = decode(SourcePath(path.name), path.read_bytes())
        assert source is not None
        _, (problem,) = split(source)
        assert (problem.code, problems) == (code, ())
        assert problem.hint


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora folder is not beside this checkout")
@pytest.mark.parametrize("corpus", ["newseye", "18f", "digitalgov"])
def test_real_files_split(corpus: str) -> None:
    paths = sorted(CORPORA.glob(f"{corpus}/content/**/*.md"))
    assert paths
    for path in paths:
        source, problems = decode(SourcePath(path.name), path.read_bytes())
        assert source is not None, problems
        assert split(source)[1] == ()
