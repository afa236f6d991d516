"""Themes: found, layered, checked before anything is rendered, and rendered with mistakes that say where they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.model import Digest
from generator.output.bodies import BodiesInMemory
from generator.output.render import Fault, render, renderer, said_once
from generator.output.theme import Theme
from generator.site.parts import BodyView
from generator.site.planned import OutPath, Page
from tests.output.given import SITE, Note, load_theme, write

BODIES = BodiesInMemory(by_digest={Digest("d1"): '<p>A <a href="pressmark:0">link</a> &amp; more</p>'})


def theme_of(folder: Path, templates: dict[str, str], yaml: str = "name: Mine\n") -> Path:
    """A site folder whose theme `mine` has these templates."""
    files = {f"themes/mine/templates/{name}": text for name, text in templates.items()}
    return write(folder, {"themes/mine/theme.yaml": yaml, **files})


def loaded(folder: Path, name: str = "mine") -> Theme:
    """The theme, which is expected to be right."""
    theme, problems = load_theme(name, folder)
    assert problems == ()
    assert theme is not None
    return theme


def rendered(folder: Path, view: Note, template: str = "note.html") -> str | Fault:
    """One page of the theme `mine`."""
    theme = loaded(folder)
    page = Page(path=OutPath("n/index.html"), template=template, make=lambda: view)
    return render(page, view, renderer(theme.templates, theme.name, SITE, BODIES))


def said(folder: Path, name: str = "mine") -> list[str]:
    """What is wrong with a theme, as `place: code: message`."""
    theme, problems = load_theme(name, folder)
    assert theme is None
    return [f"{problem.span}: {problem.code}: {problem.message}" for problem in problems]


# Rendering


def test_everything_is_escaped_unless_it_is_a_body(tmp_path: Path) -> None:
    theme_of(tmp_path, {"note.html": "{{ view.text }}|{{ view.body | html }}"})
    view = Note(text="<b>&", body=BodyView(digest=Digest("d1"), urls=("/a/?x=1&y",)))
    assert rendered(tmp_path, view) == ('&lt;b&gt;&amp;|<p>A <a href="/a/?x=1&amp;y">link</a> &amp; more</p>')


def test_content_is_never_a_template(tmp_path: Path) -> None:
    theme_of(tmp_path, {"note.html": "{{ view.text }}"})
    assert rendered(tmp_path, Note(text="{{ 7*7 }} {% raw %}")) == "{{ 7*7 }} {% raw %}"


def test_a_row_of_values_is_gone_through_counted_and_joined(tmp_path: Path) -> None:
    rows = "{% set words = 'a b' | list | select('ne', ' ') %}{{ words | join('-') }}"
    loop = "{% for one in words | map('upper') %}{{ one }}{{ loop.last }} {% endfor %}"
    theme_of(tmp_path, {"note.html": f"{rows}{loop}{{{{ words | first }}}}{{{{ words | length }}}}"})
    assert rendered(tmp_path, Note(text="")) == "a-bAFalse BTrue a2"


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("<p>\n{{ view.txet }}\n", 2, "has no attribute 'txet'"),
        ("\n\n{{ nothing }}", 3, "'nothing' is undefined"),
        ("{% set x = 1 %}\n{{ x / 0 }}", 2, "ZeroDivisionError"),
        ("{{ view.text | html }}", 1, "the filter `html` takes a body, such as `view.body`, not a str"),
        ("{{ view.text + 1 }}", 1, "TypeError"),
        ("{{ view.text | map('upper') }}", 1, "TypeError: this is a row of values: add `| list` or `| join`"),
        ("{{ view.text | map('upper') | safe }}", 1, "this is a row of values"),
        ("{{ 'a' ~ [view.text | list | reverse] }}", 1, "this is a row of values"),
        ("{{ [].pop() }}", 1, "IndexError"),
        ("{{ {}['a'].b }}", 1, "has no attribute 'a'"),
        ("{% include 'note.html' %}", 1, "without end"),
        ("{{ '%d' | format('x') }}", 1, "TypeError"),
        ("{{ lipsum() }}", 1, "'lipsum' is undefined"),
    ],
)
def test_a_mistake_in_a_template_has_its_place(tmp_path: Path, template: str, line: int, message: str) -> None:
    theme_of(tmp_path, {"note.html": template})
    fault = rendered(tmp_path, Note(text="t"))
    assert isinstance(fault, Fault)
    assert (fault.path, fault.line) == ("themes/mine/templates/note.html", line)
    assert message in fault.message
    assert fault.source == template.splitlines()[line - 1].strip()


def test_a_mistake_in_a_macro_is_shown_in_the_macro(tmp_path: Path) -> None:
    macro = "{% macro card(x) %}\n  {{ x.nope }}\n{% endmacro %}"
    theme_of(tmp_path, {"note.html": "{% from 'cards.html' import card %}{{ card(view) }}", "cards.html": macro})
    fault = rendered(tmp_path, Note(text="t"))
    assert isinstance(fault, Fault)
    assert (fault.path, fault.line, fault.source) == ("themes/mine/templates/cards.html", 2, "{{ x.nope }}")


def test_one_mistake_on_many_pages_is_one_problem(tmp_path: Path) -> None:
    theme_of(tmp_path, {"note.html": "{{ view.nope }}"})
    theme = loaded(tmp_path)
    using = renderer(theme.templates, theme.name, SITE, BODIES)
    paths = [OutPath(f"{number}/index.html") for number in (2, 1, 3)]
    pages = [Page(path=path, template="note.html", make=lambda: Note(text="t")) for path in paths]
    [problem] = said_once(fault for page in pages if isinstance(fault := render(page, page.view, using), Fault))
    assert problem.code == "template-error"
    assert problem.hint == "in `{{ view.nope }}`, while rendering 1/index.html and 2 more"


def test_a_renderer_is_made_once_for_equal_values(tmp_path: Path) -> None:
    """A process renders its pages a part at a time, and what macros remember serves them all."""
    theme = loaded(theme_of(tmp_path, {"note.html": "one"}))
    again = loaded(tmp_path)
    using = renderer(theme.templates, theme.name, SITE, BODIES)
    assert renderer(again.templates, again.name, SITE, BODIES) is using
    changed = loaded(theme_of(tmp_path, {"note.html": "two"}))
    assert renderer(changed.templates, changed.name, SITE, BODIES) is not using
    assert rendered(tmp_path, Note(text="")) == "two"


def test_a_page_that_no_file_can_hold_is_a_problem(tmp_path: Path) -> None:
    theme_of(tmp_path, {"note.html": "{{ view.text }}"})
    fault = rendered(tmp_path, Note(text="half \ud83d"))
    assert isinstance(fault, Fault)
    assert fault.code == "unencodable-text"


def test_a_template_that_a_page_needs_and_the_theme_lacks_is_a_problem(tmp_path: Path) -> None:
    theme_of(tmp_path, {"note.html": "x"})
    fault = rendered(tmp_path, Note(text="t"), "article.html")
    assert isinstance(fault, Fault)
    assert (fault.code, fault.message) == ("missing-template", 'the theme has no template "article.html"')


# Loading


def test_a_theme_overrides_what_it_extends_file_by_file(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "themes/mine/theme.yaml": "name: Mine\nextends: base\noptions: {accent: red}\n",
            "themes/mine/templates/b.html": "mine b",
            "themes/mine/static/x.css": "mine",
            "themes/base/theme.yaml": "name: Base\noptions: {accent: blue, wide: 'no'}\n",
            "themes/base/templates/a.html": "base a",
            "themes/base/templates/b.html": "base b",
            "themes/base/static/x.css": "base",
            "themes/base/static/fonts/y.woff2": "base",
        },
    )
    theme = loaded(tmp_path)
    assert {one.name: one.text for one in theme.templates} == {"a.html": "base a", "b.html": "mine b"}
    assert [(one.path, Path(one.file).read_text()) for one in theme.static] == [
        ("static/fonts/y.woff2", "base"),
        ("static/x.css", "mine"),
    ]
    assert theme.options == (("accent", '"red"'), ("wide", '"no"'))


def test_a_template_s_digest_changes_with_all_it_reaches_and_nothing_else(tmp_path: Path) -> None:
    templates = {
        "page.html": "{% extends 'base.html' %}",
        "base.html": "{% include 'foot.html' %}",
        "foot.html": "foot",
        "other.html": "other",
    }
    before = loaded(theme_of(tmp_path, templates))
    after = loaded(theme_of(tmp_path, {**templates, "foot.html": "new foot"}))
    reaches = {one.name: one.reach for one in after.templates}
    changed = [one.name for one in before.templates if one.reach != reaches[one.name]]
    assert changed == ["base.html", "foot.html", "page.html"]


IMPORTS, IMPORTS_B, EXTENDS = "{% import 'a.html' as a %}", "{% import 'b.html' as b %}", "{% extends 'a.html' %}"
STATE = "template-state: a namespace, cycler or joiner that all pages would share"
CHANGE = "2:1: template-state: a change of `n` that all pages would share"


@pytest.mark.parametrize(
    ("templates", "expected"),
    [
        ({"a.html": "x\n{% if %}"}, ["2:1: template-syntax: Expected an expression, got 'end of statement block'"]),
        ({"a.html": "{{ x | nope }}"}, ["1:1: template-syntax: No filter named 'nope'"]),
        ({"a.html": "{{ x | random }}"}, ["1:1: template-syntax: No filter named 'random'"]),
        ({"a.html": "{{ f(x=1, x=2) }}"}, ["1:1: template-syntax: keyword argument repeated: x"]),
        (
            {"a.html": "{% for x in x %}" * 21 + "{% endfor %}" * 21},
            ["1:1: template-syntax: too many statically nested blocks"],
        ),
        ({"a.html": "{% include 'b.html' %}"}, ['1:1: missing-template: no template "b.html"']),
        ({"a.html": "{% include 'b.html' ignore missing %}"}, []),
        ({"a.html": "\n{% include view.name %}"}, ["2:1: dynamic-template: a template that is chosen while rendering"]),
        # What an imported template makes outside its macros is made once for all pages; anything else is made anew.
        ({"a.html": "{% set n = namespace(x=0) %}{% macro m() %}{% endmacro %}", "b.html": IMPORTS}, [f"1:1: {STATE}"]),
        ({"a.html": "\n{% if true %}{% set n = cycler(1, 2) %}{% endif %}", "b.html": IMPORTS}, [f"2:1: {STATE}"]),
        ({"a.html": "{% set n = joiner() %}", "b.html": EXTENDS, "c.html": IMPORTS_B}, [f"1:1: {STATE}"]),
        ({"a.html": "{% macro m() %}{% set n = namespace(x=0) %}{% endmacro %}", "b.html": IMPORTS}, []),
        ({"a.html": "{% block m %}{% set n = joiner() %}{% endblock %}", "b.html": IMPORTS}, []),
        ({"a.html": "{% set n = namespace(x=0) %}{% for x in 'ab' %}{% set n.x = x %}{% endfor %}"}, []),
        # And its macros change only what they made; what was imported is not changed at all.
        ({"a.html": "{% set n = [] %}\n{% macro m() %}{{ n.append(1) }}{% endmacro %}", "b.html": IMPORTS}, [CHANGE]),
        ({"a.html": "{% set n = {} %}\n{% macro m() %}{{ n.x.pop() }}{% endmacro %}", "b.html": IMPORTS}, [CHANGE]),
        ({"a.html": "{% set n = [] %}\n{% macro m() %}{{ n.append(1) }}{% endmacro %}"}, []),
        ({"a.html": "{% macro m(n) %}{% set n.x = 1 %}{{ kwargs.pop('y') }}{% endmacro %}", "b.html": IMPORTS}, []),
        ({"a.html": "{% from 'b.html' import n %}\n{{ n.append(1) }}", "b.html": "{% set n = [] %}"}, [CHANGE]),
        ({"a.html": "{% macro update() %}{% endmacro %}", "b.html": IMPORTS + "{{ a.update() }}"}, []),
    ],
)
def test_a_template_is_checked_before_it_is_used(
    tmp_path: Path, templates: dict[str, str], expected: list[str]
) -> None:
    theme_of(tmp_path, templates)
    _, problems = load_theme("mine", tmp_path)
    found = [f"{problem.span}: {problem.code}: {problem.message}" for problem in problems]
    assert found == [f"themes/mine/templates/a.html:{one}" for one in expected]


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("name: M\nextends: nowhere\n", '2:10: unknown-theme: no theme "nowhere"'),
        ("name: M\nextends: mine\n", "2:10: theme-cycle: themes that extend each other: mine extends mine"),
        ("name: M\nextends: ../x\n", '2:10: unknown-theme: no theme "../x"'),
        ("extends: broadsheet\n", "1:1: missing-field: a theme needs a `name`"),
        ("name: M\nextend: broadsheet\n", "2:1: unknown-setting: theme.yaml has no key `extend`"),
        ("name: [M]\n", "1:7: wrong-shape: `name` must be a text"),
        ("- M\n", "1:1: wrong-shape: theme.yaml holds no keys"),
    ],
)
def test_theme_yaml_is_checked(tmp_path: Path, yaml: str, expected: str) -> None:
    theme_of(tmp_path, {}, yaml)
    assert f"themes/mine/theme.yaml:{expected}" in said(tmp_path)


def test_an_unknown_theme_gets_a_hint(tmp_path: Path) -> None:
    _, problems = load_theme("broadshet", tmp_path)
    assert [(problem.code, problem.hint) for problem in problems] == [("unknown-theme", 'did you mean "broadsheet"?')]


def test_the_themes_that_come_with_pressmark_are_sound(tmp_path: Path) -> None:
    assert loaded(tmp_path, "broadsheet").name == "broadsheet"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are missing on this system")
@pytest.mark.parametrize("place", ["templates/pipe.html", "static/pipe.css", "theme.yaml"])
def test_a_pipe_among_a_theme_s_files_is_never_opened(tmp_path: Path, place: str) -> None:
    theme_of(tmp_path, {"note.html": "x"})
    (tmp_path / "themes/mine/static").mkdir()
    (tmp_path / "themes/mine" / place).unlink(missing_ok=True)
    os.mkfifo(tmp_path / "themes/mine" / place)
    assert said(tmp_path) == [f"themes/mine/{place}: not-a-file: neither a file nor a folder"]


def test_a_themes_folder_that_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theme_of(tmp_path, {"note.html": "x"})
    is_dir, iterdir = Path.is_dir, Path.iterdir

    def locked_is_dir(path: Path) -> bool:
        if path.parent == tmp_path / "themes":
            raise PermissionError(13, "Permission denied")
        return is_dir(path)

    def locked_iterdir(path: Path) -> Iterator[Path]:
        if path == tmp_path / "themes":
            raise PermissionError(13, "Permission denied")
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", locked_iterdir)
    assert said(tmp_path, "nowhere") == ['site.yaml: unknown-theme: no theme "nowhere"']
    monkeypatch.setattr(Path, "is_dir", locked_is_dir)
    assert said(tmp_path) == ['themes: unreadable-file: cannot read "themes": Permission denied']
    assert said(tmp_path, "nowhere") == said(tmp_path)


def test_a_name_too_long_for_a_folder_is_no_theme(tmp_path: Path) -> None:
    assert said(tmp_path, "x" * 300) == [f'site.yaml: unknown-theme: no theme "{"x" * 300}"']


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (".git/config", "refused-symlink"),
        ("public/draft.html", "refused-symlink"),
        ("../secret.txt", "symlink-leaves-archive"),
        ("more/a.txt", None),
        ("themes/base/a.txt", None),
    ],
)
def test_a_theme_s_links_lead_to_nothing_hidden_or_published(tmp_path: Path, target: str, code: str | None) -> None:
    site = theme_of(tmp_path / "site", {"note.html": "x"})
    places = [".git/config", "public/draft.html", "../secret.txt", "more/a.txt", "themes/base/a.txt"]
    write(site, {**dict.fromkeys(places, "x"), "public/.pressmark-manifest.json": "{}"})
    (site / "themes/mine/static").mkdir()
    (site / "themes/mine/static/linked.txt").symlink_to(site / target)
    _, problems = load_theme("mine", site)
    assert [problem.code for problem in problems] == ([code] if code else [])
