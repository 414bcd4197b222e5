"""What moved between two sets of vectors: tests, requirements, operations and mutants, by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.mutants import MUTANTS
from conformance.paths import VECTORS
from conformance.suite import CoalitionSuite
from conformance.vectors import VectorError, cases, files, read

Within = Callable[..., object]


def _committed() -> dict[str, bytes]:
    return {path.relative_to(VECTORS).as_posix(): path.read_bytes() for path in files()}


def test_nothing_moved_between_a_set_and_itself(suite: CoalitionSuite) -> None:
    """No test, no requirement, no mutant."""
    diff = suite.vectors().moved(_committed(), _committed())
    assert (diff.added, diff.removed, diff.moved, diff.requirements, diff.operations, diff.mutants) == ((),) * 6


def test_what_was_added_removed_and_moved_is_told_apart(suite: CoalitionSuite) -> None:
    """One value changed, one test gone, one renamed: each under its own word, with what hangs on it."""
    before, after = _committed(), _committed()
    document = json.loads(after["surface/deployment.json"])
    tests = document["groups"][0]["tests"]
    accepted = [test for test in tests if "value" in test["expect"]]
    moved, renamed, gone = accepted[0], accepted[1], tests[-1]
    name = renamed["id"]
    moved["expect"]["value"] = "00" * 32
    renamed["id"] = "surface/deployment/renamed"
    tests.remove(gone)
    after["surface/deployment.json"] = json.dumps(document).encode()
    diff = suite.vectors().moved(before, after)
    assert diff.moved == (moved["id"],)
    assert diff.added == ("surface/deployment/renamed",)
    assert set(diff.removed) == {name, gone["id"]}
    assert "SURF-1" in diff.requirements
    assert diff.operations == ("surface.deployment",)
    breaking = {mutant.name for mutant in MUTANTS if set(mutant.requirements) & set(diff.requirements)}
    assert set(diff.mutants) == breaking
    assert any("SURF-1" in mutant.requirements for mutant in MUTANTS if mutant.name in diff.mutants)


@pytest.mark.parametrize("member", ["comment", "near_misses", "flags", "preimage"])
def test_a_diagnosis_that_changes_moves_no_test(suite: CoalitionSuite, member: str) -> None:
    """Only question and expectation are the test; what explains a failure is not."""
    before, after = _committed(), _committed()
    document = json.loads(after["surface/deployment.json"])
    test = document["groups"][0]["tests"][0]
    test[member] = "another" if member == "comment" else test[member][:-1] if member != "preimage" else None
    if member == "preimage":
        del test["preimage"]
    after["surface/deployment.json"] = json.dumps(document).encode()
    assert suite.vectors().moved(before, after).moved == ()


def test_a_doctored_derivation_moves_what_folds_it(copy: Path, within: Within, root: Path) -> None:
    """Another tag of a deployment: `assay vectors diff` names tests, requirement and mutants; `check` fails."""
    source = copy / "reference" / "coalition" / "surface.py"
    text = source.read_text("utf-8")
    assert text.count('ascii_text("tag", "deployment")') == 1
    source.write_text(text.replace('ascii_text("tag", "deployment")', 'ascii_text("tag", "deployed")'), "utf-8")
    ran = within(copy, "-m", "assay", "vectors", "diff", "--against", str(root / "vectors"))
    said = ran.stdout.split()  # type: ignore[attr-defined]
    assert ran.returncode == 0, ran.stderr  # type: ignore[attr-defined]
    assert "surface/deployment/oracle" in said
    assert "SURF-1" in said
    assert "surface.deployment" in said
    assert any(mutant.name in said for mutant in MUTANTS if "SURF-1" in mutant.requirements)
    assert "encoding/hash/coalition-root" not in said
    check = within(copy, "-m", "assay", "vectors", "check")
    assert check.returncode == 1  # type: ignore[attr-defined]
    assert "surface/deployment.json" in check.stdout  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b'{"schema": "urn:other"}', b"\xff"],
)
def test_a_file_that_is_no_vector_file_is_named(tmp_path: Path, content: bytes) -> None:
    """Reading it is a `VectorError` that names the path."""
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    with pytest.raises(VectorError, match=r"broken\.json"):
        list(cases([path]))


def test_a_file_of_another_schema_is_refused(tmp_path: Path) -> None:
    """A later schema is not read as this one."""
    document = json.loads((VECTORS / "encoding" / "hash.json").read_text("utf-8"))
    path = tmp_path / "later.json"
    path.write_text(json.dumps({**document, "schema": "urn:coalition-conformance:vectors:2"}), "utf-8")
    with pytest.raises(VectorError, match="vectors:2"):
        read(path)


def test_a_file_from_elsewhere_is_asked_under_its_own_name(tmp_path: Path) -> None:
    """Vectors outside the folder become cases with their path as source, and the same questions."""
    path = tmp_path / "elsewhere.json"
    path.write_bytes((VECTORS / "encoding" / "hash.json").read_bytes())
    there, here = list(cases([path])), list(cases([VECTORS / "encoding" / "hash.json"]))
    assert {case.source for case in there} == {str(path)}
    assert [(case.id, case.params, case.expect) for case in there] == [
        (case.id, case.params, case.expect) for case in here
    ]
