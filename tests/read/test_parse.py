"""One file in, one record out: every kind of file, real ones and broken ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Article, Parsed, SourcePath
from generator.problems import Problem, Severity
from generator.read.annotations import notes_path
from generator.read.config import read_config
from generator.read.parse import ContentKind, kind_of, parse
from generator.read.source import decode
from tests.conftest import SHARED
from tests.read.given import CONFIG, REQUIRED, article, good, record, source

BROKEN = sorted(path.relative_to(SHARED / "corpora").as_posix() for path in SHARED.glob("corpora/broken/*/*"))


def read(data: bytes, path: str, kind: ContentKind = ContentKind.ARTICLE) -> tuple[Parsed | None, tuple[Problem, ...]]:
    """What a file of these bytes gives."""
    decoded, problems = decode(SourcePath(path), data)
    if decoded is None:
        return None, problems
    return parse(decoded, kind, CONFIG)


# What a path says


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("content/articles/a.md", ContentKind.ARTICLE),
        ("content/articles/2023/06/a.md", ContentKind.ARTICLE),
        ("content/entities/people/a.md", ContentKind.ENTITY),
        ("content/outlets/a.md", ContentKind.OUTLET),
        ("content/tags/a.md", ContentKind.TAG),
        ("content/stories/a.md", ContentKind.STORY),
        ("content/quotes/a.md", ContentKind.QUOTE),
        ("content/pages/method/a.md", ContentKind.PAGE),
        ("content/articles/a.notes.yaml", None),
        ("content/articles/a.txt", None),
        ("content/articles/.a.md", None),
        ("content/articles/.trash/a.md", None),
        ("content/assets/a.md", None),
        ("content/a.md", None),
        ("content/articles.md", None),
        ("content/articles", None),
        ("contents/articles/a.md", None),
        ("articles/a.md", None),
        ("", None),
    ],
)
def test_the_folder_says_what_a_file_describes(path: str, kind: ContentKind | None) -> None:
    assert kind_of(SourcePath(path), CONFIG) is kind


def test_notes_stand_beside_their_article() -> None:
    assert notes_path(SourcePath("content/articles/a.b.md")) == "content/articles/a.b.notes.yaml"


# What a file gives


def test_a_record_has_its_body_and_the_text_stands_apart() -> None:
    parsed, problems = read(f"---\n{REQUIRED}---\nSome *words*.\n".encode(), "content/articles/a.md")
    assert problems == ()
    assert parsed is not None
    assert parsed.record.body.digest
    assert "<em>words</em>" in parsed.text.html
    assert "Some words." in parsed.text.text


def test_the_same_file_gives_the_same_record() -> None:
    assert good("tags: [b, a]\nannotations: [{exact: a}]") == good("tags: [b, a]\nannotations: [{exact: a}]")


def test_content_is_no_template() -> None:
    parsed, _ = read(f"---\n{REQUIRED}---\n{{{{ 7*7 }}}} {{% x %}}\n".encode(), "content/articles/a.md")
    assert parsed is not None
    assert "{{ 7*7 }}" in parsed.text.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "---\n",
        "---\n---\n",
        "---\n[]\n---\n",
        "---\n- title: A\n---\n",
        "---\ntitle\n---\n",
        "---\n# only a comment\n---\n",
        "---\ntitle: [\n---\n",
        "---\ntitle: A\ntitle: B\n---\n",
        "---\n" + "[" * 3000 + "\n---\n",
        "---\n" + "- " * 3000 + "\n---\n",
        "---\na: &a [x]\nb: [*a, *a]\n---\n",
        "---\n<<: {title: A}\n---\n",
        "---\ntitle: !!python/object/apply:os.system [id]\n---\n",
        f"---\ntitle: A\noutlet: B\ndate: {'9' * 5000}\n---\n",
        "---\ntitle: A\toutlet: B\n---\n",
        "---\ntitle:\tA\n\toutlet: B\n---\n",
        '---\ntitle: "\\ud800"\noutlet: "\\0"\ndate: 2023\n---\n',
        "---\n? [a]\n: b\n---\n",
        "---\ntitle: A\n--- \n--- \n",
    ],
)
def test_a_bad_file_gives_located_problems_and_no_record(text: str) -> None:
    parsed, problems = read(text.encode(), "content/articles/a.md")
    assert parsed is None
    assert any(problem.severity is Severity.ERROR for problem in problems)
    assert {problem.span.path for problem in problems} == {"content/articles/a.md"}
    assert all(problem.span.line >= 1 for problem in problems if problem.code != "empty-file")


def test_everything_wrong_with_a_file_and_its_notes_is_said_in_one_reading() -> None:
    _, problems = article("type: x", notes="- {note: n}")
    assert len(problems) == 2


# Real files


def test_every_record_of_a_real_archive_is_read_without_a_problem(corpora: Path) -> None:
    root = corpora / "newseye"
    config, problems = read_config(source((root / "site.yaml").read_text("utf-8"), "site.yaml"))
    assert problems == ()
    assert config is not None
    found: dict[ContentKind, int] = {}
    for path in sorted(root.glob("content/**/*.md")):
        place = SourcePath(path.relative_to(root).as_posix())
        kind = kind_of(place, config)
        assert kind is not None
        text, problems = decode(place, path.read_bytes())
        assert text is not None
        parsed, problems = parse(text, kind, config)
        assert parsed is not None, problems
        assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
        found[kind] = found.get(kind, 0) + 1
    assert found == {ContentKind.ARTICLE: 339, ContentKind.ENTITY: 3796, ContentKind.OUTLET: 22}


@pytest.mark.parametrize("place", BROKEN or ["none"])
def test_a_file_that_real_people_broke_gives_a_located_error(place: str, corpora: Path) -> None:
    path = corpora / place
    parsed, problems = read(path.read_bytes(), f"content/articles/{path.stem}.md")
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    lines = path.read_bytes().count(b"\n") + path.read_bytes().count(b"\r") + 1
    assert parsed is None
    assert errors
    assert all(1 <= problem.span.line <= lines for problem in errors if problem.code != "empty-file")
    assert all(problem.message and problem.code for problem in problems)


# Anything at all


@settings(deadline=None)  # a first run compiles patterns
@given(st.binary(max_size=300), st.sampled_from(list(ContentKind)))
def test_no_bytes_make_the_reader_fail(data: bytes, kind: ContentKind) -> None:
    parsed, problems = read(b"---\n" + data + b"\n---\n", f"content/{kind}/a.md", kind)
    assert parsed is not None or problems


KEYS = [
    *("title", "outlet", "date", "entities", "tags", "id", "type", "byline", "lang", "updated", "stories", "source"),
    *("rights", "derived_from", "boilerplate", "annotations", "aliases", "draft", "image", "name", "same_as", "roles"),
    *("weak_aliases", "replaces", "country", "url", "speaker", "said", "when", "where", "broader", "other"),
    *("ref", "relation", "exact", "captures", "people", "lang", "during", "sha256", "display"),
]
LEAVES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["2023-06-25", "XXXX", "people", "https://example.org/", "/a/", "en", "true", "quotes", "", "..", "~"]
    ),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)),
    max_leaves=20,
)


@settings(deadline=None)  # a first run compiles patterns
@given(st.dictionaries(st.sampled_from(KEYS), TREES, max_size=12), st.sampled_from(list(ContentKind)))
def test_no_front_matter_makes_the_reader_fail(front: dict[str, object], kind: ContentKind) -> None:
    text = json.dumps(front).replace("\\u007f", "")  # JSON is YAML, also with every escape
    parsed, problems = read(f"---\n{text}\n---\nBody\n".encode(), f"content/{kind}/a.md", kind)
    assert parsed is not None or any(problem.severity is Severity.ERROR for problem in problems)
    if parsed is not None and isinstance(parsed.record, Article):
        assert parsed.record.title.isprintable() or parsed.record.title


def test_a_file_with_every_kind_of_mistake_still_says_each_once() -> None:
    _, problems = record("title: A\ntype: [x]\nlang: 7\nzzz: 1", ContentKind.ARTICLE)
    assert len(problems) == len(set(problems)) == 5
