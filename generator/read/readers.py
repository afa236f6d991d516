"""Readers of single values: the text, names, dates, choices and numbers that the keys of a record hold.

A reader is given the value of one key and gives what a record keeps of it, or reports what is wrong and gives None.
`fields` applies them to the keys of a mapping; which key has which reader is said where each record is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final, TypeVar

from generator.model import Alias, Destination, DestinationKind, EdtfDate, EntityRef, EntityType, Ref
from generator.problems import did_you_mean
from generator.read.edtf import DateError, parse_date
from generator.read.fields import Fields, Reader, Value, listed, quoted, wrong_shape
from generator.read.ids import check_id, slug
from generator.read.nodes import Mapping, Scalar
from generator.read.shapes import (
    Unfit,
    checked_country,
    checked_image,
    checked_language,
    checked_sha256,
    checked_site_path,
    checked_url,
    without_controls,
)
from generator.settings import EntityTypeLabel

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_SPACES: Final = " \t\n\r"
_WHITE_SPACE: Final = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")  # but not the no-break spaces
_TRUTH: Final = {"true": True, "yes": True, "false": False, "no": False}


# Text


def verbatim(value: Value) -> str | None:
    """Text exactly as written: for quotations that are looked up in a body."""
    if not isinstance(value.node, Scalar):
        wrong_shape(value, "text")
        return None
    return value.node.text


def line(value: Value) -> str | None:
    """Text on one line: white space is made single, control and direction-changing characters go, with a warning."""
    text = _scalar(value)
    if text is None:
        return None
    if text.isprintable():  # no control, and of white space only the space itself
        return " ".join(text.split())
    return _clean(value, " ".join(_WHITE_SPACE.split(text)).strip())


def block(value: Value) -> str | None:
    """Text of any number of lines; control characters other than tab and line feed go, with a warning."""
    text = _scalar(value)
    return None if text is None else _clean(value, text.replace("\r\n", "\n").replace("\r", "\n").strip())


def _scalar(value: Value) -> str | None:
    if isinstance(value.node, Scalar):
        return value.node.text
    wrong_shape(value, "text", "a text that begins with a bracket or a brace must be quoted")
    return None


def _clean(value: Value, text: str) -> str:
    cleaned = without_controls(text)
    if cleaned != text:
        value.odd("control-characters", f'"{value.key}" has control characters, which are left out')
    return cleaned.strip()


# Text of a certain shape


def shaped(check: Callable[[str], T | Unfit], code: str) -> Reader[T]:
    """A reader of text that `check` turns into a value, or refuses with an `Unfit`."""

    def read(value: Value) -> T | None:
        text = _scalar(value)
        if text is None:
            return None
        result = check(text.strip(_SPACES))
        if isinstance(result, Unfit):
            value.wrong(code, f'"{value.key}" is {quoted(text)}, which {result.message}', result.hint)
            return None
        return result

    return read


url = shaped(checked_url, "bad-url")
site_path = shaped(checked_site_path, "bad-path")
language = shaped(checked_language, "bad-language")
sha256 = shaped(checked_sha256, "bad-checksum")


def country(value: Value) -> str | None:
    """Two letters or a name, on one line."""
    text = line(value)
    if text is None:
        return None
    result = checked_country(text)
    if isinstance(result, Unfit):
        value.wrong("bad-country", f'"{value.key}" is {quoted(text)}, which {result.message}', result.hint)
        return None
    return result


def image(value: Value) -> Destination | None:
    """The place of an image, to be found later."""
    target = shaped(checked_image, "bad-image")(value)
    return None if target is None else Destination(kind=DestinationKind.IMAGE, target=target, at=value.at)


def date(value: Value) -> EdtfDate | None:
    """An EDTF date or an RFC 3339 date-time, taken to the site's time zone."""
    text = _scalar(value)
    if text is None:
        return None
    result = parse_date(text.strip(_SPACES), value.reading.timezone)
    if isinstance(result, DateError):
        value.wrong("bad-date", f'"{value.key}" is {quoted(text)}: {result.message}', result.hint)
        return None
    return result


def identifier(value: Value) -> str | None:
    """An id: letters, digits and - _ . in NFC."""
    text = _scalar(value)
    if text is None:
        return None
    text = text.strip(_SPACES)
    wrong = check_id(text)
    if wrong is not None:
        value.wrong("bad-id", f"the id {quoted(text)} {wrong}", f'one that would do: "{slug(text)}"')
        return None
    return text


