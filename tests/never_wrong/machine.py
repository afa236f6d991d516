"""An editor at work: a small archive, and every kind of change that an editor makes to one.

After each change the archive is built into the folder it is always built into, and a copy of it that has no cache into
an empty one. Both sites have to be the same, and so has what is said about them. While anything is wrong with the
archive, the published site has to stay as it was.
"""

from __future__ import annotations

import copy
import datetime as dt
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from generator import readings
from generator.build import BuildOptions, build
from generator.output.manifest import STAGING
from generator.output.store import FOLDER
from generator.problems import Problem
from generator.report import Report
from generator.spread import Spread, in_turn, on
from tests.conftest import ROOT
from tests.never_wrong.given import FOREIGN, MIRROR, NOW, SITE, Files, differences, heir, put, record, site_yaml, tree

Written = tuple[dict[str, Any], str]  # front matter and body

MOST = 8  # articles
OLD = 1_700_000_000  # a time in the past, in seconds
DAY = 86_400

PEOPLE = ("Kim Jong Un", "Kim Jong-un", "Im Chon Il", "Im", "C++", "C#")
WORDS = ("war", "peace", "Peace", "treaty", "ж", "naïve")
OUTLETS = ("The Times", "the times", "The Gazette", "KCNA")
MOMENT = ("2023-06-25T23:30:00Z", "2023-06-26T08:30:00+09:00")  # one, in two ways that no page shows alike
DATES = ("2023-06-25", "2023-06", "2023-06-25?", "XXXX", *MOMENT, "2024-07-01", "1998")
LINKS = ("", "[[a0]]", "[[kim|him]]", "[[nowhere]]", "[a picture](/note.txt)", "![](note.txt)")
SHARED = (  # enough words for articles that have them to lead to each other
    "the harbour is closed for as long as it takes, and nobody will be let through its gates before noon",
    "not one crane on the eastern quay will move until the clause about the night shifts is kept by all",
)
ALIASES = ("Kim", "Marshal Kim", "Im", "KJU")
TEMPLATES = ("base.html", "article.html", "page.html", "parts/foot.html", "remembered/card.html", "list.html")
ASSETS = ("content/assets/note.txt", "content/assets/deep/er/photo.jpg", "content/assets/about")
PAGES = (
    "outlets/times.md",
    "outlets/kcna.md",
    "tags/war.md",
    "stories/mutiny.md",
    "pages/about.md",
    "pages/index.md",
)
BROKEN: Files = {
    "content/articles/broken.md": b"---\ntitle: [\n---\n",
    "content/articles/untitled.md": b"---\ndate: 2023-06-25\n---\n",
    "themes/mirror/templates/broken.html": b"{% if %}",
    "content/entities/people/kim-again.md": record("", name="Kim Jong Un", type="people", id="kim"),
    "content/pages/articles.md": record("In the way.", title="Articles"),
}
SETTINGS: dict[str, tuple[Any, ...]] = {
    "title": ("The Archive", "Another archive"),
    "per_page": (5, 6),
    "permalink": ("/{year}/{month}/{id}/", "/{outlet}/{id}/", "/a/{id}/"),
    "timezone": ("UTC", "Asia/Seoul"),
    "language": ("en", "de", "ar"),
    "url": ("https://example.org/archive/", "https://example.org/", None),
    "feeds": ({"content": "summary"}, {"content": "full", "items": 3}),
    "data": ({"content": "records"}, {"content": "texts"}, {"content": "none"}),
    "menu": ([], [{"text": "About", "url": "/about/"}]),
    "markdown": ({"smarty": False}, {"smarty": True}),
    "rights": ({"display": "full"}, {"display": "excerpt"}),
    "theme_options": ({}, {"colour": "blue"}, {"color": "blue"}),
    "author": ("", "The editors"),
}
MISTAKES = (("titel", "oops"), ("timezone", "Mars/X"))  # in settings, which are what they were without

RIGHTS = ({"display": "full"}, {"display": "excerpt"}, {"display": "metadata"})
OPTIONS = (
    ("drafts", True),
    ("drafts", False),
    ("future", True),
    ("future", False),
    ("base_url", "http://localhost:8000/"),
    ("base_url", None),
    ("fresh", True),
    ("now", NOW),
    ("now", NOW + dt.timedelta(days=90)),
)

