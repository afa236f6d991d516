"""The bytes of a file become text, and the text front matter and body.

Knows UTF-8, line ends and the `---` lines; knows nothing of YAML or Markdown. Refuses what no author means and no page
can carry (other encodings, control characters, unresolved merge conflicts), and says where it stands. Lines and
columns count as an editor shows them: only a line feed, a carriage return or both together end a line.
"""

from __future__ import annotations

import re

from generator.model import Record, SourcePath
from generator.problems import Problem, Span

LARGEST = 16 * 1024 * 1024  # bytes of one source file

# What neither HTML nor XML may hold: controls but tab and line feed, and the two noncharacters of the basic plane.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# Bytes that do not begin such a character in UTF-8. Texts have no other, and that is known in a tenth of a search.
_NO_CONTROL = bytes(
    byte for byte in range(256) if not _CONTROL.match(bytes([byte]).decode(errors="replace"))
).translate(None, b"\xc2\xef")
_OPENING = re.compile(r"(?:[^\S\n]*\n)*---[^\S\n]*\n")
_CLOSING = re.compile(r"^(?:---|[.]{3})[^\S\n]*$", re.MULTILINE)
_CONFLICT_START = re.compile(r"<{7}(?: .*)?")
_CONFLICT_END = re.compile(r">{7}(?: .*)?")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_KEY = re.compile(r"[\w-]+[ \t]*:(?:[ \t]|$)")
_FRONT_MATTER_LIKE = re.compile(r"[ \t]*$|[ \t]*#|[ \t]+\S|-[ \t]|[\w-]+[ \t]*:(?:[ \t]|$)")
_NEARLY_DASHES = re.compile("[-\u2010-\u2015\u2212_*=]{2,}\\s*$|[-\u2014\u2013 ]{3,}$|---\\S.*")


class Source(Record):
    """A file's text: byte order mark gone, every line ended by LF alone."""

    path: SourcePath
    text: str


class Document(Record):
    """A source's two parts, without the `---` lines, and the line of the file on which each begins, from 1."""

    front: str
    front_line: int
    body: str
    body_line: int


def decode(path: SourcePath, data: bytes) -> tuple[Source | None, tuple[Problem, ...]]:
    """The text of a file, or None and what is wrong with its encoding, its size or its characters."""
    if len(data) > LARGEST:
        limit = LARGEST // (1024 * 1024)
        message = f"the file has {len(data):,} bytes; a source file may have {limit} MiB"
        hint = "put large files into content/assets and link to them"
        return None, (Problem("file-too-large", message, Span(path), hint),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (_not_utf8(path, data, error),)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text) if data.translate(None, _NO_CONTROL) else None
    if control is not None:
        return None, (_control_character(path, data, text, control.start()),)
    return Source(path=path, text=text), ()


