"""Where links, images and wiki links lead."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive.records import Assembled
from generator.model import (
    ArticleId,
    Destination,
    DestinationKind,
    Display,
    Rights,
    SourcePath,
)
from generator.problems import Severity
from tests.archive.given import article, assembled, body, codes, declared, entity, outlet, page, quote, story, tag

LINK, IMAGE, WIKI = DestinationKind.LINK, DestinationKind.IMAGE, DestinationKind.WIKI
OTHERS = [
    entity("im-chon-il", "Im Chon Il", "Im Chon-il", body=body(anchors=("His_Office", "roles", "what-he-said"))),
    entity("paris-hilton", "Paris"),
    entity("paris", "Paris", kind="places"),
    outlet("kcna", "KCNA"),
    tag("diplomacy", "Diplomacy"),
    story("mutiny", "The mutiny"),
    page("about", "About this archive"),
    quote("vow", title="The vow", body=body(anchors=("last",))),
    article("b", title="Pyongyang speaks", body=body(anchors=("end",)), entities=declared("people", "Unrecorded One")),
    article("draft", draft=True, title="Not yet"),
    article("twin-1", title="Twins"),
    article("twin-2", title="Twins"),
]
FILES = [
    "content/articles/photo.jpg",
    "content/articles/e\u0301t\u00e9 1.png",
    "content/articles/.secret",
    "content/assets/map.svg",
    "content/assets/.hidden/map.svg",
    "content/articles/broken.md",
]


def following(kind: DestinationKind, target: str) -> Assembled:
    """The archive in which article a.md links to this."""
    return assembled([*OTHERS, article("a", body=body((kind, target)))], FILES)


@pytest.mark.parametrize(
    ("kind", "target", "meant"),
    [
        (WIKI, "Im Chon-il", "entity people/im-chon-il #"),
        (WIKI, "im-chon-il#roles", "entity people/im-chon-il #b-roles"),
        (WIKI, "Im Chon-il#What he said", "entity people/im-chon-il #b-what-he-said"),
        (WIKI, "unrecorded one", "entity people/unrecorded-one #"),
        (WIKI, "places/paris", "entity places/paris #"),
        (WIKI, "Pyongyang speaks", "article b #"),
        (WIKI, "kcna", "outlet kcna #"),
        (WIKI, "the mutiny", "story mutiny #"),
        (WIKI, "diplomacy", "tag diplomacy #"),
        (WIKI, "About this archive", "page about #"),
        (WIKI, "vow", "quote vow #"),
        (WIKI, "The vow#last", "quote vow #b-last"),
        (LINK, "../quotes/vow.md", "quote vow #"),
        (LINK, "b.md", "article b #"),
        (LINK, "./b.md#end", "article b #b-end"),
        (LINK, "../entities/im-chon-il.md#His_Office", "entity people/im-chon-il #b-His_Office"),
        (LINK, "../entities/im-chon-il.md#what-he-s%61id", "entity people/im-chon-il #b-what-he-said"),
        (LINK, "../pages/about.md", "page about #"),
        (LINK, "photo.jpg", "asset content/articles/photo.jpg #"),
        (LINK, "photo.jpg?size=2", "asset content/articles/photo.jpg #"),
        (IMAGE, "%C3%A9te%CC%81%201.png", "asset content/articles/e\u0301t\u00e9 1.png #"),
        (IMAGE, "../assets/map.svg", "asset content/assets/map.svg #"),
        (LINK, "/about/", "site-path /about/ #"),
        (LINK, "/about/#us", "site-path /about/ #us"),
        (LINK, "#notes", "fragment  #notes"),
        (LINK, "https://example.com/a?b#c", "external https://example.com/a?b#c #"),
        (LINK, "mailto:a@example.com", "external mailto:a@example.com #"),
    ],
)
def test_a_destination_leads_to_what_it_names(kind: DestinationKind, target: str, meant: str) -> None:
    made = following(kind, target)
    (found,) = made.archive.by_id["a"].targets  # type: ignore[index]
    assert f"{found.kind} {found.id} #{found.fragment}" == meant
    assert [problem for problem in made.problems if problem.span.path == "content/articles/a.md"] == []


@pytest.mark.parametrize(
    ("kind", "target", "code", "hint"),
    [
        (WIKI, "Im Chon Ill", "broken-link", "did you mean [[Im Chon Il]]?"),
        (WIKI, "Xyzzy", "broken-link", None),
        (WIKI, "The vows", "broken-link", "did you mean [[The vow]]?"),
        (WIKI, "Not yet", "link-to-held-back", "it is a draft or its date has not come; …"),
        (LINK, "draft.md", "link-to-held-back", "it is a draft or its date has not come; …"),
        (LINK, "im-chon-il.md", "broken-link", 'did you mean "../entities/im-chon-il.md"?'),
        (LINK, "photo.jpeg", "broken-link", 'did you mean "photo.jpg"?'),
        (LINK, ".secret", "broken-link", None),  # hidden files stay so
        (LINK, "../assets/.hidden/map.svg", "broken-link", 'did you mean "../assets/map.svg"?'),
        (LINK, "javascript:alert(1)", "refused-link", 'write "./javascript:alert(1)" if that is a file'),
        (LINK, "java\tscript:alert(1)", "refused-link", 'write "./javascript:alert(1)" if that is a file'),
        (LINK, "\x01javascript:1", "refused-link", 'write "./javascript:1" if that is a file'),
        (LINK, "data:text/html,x", "refused-link", "links may use http, https and mailto"),
        (LINK, "//example.com/x", "refused-link", "begin a link to another site with https:, …"),
        (LINK, "/\\example.com", "refused-link", "begin a link to another site with https:, …"),
        (LINK, "https://[", "refused-link", "Invalid IPv6 URL"),
        (LINK, "https:", "refused-link", "the address is not complete"),
        (IMAGE, "https://example.com/x.png", "remote-image", "put a copy beside the article, …"),
        (IMAGE, "b.md", "broken-link", None),
    ],
)
def test_what_cannot_be_followed_leads_nowhere_and_is_a_warning(
    kind: DestinationKind, target: str, code: str, hint: str | None
) -> None:
    made = following(kind, target)
    (problem,) = [problem for problem in made.problems if problem.span.path == "content/articles/a.md"]
    assert (problem.code, problem.severity) == (code, Severity.WARNING)
    assert problem.hint is None if hint is None else (problem.hint or "").startswith(hint.removesuffix("…"))
    assert [found.kind for found in made.archive.by_id["a"].targets] == ["nothing"]  # type: ignore[index]


@pytest.mark.parametrize(("kind", "target"), [(LINK, "broken.md"), (WIKI, "broken")])
def test_a_record_that_could_not_be_read_has_said_so_itself(kind: DestinationKind, target: str) -> None:
    """It is no asset either."""
    made = following(kind, target)
    assert [problem for problem in made.problems if problem.span.path == "content/articles/a.md"] == []
    assert [found.kind for found in made.archive.by_id["a"].targets] == ["nothing"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("kind", "target", "source", "hint"),
    [
        (LINK, "2023-06-25-kcnaa.md", "2023-06-25-times", 'did you mean "2023-06-25-kcna.md"?'),
        (LINK, "2023-06-25-kcnaa", "2023-06-25-times", 'did you mean "2023-06-25-kcna.md"?'),
        (LINK, "2023-06-26-kcna.md", "2023-06-25-times", 'did you mean "2023-06-25-kcna.md"?'),
        (LINK, "2024/2023-06-25-kcna.md", "2023-06-25-times", 'did you mean "2023-06-25-kcna.md"?'),
        (LINK, "2023-06-25-kcnaa.md", "2023-06-25-kcna", None),  # the file itself, and no other has a name like it
        (LINK, "2023-06-25-sun.md", "2023-06-25-times", None),  # one date makes no likeness
        (WIKI, "2023-06-25-kcna", "2023-06-25-times", "did you mean [[kcna]]?"),
        (WIKI, "kcnaa", "2023-06-25-times", "did you mean [[kcna]]?"),
        (WIKI, "kcnaa", "2023-06-25-kcna", None),
    ],
)
def test_a_name_like_it_is_suggested_but_never_the_file_that_holds_the_link(
    kind: DestinationKind, target: str, source: str, hint: str | None
) -> None:
    names = {"2023-06-25-kcna": "kcna", "2023-06-25-times": "times"}
    given = [
        article(file, id=ArticleId(name), title="A report", body=body(*[(kind, target)] * (file == source)))
        for file, name in names.items()
    ]
    (problem,) = assembled(given).problems
    assert (problem.code, problem.hint) == ("broken-link", hint)


@pytest.mark.parametrize(
    ("kind", "target", "code"),
    [
        (LINK, "../../site.yaml", "link-leaves-archive"),
        (LINK, "%2e%2e/%2e%2e/site.yaml", "link-leaves-archive"),
        (IMAGE, "../../../etc/passwd", "link-leaves-archive"),
        (LINK, "../../content-of-others/x", "link-leaves-archive"),
        (WIKI, "Twins", "ambiguous-name"),
        (WIKI, "Paris", "ambiguous-name"),
    ],
)
def test_a_path_out_of_the_archive_and_a_name_with_two_claims_are_errors(
    kind: DestinationKind, target: str, code: str
) -> None:
    made = following(kind, target)
    (problem,) = [problem for problem in made.problems if problem.span.path == "content/articles/a.md"]
    assert (problem.code, problem.severity) == (code, Severity.ERROR)


def test_assets_are_the_asset_folder_and_what_texts_refer_to() -> None:
    assert following(LINK, "photo.jpg").archive.assets == ("content/articles/photo.jpg", "content/assets/map.svg")
    assert following(LINK, "b.md").archive.assets == ("content/assets/map.svg",)


def test_what_only_a_draft_refers_to_is_not_published() -> None:
    made = assembled([article("a", draft=True, body=body((IMAGE, "photo.jpg")))], ["content/articles/photo.jpg"])
    assert made.archive.assets == ()


def test_links_in_other_records_are_followed_too() -> None:
    made = assembled([*OTHERS, page("method", "Method", body=body((WIKI, "KCNA"), (LINK, "about.md")))])
    assert [it.id for it in made.archive.targets[SourcePath("content/pages/method.md")]] == ["kcna", "about"]


@pytest.mark.parametrize(
    ("target", "found", "code"),
    [
        ("photo.jpg", "content/articles/photo.jpg", None),
        ("absent.jpg", None, "missing-image"),
        ("https://example.com/x.png", None, "remote-image"),
    ],
)
def test_the_image_of_an_article_is_an_asset_or_a_warning(target: str, found: str | None, code: str | None) -> None:
    picture = Destination(kind=LINK, target=target)
    made = assembled([article("a", image=picture)], ["content/articles/photo.jpg"])
    image = made.archive.entries[0].image
    assert (image and image.id) == found
    assert codes(made) == ([code] if code else [])


any_text = st.text(st.characters(exclude_categories=())) | st.text("./\\:#?%[]@ a\ud800\t", max_size=8)


@settings(max_examples=200)
@given(st.sampled_from([LINK, IMAGE, WIKI]), any_text)
def test_any_text_can_be_a_destination(kind: DestinationKind, target: str) -> None:
    made = following(kind, target)
    (found,) = made.archive.by_id["a"].targets  # type: ignore[index]
    reported = any(problem.span.path == "content/articles/a.md" for problem in made.problems)
    assert reported or found.kind != "nothing"
    assert not reported or found.kind == "nothing" or "#" in target  # a page without that heading


def test_a_fragment_that_the_page_does_not_have_is_left_out_and_said() -> None:
    made = following(LINK, "../entities/im-chon-il.md#role")
    (found,) = made.archive.by_id["a"].targets  # type: ignore[index]
    assert (found.kind, found.fragment) == ("entity", "")
    said = [(problem.code, problem.hint) for problem in made.problems if problem.span.path == "content/articles/a.md"]
    assert said == [("broken-link", 'did you mean "#roles"?')]


def test_a_thousand_broken_links_are_all_said_and_a_hundred_explained() -> None:
    links = [(WIKI, f"Im Chon Ill {n}") for n in range(1_000)]
    made = assembled([*OTHERS[:1], article("a", body=body(*links))])
    assert codes(made) == ["broken-link"] * 1_000
    assert sum(problem.hint is not None for problem in made.problems) == 100


# What rights keep off the pages


SCANS = ["content/articles/scan.jpg", "content/articles/full.pdf", "content/assets/map.svg"]
HIDDEN = body((IMAGE, "scan.jpg"), (LINK, "full.pdf"), (LINK, "no.pdf"), anchors=("part-two",))
PICTURE = Destination(kind=IMAGE, target="scan.jpg")


@pytest.mark.parametrize("display", [Display.METADATA, Display.EXCERPT])
def test_files_of_a_text_that_is_not_shown_are_not_published(display: Display) -> None:
    made = assembled([article("a", rights=Rights(display=display), body=HIDDEN, image=PICTURE)], SCANS)
    (entry,) = made.archive.entries
    assert (entry.targets, entry.image, made.archive.assets) == ((), None, ("content/assets/map.svg",))
    assert made.problems == ()


@pytest.mark.parametrize("display", [Display.METADATA, Display.EXCERPT])
@pytest.mark.parametrize(("kind", "target"), [(WIKI, "a#part-two"), (LINK, "a.md#part-two")])
def test_a_place_in_a_text_that_is_not_shown_is_left_out_and_said(
    display: Display, kind: DestinationKind, target: str
) -> None:
    hidden = article("a", rights=Rights(display=display), body=HIDDEN)
    made = assembled([hidden, article("b", body=body((kind, target)))])
    (found,) = made.archive.by_id["b"].targets  # type: ignore[index]
    assert (found.kind, found.id, found.fragment) == ("article", "a", "")
    assert codes(made) == ["broken-link"]


def test_files_that_only_a_quote_refers_to_are_published() -> None:
    path = "content/quotes/scan.pdf"
    assert assembled([quote("q", body=body((LINK, "scan.pdf")))], [path]).archive.assets == (path,)


@pytest.mark.parametrize("ending", ["html", "HTM", "xhtml", "js", "mjs", "swf"])
def test_a_file_that_may_run_scripts_is_said_once(ending: str) -> None:
    path = f"content/articles/x.{ending}"
    linking = [article(name, body=body((LINK, f"x.{ending}"))) for name in "ab"]
    (problem,) = assembled(linking, [path]).problems
    assert (problem.code, problem.severity, problem.span.path) == ("active-asset", Severity.WARNING, path)


@pytest.mark.parametrize("ending", ["svg", "pdf", "xml", "json", "jpg"])
def test_other_files_are_published_without_a_word(ending: str) -> None:
    made = assembled([], [f"content/assets/x.{ending}"])
    assert (made.archive.assets, made.problems) == ((f"content/assets/x.{ending}",), ())


def test_a_file_that_is_not_published_is_not_said() -> None:
    assert assembled([], ["content/articles/x.html"]).problems == ()
