"""Which files of an output folder are Pressmark's: the list that lies in that folder.

It is beside the files it is about, so that losing the cache never loses ownership, and holds no times, so that equal
sites have equal manifests. A manifest that does not read right owns nothing: better to ask than to delete.

A second list, `manifest-sha256.txt`, is for readers and itself a file of the site: it says what the site holds, and not
whose the files are.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import msgspec

from generator.files import PUBLISHED_MARK, read_regular
from generator.model import Record
from generator.site import routes
from generator.site.routes import folded, out_path

MANIFEST = PUBLISHED_MARK
SUMS = out_path(routes.MANIFEST)
STAGING = ".pressmark-staging"
LONGEST_NAME = 255  # bytes of one file or folder name, on every file system in use

# "Naming Files, Paths, and Namespaces" (Microsoft): what Windows opens as a device, whatever ending it has.
_DEVICE = re.compile(r"(?:^|/)(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]) *(?:\.[^/]*)?(?:/|$)", re.IGNORECASE)
# What nearly every path looks like, and nothing is wrong with those (18,600 paths: 8 ms, not 29).
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}(?:/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99})*")
_REFUSED_MARK = re.compile(r'[:*?"<>|]')
_DROPPED_END = re.compile(r"[. ](?:/|$)")
_GIT = frozenset({".git", "git~1"})  # the second is what Windows calls the first


class _File(Record):
    version: int
    files: dict[str, str]


def read_manifest(output: Path) -> dict[str, str]:
    """Path to SHA-256 (hex) of every file that Pressmark published here; empty when there is no sound manifest."""
    place = output / MANIFEST
    if place.is_symlink():
        return {}
    try:
        return files_of_manifest(read_regular(place))
    except OSError:
        return {}


def files_of_manifest(data: bytes) -> dict[str, str]:
    """What the bytes of a manifest say, wherever they are from; nothing when they do not read right."""
    try:
        read = msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
    if read.version != 1 or any(unsafe(path) for path in read.files):
        return {}
    return read.files


def manifest_bytes(files: Mapping[str, str]) -> bytes:
    """The manifest of `files`, sorted by path, one file a line."""
    ordered = {path: files[path] for path in sorted(files)}
    return (json.dumps({"version": 1, "files": ordered}, ensure_ascii=False, indent=0) + "\n").encode()


def sums_bytes(files: Mapping[str, str]) -> bytes:
    """The list for readers: SHA-256 and path of every file but itself, as `sha256sum --check` reads it."""
    return "".join(f"{files[path]}  {path}\n" for path in sorted(files) if path != SUMS).encode()


def unsafe(path: str) -> str | None:
    """Why `path` cannot be a file below the output folder, as the end of the sentence "the path …"; None if it can."""
    if _PLAIN.fullmatch(path):
        return None
    parts = path.split("/")
    plain = path.isascii() and path.isprintable()
    try:
        longest = max(map(len, parts)) if plain else max(len(part.encode()) for part in parts)
    except UnicodeEncodeError:
        return "holds half of a surrogate pair"
    if "" in parts or "." in parts or ".." in parts:
        return "does not stay below the output folder"
    controls = not plain and any(unicodedata.category(mark) == "Cc" for mark in path)
    if controls or "\\" in path or os.path.isabs(path):
        return "holds a character that file systems refuse"
    if folded(parts[0]) in {MANIFEST, STAGING}:
        return "is Pressmark's own"
    if not _GIT.isdisjoint(map(folded, parts)):
        return "is inside a folder of version control"
    if longest > LONGEST_NAME:
        return f"has a name of {longest} bytes, and file systems allow {LONGEST_NAME}"
    return None


def unfit(path: str) -> str | None:
    """Why a page or file had better not be called so: unsafe, or a name that another system does not take.

    The end of the sentence "the path …", as with `unsafe`; None for a path that does everywhere.
    """
    if wrong := unsafe(path):
        return wrong
    if device := _DEVICE.search(path):
        return f'has the name of a device on Windows, "{device[0].strip("/")}"'
    if mark := _REFUSED_MARK.search(path):
        return f"holds a character that Windows refuses, {mark[0]}"
    if _DROPPED_END.search(path):
        return "has a name that ends in a full stop or a space, which Windows drops"
    return None
