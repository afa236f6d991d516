"""Where the links, images and wiki links of a text lead.

Decides on targets, never on URLs: `routes` makes those. What cannot be found leads nowhere and is a warning, so that a
text stays whole; only a path out of the archive and a name that several records claim are errors.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.archive.directory import Directory, known
from generator.archive.names import Named, Names, ambiguous_name, index_names, named_text, who
from generator.archive.records import Target, TargetKind, key_of
from generator.archive.rights import display_of, shows_text
from generator.archive.shelves import Published, Shelves
from generator.model import Article, Destination, DestinationKind, Record, SourcePath, StandalonePage
from generator.problems import Problem, Span, did_you_mean, warning
from generator.read.finish import ID_PREFIX
from generator.read.ids import article_id_from_stem, slug
from generator.settings import Config, RightsDefaults

NOTHING = Target(kind=TargetKind.NOTHING)
ADVISED = 100  # unfound targets a run gives a hint for: each is compared with every name of the archive
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")  # browsers drop tabs and newlines, so "java\tscript:" is a scheme
_WEB = frozenset({"http", "https"})


class Atlas(Record):
    """Everything a destination can lead to. Paths are NFC, whatever the file system made of them."""

    directory: Directory
    records: Mapping[str, Target]  # by file
    anchors: Mapping[Target, tuple[str, ...]]  # the ids in the body of each record
    files: Mapping[str, SourcePath]  # files that are not records, without hidden ones
    held: frozenset[str]  # files of held-back articles and pages
    held_names: Names
    content: str


class Unfound(Record):
    """A name that means nothing, or a path that leads to nothing."""

    written: str
    span: Span
    is_path: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What its hint depends on: the file it stands in, for a path, and how it is written."""
        return (self.span.path if self.is_path else "", self.written)


Trouble = Problem | Unfound
Followed = tuple[Target, Trouble | None]


def chart(published: Published, directory: Directory, files: Collection[SourcePath], config: Config) -> Atlas:
    """The atlas of an archive that has these files beside its records.

    What rights keep off the pages is no place to lead to.
    """
    held: tuple[Article | StandalonePage, ...] = (*published.held_articles, *published.held_pages)
    recorded = tuple(_targets_of_records(published.shelves, config.rights))
    return Atlas(
        directory=directory,
        records={_nfc(source): target for source, target, _ in recorded},
        anchors={target: anchors for _, target, anchors in recorded},
        files={_nfc(path): path for path in sorted(files) if not is_hidden(path)},
        held=frozenset(_nfc(record.source) for record in held),
        held_names=index_names(map(named_text, held)),
        content=posixpath.normpath(config.content),
    )


def is_hidden(path: str) -> bool:
    """Whether a path has a segment that begins with a dot."""
    return any(segment.startswith(".") for segment in path.split("/"))


def follow(destination: Destination, source: SourcePath, atlas: Atlas) -> Followed:
    """Where one destination of the file `source` leads, and what is wrong with it."""
    span = Span(source, destination.at.line, destination.at.column)
    if destination.kind is DestinationKind.WIKI:
        return _to_anchor(_follow_name(destination.target, source, span, atlas), destination.target, span, atlas)
    written = _CONTROLS.sub("", destination.target).strip()
    followed = _follow_url(written, source, span, atlas)
    if destination.kind is DestinationKind.IMAGE:
        return _as_picture(followed, written, span)
    return _to_anchor(followed, written, span, atlas)


def explain(troubles: Iterable[Trouble], atlas: Atlas) -> Iterator[Problem]:
    """Troubles as problems; the first hundred different unfound targets get a hint."""
    found = tuple(troubles)
    unfound = sorted({trouble.key for trouble in found if isinstance(trouble, Unfound)})
    names = _all_names(atlas.directory) if unfound else ()
    files = _by_name((*atlas.records, *atlas.files) if unfound else ())
    meant = {
        (source, written): _meant_path(written, source, files) if source else _meant_name(written, names)
        for source, written in unfound[:ADVISED]
    }
    for trouble in found:
        if isinstance(trouble, Problem):
            yield trouble
        else:
            message = f'"{trouble.written}" leads nowhere'
            hint = _hint(meant.get(trouble.key), trouble, atlas)
            yield warning("broken-link", message, trouble.span, hint)


