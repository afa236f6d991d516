"""Promise 1: after any sequence of edits, what is published is byte for byte what a fresh build gives.

With PRESSMARK_LONG=1 10,000 steps and more, other ones each time. A failure prints the edits, and a line that repeats
it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from generator.build import BuildOptions, build
from tests.never_wrong.given import MIRROR, NOW, SITE, put, record, site_yaml
from tests.never_wrong.machine import MISTAKES, Broadsheet, Editor

LONG = os.environ.get("PRESSMARK_LONG") == "1"
SHORT = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=25,
    stateful_step_count=12,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
MANY = settings(SHORT, derandomize=False, max_examples=350, stateful_step_count=40)


@pytest.mark.parametrize(("editor", "share"), [(Editor, 1), (Broadsheet, 5)])
def test_what_is_published_is_what_a_clean_build_gives(
    editor: type[Editor], share: int, record_property: Callable[[str, object], None]
) -> None:
    profile = MANY if LONG else SHORT
    editor.steps = editor.publications = editor.single_pages = 0
    run_state_machine_as_test(editor, settings=settings(profile, max_examples=profile.max_examples // share))
    assert editor.publications > editor.steps / 2
    assert editor.single_pages or share > 1
    record_property("never wrong", f"{editor.__name__}: {editor.steps} steps, {editor.publications} of them published")


@pytest.mark.parametrize(
    "edit",
    [
        lambda editor: editor.swap_twins(0),
        lambda editor: editor.write_moment_otherwise(0),
        *(lambda editor, mistake=mistake: editor.mistake_setting(mistake) for mistake in MISTAKES),
    ],
)
def test_what_the_short_cuts_have_missed_before_is_tried_each_time(edit: Callable[[Editor], None]) -> None:
    """A short run meets these edits too seldom, and times that are believed right after a build."""
    editor = Editor()
    try:
        editor.begin(articles=2, believing=True, threads=False)
        edit(editor)
    finally:
        editor.teardown()


@pytest.mark.parametrize("display", ["excerpt", "metadata"])
def test_a_link_in_a_text_that_is_withheld_is_no_traceback(tmp_path: Path, display: str) -> None:
    text = record("A [link](/nowhere/).", title="A", outlet="The Times", date="2023", rights={"display": display})
    put(tmp_path, {}, {**MIRROR, "site.yaml": site_yaml(SITE), "content/articles/a.md": text})
    assert build(tmp_path, BuildOptions(now=NOW)).problems == ()
