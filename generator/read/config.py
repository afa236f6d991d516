"""site.yaml, typed.

Every key of docs/site-yaml.md is read here and any other is refused, since a misspelt setting that silently does
nothing costs an evening. Nothing here opens a file: whether a theme or a folder exists is for the build to find out.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import unquote
from zoneinfo import ZoneInfo, available_timezones

from generator.model import Display, EntityType, Extra, Language
from generator.problems import Position, Problem, did_you_mean
from generator.read.fields import Fields, Reading, Value, as_json, listed, mapping, quoted, wrong_shape
from generator.read.ids import slug
from generator.read.nodes import Mapping
from generator.read.readers import choice, language, line, shaped, truth, url, whole_number
from generator.read.shapes import LONGEST_PATH, LONGEST_SEGMENT, Unfit, checked_url
from generator.read.source import Source
from generator.read.yaml import load_yaml
from generator.settings import (
    Config,
    DataContent,
    DataOptions,
    EntityTypeLabel,
    FeedContent,
    FeedOptions,
    MarkdownOptions,
    MenuItem,
    RightsDefaults,
)

DEFAULT_URL: Final = "http://localhost:8000/"
BUILT_IN_TYPES: Final = (
    EntityTypeLabel(id=EntityType("people"), label="People", singular="Person", schema="Person"),
    EntityTypeLabel(
        id=EntityType("organizations"), label="Organizations", singular="Organization", schema="Organization"
    ),
    EntityTypeLabel(id=EntityType("places"), label="Places", singular="Place", schema="Place"),
    EntityTypeLabel(id=EntityType("works"), label="Works", singular="Work", schema="CreativeWork"),
)
PLACEHOLDERS: Final = ("year", "month", "day", "id", "outlet", "type")

_DEFAULTS: Final = Config(title="", url=DEFAULT_URL)
_TOP: Final = Position(1, 1)
_OURS: Final = ("themes", ".pressmark", ".git")  # folders of the site that are neither content nor output
_LONGEST_FOLDER: Final = 100  # characters of one folder's name
_PATH_CHARACTERS: Final = re.compile(r"[\w.~/-]*")


def read_config(source: Source) -> tuple[Config | None, tuple[Problem, ...]]:
    """The configuration that site.yaml states, and what is wrong with it.

    None when it is no mapping or has no title. A setting that is wrong is reported and has its default, so that the
    content can still be checked.
    """
    root, problems = load_yaml(source.text, source.path)
    reading = Reading(source.path, ZoneInfo("UTC"), _TOP)
    if root is None and problems:
        return None, problems
    if root is None:
        root = Mapping(entries=(), at=_TOP)
    if not isinstance(root, Mapping):
        wrong_shape(Value("site.yaml", root, reading), "a mapping", 'write lines such as "title: My archive"')
        return None, (*problems, *reading.problems)
    config = _config(Fields(root, reading, at=_TOP))
    return config, (*problems, *reading.problems)


def _config(fields: Fields) -> Config | None:
    if not fields.has("url"):
        message = f'"url" is missing; feeds and links between sites will say {DEFAULT_URL}'
        hint = 'add a line like "url: https://example.org/archive/"'
        fields.reading.odd("missing-url", message, fields.place("url"), hint)
    content, output = _folders(fields)
    config = Config(
        title=fields.required("title", line, "", 'add a line like "title: My archive"'),
        url=fields.one("url", shaped(checked_base_url, "bad-url")) or DEFAULT_URL,
        language=fields.one("language", language) or Language("en"),
        timezone=fields.one("timezone", shaped(_checked_timezone, "bad-timezone")) or _DEFAULTS.timezone,
        theme=fields.one("theme", shaped(_checked_theme, "bad-theme")) or _DEFAULTS.theme,
        description=fields.one("description", line) or "",
        author=fields.one("author", line) or "",
        permalink=fields.one("permalink", shaped(_checked_permalink, "bad-permalink")) or _DEFAULTS.permalink,
        per_page=fields.one("per_page", whole_number(5, 500)) or _DEFAULTS.per_page,
        entity_types=fields.one("entity_types", _entity_types) or BUILT_IN_TYPES,
        menu=fields.many("menu", _menu_item),
        markdown=fields.one("markdown", _markdown) or MarkdownOptions(),
        rights=fields.one("rights", _rights) or RightsDefaults(),
        feeds=fields.one("feeds", _feeds) or FeedOptions(),
        data=fields.one("data", _data) or DataOptions(),
        content=content,
        output=output,
        gone=fields.many("gone", shaped(_checked_gone, "bad-path")),
        extra=fields.one("theme_options", _theme_options) or (),
        places=_places(fields),
    )
    fields.refuse_unknown()
    return fields.complete(config)


def _places(fields: Fields) -> tuple[tuple[str, Position], ...]:
    """Where the settings stand that only a later room can judge."""
    options = fields.one("theme_options", _option_places) or ()
    return (*((key, fields.place(key)) for key in ("theme", "content") if fields.has(key)), *options)


def _option_places(value: Value) -> tuple[tuple[str, Position], ...]:
    entries = value.node.entries if isinstance(value.node, Mapping) else ()
    return tuple((f"{value.key}.{key.text}", key.at) for key, _ in entries)


# Single settings


def checked_base_url(text: str) -> str | Unfit:
    """The address of a site, ended with "/": one of http or https, without query, fragment or empty parts."""
    found = checked_url(text)
    if isinstance(found, Unfit):
        return found
    if "?" in text or "#" in text:
        return Unfit(message='has a "?" or "#" in it', hint="every address of the site begins with this one")
    path = unquote("/".join(found.split("/", 3)[3:]))  # browsers read "%2e" as a dot too
    if any(segment in {".", ".."} for segment in path.split("/")) or "//" in f"/{path}":
        return Unfit(message='has an empty part, "." or ".." in it')
    return found if found.endswith("/") else found + "/"


def _checked_timezone(text: str) -> str | Unfit:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # unknown; not a key ("../x", NUL); a folder of zones ("Europe")
        return _no_timezone(text)
    # "localtime" and "posixrules" are whatever a machine is set to, and no archive may depend on that.
    return _no_timezone(text) if text in {"localtime", "posixrules"} else text


def _no_timezone(text: str) -> Unfit:
    meant = did_you_mean(text, sorted(available_timezones() - {"localtime"}))
    return Unfit(
        message="is no time zone", hint=f'did you mean "{meant}"?' if meant else "write it like Europe/Helsinki"
    )


def _checked_theme(text: str) -> str | Unfit:
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", text):
        return text
    return Unfit(message="is no name of a theme", hint="the name of a folder in themes/: letters, digits, - and _")


def _checked_permalink(text: str) -> str | Unfit:
    example = "the default is /{year}/{month}/{id}/"
    literal = re.sub(r"\{(\w+)\}", "", text)
    unknown = [name for name in re.findall(r"\{(\w+)\}", text) if name not in PLACEHOLDERS]
    if unknown:
        known = listed([f"{{{name}}}" for name in PLACEHOLDERS], "and")
        return Unfit(message=f"has the unknown part {{{unknown[0]}}}", hint=f"the parts are {known}")
    if not text.startswith("/") or not text.endswith("/"):
        return Unfit(message='does not start and end with "/"', hint=example)
    if "{id}" not in text:
        return Unfit(message="has no {id}, so that articles would want one page", hint=example)
    if not _PATH_CHARACTERS.fullmatch(literal):
        return Unfit(message="may hold only letters, digits, - _ . ~ / and {parts}", hint=example)
    if any(segment.startswith(".") or not segment for segment in text[1:-1].split("/")) or ".." in literal:
        return Unfit(message='has an empty part, or one that starts with "."', hint=example)
    return unicodedata.normalize("NFC", text)


# Folders


def _folders(fields: Fields) -> tuple[str, str]:
    """The content and output folders; where they are in each other's way both fall back to their defaults."""
    content = fields.one("content", shaped(_checked_folder, "bad-folder")) or _DEFAULTS.content
    output = fields.one("output", shaped(_checked_folder, "bad-folder")) or _DEFAULTS.output
    if not (_holds(content, output) or _holds(output, content)):
        return content, output
    message = (
        f"the output folder {quoted(output)} and the content folder {quoted(content)} are one or inside each other"
    )
    place = fields.place("output" if fields.has("output") else "content")
    fields.reading.wrong("bad-folder", message, place, "a build replaces what is in the output folder")
    return _DEFAULTS.content, _DEFAULTS.output