def _to_anchor(followed: Followed, written: str, span: Span, atlas: Atlas) -> Followed:
    """The same target with its fragment as the id that the record's page has; without it, and a warning, if none."""
    target, trouble = followed
    page = Target(kind=target.kind, id=target.id)
    if trouble or not target.fragment or page not in atlas.anchors:
        return followed
    anchors = atlas.anchors[page]
    meant = unquote(target.fragment)
    for name in (target.fragment, meant, "-".join(meant.split()), slug(meant)):
        if name in anchors:
            return Target(kind=target.kind, id=target.id, fragment=ID_PREFIX + name), None
    similar = did_you_mean(meant, anchors)
    hint = f'did you mean "#{similar}"?' if similar else "headings have an id made from their words"
    return page, warning("broken-link", f'"{written}" leads to a page that has no "#{target.fragment}"', span, hint)


# URLs and paths


def _follow_url(written: str, source: SourcePath, span: Span, atlas: Atlas) -> Followed:
    scheme = _SCHEME.match(written)
    if scheme:
        return _follow_external(written, scheme.group(1).lower(), span)
    if "\\" in written or written.startswith("//"):
        return NOTHING, _refused(written, span, "begin a link to another site with https:, and write / between folders")
    path, _, fragment = written.partition("#")
    if not path:
        return Target(kind=TargetKind.FRAGMENT, fragment=fragment), None
    if path.startswith("/"):
        return Target(kind=TargetKind.SITE_PATH, id=path, fragment=fragment), None
    return _follow_path(path, fragment, source, span, atlas)


def _follow_external(written: str, scheme: str, span: Span) -> Followed:
    if scheme not in _WEB and scheme != "mailto":
        hint = f'write "./{written}" if that is a file' if "/" not in written else None
        return NOTHING, _refused(written, span, hint or "links may use http, https and mailto")
    try:
        parts = urlsplit(written)
    except ValueError as error:
        return NOTHING, _refused(written, span, str(error))
    if not (parts.netloc if scheme in _WEB else parts.path):
        return NOTHING, _refused(written, span, "the address is not complete")
    return Target(kind=TargetKind.EXTERNAL, id=written), None


def _follow_path(path: str, fragment: str, source: SourcePath, span: Span, atlas: Atlas) -> Followed:
    folder = posixpath.dirname(source)
    for reading in dict.fromkeys((path, path.partition("?")[0], unquote(path), unquote(path.partition("?")[0]))):
        place = _nfc(posixpath.normpath(posixpath.join(folder, reading)))
        if place != atlas.content and not place.startswith(f"{atlas.content}/"):
            return NOTHING, Problem(
                "link-leaves-archive",
                f'"{path}" leads out of the folder {atlas.content}/',
                span,
                hint=f"put the file into {atlas.content}/ and link to it there",
            )
        if place in atlas.records:
            target = atlas.records[place]
            return Target(kind=target.kind, id=target.id, fragment=fragment), None
        if place in atlas.directory.unread.files:
            return NOTHING, None
        if place in atlas.held:
            return NOTHING, held_back(path, span)
        if place in atlas.files:
            return Target(kind=TargetKind.ASSET, id=atlas.files[place], fragment=fragment), None
    return NOTHING, Unfound(written=path, span=span, is_path=True)


def _as_picture(followed: Followed, written: str, span: Span) -> Followed:
    target, trouble = followed
    if trouble or target.kind in {TargetKind.ASSET, TargetKind.SITE_PATH}:
        return followed
    if target.kind is TargetKind.EXTERNAL:
        hint = "put a copy beside the article, or link to it instead"
        return NOTHING, warning("remote-image", f'the picture "{written}" is on another site', span, hint=hint)
    return NOTHING, warning("broken-link", f'"{written}" is not a picture', span)


def _refused(written: str, span: Span, hint: str) -> Problem:
    return warning("refused-link", f'"{written}" cannot be a link', span, hint=hint)


def held_back(written: str, span: Span) -> Problem:
    """The warning that a link leads to a draft or future article."""
    return warning(
        "link-to-held-back",
        f'"{written}" is held back',
        span,
        hint="it is a draft or its date has not come; the text is shown without a link until then",
    )


# Names


def _follow_name(written: str, source: SourcePath, span: Span, atlas: Atlas) -> Followed:
    name, _, fragment = written.rpartition("#")
    readings = [(written.strip(), "")] + ([(name.strip(), fragment)] if name.strip() else [])
    for reading, part in readings:
        for kind, claimants in _claims(reading, atlas.directory):
            if len(claimants) > 1:
                return NOTHING, ambiguous_name(reading, claimants, span)
            if claimants:
                return Target(kind=kind, id=claimants[0].key, fragment=part), None
    if any(atlas.directory.unread.may_be(reading) for reading, _ in readings):
        return NOTHING, None
    if any(who(reading, atlas.held_names) for reading, _ in readings):
        return NOTHING, held_back(written, span)
    if written.startswith("#") and _nfc(source) in atlas.records:
        here = atlas.records[_nfc(source)]
        return Target(kind=here.kind, id=here.id, fragment=written[1:]), None
    return NOTHING, Unfound(written=written, span=span)


