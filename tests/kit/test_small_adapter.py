"""An adapter of under a hundred lines, written as the kit's documentation says, is judged by the real command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ADAPTER = '''
"""Lattices and surfaces over BLAKE3: an adapter written from the chapters alone."""
from blake3 import blake3
from assay_kit import Adapter
from assay_kit.shapes import text, u64, variant

adapter = Adapter("small", "1.0.0", "python", features=["identity.lattice"])
ORGANISMS = dict.fromkeys(("Zipnet", "Unseal", "Offer", "Atelier", "Relay", "Tally"), {})


def value(preimage):
    return {"value": blake3(preimage).hexdigest(), "preimage": preimage.hex()}


def root(instance_name, chain_id):
    return b"builder|" + instance_name.encode() + b"|chain=" + chain_id.to_bytes(8, "little")


@adapter.operation("identity.lattice_root", instance_name=text, chain_id=u64)
def lattice_root(instance_name, chain_id):
    return value(root(instance_name, chain_id))


@adapter.operation("identity.lattice_organism", instance_name=text, chain_id=u64, organism=variant(**ORGANISMS))
def lattice_organism(instance_name, chain_id, organism):
    return value(blake3(root(instance_name, chain_id)).digest() + organism[0].lower().encode())


adapter.serve()
'''


def _assay(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "small.py").write_text(ADAPTER, "utf-8")
    command = [sys.executable, "-m", "assay", *arguments, "--target", f"stdio:{sys.executable} small.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def test_the_small_adapter_conforms(tmp_path: Path) -> None:
    """`assay run --feature identity.lattice` passes it, and says what it does not claim."""
    assert ADAPTER.count("\n") < 100
    ran = _assay(tmp_path, "run", "--feature", "identity.lattice", "--no-history")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "small 1.0.0" in ran.stdout


def test_the_small_adapter_is_sound(tmp_path: Path) -> None:
    """`assay smoke` finds nothing wrong with it."""
    ran = _assay(tmp_path, "smoke")
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("|chain=", "|chain:"), ('"little"', '"big"'), ("[0].lower()", "[0]"), ("chain_id=u64)", "chain_id=text)")],
)
def test_a_slip_in_the_small_adapter_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str
) -> None:
    """One wrong literal, byte order or letter, and the command exits 1."""
    assert right in ADAPTER
    monkeypatch.setitem(globals(), "ADAPTER", ADAPTER.replace(right, wrong))
    ran = _assay(tmp_path, "run", "--feature", "identity.lattice", "--no-history")
    assert ran.returncode == 1, ran.stdout + ran.stderr


def test_the_reference_behind_the_kit(start: Any) -> None:
    """The program of the reference answers over its pipes what the text says, and ends with status 0."""
    session = start(command=[sys.executable, "-m", "coalition_python.program"])
    answer = session.ask("encoding.hash", {"value": {"text": "coalition.root.v1"}})
    assert answer["result"]["value"] == "bb8eb9bda9e543d8587c1d10516bef9c6b74c27c4631b46f7876a74171fc9746"
    assert session.ask("encoding.name", {"name": ""})["error"]["data"] == {"error": "NameEmpty", "stage": "validate"}
    assert session.ask("encoding.name", {"name": 1})["error"]["code"] == -32602
    assert session.end() == 0
