"""What a piece of text must look like to be a URL, a site path, a language tag, a checksum or a country.

Pure functions from text to the value as records keep it, or to an `Unfit` that says why not. They know nothing of
files, keys or YAML. Shape only: whether a URL answers or a language subtag is registered is not asked.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from generator.model import Language, Record
from generator.read.ids import is_device_name

LONGEST_SEGMENT: Final = 200  # bytes of UTF-8 between two slashes of a path: a file name has 255
LONGEST_PATH: Final = 1000  # bytes of UTF-8

PAGE_ENDINGS: Final = frozenset({"html", "htm", "php", "asp", "aspx"})  # under which old sites had pages

# Controls (Cc), lone surrogates, and characters that turn the direction of the text around them. The plain marks
# (U+200E, U+200F, U+061C) and the joiners stay: Arabic, Hebrew, Persian and Indic names are written with them.
_CONTROLS: Final = "\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_CONTROL: Final = re.compile(f"[{_CONTROLS}]")
_CONTROL_BUT_LAYOUT: Final = re.compile(f"(?![\t\n])[{_CONTROLS}]")
_NOT_IN_AN_ADDRESS: Final = re.compile(rf'[\s<>"\\{_CONTROLS}]')
_UNSEEN: Final = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs"})

_HOST: Final = re.compile(r"[\w.-]+|\[[0-9A-Fa-f:.]+\]")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ENDINGS: Final = ".html, .htm, .php, .asp and .aspx"
_SHA256: Final = re.compile(r"[0-9A-Fa-f]{64}")
# RFC 5646, 2.1, without the irregular tags of before 2006 and the primary subtags of 4 to 8 letters, which nobody has.
_LANGUAGE_TAG: Final = re.compile(
    r"""(?: [a-z]{2,3} (?:-[a-z]{3}){0,3}        # language, extended language
            (?:-[a-z]{4})?                       # script
            (?:-(?:[a-z]{2}|[0-9]{3}))?          # region
            (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*   # variants
            (?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)* # extensions
            (?:-x(?:-[a-z0-9]{1,8})+)?           # private use
        |   x(?:-[a-z0-9]{1,8})+ )""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


class Unfit(Record):
    """Why a text will not do, as the end of the sentence '"url" is "htp:/x", which …', and what would."""

    message: str
    hint: str | None = None


def has_something_to_see(text: str) -> bool:
    """Whether a text has any character that is not white space, a control or a formatting character."""
    return text[:1].isalnum() or any(unicodedata.category(char) not in _UNSEEN for char in text)


def without_controls(text: str) -> str:
    """The text without controls (tab and line feed stay), direction-turning characters and lone surrogates."""
    return _CONTROL_BUT_LAYOUT.sub("", text)


def checked_url(text: str) -> str | Unfit:
    """An absolute http or https address without user name or password, as written."""
    if _NOT_IN_AN_ADDRESS.search(text):
        return Unfit(message="has a character that no web address may have", hint="write a space as %20")
    try:
        parts = urlsplit(text)
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        return Unfit(message="is not a web address")
    if parts.scheme not in {"http", "https"}:
        return Unfit(message="is not a web address", hint="it must start with https:// or http://")
    return _checked_authority(text, parts, port_is_good=port_is_good)


def _checked_authority(text: str, parts: SplitResult, *, port_is_good: bool) -> str | Unfit:
    if "@" in parts.netloc:
        return Unfit(message="has a user name in it", hint="leave out everything up to the @")
    host = parts.netloc if parts.netloc.endswith("]") else parts.netloc.rpartition(":")[0] or parts.netloc
    if not port_is_good or not _HOST.fullmatch(host) or not any(char.isalnum() for char in host):
        return Unfit(message="is not a web address", hint="it must start with https:// and the name of a site")
    return text


def checked_site_path(text: str) -> str | Unfit:
    """The old address of a page ("/old/url/") with its percent escapes resolved, in NFC.

    It stays inside the site, makes a file on every system, and is none that hosts serve as something else than a page.
    """
    if not text.startswith("/") or text.startswith("//"):
        return Unfit(message="is not a path of this site", hint='it must start with one "/"')
    if "?" in text or "#" in text:
        return Unfit(message='has a "?" or "#" in it', hint="a redirect page stands for a path only")
    try:
        path = unquote(text, errors="strict")
    except UnicodeDecodeError:
        return Unfit(message="has percent escapes that are not UTF-8")
    if _BAD_ESCAPE.search(text):
        return Unfit(message='has a "%" that escapes nothing', hint="write a percent sign as %25")
    return _checked_path(unicodedata.normalize("NFC", path))


def _checked_path(path: str) -> str | Unfit:
    if _CONTROL.search(path) or any(char in path for char in '\\?#%"<>:*|'):
        return Unfit(message="has a character that no path of a site may have")
    if path == "/":
        return Unfit(message="is the front page", hint="write the old address of this page, like /old/address/")
    segments = path[1:].removesuffix("/").split("/")
    if any(segment in {"", ".", ".."} for segment in segments):
        return Unfit(message='has an empty part, "." or ".." in it', hint="write the whole path")
    if _is_hosts_own(segments):
        return Unfit(message="is a name that hosts or systems keep for themselves", hint="write it without that part")
    if len(path.encode()) > LONGEST_PATH or any(len(segment.encode()) > LONGEST_SEGMENT for segment in segments):
        return Unfit(message="is too long", hint=f"a part of a path may have {LONGEST_SEGMENT} bytes")
    ending = segments[-1].rpartition(".")[2] if "." in segments[-1] else ""
    if ending and not path.endswith("/") and ending.lower() not in PAGE_ENDINGS:
        return Unfit(message="ends like a file that is no page", hint=f'end it with "/" or one of {_ENDINGS}')
    return path


def _is_hosts_own(segments: list[str]) -> bool:
    """Whether a part is hidden (but for /.well-known/, RFC 8615), a Windows name, or GitHub's CNAME."""
    hidden = segments[1:] if segments[0] == ".well-known" else segments
    return (
        segments[0].casefold() == "cname"
        or any(segment.startswith(".") for segment in hidden)
        or any(segment.endswith((".", " ")) or is_device_name(segment) for segment in segments)
    )


def checked_image(text: str) -> str | Unfit:
    """The place of an image: a path relative to the file, a path of the site ("/…"), or a web address.

    An image of another site is for the archive to leave out, as it does in texts.
    """
    if text.startswith(("https:", "http:")):
        return checked_url(text)
    if _SCHEME.match(text) or text.startswith("//"):
        return Unfit(message="is not a file of this archive", hint="save it in assets/ and write its path")
    if _CONTROL.search(text) or any(char in text for char in '\\?#<>"'):
        return Unfit(message="has a character that no path of an image may have")
    return text


def checked_language(text: str) -> Language | Unfit:
    """A BCP 47 language tag in its usual case: "zh-Hant-TW"."""
    if not _LANGUAGE_TAG.fullmatch(text):
        with_hyphens = text.replace("_", "-")
        hint = "write it like en, pt-BR or zh-Hant"
        if with_hyphens != text and _LANGUAGE_TAG.fullmatch(with_hyphens):
            hint = f'did you mean "{_in_usual_case(with_hyphens)}"?'
        return Unfit(message="is not a BCP 47 language tag", hint=hint)
    return Language(_in_usual_case(text))


def _in_usual_case(tag: str) -> str:
    """RFC 5646, 2.1.1: all lower case, but regions in capitals and scripts with one, until a one-character subtag."""
    subtags = tag.lower().split("-")
    single = next((index for index, subtag in enumerate(subtags) if len(subtag) == 1), len(subtags))
    by_length = {2: str.upper, 4: str.title}
    usual = [by_length.get(len(subtag), str.lower)(subtag) for subtag in subtags[1:single]]
    return "-".join([subtags[0], *usual, *subtags[max(single, 1) :]])


def checked_sha256(text: str) -> str | Unfit:
    """A SHA-256 digest in lower-case hex."""
    if not _SHA256.fullmatch(text):
        return Unfit(message="is not a SHA-256 checksum", hint="it has 64 digits, 0 to 9 and a to f")
    return text.lower()


def checked_country(text: str) -> str | Unfit:
    """An ISO 3166-1 code of two letters, in capitals, or the name of a country as written."""
    if len(text) == len("GB") and text.isascii() and text.isalpha():
        return text.upper()
    if sum(char.isalpha() for char in text) <= len("GB") and text.isascii():
        return Unfit(message="is not a country", hint="write two letters (ISO 3166-1), GB, or a name")
    return text
