"""`pressmark new`: a well-formed file for a new record, with every key an editor may want, at its right place.

Writes one new file and never over an old one. What the keys mean is docs/front-matter.md's to say; the comments here
are for somebody who has not read it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.files import SITE_FILE, words
from generator.intake import take_config
from generator.model import ArticleType, Record
from generator.problems import Problem, Span, did_you_mean
from generator.read.edtf import DateError, parse_date
from generator.read.ids import slug
from generator.settings import Config

_FOLDERS = {"article": "articles", "entity": "entities", "outlet": "outlets", "story": "stories", "quote": "quotes"}
# Text that YAML takes as it stands; anything else goes into double quotes.
_PLAIN = re.compile(r"[^\W\d_][\w .,()/’–—-]*(?<=[\w.)’])", re.UNICODE)
_NOT_TEXT_ELSEWHERE = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


class Wish(Record):
    """What the user asks for; `today` is the day by the user's clock, ISO 8601."""

    kind: str
    name: str
    today: str
    type: str | None = None
    outlet: str | None = None
    date: str | None = None


def write_new(folder: Path, wish: Wish) -> tuple[str | None, tuple[Problem, ...]]:
    """Write the new file; its path below the archive's folder, or None and why it was not written."""
    config, problems = take_config(folder)
    if config is None:
        return None, problems
    problems = _wrong(wish, config)
    if problems:
        return None, problems
    path = _place(wish, config)
    text = "\n".join(_lines(wish)) + "\n"
    if not (folder / config.content).resolve().is_relative_to(folder.resolve()):
        return None, (Problem("symlink-leaves-archive", "the content folder is not in the archive", Span(SITE_FILE)),)
    try:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with open(folder / path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        message = f'there is a file "{path}" already; it was left as it is'
        return None, (Problem("file-exists", message, Span(path), "give the new one another name"),)
    except OSError as error:
        return None, (Problem("cannot-write", f'cannot write "{path}": {words(error)}', Span(path)),)
    return path, ()


def left_to_do(wish: Wish) -> Iterator[str]:
    """What the new file needs from its author before it is published."""
    if wish.kind != "article":
        return
    if not wish.outlet:
        yield "  before the next build: say its outlet, who published it"
    yield "  a draft: remove its line `draft: true` to publish it"


def taken_apart(kind: str, names: Sequence[str]) -> Iterator[str]:
    """What is said where each of several names is one word: they may be the words of one name, written unquoted."""
    if len(names) > 1 and not any(" " in name.strip() for name in names):
        quoted = f'pressmark new {kind} "{" ".join(names)}"'
        yield f"  each word was taken for a name; one name of several words goes in quotes: {quoted}"


def yaml_text(text: str) -> str:
    """`text` as a YAML value that means exactly it: as it stands where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(text) and "  " not in text and text.casefold() not in _NOT_TEXT_ELSEWHERE:
        return text
    return f'"{"".join(_quoted(mark) for mark in text)}"'


def _quoted(mark: str) -> str:
    if mark in '"\\':
        return f"\\{mark}"
    if mark.isprintable():
        return mark
    return f"\\U{ord(mark):08x}"


def _wrong(wish: Wish, config: Config) -> tuple[Problem, ...]:
    """What the user asks for that cannot be."""
    if not wish.name.strip():
        return (Problem("empty-name", "the name is empty", Span(SITE_FILE)),)
    written = (wish.name, wish.type or "", wish.outlet or "", wish.date or "")
    if any(unicodedata.category(mark) == "Cs" for text in written for mark in text):
        return (Problem("file-name-not-utf8", "the name is not UTF-8", Span(SITE_FILE)),)
    if any(unicodedata.category(mark) == "Cc" for text in written for mark in text):
        return (Problem("control-character", "the name holds a control character", Span(SITE_FILE)),)
    if wish.date is not None and isinstance(found := parse_date(wish.date, ZoneInfo(config.timezone)), DateError):
        return (Problem("bad-date", f'"{wish.date}": {found.message}', Span(SITE_FILE), found.hint),)
    known: dict[str, list[str]] = {
        "article": [str(one) for one in ArticleType],
        "entity": [one.id for one in config.entity_types],
    }
    if wish.type is None or wish.kind not in known or wish.type in known[wish.kind]:
        return ()
    near = did_you_mean(wish.type, known[wish.kind])
    hint = f'did you mean "{near}"?' if near else f"there are: {', '.join(known[wish.kind])}"
    return (Problem("unknown-type", f'no {wish.kind} type "{wish.type}"', Span(SITE_FILE), hint),)


def _place(wish: Wish, config: Config) -> str:
    """The path of the new file: an article begins with its date, an entity lies in the folder of its type."""
    name = slug(wish.name)
    folder = f"{config.content}/{_FOLDERS[wish.kind]}"
    if wish.kind == "article":
        day = _day(wish)
        return f"{folder}/{day}-{name}.md" if day else f"{folder}/{name}.md"
    if wish.kind == "entity":
        return f"{folder}/{wish.type or 'people'}/{name}.md"
    return f"{folder}/{name}.md"


def _date(wish: Wish) -> str:
    """The date as a YAML value; every EDTF text and date-time is one as it stands."""
    return (wish.date or wish.today).strip()


def _day(wish: Wish) -> str:
    """The article's date where it is one whole day, for its file name."""
    day = (wish.date or wish.today)[:10]
    return day if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day, re.ASCII) else ""


