"""Edits of front matter in every style it is written in: what is meant changes, and no other byte."""

from __future__ import annotations

import pytest

from generator.editing.edits import (
    Instead,
    with_items,
    with_key,
    with_new,
    with_node,
    with_values,
    without_items,
    without_key,
)
from generator.editing.scalars import yaml_value
from generator.editing.sheets import Sheet, Way, front_of, sheet_of
from generator.model import NOWHERE, SourcePath
from generator.problems import Problem
from generator.read.nodes import Mapping, Node, Scalar, Sequence
from generator.read.yaml import load_yaml

ORDER = ("name", "type", "aliases", "replaces")


def sheet(front: str) -> Sheet:
    """A record with this front matter, whose text must stay whatever is done above it."""
    line_end = "\r\n" if "\r\n" in front else "\n"
    text = line_end.join(["---", front.rstrip("\r\n"), "---", "Body: [a, Old]", ""])
    return sheet_of(SourcePath("content/entities/a.md"), text.encode())


def front(edited: Sheet | Problem) -> str:
    """The front matter of what came out."""
    assert isinstance(edited, Sheet), edited
    line_end = "\r\n" if "\r\n" in edited.text else "\n"
    assert edited.text.startswith("---" + line_end)
    head, _, body = edited.text.removeprefix("---" + line_end).rpartition(f"{line_end}---{line_end}")
    assert body == f"Body: [a, Old]{line_end}"
    return head


def value_at(one: Sheet, way: Way) -> Scalar:
    """The scalar that is reached in this way."""
    found, _ = front_of(one)
    assert found is not None
    node = found.values[way].node
    assert isinstance(node, Scalar)
    return node


def instead(one: Sheet, way: Way, new: str) -> Sheet | Problem:
    """The sheet with a text in the place of the scalar that is reached in this way."""
    old = value_at(one, way)
    return with_values(one, [Instead(old.at, old.text, new)])


def texts(*names: str) -> list[Node]:
    """Texts as items of a list."""
    return [Scalar(text=name, at=NOWHERE) for name in names]


@pytest.mark.parametrize(
    ("before", "way", "new", "after"),
    [
        ("tags: [a, Old, b]", ("tags", 1), "New", "tags: [a, New, b]"),
        ("tags: [a,Old,b]", ("tags", 1), "New", "tags: [a,New,b]"),
        ("tags: ['Old', a]", ("tags", 0), "New", "tags: ['New', a]"),
        ("tags: ['Old', a]", ("tags", 0), "O'Neill", "tags: ['O''Neill', a]"),
        ('tags: ["Old" , a]', ("tags", 0), 'The "new"', 'tags: ["The \\"new\\"" , a]'),
        ('tags: ["O\\u006cd", a]', ("tags", 0), "New", 'tags: ["New", a]'),
        ("tags: [Old]", ("tags", 0), "A, b", 'tags: ["A, b"]'),  # a comma parts items in brackets
        ("tags:\n- Old", ("tags", 0), "A, b", "tags:\n- A, b"),  # and not in a line of its own
        ("tags:\n  - Old  # why\n  - b", ("tags", 0), "New", "tags:\n  - New  # why\n  - b"),
        ("tags:\n  - Old", ("tags", 0), "a: b", 'tags:\n  - "a: b"'),
        ("tags:\n  - Old", ("tags", 0), "C#", "tags:\n  - C#"),
        ("tags:\n  - Old", ("tags", 0), "a #b", 'tags:\n  - "a #b"'),
        ("tags:\n  - Old", ("tags", 0), "no", 'tags:\n  - "no"'),  # other programs would read a truth value
        ("tags:\n  - Old", ("tags", 0), "~", 'tags:\n  - "~"'),
        ("tags:\n  - Old", ("tags", 0), "- x", 'tags:\n  - "- x"'),
        ("tags:\n  - Old", ("tags", 0), "@x", 'tags:\n  - "@x"'),
        ("tags: Old", ("tags",), "New", "tags: New"),  # one value is as good as a list
        ("tags: Old # x", ("tags",), "Новая", "tags: Новая # x"),
        ("tags:\r\n  - Old\r\n  - b", ("tags", 0), "New", "tags:\r\n  - New\r\n  - b"),
        (
            "e: {people: [{ref: Old, role: x}, y]}",
            ("e", "people", 0, "ref"),
            "New",
            "e: {people: [{ref: New, role: x}, y]}",
        ),
        ("e:\n  - ref: Old\n    role: x", ("e", 0, "ref"), "New", "e:\n  - ref: New\n    role: x"),
        ("e: [{'ref':Old}]", ("e", 0, "ref"), "New", "e: [{'ref':New}]"),
        ("tags: [A long\n  name, b]", ("tags", 0), "New", "tags: [New, b]"),  # a value on two lines
        ("tags: [it's, 'Old']", ("tags", 1), "New", "tags: [it's, 'New']"),
        ("tags: [임천일, Old]", ("tags", 1), "임천일 2", "tags: [임천일, 임천일 2]"),
        ("tags: [a,\tOld]", ("tags", 1), "New", "tags: [a,\tNew]"),
        ("tags: [𝒜, Old]", ("tags", 1), "New", "tags: [𝒜, New]"),  # a column counts code points
    ],
)
def test_a_value_is_replaced_in_its_own_style(before: str, way: Way, new: str, after: str) -> None:
    one = sheet(before)
    assert front(instead(one, way, new)) == after


