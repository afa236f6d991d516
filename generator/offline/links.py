"""Addresses as pages on a disk write them: from file to file, with the `index.html` that no server adds there.

What the folder holds is named by a relative path, what it does not hold by its address on the web. Changes addresses
and what a browser refuses from a disk, and not a letter of what is read. Touches no file.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape, unescape
from urllib.parse import quote, unquote, urljoin, urlsplit

from generator.site.routes import Base, asked_for, site_path

# Pages come from templates that escape what they are given, so a `<` begins a tag. Possessive, so that a quote that is
# never closed costs no time.
_TAG = re.compile(
    r"<(a|area|audio|blockquote|button|del|embed|form|iframe|image|img|input|ins|link|meta(?=[^>]*http-equiv)|object|q|script|source|track"
    r"|use|video)(?=[\s/])((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++)))?+")
# The usual link, of which a site has a million: its address in one step (11,700 files: 8.2 s and not 10.0).
_LINK = re.compile(r"((?:\s++(?!href\b)[\w-]++(?:=\"[^\"]*+\")?+)*+\s++href=)\"([^\"&]*+)\"")
_MODULE = re.compile(r"<script(?=\s)[^>]*\stype\s*=\s*[\"']?module\b", re.IGNORECASE)
_REFRESH = re.compile(r"(\s*[\d.]+\s*[;,]\s*url\s*=\s*)(['\"]?)(.*?)\2\s*", re.IGNORECASE | re.DOTALL)
_STYLE_ADDRESS = re.compile(r"(url\(\s*|@import\s+)([\"']?)(/[^\"')\s]*)\2", re.IGNORECASE)
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,])(\s+[^,]*)?")  # of a srcset: an address, and for what screen it is
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

_ADDRESSES = frozenset({"href", "src", "poster", "cite", "action", "formaction", "data", "xlink:href"})
_SETS = frozenset({"srcset", "imagesrcset"})
_EARLY = frozenset({"preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch"})  # kinds of links
_BY_ORIGIN = frozenset({"crossorigin", "integrity"})  # a file has no origin that could allow what they ask for
_POLICY = "content-security-policy"


class Links:
    """The links between the files of a site that is mounted at `base`; remembers each address that it worked out."""

    def __init__(self, base: Base, files: Collection[str]) -> None:
        self._base = base
        self._files = files
        self._known: dict[str, str | None] = {}

    def page(self, text: str, path: str) -> str:
        """The HTML of the page that is the file `path`, with its addresses as the disk has them."""
        return _TAG.sub(lambda found: self._tag(found, path), text)

    def style(self, text: str, path: str) -> str:
        """A style sheet, likewise; what is relative in it is right already."""

        def located(found: re.Match[str]) -> str:
            return f"{found[1]}{found[2]}{self.address(found[3], path)}{found[2]}"

        return _STYLE_ADDRESS.sub(located, text)

    def address(self, written: str, path: str) -> str:
        """An address as the file `path` of the site writes it, turned to what it is on the disk.

        One with a host stays: what is said to be on the web is looked for there.
        """
        if written.startswith("//"):
            return f"{urlsplit(self._base.origin).scheme}:{written}"
        if written.startswith("/"):
            whole = written
        elif not written or written[0] in "#?" or _SCHEME.match(written):
            return written
        else:
            whole = self._whole(written, path)
        if whole not in self._known:
            self._known[whole] = self._file(whole)
        file = self._known[whole]
        return f"{self._base.origin}{whole}" if file is None else "../" * path.count("/") + file

    def _whole(self, written: str, path: str) -> str:
        """An address that is relative to a page, from the root of its host."""
        page = self._base.absolute(site_path(path))
        try:
            return urljoin(page, written).removeprefix(self._base.origin)
        except ValueError:
            return written

    def _file(self, whole: str) -> str | None:
        """The file that answers an address, from the root of the site, with what follows it; None where none does."""
        try:
            parts = urlsplit(whole)
        except ValueError:
            return None
        asked = asked_for(self._base, unquote(parts.path))
        if asked is None:
            return None
        places = (asked, f"{asked}.html", f"{asked}/index.html")  # hosts answer those without an ending, too
        found = next((place for place in places if place in self._files), None)
        if found is None:
            return None
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return quote(found, safe="/-_.~") + query + fragment

    def _tag(self, found: re.Match[str], path: str) -> str:
        name, rest = found[1].lower(), found[2]
        if name == "a" and (link := _LINK.match(rest)):
            return f'<{found[1]}{link[1]}"{self.address(link[2].strip(), path)}"{rest[link.end() :]}>'
        if name == "link" and not _EARLY.isdisjoint(_said(rest, "rel").lower().split()):
            return ""  # nothing is gained from a disk, and a font would be asked for across origins
        if name == "meta":
            return f"<{found[1]}{self._meta(rest, path)}>"

        def located(attribute: re.Match[str]) -> str:
            return self._attribute(attribute, path)

        return f"<{found[1]}{_ATTRIBUTE.sub(located, rest)}>"

    def _attribute(self, found: re.Match[str], path: str) -> str:
        name = found[1].lower()
        if name in _ADDRESSES:
            return _with(found, self.address(_value(found).strip(), path))
        if name in _SETS:
            turned = (
                f"{self.address(one[1], path)}{(one[2] or '').rstrip()}" for one in _CANDIDATE.finditer(_value(found))
            )
            return _with(found, ", ".join(turned))
        return "" if name in _BY_ORIGIN else found[0]

    def _meta(self, rest: str, path: str) -> str:
        """A meta element: where a page that moved leads, and the policy, whose "self" has to mean files."""
        kind = _said(rest, "http-equiv").lower()
        if kind not in {"refresh", _POLICY}:
            return rest

        def located(found: re.Match[str]) -> str:
            if found[1].lower() != "content":
                return found[0]
            value = _value(found)
            if kind == _POLICY:
                return _with(found, value.replace("'self'", "'self' file:"))
            leads = _REFRESH.fullmatch(value)
            return _with(found, f"{leads[1]}{self.address(leads[3], path)}") if leads else found[0]

        return _ATTRIBUTE.sub(located, rest)


def has_module(text: str) -> bool:
    """Whether a page has a script that browsers load from a host only."""
    return _MODULE.search(text) is not None


def _said(rest: str, name: str) -> str:
    """What an element says in one of its attributes; empty where it does not have it."""
    return next((_value(one) for one in _ATTRIBUTE.finditer(rest) if one[1].lower() == name), "")


def _value(found: re.Match[str]) -> str:
    return unescape(next((part for part in found.groups()[1:] if part is not None), ""))


def _with(found: re.Match[str], value: str) -> str:
    """An attribute with another value; as it was where that says the same."""
    if value == _value(found):
        return found[0]
    quoted = escape(value, quote=False).replace('"', "&quot;")
    return f'{found[1]}="{quoted}"'