def _claims(name: str, directory: Directory) -> Iterator[tuple[TargetKind, tuple[Named, ...]]]:
    yield TargetKind.ENTITY, known(name, directory.entities)
    yield TargetKind.ARTICLE, who(name, directory.articles)
    yield TargetKind.OUTLET, known(name, directory.outlets.names)
    yield TargetKind.STORY, known(name, directory.stories.names)
    yield TargetKind.TAG, known(name, directory.tags.names)
    yield TargetKind.PAGE, who(name, directory.pages)
    yield TargetKind.QUOTE, who(name, directory.quotes)


# Hints


def _all_names(directory: Directory) -> tuple[str, ...]:
    tables = [directory.articles, directory.pages, directory.quotes]
    for space in (directory.entities, directory.outlets.names, directory.stories.names, directory.tags.names):
        tables += [space.recorded, space.unrecorded]
    return tuple(dict.fromkeys(name for table in tables for name in (*table.by_name, *table.by_id)))


class _FilesByName(NamedTuple):
    """Files by what a link may have right about them. A bare name has neither a leading date nor an ending."""

    named: Mapping[str, list[str]]  # paths by file name
    beside: Mapping[str, Mapping[str, list[str]]]  # file names by folder and bare name


def _by_name(paths: Iterable[str]) -> _FilesByName:
    named: dict[str, list[str]] = {}
    beside: dict[str, dict[str, list[str]]] = {}
    for path in sorted(paths):
        folder, name = posixpath.split(path)
        named.setdefault(name, []).append(path)
        beside.setdefault(folder, {}).setdefault(_bare(name), []).append(name)
    return _FilesByName(named=named, beside=beside)


def _bare(name: str) -> str:
    return article_id_from_stem(posixpath.splitext(name)[0])


def _meant_name(written: str, names: Iterable[str]) -> str | None:
    """A name like it, or like it without the date that a file's name begins with."""
    return did_you_mean(written, names) or did_you_mean(article_id_from_stem(written), names)


def _meant_path(written: str, source: str, files: _FilesByName) -> str | None:
    """The path of a file of that name in another folder, else of one of a similar name in that folder."""
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(written)))
    folder, name = posixpath.split(wanted)
    if elsewhere := [path for path in files.named.get(name, ()) if path != _nfc(source)]:
        return elsewhere[0]
    beside = files.beside.get(folder, {})
    bare = did_you_mean(_bare(name), beside)
    return posixpath.join(folder, did_you_mean(name, beside[bare]) or beside[bare][0]) if bare else None


def _hint(meant: str | None, trouble: Unfound, atlas: Atlas) -> str | None:
    """The question whether that was meant; none for the file that the link stands in."""
    source = trouble.span.path
    if meant is None or (_nfc(source) == meant if trouble.is_path else _is_name_of(meant, source, atlas)):
        return None
    if trouble.is_path:
        return f'did you mean "{posixpath.relpath(f"/{meant}", f"/{posixpath.dirname(source)}")}"?'
    return f"did you mean [[{meant}]]?"


def _is_name_of(name: str, source: str, atlas: Atlas) -> bool:
    here = atlas.records.get(_nfc(source))
    claims = ((kind, named.key) for kind, claimants in _claims(name, atlas.directory) for named in claimants)
    return here is not None and (here.kind, here.id) in claims


def _targets_of_records(
    shelves: Shelves, defaults: RightsDefaults
) -> Iterator[tuple[SourcePath, Target, tuple[str, ...]]]:
    """Each file with what it describes and the anchors that its page has."""
    for article in shelves.articles:
        shown = shows_text(display_of(article, defaults))
        yield article.source, Target(kind=TargetKind.ARTICLE, id=article.id), article.body.anchors if shown else ()
    for entity in shelves.entities:
        if entity.source:
            yield entity.source, Target(kind=TargetKind.ENTITY, id=key_of(entity)), entity.body.anchors
    others = (
        (TargetKind.OUTLET, shelves.outlets),
        (TargetKind.TAG, shelves.tags),
        (TargetKind.STORY, shelves.stories),
        (TargetKind.PAGE, shelves.pages),
        (TargetKind.QUOTE, shelves.quotes),
    )
    for kind, shelf in others:
        for record in shelf:
            if record.source:
                yield record.source, Target(kind=kind, id=record.id), record.body.anchors


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
