"""What publishing a site would break, before it is published.

Addresses that others may have cited and that lead nowhere now; files that their host tells apart by case only, or does
not take; links that lead nowhere where the site is mounted. Looks at what it is given and fetches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from generator.deploy.moved import Holders, without_candidate
from generator.deploy.published import OldPage, Published
from generator.files import SITE_FILE
from generator.model import Record
from generator.problems import Problem, Severity, Span, warning
from generator.site import routes
from generator.site.planned import SitePath

# docs.github.com: "GitHub blocks files larger than 100 MiB"; "Published GitHub Pages sites may be no larger than 1 GB".
LARGEST_FILE = 100 * 1024 * 1024
LARGEST_SITE = 1_000_000_000
LARGE_SITE = 800_000_000

# What is cited or subscribed to: pages, the archive's files, feeds. Not what pages load or machines look for.
_CITED = re.compile(
    r"(?!(?:404\.html$|(?:.*/)?\.|static/))(?:.*\.html?|(?:assets|files)/.*|(?:.*/)?feed\.(?:xml|json))"
)
_FEED = re.compile(r"(?:.*/)?feed\.(?:xml|json)")
_TAG = re.compile(r"<(a|area|link|img|script|source|audio|video|iframe|object)\s((?:[^>\"]|\"[^\"]*\")*)>")
_ADDRESS = re.compile(r"(?<![\w-])(?:href|src|poster|data)=\"([^\"]*)\"")


class File(Record):
    """A file that is to be published: its size in bytes, and where it is from."""

    size: int
    span: Span


# Addresses that were


def vanished(
    before: Published, now: Collection[str], holders: Holders, gone: Collection[str] = ()
) -> Iterator[Problem]:
    """Every address that is published and has neither a page nor a redirect any more, unless it is meant to go.

    A page is said once, with all that is below it. One that lists what there is goes with what it lists: a warning.
    """
    places = sorted(routes.site_path(path) for path in before.files if path not in now and _CITED.fullmatch(path))
    spellings = {routes.folded(path): path for path in now}
    said: set[str] = set()
    for place in places:
        if _is_below(place, said) or _is_meant(f"/{place}", gone):
            continue
        path = routes.out_path(place)
        is_content = not (_FEED.fullmatch(path) or routes.is_listing(place))
        if is_content:
            said.add(place)
        other = spellings.get(routes.folded(path))
        if not is_content:
            yield _went_along(place, before)
        else:
            yield _of_another_case(place, other) if other else _vanished(place, before, holders)


def _is_below(place: str, said: Collection[str]) -> bool:
    return any(place[: end + 1] in said for end, mark in enumerate(place[:-1]) if mark == "/")


def _is_meant(address: str, gone: Collection[str]) -> bool:
    return any(address == one or (one.endswith("/") and address.startswith(one)) for one in gone)


def _vanished(place: SitePath, before: Published, holders: Holders) -> Problem:
    is_page = place.endswith(("/", ".html"))
    advice = holders.advice_on(place, before.page(routes.out_path(place)) if is_page else OldPage())
    mend = advice.hint if advice else without_candidate(place)
    hint = f"{mend}; `gone: [/{place}]` in site.yaml says that it is meant"
    span = Span(advice.source if advice and advice.source else SITE_FILE)
    return Problem("vanished-address", _missing(place, before), span, hint)


def _went_along(place: SitePath, before: Published) -> Problem:
    """A list, or a feed, which nothing can lead on from."""
    hint = f"it went with what it listed; `gone: [/{place}]` in site.yaml says that it is meant"
    return warning("vanished-address", _missing(place, before), Span(SITE_FILE), hint)


def _missing(place: SitePath, before: Published) -> str:
    return f"/{place} is published in {before.where}, and nothing is there now"


def _of_another_case(place: SitePath, other: str) -> Problem:
    now = f"/{routes.site_path(other)}"
    message = f"/{place} is published, and is {now} now, which differs only in case or normalisation"
    hint = "give it its old address back: on some systems a redirect from there would want the place of the page"
    return Problem("vanished-address", message, Span(SITE_FILE), hint)


# Files


def colliding(files: Mapping[str, File]) -> Iterator[Problem]:
    """Files whose paths differ only in case or normalisation: on some systems one would replace the other."""
    by_folded: dict[str, list[str]] = {}
    for path in sorted(files):
        by_folded.setdefault(routes.folded(path), []).append(path)
    for paths in by_folded.values():
        if len(paths) > 1:
            message = f"{' and '.join(paths)} differ only in case or normalisation"
            hint = "give one of them another name"
            yield Problem("colliding-pages", message, files[paths[-1]].span, hint)


def too_large(files: Mapping[str, File], where: Span) -> Iterator[Problem]:
    """Files that GitHub does not take, and a site that is larger than it publishes, or soon will be."""
    for file in files.values():
        if file.size > LARGEST_FILE:
            message = f"a file of {file.size / (1024 * 1024):,.0f} MiB; GitHub takes none of more than 100"
            yield Problem(
                "too-large-to-publish", message, file.span, "link to a copy elsewhere, or publish a smaller one"
            )
    total = sum(file.size for file in files.values())
    if total > LARGE_SITE:
        largest = max(files.items(), key=lambda item: item[1].size)
        message = f"the site has {total / 1_000_000_000:.2f} GB; GitHub Pages publishes no more than 1"
        hint = f"its largest file is {largest[0]}, {largest[1].size / 1_000_000:,.0f} MB"
        severity = Severity.ERROR if total > LARGEST_SITE else Severity.WARNING
        yield Problem("too-large-to-publish", message, where, hint, severity)


# Links


def broken(base: routes.Base, files: Mapping[str, File], read: Callable[[str], bytes]) -> Iterator[Problem]:
    """Every address of this site that a page names and no file answers, each with the first page that names it.

    What a page loads, or an address outside the folder that the site is mounted at, is an error; a link that a reader
    may follow a warning, as `dead-link` is.
    """
    looked_at: set[tuple[str, bool]] = set()
    for path in sorted(path for path in files if path.endswith(".html")):
        page = base.absolute(routes.site_path(path))
        for tag, rest in dict.fromkeys(_TAG.findall(read(path).decode(errors="replace"))):
            followed = tag in {"a", "area"}
            for written in _ADDRESS.findall(rest):
                if written.startswith("#") or (written, followed) in looked_at:
                    continue
                if written.startswith(("/", "http")):  # the same wherever it stands
                    looked_at.add((written, followed))
                wrong = _wrong(unescape(written), page, base, files)
                if wrong is not None:
                    yield _broken(wrong, written, files[path].span, followed=followed)


def _wrong(written: str, page: str, base: routes.Base, files: Collection[str]) -> str | None:
    """Why an address leads nowhere on this site, as the end of a sentence; None for all others."""
    try:
        target = urlsplit(urljoin(page, written.strip()))
    except ValueError:
        return "is no address"
    if f"{target.scheme}://{target.netloc}" != base.origin:
        return None
    path = routes.asked_for(base, unquote(target.path))
    if path is None:
        is_absolute = written.startswith((base.origin, "//"))  # another site of the same host
        return None if is_absolute else f"is outside {base.root}, where the site is mounted"
    places = (path, *((f"{path}.html", f"{path}/index.html") if not path.endswith(".html") else ()))
    return None if any(place in files for place in places) else "leads to no file of the site"


def _broken(wrong: str, written: str, span: Span, *, followed: bool) -> Problem:
    message = f'the address "{written}" {wrong}'
    if followed and not wrong.startswith("is outside"):
        return warning("broken-address", message, span, "correct it where it is written: in a text, or in the theme")
    return Problem("broken-address", message, span, "correct it in the theme: addresses begin with `site.root`")