def test_a_block_of_text_is_no_name() -> None:
    one = sheet("tags:\n  - >-\n    Old\n  - b")
    found = instead(one, ("tags", 0), "New")
    assert isinstance(found, Problem)
    assert (found.code, found.span.line, found.span.column) == ("cannot-edit", 3, 5)


def test_what_is_not_where_it_was_is_not_replaced() -> None:
    one = sheet("tags: [Old]")
    at = value_at(one, ("tags", 0)).at
    moved = with_values(sheet("tags: [New]"), [Instead(at, "Old", "Newer")])
    assert isinstance(moved, Problem)
    assert moved.code == "file-changed"


@pytest.mark.parametrize(
    ("before", "numbers", "after"),
    [
        ("tags: [a, b, c]", [1], "tags: [a, c]"),
        ("tags: [a, b, c]", [0], "tags: [b, c]"),
        ("tags: [a, b, c]", [2], "tags: [a, b]"),
        ("tags: [a, b, c]", [1, 2], "tags: [a]"),
        ("tags: [a, b, ]", [1], "tags: [a, ]"),
        ("tags: [a,b,c]", [1], "tags: [a,c]"),
        ("tags: [{ref: a, role: x}, 'b, c']", [0], "tags: ['b, c']"),
        (
            "tags: [\n  a, # first\n  b, # second\n  c # third\n]",
            [1],
            "tags: [\n  a, # first\n  # second\n  c # third\n]",
        ),
        ("tags: [\n  a,\n  b,\n  c,\n]", [1], "tags: [\n  a,\n  c,\n]"),
        ("tags:\n- a\n- b\n- c", [1], "tags:\n- a\n- c"),
        ("tags:\n  - a\n  - b # why\n  - c", [1], "tags:\n  - a\n  # why\n  - c"),  # the comment stays
        ("tags:\n  - a\n  # above\n  - b\n  - c", [1], "tags:\n  - a\n  # above\n  - c"),
        (  # every comment, each on a line of its own
            "tags:\n  - a\n  - ref: b  # so in print\n    # and here\n    role: x # y\n  - c",
            [1],
            "tags:\n  - a\n  # so in print\n  # and here\n  # y\n  - c",
        ),
        (  # what is in quotes or in a block is none
            "tags:\n- a\n- ref: 'b # b'\n  role: |\n    # x\n   # y\n  by: 'it''s # z' # c\n- c",
            [1],
            "tags:\n- a\n# y\n# c\n- c",
        ),
        ("tags:\r\n- a\r\n- b # x\r\n- c", [1], "tags:\r\n- a\r\n# x\r\n- c"),
        ("tags:\n  - a\n  - ref: b\n    role: x\n  - c", [1], "tags:\n  - a\n  - c"),
        ("tags:\n  - a\n  -   {ref: b}\n  - c", [1], "tags:\n  - a\n  - c"),
        ("tags:\n  - a\n  -\n    b\n  - c", [1], "tags:\n  - a\n  - c"),
        ("tags:\r\n  - a\r\n  - b\r\n  - c", [1], "tags:\r\n  - a\r\n  - c"),
        ("tags:\n  - a\n  - b\nname: x", [1], "tags:\n  - a\nname: x"),
    ],
)
def test_items_are_taken_out_and_comments_stay(before: str, numbers: list[int], after: str) -> None:
    assert front(without_items(sheet(before), ("tags",), numbers)) == after


