"""YAML becomes located nodes; everything else becomes one located problem, the same with either of PyYAML's parsers."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import SourcePath
from generator.problems import Position, Severity
from generator.read.nodes import Mapping, Node, Scalar, Sequence
from generator.read.source import decode, split
from generator.read.yaml import DEEPEST, LARGEST, load_yaml, load_yaml_purely

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"

Plain = str | list["Plain"] | dict[str, "Plain"] | None


def plain(node: Node | None) -> Plain:
    """A node's texts alone."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.text if node else None


def load(text: str) -> Plain:
    """A text's values, when nothing is wrong with it; both parsers must say the same."""
    node, problems = load_yaml(text, "a.md")
    assert problems == ()
    assert (node, problems) == load_yaml_purely(text, "a.md")
    return plain(node)


def complaint(text: str) -> tuple[str, int, int]:
    """The code, line and column of the one thing that is wrong with a text; both parsers must say the same."""
    result = load_yaml(text, "a.md")
    assert result == load_yaml_purely(text, "a.md")
    (problem,) = result[1]
    assert problem.severity is Severity.ERROR
    return problem.code, problem.span.line, problem.span.column


@pytest.mark.parametrize(
    "written",
    ["NO", "yes", "1.10", "012", "0x1F", "1_000", "2023-06-25", "~", "null", "12:30:45", "1e3", ".inf", "=",
    "-a", "a - b",
     "http://x.example/a?b=c#d", "C#", "x:y", "AT&T", "what? yes!", "100%", "5 * 3", "a\u00a0b", "\U0001f600",
    "--- a"],
)  # fmt: skip
def test_a_scalar_is_the_text_its_author_wrote(written: str) -> None:
    assert load(f"k: {written}") == {"k": written}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", None),
        ("# only a comment\n", None),
        ("k:", {"k": ""}),
        ("k: ''", {"k": ""}),
        ("- a\n-\n- b", ["a", "", "b"]),
        ("k: |\n  a\n   b\n", {"k": "a\n b\n"}),
        ("k: >-\n  a\n  b\n", {"k": "a b"}),
        ("k: a\n  b\n", {"k": "a b"}),
        ("k: [a, {b: c}]", {"k": ["a", {"b": "c"}]}),
        ("k: [Who?, b]", {"k": ["Who?", "b"]}),
        ("k: {u: http://x/?a=b}", {"k": {"u": "http://x/?a=b"}}),
        ('k: "\\u00e9\\U0001F600"', {"k": "é\U0001f600"}),
        ('k: "\\ud83d\\ude00"', {"k": "\U0001f600"}),  # as JSON writes it
        ('k: "a\\tb"', {"k": "a\tb"}),
        ("---\nk: v\n...\n", {"k": "v"}),
        ("\ufeffk: v", {"k": "v"}),
        ("k: v\r\nl: w\r", {"k": "v", "l": "w"}),
        ("k: v # comment", {"k": "v"}),
        ("k: v#no comment", {"k": "v#no comment"}),
        ('k: "v"#comment', {"k": "v"}),
        ('"k": v', {"k": "v"}),
        ('"<<": v', {"<<": "v"}),
        ("? k\n: v", {"k": "v"}),
    ],
)
def test_texts_mean_what_yaml_says(text: str, meant: Plain) -> None:
    assert load(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("k: v\t\nl: w", {"k": "v", "l": "w"}),
        ("k:\tv", {"k": "v"}),
        ("-\ta\n-\tb", ["a", "b"]),
        ("k: v\t# comment", {"k": "v"}),
        ("k: [a,\tb]", {"k": ["a", "b"]}),
        ("k: a\tb", {"k": "a b"}),
        ("k: 'a\tb'", {"k": "a\tb"}),
        ('k: "\ta"', {"k": "\ta"}),
        ("k: |\n  a\tb\n  \tc\n", {"k": "a\tb\n\tc\n"}),
        ("k: v\n\t\nl: w\n\t# comment\n", {"k": "v", "l": "w"}),
    ],
)
def test_a_tab_separates_and_is_kept_inside_quotes_and_blocks(text: str, meant: Plain) -> None:
    assert load(text) == meant


