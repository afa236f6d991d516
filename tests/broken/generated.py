"""Broken archives that no repository can hold: bytes that are no text, huge or deep texts, links and special files."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
SITE = b"title: The harbour papers\nurl: https://example.org/\n"
STRIKE = "content/articles/strike.md"


def article(front: bytes = b"", body: bytes = b"Text.\n", title: bytes = b"Strike at the harbour") -> bytes:
    """An article with nothing wrong but what is put into it."""
    return b"---\ntitle: " + title + b"\noutlet: The Harbour Gazette\ndate: 1923-06-25\n" + front + b"---\n" + body


def nothing_more(_folder: Path) -> None:
    """What an archive that is files alone wants done."""


class Generated(NamedTuple):
    """Files to write, and what else to do in the archive's folder; tests/broken/generated/ has what it gets to hear."""

    files: Mapping[str, bytes]
    more: Callable[[Path], None] = nothing_more


def _strike(data: bytes) -> Generated:
    return Generated({"site.yaml": SITE, STRIKE: data})


def _and(more: Callable[[Path], None]) -> Generated:
    return Generated({"site.yaml": SITE, STRIKE: article()}, more)


def _link(place: str, target: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / place).symlink_to(target)

    return make


def _link_out(folder: Path) -> None:
    (folder.parent / "secret.md").write_bytes(article())
    (folder / "content/articles/secret.md").symlink_to("../../../secret.md")


def _link_into_hidden(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git/config").write_text("[remote]\n")
    (folder / "content/assets").mkdir()
    (folder / "content/assets/settings.txt").symlink_to("../../.git/config")


def _theme_with_a_pipe(folder: Path) -> None:
    templates = folder / "themes/ours/templates"
    templates.mkdir(parents=True)
    (folder / "site.yaml").write_bytes(SITE + b"theme: ours\n")
    (folder / "themes/ours/theme.yaml").write_text("name: Ours\nextends: broadsheet\n")
    os.mkfifo(templates / "page.html")


def _content_is_elsewhere(folder: Path) -> None:
    (folder / "content").rename(folder.parent / "elsewhere")
    (folder / "content").symlink_to(folder.parent / "elsewhere")


def _theme_with_a_link_out(folder: Path) -> None:
    static = folder / "themes/ours/static"
    static.mkdir(parents=True)
    (folder / "site.yaml").write_bytes(SITE + b"theme: ours\n")
    (folder / "themes/ours/theme.yaml").write_text("name: Ours\nextends: broadsheet\n")
    (static / "passwords.txt").symlink_to("/etc/passwd")


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "content/articles/pipe.md")


def _bytes_as_a_name(folder: Path) -> None:
    with open(os.path.join(os.fsencode(folder), b"content/articles/stra\xdfe.md"), "wb") as file:
        file.write(article())


GENERATED: Mapping[str, Generated] = {
    "not-utf8": _strike(article(title="Strejk på varvet".encode("latin-1"))),
    "not-utf8-but-utf16": _strike(article().decode().encode("utf-16")),
    "control-character": _strike(article(title=b"Strike\0 at the harbour", body=b"Text.\x07\n")),
    "control-character-in-an-id": _strike(article(b'id: "strike\\0"\n')),
    "file-too-large": _strike(article(body=b"Text. " * (3 * 1024 * 1024))),
    "file-too-large-to-read": _strike(article(body=b"Text. " * (6 * 1024 * 1024))),
    "yaml-too-large": _strike(article(b"summary: " + b"a " * 200_000 + b"\n")),
    "yaml-too-deep": _strike(article(b"tags: " + b"[" * 3000 + b"\n")),
    "yaml-too-deep-closed": _strike(article(b"tags: " + b"[" * 3000 + b"]" * 3000 + b"\n")),
    "yaml-alias-bomb": _strike(article(b"a: &a [x]\n" + b"".join(b"k%d: [*a, *a, *a]\n" % n for n in range(999)))),
    "yaml-merge-bomb": _strike(article(b"".join(b"k%d: {<<: [{a: b}]}\n" % n for n in range(999)))),
    "bad-number-of-5000-digits": Generated({"site.yaml": SITE + b"per_page: " + b"9" * 5000, STRIKE: article()}),
    "bad-date-of-5000-digits": Generated(
        {
            "site.yaml": SITE,
            STRIKE: article().replace(b"1923-06-25", b"9" * 5000),
            "content/articles/year.md": article().replace(b"1923-06-25", b"Y" + b"9" * 5000),
        }
    ),
    "bad-id-of-5000-digits": _strike(article(b"id: " + b"9" * 5000 + b"\n")),
    "symlink-leaves-archive": _and(_link_out),
    "symlink-leaves-archive-with-all-content": _and(_content_is_elsewhere),
    "symlink-leaves-archive-from-a-theme": _and(_theme_with_a_link_out),
    "refused-symlink": _and(_link_into_hidden),
    "not-a-file-in-a-theme": _and(_theme_with_a_pipe),
    "unsafe-path-of-a-file": Generated({"site.yaml": SITE, STRIKE: article(), "content/assets/quay?.txt": b"Quay\n"}),
    "symlink-loop": _and(_link("content/articles/again", "../articles")),
    "broken-symlink": _and(_link("content/articles/lockout.md", "lock-out.md")),
    "not-a-file": _and(_pipe),
    "file-name-not-utf8": _and(_bytes_as_a_name),
}
