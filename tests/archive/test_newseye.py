"""A real archive of historical newspapers, through the real readers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from generator.archive.records import Assembled
from generator.model import AnyRecord, SourcePath
from generator.problems import Severity
from generator.read.config import read_config
from generator.read.parse import kind_of, parse
from generator.read.source import Source, decode
from tests.archive.given import assembled


@pytest.fixture(scope="module")
def newseye(corpora: Path) -> Assembled:
    """The archive of ../shared/corpora/newseye."""
    folder = corpora / "newseye"
    config, _ = read_config(_source(folder, "site.yaml"))
    assert config is not None
    records: list[AnyRecord] = []
    for path in sorted(path.relative_to(folder).as_posix() for path in folder.glob("content/**/*.md")):
        kind = kind_of(SourcePath(path), config)
        assert kind is not None
        parsed, _ = parse(_source(folder, path), kind, config)
        assert parsed is not None
        records.append(parsed.record)
    return assembled(records, config=config)


def _source(folder: Path, path: str) -> Source:
    source, _ = decode(SourcePath(path), (folder / path).read_bytes())
    assert source is not None
    return source


def test_all_articles_outlets_and_entities_are_filed(newseye: Assembled) -> None:
    archive = newseye.archive
    recorded = [entity for entity in archive.entities.values() if entity.source]
    assert (len(archive.entries), len(archive.outlets), len(recorded)) == (339, 22, 3796)


def test_it_has_no_errors_and_every_ambiguous_alias_is_a_warning(newseye: Assembled) -> None:
    assert [problem for problem in newseye.problems if problem.severity is Severity.ERROR] == []
    counts = Counter(problem.code for problem in newseye.problems)
    assert set(counts) == {"ambiguous-alias", "slug-collision", "other-spelling"}
    assert counts["ambiguous-alias"] == 102


def test_every_declared_name_is_a_mention_of_something(newseye: Assembled) -> None:
    archive = newseye.archive
    for entry in archive.entries:
        declared = {(ref.type, ref.name) for ref in entry.article.entities}
        assert 0 < len(entry.mentions) <= len(declared) or not declared
        assert all(mention.entity in archive.entities for mention in entry.mentions)


def test_names_without_a_record_make_terms(newseye: Assembled) -> None:
    terms = [entity for entity in newseye.archive.entities.values() if entity.source is None]
    assert len(terms) == 4375
    assert all(newseye.archive.by_entity[key] for key, it in newseye.archive.entities.items() if it.source is None)
