"""The reference is pure: it imports no clock, no randomness and no I/O, and every process derives the same bytes."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import coalition

IMPURE = {"time", "random", "os", "socket", "secrets", "datetime", "pathlib", "io"}
ALLOWED_OUTSIDE = {"blake3", "cbor2", "cryptography", "py_ecc", "pyblst", "pyrsistent", "rfc8785"}
MODULES = sorted(Path(coalition.__file__).parent.rglob("*.py"))


def _imported(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_module_imports_a_clock_randomness_or_io(path: Path) -> None:
    """No module of `coalition` imports what could make two runs differ, not even inside a function."""
    imported = _imported(ast.parse(path.read_text("utf-8")))
    assert not imported & IMPURE
    assert imported <= set(sys.stdlib_module_names) | ALLOWED_OUTSIDE | {"coalition"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_module_opens_prints_or_holds_a_float(path: Path) -> None:
    """No module calls `open`, `print`, `input`, `eval` or `float`, or writes a floating-point number (ENC-13)."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "print", "input", "eval", "exec", "float", "__import__"}
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))


PROGRAM = """
import json, sys
from coalition.json_form import call, encode
from coalition.operations import OPERATIONS
from coalition.preimage import Preimage
from conformance import random_inputs
from conformance.entropy import Entropy
for name in sorted(OPERATIONS):
    for number in range(4):
        params = random_inputs.params(name, Entropy(f"purity {name} {number}"))
        made = call(OPERATIONS[name], json.loads(json.dumps(params)))
        value = [made.encode().hex(), made.value().hex()] if isinstance(made, Preimage) else encode(made)
        print(name, json.dumps([params, value], sort_keys=True, default=repr))
"""


def test_two_processes_derive_the_same_bytes() -> None:
    """Every operation, over random parameters, gives one text under two seeds of Python's hashing."""
    outputs = []
    for seed in ("1", "4242"):
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        outputs.append(ran.stdout)
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") > 300
