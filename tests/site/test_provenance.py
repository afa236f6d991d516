"""Where a text came from, which copy stands for it, and the chain of texts that it is a part of."""

from __future__ import annotations

import pytest

from generator.site.evidence import RelationGroup, SourceView
from generator.site.planned import OutPath, Site
from generator.site.views import ArticleView
from tests.site.written import article, pages, site_of


def page(site: Site, name: str) -> ArticleView:
    """The page of an article of June 2023."""
    view = pages(site)[OutPath(f"2023/06/{name}/index.html")].view
    assert isinstance(view, ArticleView)
    return view


def source_of(source: str, **keys: str) -> SourceView:
    """The source box of an article with this `source`."""
    return page(site_of({"articles/a.md": article(source=source, **keys)}), "a").source


# Sources


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{record: a}", ("", None)),  # the article's own id
        ("{record: QC 176}", ("", "QC 176")),
        ("{record: a, url: https://doi.org/10.5281/zenodo.1}", ("doi.org/10.5281/zenodo.1", None)),
    ],
)
def test_a_source_says_what_the_article_does_not_say_already(source: str, shown: tuple[str, str | None]) -> None:
    found = source_of(source)
    assert (found.text, found.record) == shown


def test_every_article_names_its_outlet_as_its_source() -> None:
    found = page(site_of({"articles/a.md": article()}), "a").source
    assert (found.outlet.text, found.original, found.captures) == ("The Times", None, ())


def captured(*days: str) -> str:
    return ", ".join(f"{{url: https://web.example/{day}, date: {day}}}" for day in days)


@pytest.mark.parametrize(
    ("retrieved", "captures", "copy", "meant"),
    [
        ("", (), None, "2023-06-25"),  # nothing else is known than the day of publication
        ("2023-06-27", (), None, "2023-06-27"),
        ("2023-06-27T08:12:00Z", (), None, "2023-06-27T08:12:00Z"),
        ("2023-06-27", ("2023-06-25", "2023-06-26", "2024-01-01"), "2023-06-26", "2023-06-27"),  # not the newest
        ("2023-06-27", ("2023-06-28", "2023-06-26"), "2023-06-26", "2023-06-27"),  # equally near: the older
        ("", ("2024-01-01", "2023-06-26"), "2023-06-26", "2023-06-26"),  # nearest to publication
        ("2023-06-27", ("XXXX", "2025"), "2025", "2023-06-27"),  # a day that is known is nearer than none
        ("2023-06-27", ("XXXX",), "XXXX", "2023-06-27"),
    ],
)
def test_a_link_to_the_original_names_the_copy_nearest_to_its_retrieval(
    retrieved: str, captures: tuple[str, ...], copy: str | None, meant: str
) -> None:
    taken = f"retrieved: '{retrieved}', " if retrieved else ""
    found = source_of(f"{{url: https://example.com/a, {taken}captures: [{captured(*captures)}]}}").original
    assert found is not None
    assert (found.url, found.page) == ("https://example.com/a", "https://example.com/a")
    assert (found.copy, found.date) == (copy and f"https://web.example/{copy}", meant)


def test_the_oldest_copy_stands_for_a_text_without_any_day() -> None:
    site = site_of(
        {
            "articles/a.md": article(
                date="XXXX", source=f"{{url: https://example.com/a, captures: [{captured('2024', '2023')}]}}"
            )
        }
    )
    view = pages(site)[OutPath("undated/a/index.html")].view
    assert isinstance(view, ArticleView)
    assert view.source.original is not None
    assert view.source.original.copy == "https://web.example/2023"


def test_a_copy_is_of_the_page_and_of_its_own_day() -> None:
    found = source_of(f"{{url: https://example.com/a, retrieved: 2023-06-27, captures: [{captured('2024-01')}]}}")
    link = found.captures[0].link
    assert (link.url, link.page, link.copy, link.date) == (
        "https://web.example/2024-01",
        "https://example.com/a",
        "https://web.example/2024-01",
        "2024-01",
    )
    alone = source_of(f"{{captures: [{captured('2024-01')}]}}")
    assert (alone.original, alone.captures[0].link.page) == (None, "")