@pytest.mark.parametrize("text", ["k:\n\ta: b", "k: v\n\tl: w", "k:\n  - a\n\t- b", "k: |\n  a\n\t\tb\n", "k: a\n\tb"])
def test_a_tab_never_indents(text: str) -> None:
    assert complaint(text)[0] == "tab-indentation"


def test_every_value_knows_its_place_in_the_file() -> None:
    node, problems = load_yaml("título: á b\nlist:\n  - \U0001f600 x\n  - {a: 'b'}\nempty:\n", "a.md", first_line=3)
    assert problems == ()
    assert isinstance(node, Mapping)
    (title, title_value), (_, items), (_, empty) = node.entries
    assert (title.at, title_value.at) == (Position(3, 1), Position(3, 9))
    assert isinstance(items, Sequence)
    assert [item.at for item in items.items] == [Position(5, 5), Position(6, 5)]
    assert items.items[1] == Mapping(
        entries=((Scalar(text="a", at=Position(6, 6)), Scalar(text="b", at=Position(6, 9), quoted=True)),),
        at=Position(6, 5),
    )
    assert empty == Scalar(text="", at=Position(7, 7))
    assert node.get("empty") is empty
    assert node.get("missing") is None


@pytest.mark.parametrize("separator", ["\u2028", "\u2029"])
def test_only_what_an_editor_shows_as_a_line_end_counts_as_one(separator: str) -> None:
    text = f"a: one{separator}two\nb: '{separator}'\nc: d"
    assert load(text) == {"a": f"one{separator}two", "b": separator, "c": "d"}
    node, _ = load_yaml(text, "a.md")
    assert isinstance(node, Mapping)
    assert node.entries[2][0].at == Position(3, 1)