@pytest.mark.parametrize(
    "before",
    [
        "tags: [a, {ref: b, # so in print\n  role: x}, c]",  # no line of its own in brackets
        "tags:\n- a\n- ref: b\n  role: |2\n     # x\n  by: jd # c\n- c",  # where the block begins is not known
    ],
)
def test_an_item_whose_comments_cannot_be_kept_stays(before: str) -> None:
    found = without_items(sheet(before), ("tags",), [1])
    assert isinstance(found, Problem)
    assert found.code == "cannot-edit"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name: N", "name: N\naliases: [A, B]"),
        ("name: N\nroles: [x]", "name: N\naliases: [A, B]\nroles: [x]"),  # behind the keys that come before it
        ("name: N # n\n# of the type\ntype: t", "name: N # n\n# of the type\ntype: t\naliases: [A, B]"),
        ("type: t\nsummary: |\n  x\nname: N", "type: t\nsummary: |\n  x\nname: N\naliases: [A, B]"),
        ("name: >-\n  N\ntype: t", "name: >-\n  N\ntype: t\naliases: [A, B]"),
        ("name: >-\n  N", "name: >-\n  N\naliases: [A, B]"),  # where that ends is not known: last
        ("  name: N", "  name: N\n  aliases: [A, B]"),
        ("name: N\r\ntype: t", "name: N\r\ntype: t\r\naliases: [A, B]"),
        ("{name: N, type: t}", "{name: N, type: t, aliases: [A, B]}"),
        ("aliases: [x]", "aliases: [x, A, B]"),
        ("aliases: [x] # c", "aliases: [x, A, B] # c"),
        ("aliases: [ x ]", "aliases: [ x, A, B ]"),
        ("aliases: [x, {name: y, lang: ru}]", "aliases: [x, {name: y, lang: ru}, A, B]"),
        ("aliases: []", "aliases: [A, B]"),
        ("aliases: [] # none", "aliases: [A, B] # none"),
        ("aliases:", "aliases: [A, B]"),
        ("aliases: # none", "aliases: [A, B] # none"),
        ("aliases: ~", "aliases: [A, B]"),
        ("{aliases: , name: N}", "{aliases: [A, B], name: N}"),
        ("aliases:\n  name: x\n  lang: ru\nname: N", "aliases:\n  [{name: x, lang: ru}, A, B]\nname: N"),
        ("aliases: x", "aliases: [x, A, B]"),
        ("aliases: x, y", 'aliases: ["x, y", A, B]'),
        ("aliases: 'x, y'", "aliases: ['x, y', A, B]"),
        ("aliases:\n- x\nname: N", "aliases:\n- x\n- A\n- B\nname: N"),
        ("aliases:\n    - x # c\nname: N", "aliases:\n    - x # c\n    - A\n    - B\nname: N"),
        ("aliases:\n  - name: x\n    lang: ru", "aliases:\n  - name: x\n    lang: ru\n  - A\n  - B"),
        ("aliases: [x,\n  y,\n]", "aliases: [x,\n  y, A, B,\n]"),
    ],
)
def test_items_are_added_as_the_list_is_written(before: str, after: str) -> None:
    assert front(with_items(sheet(before), "aliases", texts("A", "B"), ORDER)) == after


def test_an_item_is_quoted_as_its_list_needs_it() -> None:
    assert front(with_items(sheet("aliases: [x]"), "aliases", texts("a, b"), ORDER)) == 'aliases: [x, "a, b"]'
    assert front(with_items(sheet("aliases:\n- x"), "aliases", texts("a, b"), ORDER)) == "aliases:\n- x\n- a, b"


