"""The house rules of the architecture that a machine can check: arrows, importers, caps, no stray state writes."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FILE_LINES, FUNCTION_LINES, GUARD_LINES = 250, 40, 3
ONE_IMPORTER = {
    "django_fsm": "workflows/fsm.py",
    "viewflow": "workflows/desks.py",
    "weasyprint": "relief/notices/render.py",
}
# Who writes a state column: the journal moves a case with its event; desks and alerts keep a copy of their own.
# The register's numbers have a state that is no machine's (supervision.md §8).
STATE_WRITERS = {"workflows/journal.py", "workflows/desks.py", "workflows/deadlines.py", "relief/letters/register.py"}
WRITING = {"update", "create", "get_or_create", "update_or_create", "bulk_create"}


def sources(*folders: str) -> Iterator[tuple[str, str]]:
    """(path from the root, text) of our modules, migrations apart."""
    for folder in folders or ("workflows", "relief"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


PRODUCT = dict(sources())
TREES = {name: ast.parse(text) for name, text in PRODUCT.items()}


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that a tree imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("engine", "home"), ONE_IMPORTER.items())
def test_one_importer_each(engine: str, home: str) -> None:
    found = {name for name, tree in TREES.items() if any(i.split(".")[0] == engine for i in imported(tree))}
    assert found == {home}


def test_viewflows_own_state_machine_is_not_used() -> None:
    assert not [name for name, tree in TREES.items() if any(i.startswith("viewflow.fsm") for i in imported(tree))]


def test_the_arrows_point_one_way() -> None:
    """The contracts of .importlinter, as make check runs them."""
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("machine", ["administration", "relief_application", "payout_line", "payout_batch"])
def test_a_machine_file_imports_only_its_own_kind(machine: str) -> None:
    """Tables and guards: neither engine nor desks nor models (house.md §2)."""
    ours = {f"workflows.{name}" for name in ("fsm", "guards", "separation")}
    allowed = {"django.db.models", "django.utils.translation", *ours}
    tree = TREES[f"workflows/{machine}.py"]
    modules = {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules <= allowed and not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]


def test_the_law_imports_nothing_of_the_office() -> None:
    assert not [n for n, tree in TREES.items() if n.startswith("workflows/") and any(
        i.split(".")[0] == "relief" for i in imported(tree))]  # fmt: skip


def test_services_know_no_request_no_form_no_view() -> None:
    """What stands behind the door knows nothing of the web; a selector may say 404."""
    web = (r"django\.(http|forms|shortcuts|views|urls|template)\b"
           r"|relief\.\w+\.(views|urls|pages)\b|relief\.people\.forms")
    inner = [n for n in TREES if re.fullmatch(r"relief/\w+/(services|facts|models)(\.py|/\w+\.py)|relief/\w+\.py", n)]
    inner = [n for n in inner if Path(n).name not in ("settings.py", "urls.py", "wsgi.py")]
    assert "relief/office.py" in inner
    assert not [(n, i) for n in inner for i in imported(TREES[n]) if re.match(web, i)]


def stray_writes(tree: ast.AST) -> Iterator[int]:
    """Lines that set a state: x.state = …, setattr(x, "state", …), .update(state=…), .save(update_fields=["state"])."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (t.lineno for t in targets if isinstance(t, ast.Attribute) and t.attr == "state")
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            words = [a.value for a in ast.walk(node) if isinstance(a, ast.Constant)]
            if name in WRITING and any(k.arg == "state" for k in node.keywords):
                yield node.lineno
            if name in ("setattr", "bulk_update", "save") and "state" in words:
                yield node.lineno


def test_nobody_writes_a_state_but_the_engine() -> None:
    """Rule 2; raw SQL among it."""
    found = {name: list(stray_writes(tree)) for name, tree in TREES.items() if name not in STATE_WRITERS}
    assert not {name: lines for name, lines in found.items() if lines}
    raw = re.compile(r"\bSET\s+state\b|INSERT INTO (applications_application|payouts_payout)", re.IGNORECASE)
    assert not [name for name, text in PRODUCT.items() if raw.search(text) and name not in STATE_WRITERS]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_files_and_functions_are_small() -> None:
    """Rule 12: small by cap. Splitting is the answer, not a longer list here."""
    long_files = {n: text.count("\n") for n, text in PRODUCT.items() if text.count("\n") > FILE_LINES}
    long_functions = {f"{n}:{f.name}": f.end_lineno - f.lineno + 1 for n, tree in TREES.items() for f in functions(tree)
                      if f.end_lineno and f.end_lineno - f.lineno + 1 > FUNCTION_LINES}  # fmt: skip
    assert not long_files and not long_functions


def test_a_guard_is_a_named_fact_of_three_lines() -> None:
    """Rule 1 of a machine file: one look tells the rule; the docstring names it."""
    wrong = []
    for name, tree in TREES.items():
        if not name.startswith("workflows/guards/"):
            continue
        for function in functions(tree):
            first, *rest = function.body
            documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            lines = rest[-1].end_lineno - rest[0].lineno + 1 if rest else 0  # type: ignore[operator]
            constant = len(rest) == 1 and isinstance(rest[0], ast.Return) and isinstance(rest[0].value, ast.Constant)
            if not documented or not 1 <= lines <= GUARD_LINES or constant:
                wrong.append(f"{name}:{function.name}")
    assert not wrong


def test_every_module_says_what_it_is_for() -> None:
    silent = [n for n, tree in TREES.items() if tree.body and not ast.get_docstring(tree) and not n.endswith("apps.py")]
    assert not silent


def test_no_leftovers() -> None:
    """No grab-bags, no TODO, no print outside commands (rule 9: failures are rows, never print)."""
    assert not [n for n in PRODUCT if Path(n).name in {"utils.py", "helpers.py", "managers.py", "misc.py", "common.py"}]
    assert not [n for n, text in PRODUCT.items() if re.search(r"\b(TODO|FIXME|XXX)\b", text)]
    printing = [n for n, tree in TREES.items() if "management/commands" not in n and any(
        isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print" for node in ast.walk(tree))]  # fmt: skip
    assert not printing


def test_domain_logic_is_in_no_signal_and_no_save() -> None:
    """Rule 5."""
    signals = [n for n, tree in TREES.items() if any(i.startswith(("django.db.models.signals", "django.dispatch"))
                                                     for i in imported(tree))]  # fmt: skip
    saves = [f"{n}:{f.lineno}" for n, tree in TREES.items() for f in functions(tree) if f.name in ("save", "delete")]
    assert not signals and not saves


def test_templates_carry_no_styles_and_no_scripts_of_their_own() -> None:
    """One stylesheet, scripts from files: a content security policy without exceptions."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)|\son\w+=\"|<style\b|\sstyle=\"", re.IGNORECASE)
    pages = [p for p in (ROOT / "templates").rglob("*.html") if not {"notices", "letters"} & set(p.parts)]
    assert pages and not [p.name for p in pages if inline.search(p.read_text(encoding="utf-8"))]
