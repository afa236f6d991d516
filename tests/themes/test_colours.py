"""The colours of every theme: text can be read, and what carries meaning can be seen (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re

import pytest

from tests.themes.pages import THEMES

GROUNDS = ("paper", "sheet", "tint")
TEXT = ("ink", "ink-soft", "ink-faint", "link", "link-hover", "link-visited", "alert")
GRAPHICS = ("bar", "bar-hover", "focus", "rule-firm", "ink-faint", "noted-edge")
SCHEME = re.compile(r":root \{(.*?)\n\s*\}", re.DOTALL)
COLOUR = re.compile(r"--([\w-]+): #([0-9a-f]{6});")


def schemes(theme: str) -> list[dict[str, str]]:
    """The colours of each `:root` block of a theme's tokens.css: light, dark, and print where it has one."""
    css = (THEMES / theme / "static" / "tokens.css").read_text(encoding="utf-8")
    return [dict(COLOUR.findall(block)) for block in SCHEME.findall(css)]


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, "rrggbb" (WCAG 2.2, definition)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


CASES = [(theme, place) for theme in ("broadsheet", "plain") for place in range(len(schemes(theme)))]


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", ["broadsheet", "plain"])
def test_a_theme_has_light_and_dark_colours_for_the_same_tokens(theme: str) -> None:
    light, dark, *_ = schemes(theme)
    assert light.keys() == dark.keys()
    assert light.keys() >= {*GROUNDS, *TEXT, *GRAPHICS, "rule", "selection"}
    assert luminance(light["paper"]) > 0.5 > luminance(dark["paper"])


@pytest.mark.parametrize(("theme", "scheme"), CASES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", TEXT)
def test_text_can_be_read(theme: str, scheme: int, ground: str, ink: str) -> None:
    colours = schemes(theme)[scheme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize(("theme", "scheme"), CASES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("shape", GRAPHICS)
def test_shapes_that_mean_something_can_be_seen(theme: str, scheme: int, ground: str, shape: str) -> None:
    colours = schemes(theme)[scheme]
    assert contrast(colours[shape], colours[ground]) >= 3


@pytest.mark.parametrize(("theme", "scheme"), CASES)
def test_marked_and_selected_text_can_be_read(theme: str, scheme: int) -> None:
    colours = schemes(theme)[scheme]
    assert contrast(colours["ink"], colours["selection"]) >= 4.5
    assert contrast(colours["paper"], colours["ink"]) >= 4.5
    assert all(contrast(colours[ink], colours["noted"]) >= 4.5 for ink in TEXT if ink != "ink-faint")
    assert all(contrast(colours[ink], colours["shared"]) >= 4.5 for ink in TEXT)


@pytest.mark.parametrize("theme", ["broadsheet", "plain"])
def test_no_sheet_names_a_colour_beside_the_tokens(theme: str) -> None:
    for sheet in (THEMES / theme / "static").glob("*.css"):
        if sheet.name != "tokens.css":
            rules = re.sub(r"url\([^)]*\)|/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s])|rgba?\(|hsla?\(", rules) == [], sheet.name


def test_every_token_that_a_sheet_uses_is_set() -> None:
    used = {
        name
        for sheet in THEMES.rglob("*.css")
        for name in re.findall(r"var\(--([\w-]+)", sheet.read_text(encoding="utf-8"))
    }
    for theme in ("broadsheet", "plain"):
        tokens = (THEMES / theme / "static/tokens.css").read_text(encoding="utf-8")
        assert used - set(re.findall(r"--([\w-]+):", tokens)) == {"mark"}