def _checked_folder(text: str) -> str | Unfit:
    path = unicodedata.normalize("NFC", text).removesuffix("/")
    segments = path.split("/")
    if any(segment.startswith(".") or segment.endswith((".", " ")) or not segment for segment in segments):
        return Unfit(
            message="is no folder inside the site",
            hint='write a path like "content", without "..", empty or hidden parts; --output may lead elsewhere',
        )
    if not all(char.isalnum() or char in "-_. /" or unicodedata.category(char)[0] == "M" for char in path):
        return Unfit(message="may hold only letters, digits, spaces and - _ . /")
    if len(path.encode()) > LONGEST_PATH or any(
        len(segment) > _LONGEST_FOLDER or len(segment.encode()) > LONGEST_SEGMENT for segment in segments
    ):
        hint = f"a folder's name may have {_LONGEST_FOLDER} characters and {LONGEST_SEGMENT} bytes"
        return Unfit(message="is too long", hint=hint)
    ours = next((name for name in _OURS if _holds(name, path)), None)
    return Unfit(message=f"is inside {ours}/, which has another use") if ours else path


def _holds(folder: str, path: str) -> bool:
    """Whether `path` is `folder` or inside it, on a file system that does not tell capitals apart."""
    return f"{path}/".casefold().startswith(f"{folder}/".casefold())