pick = st.integers(0, MOST - 1)


class State:
    """What the editor has written: records by path, site.yaml, and all other files as they are."""

    def __init__(self, theme: Files) -> None:
        self.site: dict[str, Any] = dict(SITE)
        self.comments = 0  # lines at the top of site.yaml
        self.records: dict[str, Written] = {
            "content/entities/people/kim.md": ({"name": "Kim Jong Un", "type": "people", "aliases": ["Kim"]}, "He."),
            "content/entities/people/im.md": ({"name": "Im Chon Il", "type": "people"}, ""),
            "content/outlets/times.md": ({"name": "The Times"}, "An outlet."),
            "content/tags/war.md": ({"name": "war", "broader": ["conflict"]}, ""),
            "content/stories/mutiny.md": ({"title": "The mutiny"}, "What happened: [[a0]]."),
            "content/quotes/vow.md": ({"speaker": "Kim Jong Un", "reported_by": ["KCNA"]}, "First words."),
            "content/pages/about.md": ({"title": "About"}, "This archive, and [[kim]]."),
        }
        self.raw: Files = {**theme, "content/assets/note.txt": b"A note."}

    def files(self) -> Files:
        """The archive as it is on disk."""
        written = {path: record(body, **fields) for path, (fields, body) in self.records.items()}
        return {**self.raw, **written, "site.yaml": b"# A comment.\n" * self.comments + site_yaml(self.site)}

    def articles(self) -> list[str]:
        """The paths of the articles."""
        return [path for path in sorted(self.records) if path.startswith("content/articles/")]

    def entities(self) -> list[str]:
        """The paths of the entity records."""
        return [path for path in sorted(self.records) if path.startswith("content/entities/")]