def _lines(wish: Wish) -> Iterator[str]:
    yield "---"
    yield from _FRONT_MATTER[wish.kind](wish)
    yield "---"
    yield ""


def _article(wish: Wish) -> Iterator[str]:
    yield f"title: {yaml_text(wish.name)}"
    yield f"outlet: {yaml_text(wish.outlet)}" if wish.outlet else 'outlet: ""  # who published it: required'
    yield f"date: {_date(wish)}  # as exactly as it is known: 2023-06-25, 2023-06, 2023, XXXX"
    yield f"type: {wish.type or ArticleType.NEWS}  # {', '.join(ArticleType)}"
    yield "entities:"
    yield "  people: []  # [Kim Jong Un, {ref: im-chon-il, role: speaker}]"
    yield "  organizations: []"
    yield "  places: []"
    yield "tags: []"
    yield "# byline: [AFP]"
    yield "# dateline: SEOUL"
    yield "# lang: en"
    yield "# summary: One sentence."
    yield "# stories: [the-story]"
    yield "# source: {url: https://example.org/article, retrieved: 2023-06-26, method: manual-copy}"
    yield "# rights: {display: excerpt}  # full, excerpt, metadata"
    yield "draft: true  # remove this line to publish"


def _entity(wish: Wish) -> Iterator[str]:
    yield f"name: {yaml_text(wish.name)}"
    yield f"type: {wish.type or 'people'}"
    yield "aliases: []  # other spellings that always mean this one: [Im Chon-il, {name: Им Чон Ир, lang: ru}]"
    yield "# weak_aliases: [Im]  # short forms, marked once the name has been said; they never decide who is meant"
    yield "# sort_name: Im Chon Il"
    yield "# same_as: [https://www.wikidata.org/entity/Q…]"
    yield '# roles: [{title: Vice foreign minister, of: dprk-mfa, during: "2019?/.."}]'
    yield "# different_from: [somebody-else]"


def _outlet(wish: Wish) -> Iterator[str]:
    yield f"name: {yaml_text(wish.name)}"
    yield "# kind: newspaper  # newspaper, agency, broadcaster, website"
    yield "# url: https://example.org/"
    yield "# country: KR"
    yield "# lang: en"
    yield "# aliases: []"


def _story(wish: Wish) -> Iterator[str]:
    yield f"title: {yaml_text(wish.name)}"
    yield f"when: {_date(wish)}" if wish.date else "# when: 2023-06-23/2023-06-24"
    yield "# where: [Rostov-on-Don]"
    yield "# summary: One sentence."


def _quote(wish: Wish) -> Iterator[str]:
    yield f"title: {yaml_text(wish.name)}"
    yield "# speaker: Im Chon Il"
    yield f"# reported_by: [{yaml_text(wish.outlet or 'KCNA')}]"
    yield f"said: {_date(wish)}" if wish.date else "# said: 2023-06-25"
    yield "# mode: reported  # direct, reported, written"


_FRONT_MATTER = {"article": _article, "entity": _entity, "outlet": _outlet, "story": _story, "quote": _quote}
