"""From what an author wrote to HTML that can do nothing: an allow-list over the parsed tree (nh3), never a block-list.

Two steps. `prepare` works on the converter's HTML before it is parsed: it keeps words that would vanish (`<name>`,
unclosed comments), says what will be removed, and sets every `href` and `src` aside under a name of our own. It may
be wrong about odd markup and nothing unsafe follows, since `clean` judges what is left. `clean` lets no URL through
at all: only `finish` makes links, from what was set aside.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

import nh3

from generator.read.elements import (
    ALLOWED,
    ATTRIBUTES,
    BLOCKS,
    CLASSES,
    CODE,
    EVERYWHERE,
    LETTERS,
    REFUSED,
    VALUES,
    VOID,
)

SET_ASIDE: Final = {"href": "data-href", "src": "data-src"}
DEEPEST_HTML: Final = 400  # open elements; the parser takes quadratic time on deep nesting

_UNWRAPPED: Final = "x-removed"  # no element of HTML: the parser gives it no meaning and `clean` keeps what it holds
_URL_ATTRIBUTE: Final = re.compile(
    r"""(<(?:a|img)[\s/](?:[^<>"'=]|=\s*"[^"]*"|=\s*'[^']*'|=)*?)\b(href|src)(?=\s*=)""", re.IGNORECASE
)
_ALIGNED: Final = re.compile(r'<(t[dh]) style="text-align: (left|center|right);">')
_TAG: Final = re.compile(r"<(?:(!--)|(/?)([A-Za-z][^\s/>\0<]*)([^<>]*))?")
_COMMENT_END: Final = re.compile(r"--!?>|(?<=<!--)-?>")
_QUOTED: Final = re.compile(r""""[^"]*"|'[^']*'""")
_ATTRIBUTE: Final = re.compile(r"([^\s=/]+)(?:\s*=\s*[^\s]*)?")
_OPEN_OR_CLOSE: Final = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
_CLOSED_BY_THEMSELVES: Final = frozenset({"br", "col", "hr", "img", "li", "p", "td", "th", "tr", "wbr"})
_CELLS_AND_BLOCKS: Final = BLOCKS | {"td", "th"}
_VALUES: Final = {name: re.compile(pattern) for name, pattern in VALUES.items()}
_LANGUAGE_CLASS: Final = re.compile(r"language-[A-Za-z0-9_+.#-]{1,40}")


class Removal(NamedTuple):
    """A tag, or an attribute when `attribute` is true, that is not allowed."""

    name: str
    attribute: bool = False


class Prepared(NamedTuple):
    """HTML ready for `clean`, and what `clean` will remove, in order, each once."""

    html: str
    removals: tuple[Removal, ...]


def is_too_deep(html: str) -> bool:
    """Whether more elements may be open at once than a page can sensibly hold."""
    if html.count("<") <= DEEPEST_HTML:
        return False
    depth = 0
    for closing, name in _OPEN_OR_CLOSE.findall(html):
        if name.lower() not in _CLOSED_BY_THEMSELVES:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > DEEPEST_HTML:
                return True
    return False


def prepare(html: str, *, raw: bool) -> Prepared:
    """Keep what would get lost, say what will be; `raw` is false where the author wrote no markup that needs it."""
    if not raw and "=" not in html:  # no attribute; a search for one character is a hundred times as fast as for two
        return Prepared(html, ())
    if "text-align" in html:
        html = _ALIGNED.sub(r'<\1 class="align-\2">', html)
    removals: dict[Removal, None] = {}
    if raw:
        html = _end_in_their_blocks(_keep_words(html, removals))
    if "href" in html or "src" in html or raw:
        html = _URL_ATTRIBUTE.sub(lambda found: found.group(1) + SET_ASIDE[found.group(2).lower()], html)
    return Prepared(html, tuple(removals))


def clean(html: str) -> str:
    """HTML of allowed elements and attributes only, balanced, URLs only as set aside; cleaning is idempotent."""
    return _cleaner().clean(html)


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    """One immutable cleaner a process (its tables take longer to build than an article to clean)."""
    attributes = {tag: {SET_ASIDE.get(name, name) for name in names} for tag, names in ATTRIBUTES.items()}
    return nh3.Cleaner(
        tags=set(ALLOWED),
        clean_content_tags=set(CODE),
        attributes={**attributes, "*": set(EVERYWHERE)},
        attribute_filter=_allowed_value,
        link_rel=None,
        url_schemes=set(),
    )


def _allowed_value(tag: str, name: str, value: str) -> str | None:  # noqa: ARG001 - the signature nh3 calls
    """The value an attribute may keep; None removes it."""
    if name == "class":
        kept = [word for word in value.split() if word in CLASSES or _LANGUAGE_CLASS.fullmatch(word)]
        return " ".join(kept) or None
    if name == "id":
        return "-".join(value.split()) or None
    rule = _VALUES.get(name)
    return value if rule is None or rule.fullmatch(value) else None


def _keep_words(html: str, removals: dict[Removal, None]) -> str:
    """Escape what is no markup, unwrap what is not allowed, leave out comments."""
    out: list[str] = []
    done = 0
    last = {name: html.lower().rfind(f"</{name}") for name in CODE}
    last_comment_end = max(html.rfind("-->"), html.rfind("--!>"), html.rfind("<!-->"), html.rfind("<!--->") + 1)
    while (found := _TAG.search(html, done)) is not None:
        out.append(html[done : found.start()])
        if found.group(1) and found.start() <= last_comment_end:
            end = _COMMENT_END.search(html, found.end())
            done = end.end() if end else len(html)
            continue
        name = (found.group(3) or "").lower()
        if name in CODE and not found.group(2) and found.start() < last[name]:
            removals[Removal(name)] = None
            end = re.compile(rf"</{name}[^>]*>?", re.IGNORECASE).search(html, found.end())
            done = end.end() if end else len(html)
            continue
        done = found.end()
        out.append(_judged(found, name, removals))
    out.append(html[done:])
    return "".join(out)


def _end_in_their_blocks(html: str) -> str:
    """End inline elements that nobody ended with the block that they begin in.

    A parser would begin them again in every block that follows, also between the items of a list (HTML Standard,
    13.2.4.3, the list of active formatting elements).
    """
    out: list[str] = []
    around: list[str] = []
    done = 0
    for found in _OPEN_OR_CLOSE.finditer(html):
        closing, name = found.group(1), found.group(2).lower()
        if name in VOID:
            continue
        if not closing:
            around.append(name)
        elif name in _CELLS_AND_BLOCKS:
            if name in around:
                inside = len(around) - around[::-1].index(name)
                unended = [inner for inner in around[inside:] if inner not in _CELLS_AND_BLOCKS]
                out += (html[done : found.start()], *(f"</{inner}>" for inner in reversed(unended)))
                done = found.start()
                del around[inside - 1 :]
        elif name in around:
            del around[len(around) - 1 - around[::-1].index(name)]
    return "".join([*out, html[done:]])


def _judged(found: re.Match[str], name: str, removals: dict[Removal, None]) -> str:
    """What stands in place of one `<…`."""
    closing, rest = found.group(2), found.group(4) or ""
    ended = found.string[found.end() : found.end() + 1] == ">"
    if name in ALLOWED and not (name in LETTERS and _is_comparison(rest)):
        if not ended and not {'"', "'"} & set(rest):
            return "&lt;" + found.group()[1:]
        if not closing and rest:
            _note_attributes(name, rest, removals)
        return found.group()
    if name in REFUSED and not (name in LETTERS and _is_comparison(rest)):
        removals[Removal(name)] = None
        return f"<{closing}{_UNWRAPPED}" if ended else f"<{closing}{_UNWRAPPED}>"
    return "&lt;" + found.group()[1:]


def _is_comparison(rest: str) -> bool:
    """Whether what follows `<b` is words, as in "a<b and c>d", not attributes."""
    words = rest.split()
    return len(words) > 1 and rest[:1].isspace() and all(word.isalpha() for word in words)


def _note_attributes(tag: str, rest: str, removals: dict[Removal, None]) -> None:
    allowed = ATTRIBUTES.get(tag, frozenset())
    for name in _ATTRIBUTE.findall(_QUOTED.sub("_", rest)):
        if (name := name.lower()) not in EVERYWHERE and name not in allowed and name.strip("\"'"):
            removals[Removal(name, attribute=True)] = None