def id_or(fields: Fields, default: str) -> str:
    """The `id` that a file gives, or the one made of its name; without a good one the record is incomplete."""
    if fields.has("id"):
        return fields.required("id", identifier, "")
    wrong = check_id(default)
    if wrong is not None:
        message = f"the file name makes the id {quoted(default)}, which {wrong}"
        fields.fail("bad-id", message, fields.at, "give the file a shorter name, or its record an id")
    return default


def truth(value: Value) -> bool | None:
    """true, false, yes or no, in any case."""
    text = _scalar(value)
    if text is None:
        return None
    found = _TRUTH.get(text.strip(_SPACES).lower())
    if found is None:
        value.wrong("bad-boolean", f'"{value.key}" is {quoted(text)}; it must be true or false')
    return found


def whole_number(least: int, most: int) -> Reader[int]:
    """A reader of whole numbers between two bounds, both included."""

    def read(value: Value) -> int | None:
        text = _scalar(value)
        if text is None:
            return None
        # Nine digits at most: int() refuses very long numbers with an exception.
        if re.fullmatch(r"[+-]?[0-9]{1,9}", text.strip(_SPACES)) and least <= int(text) <= most:
            return int(text)
        message = f'"{value.key}" is {quoted(text)}; it must be a whole number from {least} to {most}'
        value.wrong("bad-number", message)
        return None

    return read


def choice(kinds: type[E]) -> Reader[E]:
    """A reader of one of an enumeration's values, in any case."""

    def read(value: Value) -> E | None:
        text = _scalar(value)
        if text is None:
            return None
        allowed = {kind.value: kind for kind in kinds}
        found = allowed.get(text.strip(_SPACES).casefold())
        if found is None:
            meant = did_you_mean(text, allowed)
            message = f'"{value.key}" is {quoted(text)}; it must be {listed(allowed, "or")}'
            value.wrong("bad-choice", message, meant and f'did you mean "{meant}"?')
        return found

    return read


# Names


def ref(value: Value) -> Ref | None:
    """A name, an alias or an id of a record, to be resolved later."""
    name = line(value)
    return None if name is None else Ref(name=name, at=value.at)


def former_id(value: Value) -> Ref | None:
    """The id of a record that is gone; its page still has its address."""
    found = identifier(value)
    return None if found is None else Ref(name=found, at=value.at)


def alias(value: Value) -> Alias | None:
    """Another spelling: a text, or {name, lang}."""
    if not isinstance(value.node, Mapping):
        name = line(value)
        return None if name is None else Alias(name=name, at=value.at)
    fields = Fields(value.node, value.reading, f"{value.key}.")
    spelling = Alias(name=fields.required("name", line, ""), lang=fields.one("lang", language), at=fields.place("name"))
    fields.drop_unknown()
    return fields.complete(spelling)


def entity(kind: EntityType | None) -> Reader[EntityRef]:
    """A reader of an entity as an article names it: a text, or {ref, role}."""

    def read(value: Value) -> EntityRef | None:
        if not isinstance(value.node, Mapping):
            name = line(value)
            return None if name is None else EntityRef(name=name, at=value.at, type=kind)
        fields = Fields(value.node, value.reading, f"{value.key}.")
        who = EntityRef(
            name=fields.required("ref", line, "", "write {ref: kim-jong-un, role: speaker}"),
            at=fields.place("ref"),
            type=kind,
            role=fields.one("role", line),
        )
        fields.drop_unknown()
        return fields.complete(who)

    return read


def unknown_entity_type(value: Value, types: Sequence[EntityTypeLabel]) -> None:
    """Report a type of entity that site.yaml does not have; its id or a label may be what its author meant."""
    text = value.node.text if isinstance(value.node, Scalar) else ""
    ids = [known.id for known in types]
    by_name = {known.singular: known.id for known in types} | {known: known for known in ids}
    meant = did_you_mean(text, by_name)
    add = "add it to entity_types in site.yaml"
    message = f"unknown entity type {quoted(text)}; the types are {listed(ids, 'and')}"
    value.wrong("unknown-entity-type", message, f'did you mean "{by_name[meant]}"? Or {add}' if meant else add)


def entity_type(types: Sequence[EntityTypeLabel]) -> Reader[EntityType]:
    """A reader of one of the types of entity that the site has."""

    def read(value: Value) -> EntityType | None:
        name = line(value)
        if name is None:
            return None
        if name not in {known.id for known in types}:
            unknown_entity_type(value, types)
            return None
        return EntityType(name)

    return read
