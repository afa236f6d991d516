"""The text beside the pages that tells who finds them, in many years perhaps, what they are and how to open them.

Plain words of no markup, the same for the same content: no clock is read.
"""

from __future__ import annotations

import re

from generator.output.manifest import SUMS
from generator.site.feeds import EPOCH
from generator.site.parts import SiteValue

README = "README.txt"

_UPDATED = re.compile(rb"^  <updated>(\d{4}-\d\d-\d\d)[^<]*</updated>$", re.MULTILINE)


def readme(site: SiteValue, newest: str) -> bytes:
    """What it says; `newest` is the date of the newest content, or empty."""
    head = [site.title, "=" * len(site.title), "", *([site.description, ""] if site.description else [])]
    as_of = [f"Content up to: {newest}"] if newest else []
    made_by = [f"Edited by: {site.author}"] if site.author else []
    lines = [
        *head,
        "This folder is a website, to be read from a disk or a USB stick without a network.",
        "",
        "To read it, open the file index.html in this folder with a web browser. If you see",
        "this text inside a zip file, unpack that first.",
        "",
        *as_of,
        *made_by,
        f"On the web: {site.url}",
        f"Made with: {site.generator}",
        "",
        "Every page is here, with its pictures and the data. Feeds are not: links to those, and",
        "to other sites, need a network.",
        "",
        "To see whether every file is still what it was, run in this folder",
        "",
        f"    sha256sum --check --quiet {SUMS}",
        "",
        f"(on a Mac: shasum --algorithm 256 --check {SUMS}), or, with Pressmark on any system,",
        "pressmark verify, with the name of this folder.",
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def newest_in(feed: bytes) -> str:
    """The day as of which a site's feed is, as its newest article has it; empty where it says none."""
    found = _UPDATED.search(feed)
    day = found[1].decode() if found else ""
    return "" if EPOCH.startswith(day) else day
