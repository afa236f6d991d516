"""A reader's browser asks nobody but the site itself, and runs nothing that is written into a page."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.published.built import BuiltSite


def test_no_page_loads_anything_from_another_host(site: BuiltSite) -> None:
    foreign = [
        (path, reference.tag, reference.url)
        for path, page in site.facts.items()
        for reference in page.references
        if reference.is_loaded and not reference.absolute.startswith(site.base_url)
    ]
    assert not foreign[:20]


def test_no_stylesheet_loads_anything_from_another_host(site: BuiltSite) -> None:
    sheets = {path: site.bytes_of(path).decode() for path in site.files if path.endswith(".css")}
    assert sheets
    assert not [path for path, text in sheets.items() if "//" in text.replace("http://www.w3.org/", "")]


def test_nothing_is_written_inline_but_data(site: BuiltSite) -> None:
    assert not [(path, page.inline) for path, page in site.facts.items() if page.inline][:20]


def test_every_page_carries_a_strict_policy(site: BuiltSite) -> None:
    without = [path for path, page in site.facts.items() if page.policy is None]
    assert not without[:20]
    for policy in {page.policy for page in site.facts.values() if page.policy}:
        directives = {name: values for name, *values in (part.split() for part in policy.split(";") if part.strip())}
        assert directives["default-src"] in (["'none'"], ["'self'"])
        allowed = {value for values in directives.values() for value in values}
        assert not allowed & {"*", "'unsafe-inline'", "'unsafe-eval'", "http:", "https:"}
        assert [name for name, values in directives.items() if "data:" in values] in ([], ["img-src"])
        hosts = {value for value in allowed if value != "data:" and not value.startswith("'")}
        assert hosts <= {f"https://{urlsplit(site.base_url).netloc}"}