def test_a_note_leads_to_its_words_in_the_original_as_robustly() -> None:
    note = "[{id: n, exact: Some words, note: x}]"
    source = f"{{url: https://example.com/a, captures: [{captured('2023-06-26')}]}}"
    view = page(site_of({"articles/a.md": article(source=source, annotations=note)}), "a")
    assert view.body is not None
    link = view.body.notes[0].original
    assert link is not None
    assert (link.url, link.page) == ("https://example.com/a#:~:text=Some%20words", "https://example.com/a")
    assert (link.copy, link.date) == ("https://web.example/2023-06-26", "2023-06-26")


# Chains


def lines(groups: tuple[RelationGroup, ...], depth: int = 0) -> list[str]:
    """A chain as indented lines."""
    found = []
    for group in groups:
        found.append(f"{'  ' * depth}{group.label}{f' (+{group.more})' if group.more else ''}")
        for one in group.relations:
            outlet = f", {one.outlet.text}" if one.outlet else ""
            found.append(f"{'  ' * depth}- {one.title}{outlet}")
            found += lines(one.beyond, depth + 1)
    return found


def chained(**derived_from: str) -> Site:
    """A site of articles that derive from each other: `b="quotes a, syndicates x"`."""
    files = {}
    for name, written in derived_from.items():
        steps = [step.split() for step in written.split(", ") if step]
        listed = ", ".join(f"{{relation: {relation}, ref: {ref}}}" for relation, ref in steps)
        files[f"articles/{name}.md"] = article(name, derived_from=f"[{listed}]")
    return site_of(files)


def test_a_chain_is_shown_both_ways_and_never_by_dates() -> None:
    site = chained(c="", b="syndicates c", a="quotes b")
    assert lines(page(site, "a").relations) == ["Quotes", "- b, The Times", "  Republishes", "  - c, The Times"]
    assert lines(page(site, "b").relations) == ["Republishes", "- c, The Times", "Quoted by", "- a, The Times"]
    assert lines(page(site, "c").relations) == ["Republished by", "- b, The Times", "  Quoted by", "  - a, The Times"]
    assert lines(page(chained(a="", b=""), "a").relations) == []


def test_articles_in_one_relation_stand_under_one_word() -> None:
    site = chained(x="", y="", z="", a="translates x, quotes y, quotes gone, translates z")
    assert lines(page(site, "a").relations) == [
        "Quotes",
        "- y, The Times",
        "- gone",  # the archive does not hold it
        "Translates",
        "- x, The Times",
        "- z, The Times",
    ]


def test_a_chain_that_meets_or_closes_ends() -> None:
    met = chained(d="", b="quotes d", c="rewrites d", a="quotes b, quotes c")
    assert lines(page(met, "a").relations) == [
        "Quotes",
        "- b, The Times",
        "  Quotes",
        "  - d, The Times",
        "- c, The Times",
        "  Rewrites",
        "  - d, The Times",
    ]
    closed = chained(a="quotes b", b="quotes a")
    assert lines(page(closed, "a").relations) == [
        "Quotes",
        "- b, The Times",
        "  Quotes",
        "  - a, The Times",
        "Quoted by",
        "- b, The Times",
        "  Quoted by",
        "  - a, The Times",
    ]


def test_a_chain_goes_four_steps_far() -> None:
    site = chained(a="", b="quotes a", c="quotes b", d="quotes c", e="quotes d", f="quotes e")
    assert [line.strip(" -").partition(",")[0] for line in lines(page(site, "f").relations)][1::2] == list("edcb")


def test_of_many_articles_the_nearest_are_named_and_the_others_counted() -> None:
    many = {f"m{number:02}": "quotes a" for number in range(30)}
    found = lines(page(chained(a="", **many, z="rewrites m00"), "a").relations)
    assert found[0] == "Quoted by (+6)"
    assert sum(line.startswith("- m") for line in found) == 24
    assert found[1:4] == ["- m00, The Times", "  Rewritten by (+1)", "- m01, The Times"]
