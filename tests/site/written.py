"""An archive written as files in a test, and the site it plans: text in, pages out, no disk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from generator.archive.assemble import ArchiveOptions, assemble
from generator.problems import Problem
from generator.read.config import read_config
from generator.read.parse import kind_of, parse
from generator.read.source import SourcePath, decode
from generator.settings import Config
from generator.site.plan import plan
from generator.site.planned import OutPath, Page, Site

NOON = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
SITE_YAML = "title: The Archive\nurl: https://example.org/archive/\nper_page: 5\n"


def article(title: str = "A title", body: str = "Some words.", **keys: str) -> str:
    """An article's file; further front matter as `key="yaml"`."""
    front = {"title": title, "outlet": "The Times", "date": "2023-06-25"} | keys
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    return f"---\n{lines}---\n\n{body}\n"


def config_of(text: str = SITE_YAML) -> Config:
    """A site.yaml, read."""
    source, _ = decode(SourcePath("site.yaml"), text.encode())
    assert source is not None
    config, problems = read_config(source)
    assert config is not None, problems
    return config


def site_of(files: Mapping[str, str], site_yaml: str = SITE_YAML, *, drafts: bool = False) -> Site:
    """The site that these files below content/ plan; files that are not records count as assets."""
    config, records = config_of(site_yaml), []
    paths = {SourcePath(f"content/{path}"): text for path, text in files.items()}
    for path, text in paths.items():
        kind = kind_of(path, config)
        source, _ = decode(path, text.encode())
        assert source is not None
        if kind is not None:
            parsed, problems = parse(source, kind, config)
            assert parsed is not None, problems
            records.append(parsed.record)
    options = ArchiveOptions(now=NOON, drafts=drafts, future=False)
    return plan(assemble(records, list(paths), config, options).archive, config)


def pages(site: Site) -> dict[OutPath, Page]:
    """A site's pages by path."""
    return {page.path: page for page in site.pages}


def codes(problems: tuple[Problem, ...]) -> list[str]:
    """What kinds of problems there are."""
    return [problem.code for problem in problems]
