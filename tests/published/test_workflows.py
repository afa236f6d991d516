"""The workflows that publish: what GitHub's own schema says of them, and what a new archive's does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "generator/starter/dot-github/workflows/pages.yml"
WORKFLOWS = [STARTER, *sorted((ROOT / ".github/workflows").glob("*.yml"))]


def steps(workflow: Path) -> list[dict[str, object]]:
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_workflow_is_what_github_takes(workflow: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(workflow)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_action_is_githubs_own_and_pinned(workflow: Path) -> None:
    used = [str(step["uses"]) for step in steps(workflow) if "uses" in step]
    assert used
    for action in used:
        name, _, version = action.partition("@")
        assert name.startswith("actions/")
        assert version.removeprefix("v").isdigit() or len(version) == 40


def test_a_new_archive_checks_against_what_was_built_then_builds_for_the_address_that_pages_gives() -> None:
    runs = [str(step["run"]) for step in steps(STARTER) if "run" in step]
    assert runs == [
        "pip install -r requirements.txt",
        "pressmark check --format github --published public",
        'pressmark build --base-url "$BASE_URL/"',
    ]
    by_run = {step.get("run"): step for step in steps(STARTER)}
    assert by_run[runs[-1]]["env"] == {"BASE_URL": "${{ steps.pages.outputs.base_url }}"}


def test_no_expression_is_pasted_into_a_command() -> None:
    assert not [step for workflow in WORKFLOWS for step in steps(workflow) if "${{" in str(step.get("run", ""))]


def test_only_what_publishing_needs_is_permitted() -> None:
    workflow = yaml.safe_load(STARTER.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
