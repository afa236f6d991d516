"""Every problem the program can say: documented, and said exactly so about an archive that has it."""

from __future__ import annotations

import ast
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build import BuildOptions, build
from generator.cli import main
from generator.console import all_lines
from generator.init import write_starter
from tests.broken.generated import GENERATED, NOW, Generated
from tests.output.given import contents

ROOT = Path(__file__).resolve().parent.parent
BROKEN = ROOT / "tests" / "broken"
CASES = sorted(file.parent.name for file in BROKEN.glob("*/site.yaml"))
ENVIRONMENT = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}

SEEN_BY_BUILD = frozenset({"template-error"})  # `check` renders nothing
NOT_FROM_CONTENT = {
    "the system's doing: tests/test_files.py, tests/test_verify.py, tests/output": (
        "another-build",
        "cache-not-saved",
        "cannot-write",
        "differs-from-clean",
        "edited-output",
        "foreign-file",
        "output-is-symlink",
        "output-not-a-folder",
        "output-refused",
        "publication-finished",
        "not-verified",
        "publication-interrupted",
        "unreadable-file",
        "worker-lost",
    ),
    "the wishes of `pressmark new` and `init`: tests/test_cli.py": (
        "empty-name",
        "file-exists",
        "folder-not-empty",
        "unknown-type",
    ),
    "the wishes of `pressmark retag` and `merge-entity`: tests/editing": (
        "address-changed",
        "articles-would-move",
        "cannot-edit",
        "different-from",
        "different-types",
        "file-changed",
        "merge-loses-text",
        "merge-with-itself",
        "no-record",
        "one-file-twice",
        "unknown-name",
    ),
    "a zip to read offline: tests/offline": (
        "long-path",
        "module-script",
    ),
    "what is published, and git: tests/deploy": (
        "bad-branch",
        "broken-address",
        "built-for-elsewhere",
        "no-commit",
        "no-git",
        "no-identity",
        "no-remote",
        "not-built",
        "nothing-published",
        "published-not-read",
        "push-rejected",
        "remote-not-reached",
        "source-branch",
        "too-large-to-publish",
        "vanished-address",
    ),
    "what is wrong with a site, and not with an archive: tests/test_fixity.py": (
        "bad-sums",
        "changed-file",
        "missing-file",
        "no-sums",
        "unknown-file",
    ),
    "what only a mistake in the program could bring about: tests/output/test_bodies.py": ("restricted-words",),
    "last resorts that no known content reaches: tests/output/test_theme.py": ("markdown-failed", "unencodable-text"),
}

KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


# The codes of the source: text where a parameter or a field named `code` wants it


class _CodePositions(ast.NodeVisitor):
    """Which argument of which function or record is a problem's code, by the name it is called with."""

    def __init__(self) -> None:
        self.at: dict[str, int] = {}

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        names = [argument.arg for argument in node.args.args if argument.arg != "self"]
        if "code" in names:
            self.at[node.name] = names.index("code")
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        fields = [
            item.target.id
            for item in node.body
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
        ]
        if "code" in fields:
            self.at[node.name] = fields.index("code")
        self.generic_visit(node)


def _texts(node: ast.expr | None) -> Iterator[str]:
    """The texts an expression can be: itself, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def _in_code_position(tree: ast.AST, at: dict[str, int]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in at and len(node.args) > at[called]:
                yield from _texts(node.args[at[called]])
            for keyword in node.keywords:
                if keyword.arg == "code":
                    yield from _texts(keyword.value)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == "code" for target in targets):
                yield from _texts(node.value)
            if isinstance(node.value, ast.Dict):  # tables of complaints: (code, message, hint)
                for row in node.value.values:
                    if isinstance(row, ast.Tuple) and len(row.elts) == 3:
                        yield from _texts(row.elts[0])


def codes_of_the_source() -> Counter[str]:
    """Every code, and how many places say it."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "generator").rglob("*.py"))]
    positions = _CodePositions()
    for tree in trees:
        positions.visit(tree)
    return Counter(code for tree in trees for code in _in_code_position(tree, positions.at))