def test_a_byte_order_mark_inside_a_text_is_a_character() -> None:
    assert load("a: b\n\ufeffc: d") == {"a": "b", "\ufeffc": "d"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: Search.gov: a review", ("unquoted-colon", 1, 18)),
        ("- a: b: c", ("unquoted-colon", 1, 7)),
        ("title: @home", ("unquoted-start", 1, 8)),
        ("title: `code`", ("unquoted-start", 1, 8)),
        ("title: %done", ("unquoted-start", 1, 8)),
        ("title: **bold** move", ("unquoted-start", 1, 8)),
        ("title: *star", ("yaml-alias", 1, 8)),
        ("title: &c and so on", ("yaml-alias", 1, 8)),
        ("title: !important", ("yaml-tag", 1, 8)),
        ("title: !!python/object:os.system x", ("yaml-tag", 1, 8)),
        ("title: !a!b x", ("unquoted-start", 1, 8)),
        ("title: {{ page.title }}", ("yaml-key", 1, 9)),
        ("title: [1] is a footnote", ("unquoted-start", 1, 8)),
        ("title: > quoted", ("unquoted-start", 1, 8)),
        ("title: | piped", ("unquoted-start", 1, 8)),
        ("title: , and", ("unquoted-start", 1, 8)),
        ('title: "open\nb: c', ("unclosed-quote", 1, 8)),
        ("title: 'open\nb: 'c'", ("unclosed-quote", 1, 8)),
        ('title: "open\'\nsummary: "x"', ("unclosed-quote", 1, 8)),
        ('title: "Open" minded', ("text-after-quote", 1, 15)),
        ("title: 'It's here'", ("text-after-quote", 1, 12)),
        ('title: "a "b""', ("text-after-quote", 1, 12)),
        ('title: "C:\\path"', ("bad-escape", 1, 11)),
        ('title: "\\UFFFFFFFF"', ("bad-escape", 1, 9)),
        ('title: "\\x4"', ("bad-escape", 1, 10)),
        ("title: a\n  b: c", ("bad-indentation", 2, 3)),
        ("a:\n  b: c\n d: e", ("bad-indentation", 3, 2)),
        (" a: b\nc: d", ("bad-indentation", 2, 1)),
        ("tags:\n - a\n b: c", ("bad-indentation", 3, 2)),
        ("title: - a", ("bad-indentation", 1, 8)),
        ("title:a\nb: c", ("missing-space", 1, 6)),
        ("b: c\ntitle:a\n", ("missing-space", 2, 6)),
        ("tags:\n-a\nb: c", ("missing-space", 2, 1)),
        ("a: b\nc d\ne: f", ("missing-colon", 2, 1)),
        ("a: b\nsummary >\n  c", ("missing-colon", 2, 1)),
        ("tags: [a, b\nc: d", ("unclosed-bracket", 1, 7)),
        ("tags: {a: b", ("unclosed-bracket", 1, 7)),
        ("a: b\na: c", ("duplicate-key", 2, 1)),
        ("a: {b: 1, b: 2}", ("duplicate-key", 1, 11)),
        ("a: &x b\nc: *x", ("yaml-alias", 1, 4)),
        ("<<: {a: b}", ("yaml-merge", 1, 1)),
        ("a: b\n---\nc: d", ("yaml-documents", 2, 1)),
        ("? [a]\n: b", ("yaml-key", 1, 3)),
        (": b", ("yaml-key", 1, 1)),
        ("%YAML 1.1\n---\na: b", ("yaml-directive", 1, 1)),
        ("a: \x00", ("control-character", 1, 4)),
        ("a: b\nc: \x9c", ("control-character", 2, 4)),
        ("a: \ud800", ("control-character", 1, 4)),
        ('a: "\\ud800"', ("control-character", 1, 4)),
        ('a: "\\0"', ("control-character", 1, 4)),
        ("a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> x\n", ("merge-conflict", 2, 1)),
    ],
)
def test_each_mistake_has_its_name_and_place(text: str, expected: tuple[str, int, int]) -> None:
    assert complaint(text) == expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "title: Search.gov: a review",
            'the value of "title" contains a colon followed by a space, and is not quoted',
            'quote the value: title: "Search.gov: a review"',
        ),
        (
            'title: The "end": a review',
            'the value of "title" contains a colon followed by a space, and is not quoted',
            "quote the value: title: 'The \"end\": a review'",
        ),
        ("date:2023", 'there is no space after the colon of "date"', "write date: 2023"),
        (
            "a: 1\nb: 2\na: 3",
            '"a" is written twice, on line 11 and on line 13',
            "keep one of them; a list holds several values",
        ),
        ("title: @home", 'a value that begins with "@" must be quoted', 'quote it: "@home"'),
    ],
)  # fmt: skip
def test_a_problem_says_what_to_write_instead(text: str, message: str, hint: str) -> None:
    (problem,) = load_yaml(text + "\nz: z", "a.md", first_line=11)[1]
    assert (problem.message, problem.hint) == (message, hint)


def test_after_a_repeated_key_the_first_value_stays() -> None:
    node, problems = load_yaml("a: 1\na: 2\nb: 3", "a.md")
    assert plain(node) == {"a": "1", "b": "3"}
    assert [problem.code for problem in problems] == ["duplicate-key"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 3_000,
        "[" * 8_000,
        "{" * 100_000,
        "- " * 100_000,
        "? " * 100_000,
        "a: " + "[" * 500 + "]" * 500,
        "{a: " * 9_000,
    ],
    ids=["3,000 lists", "8,000 lists", "mappings", "block lists", "explicit keys", "closed lists", "nested mappings"],
)
def test_deep_nesting_is_refused(text: str) -> None:
    assert complaint(text)[0] in ("yaml-too-deep", "yaml-key")


def test_nesting_is_read_down_to_the_limit() -> None:
    assert load("[" * DEEPEST + "]" * DEEPEST) is not None
    assert complaint("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)) == ("yaml-too-deep", 1, DEEPEST + 1)


def test_an_alias_bomb_stops_at_its_first_anchor() -> None:
    lines = ["a0: &a0 x", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30))]
    assert complaint("\n".join(lines)) == ("yaml-alias", 1, 5)


def test_a_text_over_the_limit_is_refused() -> None:
    assert complaint("a: " + "b" * LARGEST)[0] == "yaml-too-large"


