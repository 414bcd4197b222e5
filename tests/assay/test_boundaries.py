"""What the harness may not know."""

from __future__ import annotations

import ast
from pathlib import Path

import assay

ROOT = Path(assay.__file__).parent


def test_the_harness_imports_no_suite() -> None:
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name.split(".")[0] not in {"coalition", "conformance", "assay_kit", "coalition_python"}, path


def test_modules_stay_small() -> None:
    for path in ROOT.rglob("*.py"):
        assert len(path.read_text().splitlines()) <= 350, path
