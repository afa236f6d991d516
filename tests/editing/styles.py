"""Front matter as people write it: the same values in every style, at random (hypothesis)."""

from __future__ import annotations

from hypothesis import strategies as st

from generator.editing.scalars import yaml_value
from generator.model import Record

NAMES = (
    *("War", "war", "State media", "State-media", "Kim Jong Un", "Kim Jong-un", "Im Chon Il", "C++", "C#", "N. Korea"),
    *("a, b", "it's", "x: y", "임천일", "Öl", "NO", "1.10", 'the "new"', "[x]", "Малая", "Wien, Ring 4", "— dash"),
)
KINDS = ("people", "places")
TEXTS = ("", "A description.", "Two.\n\nParagraphs.")


class Item(Record):
    """An item of a list of references; a role makes it a mapping."""

    name: str
    role: str = ""


names = st.sampled_from(NAMES)


@st.composite
def scalar(draw: st.DrawFn, name: str, *, in_flow: bool) -> str:
    """A name in one of the three styles of one line."""
    style = draw(st.sampled_from(["plain", "plain", "single", "double"]))
    if style == "single":
        return "'" + name.replace("'", "''") + "'"
    if style == "double":
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return yaml_value(name, in_flow=in_flow)


@st.composite
def item(draw: st.DrawFn, one: Item, *, in_flow: bool, indent: str) -> str:
    """An item as a name, or as a mapping in brackets or on lines of its own."""
    if not one.role:
        return draw(scalar(one.name, in_flow=in_flow))
    if in_flow or draw(st.booleans()):
        return f"{{ref: {draw(scalar(one.name, in_flow=True))}, role: {one.role}}}"
    return f"ref: {draw(scalar(one.name, in_flow=False))}\n{indent}  role: {one.role}"


@st.composite
def listed(draw: st.DrawFn, key: str, items: list[Item], depth: int = 0) -> str:
    """A key and its list: in brackets, on lines, or as one value."""
    indent = "  " * depth
    style = draw(st.sampled_from(["flow", "block", "deep", "broken", "single"]))
    if style == "single" and len(items) == 1 and not items[0].role:
        return f"{indent}{key}: {draw(scalar(items[0].name, in_flow=False))}{draw(comment())}\n"
    if style in {"block", "deep"}:
        dash = indent + ("  " if style == "deep" or depth else "")
        lines = [f"{dash}- {draw(item(one, in_flow=False, indent=dash))}{draw(comment())}\n" for one in items]
        return f"{indent}{key}:{draw(comment())}\n" + "".join(lines)
    inside = [draw(item(one, in_flow=True, indent="")) for one in items]
    if style == "broken":
        lines = [f"{indent}   {one},{draw(comment())}\n" for one in inside]
        return f"{indent}{key}: [\n{''.join(lines)}{indent}  ]\n"
    return f"{indent}{key}: [{draw(st.sampled_from([', ', ',  ', ' , '])).join(inside)}]{draw(comment())}\n"


@st.composite
def comment(draw: st.DrawFn) -> str:
    """A comment behind a value, or none; each is told from all others."""
    number = draw(st.integers(0, 10**6))
    return f"  # c{number}" if number % 3 == 0 else ""


items = st.lists(
    st.builds(Item, name=names, role=st.sampled_from(["", "", "speaker", "quoted"])), min_size=1, max_size=4
)
plain = st.lists(st.builds(Item, name=names), min_size=1, max_size=4)


@st.composite
def article(draw: st.DrawFn) -> str:
    """An article with tags, entities and notes, in any style."""
    front = f"title: A {draw(comment())}\noutlet: {draw(scalar(draw(names), in_flow=False))}\ndate: 2023-06-25\n"
    if draw(st.booleans()):
        front += draw(listed("tags", draw(plain)))
    kinds = draw(st.lists(st.sampled_from(KINDS), unique=True))
    if kinds:
        front += "entities:\n" + "".join(draw(listed(kind, draw(items), 1)) for kind in kinds)
    if draw(st.booleans()):
        front += f"annotations:\n- exact: Text\n{draw(listed('tags', draw(plain), 1))}"
    return f"---\n{front}---\nText of the article.\n"


@st.composite
def record(draw: st.DrawFn, kind: str, name: str) -> str:
    """A record of a tag, or of an entity of a type."""
    front = f"name: {draw(scalar(name, in_flow=False))}{draw(comment())}\n"
    if kind != "tags":
        front += f"type: {kind}\n{draw(st.sampled_from(['', 'sort_name:', 'sort_name: ~']))}{draw(comment())}\n"
    if draw(st.booleans()):
        front += draw(listed("aliases", [Item(name=f"Also {name}"), *draw(st.sampled_from([[], [Item(name=name)]]))]))
    return f"---\n{front}---\n{draw(st.sampled_from(TEXTS))}\n"


@st.composite
def archives(draw: st.DrawFn) -> dict[str, bytes]:
    """The files of a small archive below content/, with byte order marks and line ends of every kind."""
    files = {f"articles/a{number}.md": draw(article()) for number in range(draw(st.integers(1, 3)))}
    for kind in (*KINDS, "tags"):
        for number, name in enumerate(draw(st.lists(names, max_size=2, unique=True))):
            folder = "tags" if kind == "tags" else f"entities/{kind}"
            files[f"{folder}/r{number}.md"] = draw(record(kind, name))
    found = {}
    for path, text in files.items():
        line_end, mark = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])), draw(st.sampled_from(["", "", "\ufeff"]))
        found[path] = (mark + text.replace("\n", line_end)).encode()
    return found
