"""/data/ as its readers open it: Datasette, a reader of research objects, and readers of CSV and JSON Lines."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.published.built import BuiltSite, read_page

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of what these libraries import
    from datasette.app import Datasette
    from rocrate.rocrate import ROCrate

TABLES = ("outlets", "entities", "aliases", "roles", "tags", "stories", "articles", "mentions", "derivations")
TABLES += ("captures", "annotations", "quotes")


def records(site: BuiltSite, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in site.bytes_of(f"data/{table}.jsonl").splitlines()]


def asked(site: BuiltSite, *paths: str) -> list[dict[str, Any]]:
    """What Datasette answers, opening the database as it is and told nothing else."""

    async def answers() -> list[dict[str, Any]]:
        datasette = Datasette(files=[], immutables=[str(site.folder / "data/archive.sqlite")])
        await datasette.invoke_startup()
        found = [await datasette.client.get(path) for path in paths]
        assert [answer.status_code for answer in found] == [200] * len(found)
        return [answer.json() for answer in found]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with ThreadPoolExecutor(1) as elsewhere:  # a browser under test may have this thread's event loop
            return elsewhere.submit(lambda: asyncio.run(answers())).result()


@pytest.mark.parametrize("name", ["demo", "newspapers"])
def test_csv_json_lines_and_database_hold_the_same_rows(name: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    database = asked(site, "/archive.json")[0]
    counted = {table["name"]: table["count"] for table in database["tables"]}
    for table in TABLES:
        lines = records(site, table)
        text = site.bytes_of(f"data/{table}.csv").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        assert len(lines) == len(rows) == counted[table], table
        assert all(line.keys() == row.keys() for line, row in zip(lines, rows, strict=True)), table


def test_every_article_is_there_with_its_outlet(newspapers: BuiltSite) -> None:
    articles, outlets = records(newspapers, "articles"), {row["id"] for row in records(newspapers, "outlets")}
    assert len(articles) > 300
    assert {article["outlet"] for article in articles} <= outlets
    assert all(newspapers.answer(article["page"]) for article in articles)
    assert all(newspapers.answer(entity["page"]) for entity in records(newspapers, "entities"))


def test_datasette_counts_outlets_by_entities(demo: BuiltSite) -> None:
    query = "select outlet, articles from articles_by_outlet_and_entity where entity = 'people/im-chon-il' order by 1"
    (answer,) = asked(demo, f"/archive.json?sql={query.replace(' ', '+')}&_shape=array")
    mentions = [one for one in records(demo, "mentions") if one["entity"] == "people/im-chon-il"]
    outlet = {article["id"]: article["outlet"] for article in records(demo, "articles")}
    wanted: dict[str, int] = {}
    for mention in mentions:
        wanted[outlet[mention["article"]]] = wanted.get(outlet[mention["article"]], 0) + 1
    assert {row["outlet"]: row["articles"] for row in answer} == wanted  # type: ignore[index]
    assert len(wanted) > 1


def test_datasette_facets_and_searches_without_being_configured(newspapers: BuiltSite) -> None:
    facets, found = asked(
        newspapers,
        "/archive/articles.json?_facet=outlet&_facet=lang&_size=1",
        "/archive/entities.json?_search=x&_size=1",
    )
    outlets = facets["facet_results"]["outlet"]["results"]
    assert len(outlets) > 1
    assert all(result["label"] != result["value"] for result in outlets)  # the outlet's name, found by its key
    assert found["filtered_table_rows_count"] >= 0


def test_datasette_suggests_facets_by_itself(demo: BuiltSite) -> None:
    (answer,) = asked(demo, "/archive/mentions.json?_size=5")
    assert {"entity", "article"} & {one["name"] for one in answer["suggested_facets"]}


def test_the_description_is_a_research_object(demo: BuiltSite) -> None:
    crate = ROCrate(str(demo.folder / "data"))
    assert crate.metadata.id == "ro-crate-metadata.json"
    root = crate.root_dataset
    assert root["name"]
    assert root["datePublished"]
    assert root["license"]["name"] == "CC0 1.0"
    described = {file.id for file in crate.data_entities}
    there = {path.removeprefix("data/") for path in demo.files if path.startswith("data/")}
    assert described == there - {"index.html", "ro-crate-metadata.json"}
    assert all(file["encodingFormat"] and file["description"] for file in crate.data_entities)


def test_the_page_leads_to_every_file_and_describes_every_column(demo: BuiltSite) -> None:
    page = read_page(demo, "data/index.html")
    led_to = {path for one in page.references if (path := demo.answer(one.absolute))}
    assert {path for path in demo.files if path.startswith("data/")} <= led_to | {"data/index.html"}
    assert "manifest-sha256.txt" in led_to
    text = demo.bytes_of("data/index.html").decode()
    for table in TABLES:
        head = demo.bytes_of(f"data/{table}.csv").decode("utf-8-sig").splitlines()[0]
        assert all(f"<code>{column}</code>" in text for column in head.split(","))


def test_every_page_leads_to_the_data(demo: BuiltSite) -> None:
    assert all("data/index.html" in {demo.answer(one.absolute) for one in page.references}
               for page in demo.facts.values() if not page.redirects)  # fmt: skip