YAML_PIECES = [
    "a", "b c", "k", "- ", "-", ":", ": ", " ", "  ", "\n", "\n ", "\n  ", '"', "'", "#", " #", "[", "]", "{",
    "}", ",", ", ",
    "?", "? ", "|", ">", "|\n", ">-\n", "&", "*", "!", "%", "@", "`", "~", "---", "\n---\n", "...", "<<", "é",
    "\U0001f600",
    "\ufeff", "1", "\\", '"\\u00e9"', "=", '"q"', "'s'", "k: v\n", "k:\n", "- x\n", "http://x?y", "\u00a0", "\t",
    "\r", "\u2028",
    "\x85", "\x00", "\ud800", "\U0002fffe", "\\U0002FFFE", "\\UFFFFFFFF", "\\ud83d", "\\\t", "\n\t",
    "<<<<<<< x\n", "=======\n",
]  # fmt: skip
yaml_like = st.lists(st.sampled_from(YAML_PIECES), max_size=14).map("".join)


@given(text=st.one_of(yaml_like, st.text()), first_line=st.integers(1, 5))
def test_any_text_gives_nodes_or_problems_and_both_parsers_agree(text: str, first_line: int) -> None:
    node, problems = load_yaml(text, "a.md", first_line)
    assert (node, problems) == load_yaml_purely(text, "a.md", first_line)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert first_line <= problem.span.line <= first_line + len(lines)
        assert problem.span.column >= 1


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=20)


@given(values=st.dictionaries(words, st.one_of(words, st.lists(words)), min_size=1, max_size=5))
def test_quoted_texts_come_back_as_they_were(values: dict[str, str | list[str]]) -> None:
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    lines = [
        f"{quoted(key)}: " + (f"[{', '.join(map(quoted, value))}]" if isinstance(value, list) else quoted(value))
        for key, value in values.items()
        if len(key) < 1_000
    ]
    assert load("\n".join(lines)) == values


def fronts(pattern: str) -> list[tuple[str, str, int]]:
    """The front matter of corpus files, with path and first line."""
    found = []
    for path in sorted(CORPORA.glob(pattern)):
        source, _ = decode(SourcePath(path.name), path.read_bytes())
        document, _ = split(source) if source else (None, ())
        if document:
            found.append((path.name, document.front, document.front_line))
    return found


needs_corpora = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora folder is not beside this checkout")


@needs_corpora
@pytest.mark.parametrize("corpus", ["newseye", "18f", "digitalgov"])
def test_real_front_matter_loads_unless_a_key_is_repeated(corpus: str) -> None:
    seen = fronts(f"{corpus}/content/**/*.md")
    assert len(seen) > 400
    codes = {problem.code for name, front, line in seen for problem in load_yaml(front, name, line)[1]}
    assert codes <= {"duplicate-key"}


@needs_corpora
def test_both_parsers_agree_on_real_front_matter() -> None:
    for corpus in ("newseye", "18f", "digitalgov", "broken"):
        for name, front, line in itertools.islice(
            fronts(f"{corpus}/**/*.md"), 0, None, 23 if corpus != "broken" else 1
        ):
            assert load_yaml(front, name, line) == load_yaml_purely(front, name, line), name


@needs_corpora
@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("yaml-mapping-values", {"unquoted-colon"}),
        ("yaml-could-not-find", {"missing-space", "missing-colon"}),
        ("yaml-did-not-find-expected-alphabetic", {"unquoted-start", "unclosed-quote"}),
        ("yaml-did-not-find-expected-key", {"text-after-quote", "unclosed-quote", "bad-indentation", "yaml-key"}),
        ("yaml-did-not-find-expected-indicator", {"bad-indentation"}),
        ("yaml-found-unexpected-end", {"text-after-quote", "unclosed-quote"}),
    ],
)
def test_front_matter_that_people_broke_is_explained(kind: str, codes: set[str]) -> None:
    seen = fronts(f"broken/*/{kind}*")
    assert seen
    for name, front, line in seen:
        (problem,) = load_yaml(front, name, line)[1]
        assert problem.code in codes, problem
        assert problem.hint