# Nested settings


def _entity_types(value: Value) -> tuple[EntityTypeLabel, ...] | None:
    """The four built-in types, relabelled where the site does so, then the site's own in written order."""
    example = "entity_types: {ships: {label: Ships, singular: Ship, schema: Vehicle}}"
    if not isinstance(value.node, Mapping):
        wrong_shape(value, "a mapping", f"write it like this: {example}")
        return None
    types = {known.id: known for known in BUILT_IN_TYPES}
    for key, node in value.node.entries:
        name = EntityType(key.text)
        if slug(name) != name:
            message = f"the entity type {quoted(name)} is not written as an id"
            Value(value.key, key, value.reading).wrong("bad-entity-type", message, f'did you mean "{slug(name)}"?')
            continue
        fields = mapping(Value(f"{value.key}.{name}", node, value.reading), example)
        if fields is not None:
            types[name] = _labelled(fields, name, types.get(name))
    return tuple(types.values())


def _labelled(fields: Fields, name: EntityType, built_in: EntityTypeLabel | None) -> EntityTypeLabel:
    label = fields.one("label", line) or (built_in.label if built_in else name.replace("-", " ").capitalize())
    labelled = EntityTypeLabel(
        id=name,
        label=label,
        singular=fields.one("singular", line) or (built_in.singular if built_in else label),
        schema=fields.one("schema", shaped(_checked_schema, "bad-schema"))
        or (built_in.schema if built_in else "Thing"),
    )
    fields.refuse_unknown()
    return labelled


def _checked_schema(text: str) -> str | Unfit:
    if re.fullmatch(r"[A-Z][A-Za-z0-9]{0,63}", text):
        return text
    return Unfit(message="is no class of schema.org", hint="for example Person, Event or Vehicle")


def _menu_item(value: Value) -> MenuItem | None:
    fields = mapping(value, "menu: [{text: About, url: /about/}]")
    if fields is None:
        return None
    item = MenuItem(
        text=fields.required("text", line, ""),
        url=fields.required("url", shaped(_checked_menu_url, "bad-url"), ""),
        at=fields.place("url"),
    )
    fields.refuse_unknown()
    return fields.complete(item)


def _checked_menu_url(text: str) -> str | Unfit:
    if not text.startswith("/"):
        found = checked_url(text)
        if isinstance(found, Unfit):
            return Unfit(message=found.message, hint='write a path of this site ("/about/") or a whole address')
        return found
    # The same characters as in any other address; the host only makes it one.
    found = checked_url(f"https://example.org{text}")
    if isinstance(found, Unfit) or text.startswith("//") or ".." in text.partition("?")[0].split("/"):
        return Unfit(message="is not a path of this site", hint='write it like "/about/"')
    return text


def _checked_gone(text: str) -> str | Unfit:
    path = unicodedata.normalize("NFC", unquote(text))
    if not path.startswith("/") or path.startswith("//") or any(mark in path for mark in "?#"):
        return Unfit(message="is not a path of this site", hint='write it like "/2023/06/strike/"')
    return Unfit(message="is the whole site") if path == "/" else path


def _markdown(value: Value) -> MarkdownOptions | None:
    fields = mapping(value, "markdown: {smarty: true}")
    if fields is None:
        return None
    options = MarkdownOptions(smarty=fields.one("smarty", truth) or False)
    fields.refuse_unknown()
    return options


def _rights(value: Value) -> RightsDefaults | None:
    fields = mapping(value, "rights: {statement: http://rightsstatements.org/vocab/InC/1.0/, display: excerpt}")
    if fields is None:
        return None
    usual = RightsDefaults()
    rights = RightsDefaults(
        statement=fields.one("statement", url),
        holder=fields.one("holder", line),
        display=fields.one("display", choice(Display)) or usual.display,
    )
    fields.refuse_unknown()
    return rights


def _feeds(value: Value) -> FeedOptions | None:
    fields = mapping(value, "feeds: {items: 20, content: summary}")
    if fields is None:
        return None
    usual = FeedOptions()
    feeds = FeedOptions(
        items=fields.one("items", whole_number(1, 200)) or usual.items,
        content=fields.one("content", choice(FeedContent)) or usual.content,
    )
    fields.refuse_unknown()
    return feeds


def _data(value: Value) -> DataOptions | None:
    example = "data: {content: records, license: https://creativecommons.org/publicdomain/zero/1.0/}"
    fields = mapping(value, example)
    if fields is None:
        return None
    data = DataOptions(
        content=fields.one("content", choice(DataContent)) or DataOptions().content,
        license=fields.one("license", url),
    )
    fields.refuse_unknown()
    return data


def _theme_options(value: Value) -> tuple[Extra, ...] | None:
    if not isinstance(value.node, Mapping):
        wrong_shape(value, "a mapping", "write it like this: theme_options: {accent: teal}")
        return None
    return tuple(Extra(key=key.text, value=as_json(node)) for key, node in value.node.entries)