class Editor(RuleBasedStateMachine):
    """Changes and builds, in any order."""

    THEME: ClassVar[Files] = MIRROR
    steps: ClassVar[int] = 0  # of all runs
    publications: ClassVar[int] = 0  # steps that published
    single_pages: ClassVar[int] = 0  # body edits that rendered their page and nothing else

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="never-wrong-"))
        self.ours, self.copy = self.folder / "ours", self.folder / "copy"
        self.public = self.ours / "public"
        self.state = State(self.THEME)
        self.good = self.state
        self.before: list[State] = []
        self.on_disk: Files = {}
        self.on_copy: Files = {}
        self.published: Files = {}
        self.failures = 0  # builds in a row that found an error
        self.damaged = False
        self.edits = 0
        self.options: dict[str, Any] = {"now": NOW}
        self.spread: Spread = in_turn
        self.closing = ExitStack()

    def teardown(self) -> None:
        self.closing.close()
        shutil.rmtree(self.folder)

    @initialize(articles=st.integers(0, 4), believing=st.booleans(), threads=st.booleans())
    def begin(self, articles: int, believing: bool, threads: bool) -> None:
        """Write some articles, and build. One that believes trusts times that are not two seconds old."""
        if believing:
            self.closing.enter_context(mock.patch.object(readings, "RACY", 0))
        if threads:
            self.spread = on(self.closing.enter_context(ThreadPoolExecutor(2)))
            self.options["chunk"] = 2
        self.public.mkdir(parents=True)
        (self.public / FOREIGN).write_text("archive.example.org")
        for number in range(articles):
            self._write_article(number)
        self._step()

    # What an editor does to articles

    @precondition(lambda self: len(self.state.articles()) < MOST)
    @rule(number=pick, title=st.sampled_from(("A title", "Another", "a title")), date=st.sampled_from(DATES))
    def create_article(self, number: int, title: str, date: str) -> None:
        self._change()
        self._write_article(number, title=title, date=date)
        self._step()

    @precondition(lambda self: self.state.articles())
    @rule(
        which=pick,
        change=st.one_of(
            st.tuples(st.just("title"), st.sampled_from(("A title", 'New: "title" & <b>', "עברית"))),
            st.tuples(st.just("date"), st.sampled_from(DATES)),
            st.tuples(st.just("outlet"), st.sampled_from(OUTLETS)),
            st.tuples(st.just("entities"), st.lists(st.sampled_from(PEOPLE), max_size=3).map(lambda p: {"people": p})),
            st.tuples(st.just("tags"), st.lists(st.sampled_from(WORDS), max_size=3, unique=True)),
            st.tuples(st.just("stories"), st.sampled_from(([], ["mutiny"], ["another"]))),
            st.tuples(st.just("draft"), st.booleans()),
            st.tuples(st.just("rights"), st.sampled_from(RIGHTS)),
            st.tuples(st.just("aliases"), st.sampled_from(([], ["/old/"], ["/older/", "/Old/"]))),
            st.tuples(st.just("summary"), st.sampled_from(("One sentence.", "Another."))),
            st.tuples(st.just("lang"), st.sampled_from(("en", "ru", "he"))),
            st.tuples(st.just("image"), st.sampled_from(("note.txt", "deep/er/photo.jpg"))),
            st.tuples(st.just("updated"), st.sampled_from(("2024-01-01", "2024-01-02"))),
            st.tuples(st.just("derived_from"), st.sampled_from(([], [{"ref": "a0", "relation": "quotes"}]))),
            st.tuples(st.just("extra_key"), st.sampled_from(("x", "y"))),
        ),
    )  # fmt: skip
    def change_article(self, which: int, change: tuple[str, Any]) -> None:
        path = self._article(which)
        self._change()
        self.state.records[path][0][change[0]] = change[1]
        self._step()

    @precondition(lambda self: self.state.articles())
    @rule(which=pick)
    def edit_body(self, which: int) -> None:
        """Words after the first paragraph: the article's own page is made anew and no list, nor a feed of summaries."""
        path = self._article(which)
        settled, before = self.failures == 0, tree(self.public)
        old = f"edit-{self._edit_of(path)}-".encode()
        self._change()
        self._edit(path)
        report = self._step()
        is_shared = any(words in self.state.records[path][1] for words in SHARED)
        is_quoted = any(old.decode() in body for at, (_, body) in self.state.records.items() if "/quotes/" in at)
        if settled and report.published and not is_shared and not is_quoted:
            showing = sorted(place for place, data in before.items() if old in data)
            assert sorted(report.rendered) == [place.removesuffix("index.html") or place for place in showing]
            site = self.state.site
            if site.get("feeds", {}).get("content") != "full" and site.get("data", {}).get("content") != "texts":
                assert len(showing) <= 1
                type(self).single_pages += len(showing)

    @precondition(lambda self: self.state.articles())
    @rule(which=pick, first=st.sampled_from(("First words.", "Other *first* words.")), link=st.sampled_from(LINKS))
    def edit_first_paragraph(self, which: int, first: str, link: str) -> None:
        path = self._article(which)
        self._change()
        fields, body = self.state.records[path]
        self.state.records[path] = fields, f"{first} {link}\n\n{body.rpartition(chr(10))[2]}"
        self._step()

    @precondition(lambda self: self.state.articles())
    @rule(which=pick, words=st.sampled_from((*SHARED, "Nothing of that sort.")))
    def share_words(self, which: int, words: str) -> None:
        """Words between the first and the last that other articles may have too: their pages may say so."""
        path = self._article(which)
        self._change()
        fields, body = self.state.records[path]
        self.state.records[path] = fields, f"{body.partition(chr(10))[0]}\n\n{words}\n\n{body.rpartition(chr(10))[2]}"
        self._step()

    @precondition(lambda self: self.state.articles())
    @rule(which=pick, name=st.sampled_from(("a9", "a0", "2023-06-25-dated", "sub/b")))
    def rename_file(self, which: int, name: str) -> None:
        path = self._article(which)
        self._change()
        self.state.records[f"content/articles/{name}.md"] = self.state.records.pop(path)
        self._step()

    @precondition(lambda self: self.state.articles())
    @rule(one=pick, other=pick)
    def swap_files(self, one: int, other: int) -> None:
        """Two files change names; both keep their sizes and times, and so does the disk."""
        a, b = self._article(one), self._article(other)
        self._change()
        self.state.records[a], self.state.records[b] = self.state.records[b], self.state.records[a]
        if a != b:
            os.replace(self.ours / a, self.ours / "swap")
            os.replace(self.ours / b, self.ours / a)
            os.replace(self.ours / "swap", self.ours / b)
            self.on_disk[a], self.on_disk[b] = self.on_disk[b], self.on_disk[a]
        self._step()

    @precondition(lambda self: len(self.state.articles()) > 1)
    @rule(which=pick)
    def swap_twins(self, which: int) -> None:
        """Two articles of one text change files, so that nothing has to be made anew; then one gets another text."""
        a, b = self._article(which), self._article(which + 1)
        self._change()
        for path in (a, b):
            self.edits += 1
            fields, _ = self.state.records[path]
            self.state.records[path] = {**fields, "id": f"twin-{self.edits}"}, self.state.records[a][1]
        self._step()
        if {a, b} <= self.state.records.keys():
            self.state.records[a], self.state.records[b] = self.state.records[b], self.state.records[a]
            self._step()
        if a in self.state.records:
            self._edit(a)
            self._step()

    @precondition(lambda self: self.state.articles())
    @rule(which=pick)
    def write_moment_otherwise(self, which: int) -> None:
        """A date-time is written in another time zone: the record is equal, and its page is not."""
        path = self._article(which)
        for date in MOMENT:
            if path in self.state.records:
                self._change()
                self.state.records[path][0]["date"] = date
                self._step()

    @precondition(lambda self: self.state.articles())
    @rule(which=pick)
    def delete_article(self, which: int) -> None:
        path = self._article(which)
        self._change()
        del self.state.records[path]
        self._step()

    # What an editor does to other records

    @precondition(lambda self: self.state.entities())
    @rule(which=pick, aliases=st.lists(st.sampled_from(ALIASES), max_size=2, unique=True), weak=st.booleans())
    def change_aliases(self, which: int, aliases: list[str], weak: bool) -> None:
        self._change()
        self._entity(which)[0]["weak_aliases" if weak else "aliases"] = aliases
        self._step()

    @precondition(lambda self: self.state.entities())
    @rule(which=pick, name=st.sampled_from(PEOPLE), kind=st.sampled_from(("people", "organizations")))
    def rename_entity(self, which: int, name: str, kind: str) -> None:
        self._change()
        self._entity(which)[0].update(name=name, type=kind)
        self._step()

    @precondition(lambda self: len(self.state.entities()) > 1)
    @rule(which=pick)
    def merge_entities(self, which: int) -> None:
        """One record goes; another replaces it, and takes its name for an alias."""
        self._change()
        gone = self.state.entities()[which % len(self.state.entities())]
        fields, _ = self.state.records.pop(gone)
        kept, _ = self._entity(0)
        kept["replaces"] = sorted({*kept.get("replaces", []), Path(gone).stem})
        kept["aliases"] = sorted({*kept.get("aliases", []), fields["name"]})
        self._step()

    @rule(name=st.sampled_from(("kim", "im", "un")), label=st.sampled_from(PEOPLE))
    def write_entity(self, name: str, label: str) -> None:
        self._change()
        fields = {"name": label, "type": "people", "same_as": ["https://www.wikidata.org/entity/Q1"]}
        self.state.records[f"content/entities/people/{name}.md"] = fields, "Of whom [[a0]] tells."
        self._step()

    @rule(
        path=st.sampled_from(PAGES),
        words=st.sampled_from(("", "Some words.", "Words on [[kim]] and [[a0]].")),
        name=st.sampled_from(("The Times", "War", "KCNA")),
    )  # fmt: skip
    def write_record(self, path: str, words: str, name: str) -> None:
        self._change()
        key = "title" if path.startswith(("stories", "pages")) else "name"
        self.state.records[f"content/{path}"] = {key: name}, words
        self._step()

    @rule(
        words=st.sampled_from(("First words", "“Other first words.”", "The edit-1- of the day")),
        speaker=st.sampled_from((None, *PEOPLE)),
        reported_by=st.lists(st.sampled_from(("KCNA", "a0", "nowhere")), max_size=2, unique=True),
        title=st.sampled_from((None, "The vow")),
        said=st.sampled_from((None, "2023-06-24?")),
    )  # fmt: skip
    def write_quote(self, words: str, **fields: str | list[str] | None) -> None:
        self._change()
        given: dict[str, Any] = {key: value for key, value in fields.items() if value is not None}
        self.state.records["content/quotes/vow.md"] = given, words
        self._step()

    @rule(
        path=st.sampled_from(
            ("outlets/times.md", "tags/war.md", "stories/mutiny.md", "quotes/vow.md", "pages/about.md")
        )
    )
    def delete_record(self, path: str) -> None:
        self._change()
        self.state.records.pop(f"content/{path}", None)
        self._step()

    # What an editor does to everything else

    @rule(
        setting=st.sampled_from(sorted(SETTINGS)).flatmap(lambda k: st.tuples(st.just(k), st.sampled_from(SETTINGS[k])))
    )
    def change_setting(self, setting: tuple[str, Any]) -> None:
        self._change()
        self.state.site[setting[0]] = setting[1]
        self._step()

    @rule(mistake=st.sampled_from(MISTAKES))
    def mistake_setting(self, mistake: tuple[str, str]) -> None:
        """An error that no setting's value tells of."""
        self._change()
        self.state.site[mistake[0]] = mistake[1]
        report = self._step()
        assert not report.published

    @rule(lines=st.integers(0, 2))
    def comment_on_settings(self, lines: int) -> None:
        """Nothing changes but the lines on which settings stand."""
        self._change()
        self.state.comments = lines
        self._step()

    @rule(name=st.sampled_from(TEMPLATES))
    def edit_template(self, name: str) -> None:
        path = f"themes/mirror/templates/{name}"
        if path not in self.state.raw:
            return
        self._change()
        text = self.state.raw[path].decode()
        self.edits += 1
        self.state.raw[path] = f"{text.partition('{# edit')[0]}{{# edit {self.edits} #}} {self.edits}\n".encode()
        self._step()

    @rule(colour=st.sampled_from(("red", "green", "[red, green]")))
    def change_theme(self, colour: str) -> None:
        self._change()
        path = "themes/mirror/theme.yaml"
        kept = self.state.raw[path].decode().partition("options:")[0]
        self.state.raw[path] = f"{kept}options: {{colour: {colour}}}\n".encode()
        self._step()

    @rule(path=st.sampled_from(ASSETS), data=st.sampled_from((b"", b"A note.", b"A nota.", b"\xff" * 70_000)))
    def write_asset(self, path: str, data: bytes) -> None:
        self._change()
        self.state.raw[path] = data
        self._step()

    @rule(path=st.sampled_from(ASSETS))
    def delete_asset(self, path: str) -> None:
        self._change()
        self.state.raw.pop(path, None)
        self._step()

    @rule(path=st.sampled_from(sorted(BROKEN)))
    def break_something(self, path: str) -> None:
        self._change()
        self.state.raw[path] = BROKEN[path]
        report = self._step()
        assert not report.published or not path.startswith("content/articles")

    # What editors, their disks and their clocks do besides

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        self.state = self.before.pop()
        self._step()

    @precondition(lambda self: self.state.articles())
    @rule(which=pick)
    def edit_and_undo(self, which: int) -> None:
        path = self._article(which)
        self._change()
        self._edit(path)
        self._step()
        self.undo()

    @precondition(lambda self: self.state.articles() and self.failures == 0)
    @rule(which=pick, when=st.sampled_from((None, OLD)))
    def edit_and_keep_size_and_time(self, which: int, when: int | None) -> None:
        """An edit that neither size nor time tell of; the time may also be set back to one long gone."""
        path = self._article(which)
        place = self.ours / path
        if when is not None:
            os.utime(place, (when, when))
            self._step()
        time = place.stat().st_mtime_ns
        self._change()
        fields, body = self.state.records[path]
        old, new = ("day.", "way.") if body.endswith("day.") else ("way.", "day.")
        self.state.records[path] = fields, body.removesuffix(old) + new
        put(self.ours, self.on_disk, self.state.files())
        self.on_disk = self.state.files()
        os.utime(place, ns=(time, time))
        self._step()

    @rule(which=st.integers(0, 100), seconds=st.sampled_from((0, DAY, 3_000_000_000, -DAY)))
    def touch(self, which: int, seconds: int) -> None:
        """A file gets another time, also one in the future, and says what it said: nothing is rendered."""
        path = sorted(self.on_disk)[which % len(self.on_disk)]
        settled = self.failures == 0
        when = OLD + seconds if seconds else int(dt.datetime.now(tz=dt.UTC).timestamp()) + DAY
        os.utime(self.ours / path, (when, when))
        report = self._step()
        assert not settled or report.rendered == ()

    @rule()
    def build_again(self) -> None:
        settled = self.failures == 0
        report = self._step()
        assert not settled or (report.rendered == () and report.written == 0)

    @rule(option=st.sampled_from(OPTIONS))
    def build_otherwise(self, option: tuple[str, Any]) -> None:
        self.options[option[0]] = option[1]
        self._step()
        self.options["fresh"] = False

    @precondition(lambda self: self.published)
    @rule(which=st.integers(0, 100), edited=st.booleans())
    def damage_output(self, which: int, edited: bool) -> None:
        """A published file is lost, or edited by hand: it is made again."""
        place = self.public / sorted(self.published)[which % len(self.published)]
        if place.name.startswith("."):
            return
        if edited:
            place.write_bytes(place.read_bytes() + b"<!-- edited -->")
        else:
            place.unlink()
        if self.failures:  # nothing mends it while anything is wrong with the archive
            self.published = tree(self.public)
        self.damaged = True
        self._step()

    @rule(store=st.booleans())
    def lose_cache(self, store: bool) -> None:
        for place in (self.ours / FOLDER).glob("pages-*" if store else "readings*"):
            place.unlink()
        self._step()

    # How it is done

    def _change(self) -> None:
        """What was written until now can be undone."""
        self.before = [*self.before[-3:], copy.deepcopy(self.state)]

    def _article(self, which: int) -> str:
        articles = self.state.articles()
        return articles[which % len(articles)]

    def _entity(self, which: int) -> Written:
        entities = self.state.entities()
        return self.state.records[entities[which % len(entities)]]

    def _write_article(self, number: int, **fields: str) -> None:
        path = f"content/articles/a{number}.md"
        known = {"title": f"Title {number}", "outlet": OUTLETS[number % 3], "date": DATES[number % len(DATES)]}
        names: dict[str, Any] = {"entities": {"people": [PEOPLE[number % len(PEOPLE)]]}, "tags": [WORDS[number % 3]]}
        self.state.records[path] = {**known, **names, **fields}, "First words.\n\n"
        self._edit(path)

    def _edit(self, path: str) -> None:
        """Change one word of the last paragraph, into one that is nowhere else."""
        self.edits += 1
        fields, body = self.state.records[path]
        first = body.rpartition("\n")[0]
        self.state.records[path] = fields, f"{first}\nThe edit-{self.edits}- of the day."

    def _edit_of(self, path: str) -> str:
        body = self.state.records[path][1]
        return body.partition("edit-")[2].partition("-")[0]

    def _step(self) -> Report:
        """Build both; compare everything."""
        type(self).steps += 1
        files = self.state.files()
        put(self.ours, self.on_disk, files)
        put(self.copy, self.on_copy, files)
        self.on_disk, self.on_copy = files, dict(files)
        report = build(self.ours, BuildOptions(**self.options), self.spread)
        clean = self._clean()
        said = tuple(problem for problem in report.problems if not (self.damaged and problem.code == "edited-output"))
        assert _texts(said) == _texts(clean.problems)
        assert report.published == clean.published == (not report.errors)
        site = tree(self.public)
        if report.published:
            wrong = differences(site, tree(self.copy / "public"))
            type(self).publications += 1
            self.published, self.failures, self.damaged = site, 0, False
            self.good = copy.deepcopy(self.state)
        else:
            wrong = differences(site, self.published)
            self.failures += 1
        assert not wrong, wrong
        assert (self.public / FOREIGN).read_text() == "archive.example.org"
        assert not (self.public / STAGING).exists()
        if self.failures > 2:
            self.state = copy.deepcopy(self.good)
            self._step()
        return report

    def _clean(self) -> Report:
        for made in ("public", FOLDER):
            shutil.rmtree(self.copy / made, ignore_errors=True)
        return build(self.copy, BuildOptions(**{**self.options, "chunk": 100}))


class Broadsheet(Editor):
    """The same with the theme that comes with Pressmark, and one that extends it."""

    THEME: ClassVar[Files] = heir(ROOT / "themes")


def _texts(problems: tuple[Problem, ...]) -> list[str]:
    return sorted(f"{problem.span} {problem.code} {problem.message} {problem.hint}" for problem in problems)