def documented() -> dict[str, str]:
    """The codes of docs/problems.md and the severity it gives each."""
    found: dict[str, str] = {}
    for line in (ROOT / "docs" / "problems.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) >= 4:
            assert cells[0].strip("`") not in found, f"{cells[0]} is documented twice"
            found[cells[0].strip("`")] = cells[1]
    return found


def test_codes_are_found_wherever_the_source_writes_them() -> None:
    found = codes_of_the_source()
    one_a_way = {
        "unknown-theme",
        "unknown-reference",
        "bad-url",
        "bad-id",
        "yaml-merge",
        "removed-link",
        "unclosed-quote",
    }
    assert one_a_way | {"template-error", "missing-template", "unknown-entity-type", "duplicate-key"} <= found.keys()


def test_every_code_is_a_stable_kebab_case_name() -> None:
    assert [code for code in sorted(codes_of_the_source()) if not KEBAB.fullmatch(code)] == []


def test_the_documentation_has_every_code_and_no_other() -> None:
    assert sorted(documented()) == sorted(codes_of_the_source())


def test_every_code_that_content_can_cause_has_a_case() -> None:
    excused = {code for codes in NOT_FROM_CONTENT.values() for code in codes}
    said = {code for code, _ in _said_by_cases()}
    assert sorted(codes_of_the_source().keys() - excused - said) == []
    assert sorted(said & excused) == [], "these have cases now: take them off the list"


def test_the_documentation_gives_each_code_the_severity_that_cases_show() -> None:
    severities = documented()
    wrong = {
        f"{severity}[{code}]" for code, severity in _said_by_cases() if severity not in severities[code].split(" or ")
    }
    assert wrong == set()


def test_a_case_is_named_after_the_code_it_shows() -> None:
    for name in (*CASES, *GENERATED):
        codes = [code for code, _ in _codes_in(_expected(name))]
        assert any(name.startswith(code) for code in codes), f"{name} shows {codes}"


def _expected(name: str) -> str:
    place = f"generated/{name}.txt" if name in GENERATED else f"{name}/expected.txt"
    return (BROKEN / place).read_text(encoding="utf-8")


def _codes_in(text: str) -> list[tuple[str, str]]:
    said = re.compile(r"^\S.*?: (error|warning)\[([a-z0-9-]+)\]: ", re.MULTILINE)
    return [(code, severity) for severity, code in said.findall(text)]


def _said_by_cases() -> list[tuple[str, str]]:
    return [said for name in (*CASES, *GENERATED) for said in _codes_in(_expected(name))]


# What each broken archive gets to hear


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a good archive."""
    folder = tmp_path_factory.mktemp("good")
    assert write_starter(folder) is None
    assert build(folder, BuildOptions(now=NOW)).published
    return folder / "public"


def _archive(name: str, tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    if name in GENERATED:
        _write(GENERATED[name], folder)
    else:
        shutil.copytree(BROKEN / name, folder, ignore=shutil.ignore_patterns("expected.txt"))
    return folder


def _write(case: Generated, folder: Path) -> None:
    for path, data in case.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    case.more(folder)


@pytest.mark.parametrize("name", [*(name for name in CASES if name not in SEEN_BY_BUILD), *GENERATED])
def test_check_says_exactly_this_and_writes_nothing(name: str, tmp_path: Path) -> None:
    folder = _archive(name, tmp_path)
    before = _everything(folder)
    result = CliRunner().invoke(main, ["check", "--site", str(folder), "--jobs", "1"], env=ENVIRONMENT)
    assert result.stdout == _expected(name)
    assert result.exit_code == (1 if "error[" in result.stdout else 0)
    assert isinstance(result.exception, SystemExit | None)
    assert _everything(folder) == before


@pytest.mark.parametrize("name", [*CASES, *GENERATED])
def test_an_error_keeps_the_published_site_and_a_warning_does_not(name: str, tmp_path: Path, published: Path) -> None:
    folder, output = _archive(name, tmp_path), tmp_path / "output"
    shutil.copytree(published, output)
    before = contents(output)
    report = build(folder, BuildOptions(now=NOW, output=output))
    said = [line for line in _expected(name).splitlines() if not line.startswith("Checked ")]
    assert list(all_lines(report.problems)) == said
    assert report.published is (report.errors == 0)
    assert (contents(output) == before) is bool(report.errors)


def _everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