def split(source: Source) -> tuple[Document | None, tuple[Problem, ...]]:
    """The front matter and the body of a source, or None and what is wrong with the lines around them.

    Front matter begins with a line `---`, before which only blank lines may stand, and ends with the next line `---`
    or `...`; the same lines in the body mean nothing here.
    """
    conflict = merge_conflict(source.path, source.text)
    if conflict is not None:
        return None, (conflict,)
    if not source.text.strip():
        message = "the file is empty"
        hint = 'a file begins with "---", its front matter and "---"'
        return None, (Problem("empty-file", message, Span(source.path), hint),)
    opening = _OPENING.match(source.text)
    closing = _CLOSING.search(source.text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None, (_without_front_matter(source),)
    front_line = source.text.count("\n", 0, opening.end()) + 1
    front = source.text[opening.end() : closing.start()]
    if not front.strip():
        return None, (_empty_front_matter(source, closing),)
    body = source.text[closing.end() + 1 :]
    body_line = front_line + front.count("\n") + 1
    return Document(front=front, front_line=front_line, body=body, body_line=body_line), ()


def merge_conflict(path: str, text: str, first_line: int = 1) -> Problem | None:
    """A conflict that a version control system left in the text, outside fenced code; None when there is none."""
    if "<<<<<<<" not in text or "=======" not in text or ">>>>>>>" not in text:
        return None
    fence, start, middle = "", 0, False
    for number, line in enumerate(text.split("\n"), first_line):
        mark = _FENCE.match(line)
        if fence or mark:
            if mark and not fence:
                fence = mark[1]
            elif mark and mark[1].startswith(fence):
                fence = ""
        elif _CONFLICT_START.fullmatch(line):
            start, middle = number, False
        elif line == "=======":
            middle = start > 0
        elif middle and _CONFLICT_END.fullmatch(line):
            message = f"an unresolved merge conflict, from here to line {number}"
            hint = "keep the right version of these lines and delete the marks <<<<<<<, ======= and >>>>>>>"
            return Problem("merge-conflict", message, Span(path, start), hint)
    return None


def _empty_front_matter(source: Source, closing: re.Match[str]) -> Problem:
    line = source.text.count("\n", 0, closing.start()) + 1
    message = f"the front matter is empty: it ends on line {line} before it says anything"
    doubled = _KEY.match(source.text, closing.end() + 1)
    hint = f'delete line {line}, the second "---"' if doubled else None
    return Problem("empty-front-matter", message, Span(source.path, line), hint)


def _without_front_matter(source: Source) -> Problem:
    lines = source.text.split("\n")
    opening = next(number for number, line in enumerate(lines) if line.strip())
    if lines[opening].rstrip() == "---":
        return _unterminated(source.path, lines, opening)
    return _no_front_matter(source.path, lines, opening)


def _no_front_matter(path: SourcePath, lines: list[str], opening: int) -> Problem:
    first = lines[opening].strip()
    later = next((n for n in range(opening + 1, len(lines)) if lines[n].rstrip() == "---"), None)
    front_follows = later is not None and later + 1 < len(lines) and _KEY.match(lines[later + 1]) is not None
    closes = front_follows and later is not None and any(line.rstrip() == "---" for line in lines[later + 1 :])
    hint = 'put the front matter first: a line "---", lines such as "title: …", and a line "---"'
    if first.startswith("---") and _KEY.match(first.lstrip("- ")):
        hint = 'put a line break after the first "---"'
    elif _NEARLY_DASHES.fullmatch(first):
        hint = f'make line {opening + 1} exactly three hyphens: "---"'
    elif first == "+++":
        hint = 'this looks like TOML; Pressmark reads YAML between two lines "---"'
    elif first.startswith("{"):
        hint = 'this looks like JSON; Pressmark reads YAML between two lines "---"'
    elif closes and later is not None:
        hint = f"front matter seems to begin on line {later + 1}: move what stands above into it, or delete it"
    elif later is not None and _KEY.match(first):
        hint = f'put a line "---" above line {opening + 1}'
    message = f'the file does not begin with front matter: line {opening + 1} is not "---"'
    return Problem("no-front-matter", message, Span(path, opening + 1), hint)


def _unterminated(path: SourcePath, lines: list[str], opening: int) -> Problem:
    message = 'the front matter has no end: no later line is "---"'
    last = opening
    for number in range(opening + 1, len(lines)):
        if _NEARLY_DASHES.fullmatch(lines[number].strip()):
            hint = f'make line {number + 1} exactly three hyphens at the left edge: "---"'
            return Problem("unterminated-front-matter", message, Span(path, opening + 1), hint)
        if not _FRONT_MATTER_LIKE.match(lines[number]):
            break
        if lines[number].strip():
            last = number
    hint = f'put a line "---" after line {last + 1}, where the front matter seems to end'
    return Problem("unterminated-front-matter", message, Span(path, opening + 1), hint)


def _not_utf8(path: SourcePath, data: bytes, error: UnicodeDecodeError) -> Problem:
    if _looks_like_utf16(data):
        return Problem("not-utf8", "this looks like UTF-16, not UTF-8", Span(path), "save the file as UTF-8")
    before = error.object[: error.start].decode()  # the codec's own object: it counts from after a byte order mark
    byte = error.object[error.start]
    meant = bytes((byte,)).decode("cp1252", errors="replace")
    hint = "save the file as UTF-8"
    if meant.isprintable() and meant != "\ufffd":
        hint += f'; in Windows-1252 this byte is "{meant}"'
    return Problem("not-utf8", f"byte 0x{byte:02X} is not UTF-8", _after(path, before), hint)


def _control_character(path: SourcePath, data: bytes, text: str, start: int) -> Problem:
    if text[start] == "\0" and _looks_like_utf16(data):
        return Problem("not-utf8", "this looks like UTF-16, not UTF-8", Span(path), "save the file as UTF-8")
    code = ord(text[start])
    count = len(_CONTROL.findall(text)) - 1
    message = f"the control character U+{code:04X}" + (f", and {count} more like it" if count else "")
    meant = bytes((code,)).decode("cp1252", errors="replace") if 0x80 <= code <= 0x9F else "\ufffd"  # noqa: PLR2004
    hint = "delete it" if meant == "\ufffd" else f'delete it, or write "{meant}", which it is in Windows-1252'
    return Problem("control-character", message, _after(path, text[:start]), hint)


def _looks_like_utf16(data: bytes) -> bool:
    """Whether there is a UTF-16 byte order mark, or every other byte of the beginning is zero."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    head = data[:64]
    return len(head) > 3 and max(head[0::2].count(0), head[1::2].count(0)) * 4 >= len(head)  # noqa: PLR2004


def _after(path: SourcePath, before: str) -> Span:
    """The place of the character that follows `before`."""
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    return Span(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
