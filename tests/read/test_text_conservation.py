"""No word of a source is lost on the way to the page: the words of real bodies, counted by other means."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from generator.model import SourcePath
from generator.read.markdown import convert
from generator.settings import MarkdownOptions

SAMPLE = 12  # every twelfth file of the large corpora
NOT_OURS = re.compile(r"\{\{|\{%|<|!\[|\[\^|^\s*\[[^\]]+\]:|^\*\[|&", re.MULTILINE)  # templates, HTML, images, notes


def body_of(path: Path) -> str:
    """What follows the front matter of a file."""
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    return re.sub(r"\A---\n.*?\n---[ ]*\n", "", text, flags=re.DOTALL)


def words(text: str) -> list[str]:
    """Runs of letters and digits."""
    return re.findall(r"[^\W_]+", text)


def written_words(markdown: str) -> list[str]:
    """The words of a Markdown text for readers: destinations, list numbers and attribute lists are not."""
    text = re.sub(r"\]\([^()]*(\([^()]*\)[^()]*)*\)", "] ", markdown)
    text = re.sub(r"\]\[[^\]]*\]", "] ", text)
    text = re.sub(r"^[ \t>]*(?:[-*+:][ \t]+)*\d+\.[ \t]+", "", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*(```|~~~).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\{:?[ ]*[.#:][^}\n]*\}", "", text)
    return words(unescape(text))


def read_words(markdown: str) -> list[str]:
    _, text, _ = convert(markdown, SourcePath("a.md"), 1, MarkdownOptions())
    return words(text.text)


def test_every_word_of_the_historical_newspapers_is_read_in_order(corpora: Path) -> None:
    files = sorted((corpora / "newseye" / "content" / "articles").rglob("*.md"))
    assert len(files) > 300
    for file in files:
        body = body_of(file)
        assert read_words(body) == written_words(body), file.name


@pytest.mark.parametrize("folder", ["digitalgov/content/news", "18f/content"])
def test_every_word_of_plain_posts_is_read_in_order(folder: str, corpora: Path) -> None:
    bodies = {file.name: body_of(file) for file in sorted((corpora / folder).rglob("*.md"))[::SAMPLE]}
    plain = {name: body for name, body in bodies.items() if not NOT_OURS.search(body)}
    assert plain
    for name, body in plain.items():
        assert read_words(body) == written_words(body), name


@pytest.mark.parametrize("folder", ["digitalgov/content/news", "18f/content"])
def test_every_word_of_posts_with_markup_is_read_somewhere(folder: str, corpora: Path) -> None:
    """Posts with HTML, images, notes and templates too; attributes, destinations and comments are not words."""
    for file in sorted((corpora / folder).rglob("*.md"))[::SAMPLE]:
        body = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", body_of(file))
        body = re.sub(r"</?(?:a|b|em|i|span|strong|u)\b[^<>]*>", "", body)  # these stand inside words
        kept = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>|<(?=[a-zA-Z/])[^<>]*>", " ", body, flags=re.DOTALL)
        kept = re.sub(r"^[ ]{0,3}\[[^\]^]+\]:.*$|\[\^[^\]]*\]|!\[[^\]]*\]|^\*\[.*$", " ", kept, flags=re.MULTILINE)
        read = read_words(body)
        run_on = "".join(read)  # emphasis and links can begin inside a word
        missing = {word for word in set(written_words(kept)) - set(read) if word not in run_on}
        assert not missing, f"{file.name}: {sorted(missing)[:20]}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a <firstname> b", "a <firstname> b"),  # a name in angle brackets is no HTML
        ("a < b > c", "a < b > c"),
        ("if a<b and c>d then", "if a<b and c>d then"),
        ("x <!-- never closed", "x <!-- never closed"),
        ("<div>\nx <!-- never closed\n\nmore", "x <!-- never closed more"),
        ("<?php echo 1 ?> x", "<?php echo 1 ?>\n\nx"),
        ("<![CDATA[ kept ]]> x", "<![CDATA[ kept ]]>\n\nx"),
        ("<iframe>kept</iframe> x", "kept\n\nx"),
        ("<textarea><b>kept</b></textarea>", "kept"),
        ("<plaintext>kept\n\n*more*", "kept\n\nmore"),
        ("<svg><text>kept</text></svg>", "kept"),
        ("<script>never closed", "never closed"),
        ("<form>kept <input value=lost> too</form>", "kept too"),
        ("{{ x }} and {% y %}", "{{ x }} and {% y %}"),
        ("*a*{{ x }}", "a{{ x }}"),
        ("# Title {draft}", "Title {draft}"),
        ("a|b\n-|-\n1|2|3", "a b\n\n1 2 | 3"),  # a cell too many
        ("x[^1]\n\n[^1]: one\n[^1]: two", "x\n\none\n\ntwo"),  # a label defined twice
        ("x\n\n[^1]: unused", "x\n\nunused"),
        ("x[^1]\n\n[^1]: > [^2]: inner", "x\n\ninner"),  # a note defined inside a note
        ("x [^none] y", "x [^none] y"),
        ("///Footnotes Go Here///\n\nx[^1]\n\n[^1]: n", "///Footnotes Go Here///\n\nx\n\nn"),
        ("ſo viel\u00ad\u00a0Geſchrei", "ſo viel\u00ad\u00a0Geſchrei"),
        ("![a picture](http://elsewhere/x.png)", "a picture"),
        ("[[unclosed and [[ alone ]", "[[unclosed and [[ alone ]"),
        ('<p title="a > b">kept</p>', "kept"),
    ],
)
def test_words_that_look_like_markup_stay(written: str, read: str) -> None:
    _, text, _ = convert(written, SourcePath("a.md"), 1, MarkdownOptions())
    assert text.text == read