def test_a_mapping_is_added_on_one_line() -> None:
    role = Mapping(entries=((Scalar(text="title", at=NOWHERE), Scalar(text="Head, acting", at=NOWHERE)),), at=NOWHERE)
    assert front(with_items(sheet("roles:\n- x"), "roles", [role], ORDER)) == 'roles:\n- x\n- {title: "Head, acting"}'


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("name: N\naliases: [x]\ntype: t", "aliases", "name: N\ntype: t"),
        ("name: N\naliases:\n  - x\n  - y # c\ntype: t", "aliases", "name: N\n# c\ntype: t"),
        ("name: N\naliases: # of old\n  # all\n- x # c\ntype: t", "aliases", "name: N\n# of old\n# all\n# c\ntype: t"),
        ("  aliases: [x, # c\n    'y # z'] # d\n  type: t", "aliases", "  # c\n  # d\n  type: t"),
        ("summary: |\n  x\naliases: y # c", "aliases", "summary: |\n  x\n# c"),
        ("name: N\n# about it\naliases: x", "aliases", "name: N\n# about it"),
        ("name: N", "aliases", "name: N"),
    ],
)
def test_a_key_is_taken_out(before: str, key: str, after: str) -> None:
    assert front(without_key(sheet(before), key)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name: N\nborn:   # not known yet\ntype: t", "name: N\nborn: 1950   # not known yet\ntype: t"),
        ("name: N\nborn: ~ # not known yet", "name: N\nborn: 1950 # not known yet"),
        ("{name: N, born: , type: t}", "{name: N, born: 1950, type: t}"),
        ("{name: N, born:}", "{name: N, born: 1950}"),
        ("name: N\ntype: t", "name: N\nborn: 1950\ntype: t"),
    ],
)
def test_a_key_without_a_value_gets_one_where_it_stands(before: str, after: str) -> None:
    assert front(with_new(sheet(before), "born", Scalar(text="1950", at=NOWHERE), ("name", "born", "type"))) == after


def test_an_item_becomes_another_unless_a_comment_in_it_would_be_lost() -> None:
    new = Mapping(entries=((Scalar(text="name", at=NOWHERE), Scalar(text="a, b", at=NOWHERE)),), at=NOWHERE)
    one = sheet("aliases:\n- x # c\n- name: # d\n    y")
    assert front(with_node(one, ("aliases", 0), new)) == 'aliases:\n- {name: "a, b"} # c\n- name: # d\n    y'
    found = with_node(one, ("aliases", 1), new)
    assert isinstance(found, Problem)
    assert (found.code, found.span.line) == ("cannot-edit", 4)


def test_a_key_gets_another_text() -> None:
    assert front(with_key(sheet("name: 'Old' # n\ntype: t"), "name", "New", ORDER)) == "name: 'New' # n\ntype: t"
    assert front(with_key(sheet("type: t"), "name", "a: b", ORDER)) == 'type: t\nname: "a: b"'


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_byte_order_marks_and_line_ends_stay(mark: str, line_end: str) -> None:
    text = line_end.join(["---", "tags: [Old, b]", "# c", "---", "Body", "", "End"])
    one = sheet_of(SourcePath("content/articles/a.md"), (mark + text).encode())
    edited = instead(one, ("tags", 0), "New")
    assert isinstance(edited, Sheet)
    assert edited.data() == (mark + text.replace("Old", "New")).encode()


def test_line_ends_of_several_kinds_stay() -> None:
    one = sheet_of(SourcePath("content/articles/a.md"), b"---\r\ntitle: a\ntags: [Old]\r\nx: y\r---\nB\r\n")
    edited = instead(one, ("tags", 0), "New")
    assert isinstance(edited, Sheet)
    assert edited.data() == b"---\r\ntitle: a\ntags: [New]\r\nx: y\r---\nB\r\n"


def test_a_notes_file_is_yaml_throughout() -> None:
    one = sheet_of(SourcePath("content/articles/a.notes.yaml"), "\ufeff- exact: x\n  tags: [Old]\n".encode())
    edited = instead(one, (0, "tags", 0), "New")
    assert isinstance(edited, Sheet)
    assert edited.data() == "\ufeff- exact: x\n  tags: [New]\n".encode()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a",
            "a b",
            "a, b",
            "a: b",
            "a #b",
            "#a",
            "'",
            '"',
            "it's",
            "[",
            "{a}",
            "- a",
            "-",
            "?",
            "!",
            "&a",
            "*a",
            "|",
        ),
        *(">", "%", "@", "`", "null", "~", "NO", "1.10", "2023-06-25", " a", "a ", "a\tb", "\u2028", "임천일", "C++"),
        *("C#", ":a", "a:", "<<", "a\\b", "\U0001f4f0", "=", "---", "...", "a ' b", "‘a’"),
    ],
)
@pytest.mark.parametrize("in_flow", [True, False])
def test_any_text_is_written_so_that_it_is_read_again(text: str, *, in_flow: bool) -> None:
    written = yaml_value(text, in_flow=in_flow)
    node, problems = load_yaml(f"k: [{written}]" if in_flow else f"k: {written}", "x")
    assert problems == ()
    assert isinstance(node, Mapping)
    value = node.entries[0][1]
    item = value.items[0] if isinstance(value, Sequence) else value
    assert isinstance(item, Scalar)
    assert item.text == text
