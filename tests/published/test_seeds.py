"""Two scraped reports of one dispatch, made into articles: the words they share, under whichever spelling of the names.

The texts themselves are read where they are present and are no part of the project.
"""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from generator.build import BuildOptions, build
from generator.report import Report
from tests.output.given import write
from tests.site.written import NOON, article

PEOPLE = "{people: [kim-jong-un, im-chon-il], organizations: [KCNA]}"
RECORDS = {
    "site.yaml": "title: One dispatch\nurl: https://example.org/\n",
    "content/entities/people/kim-jong-un.md": "---\nname: Kim Jong Un\ntype: people\naliases: [Kim Jong-un]\n---\n",
    "content/entities/people/im-chon-il.md": "---\nname: Im Chon Il\ntype: people\naliases: [Im Chon-il]\n---\n",
}


@pytest.fixture(scope="module")
def site(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The site of both reports, each by its outlet and in one story."""
    folder = tmp_path_factory.mktemp("seeds")
    write(folder, RECORDS)
    for outlet, file in zip(("The Moscow Times", "The New York Sun"), sorted(seeds.glob("*.txt")), strict=True):
        text = article(outlet, file.read_text("utf-8"), outlet=outlet, entities=PEOPLE, stories="[The mutiny]")
        write(folder, {f"content/articles/{file.stem.partition('_')[0]}.md": text})
    report = build(folder, BuildOptions(now=NOON))
    return folder / "public", report


def texts(folder: Path, page: str, path: str) -> list[str]:
    """The texts of the elements that an XPath finds on a page."""
    tree = lxml.html.fromstring((folder / page / "index.html").read_text("utf-8"))
    return [" ".join(element.text_content().split()) for element in tree.xpath(path)]


def test_the_reports_share_both_quotations_of_the_dispatch(site: tuple[Path, Report]) -> None:
    folder, report = site
    assert report.published, report.problems
    wordings = texts(folder, "stories/the-mutiny/compare", "//blockquote[@class='wording-text']")
    both = [
        words for words in ("recent armed rebellion", "vice foreign minister") if sum(words in w for w in wordings) >= 2
    ]
    assert len(both) == 2
    assert len(texts(folder, "stories/the-mutiny/compare", "//section[@class='passage']")) >= 2


def test_each_is_known_by_the_spelling_of_each_outlet(site: tuple[Path, Report]) -> None:
    folder, _ = site
    for person, spellings in (
        ("kim-jong-un", {"Kim Jong Un", "Kim Jong-un"}),
        ("im-chon-il", {"Im Chon Il", "Im Chon-il"}),
    ):
        rows = texts(folder, f"entities/people/{person}", "//table[@class='spellings']//td[1]/a")
        assert set(rows) == spellings


def test_no_plea_or_footer_of_an_outlet_counts_as_shared(site: tuple[Path, Report]) -> None:
    folder, _ = site
    wordings = " ".join(texts(folder, "stories/the-mutiny/compare", "//blockquote[@class='wording-text']")).lower()
    assert not any(word in wordings for word in ("support us", "subscribe", "cookie", "newsletter"))
