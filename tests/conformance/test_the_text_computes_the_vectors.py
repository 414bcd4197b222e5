"""The text computes the vectors a second time: the evaluator reads its tables, and knows nothing of the reference."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from blake3 import blake3
from by_the_prose import PROSE

from assay.suite import Case, Value
from conformance import preimage_tables, spec_text
from conformance import specification as values
from conformance.preimage_tables import fields, value
from conformance.spec_text import specification

OPERATIONS = specification().operations()
TABLES = [name for name in OPERATIONS if name not in PROSE]


def _positive(cases: list[Case], operation: str) -> list[Case]:
    return [case for case in cases if case.operation == operation and isinstance(case.expect, Value)]


@pytest.mark.parametrize("operation", TABLES)
def test_the_tables_compute_every_positive_vector(cases: list[Case], operation: str) -> None:
    """Labels, encodings, bytes and value of each vector are those that the table of the text gives."""
    found = _positive(cases, operation)
    assert found
    for case in found:
        assert isinstance(case.expect, Value)
        kind, rows = fields(operation, case.params)
        assert value(operation, case.params).hex() == case.expect.value, case.id
        if case.preimage is None:
            # Random vectors carry none, nor does what is not hashed.
            assert kind == "bytes" or case.source.startswith("random/"), case.id
            continue
        assert case.preimage.hash == ("concat" if kind == "fold" else kind)
        given = [(row.label, row.encoding, row.data) for row in case.preimage.fields]
        expected = [(label, encoding, data.hex()) for label, encoding, data in rows]
        if kind == "fold" and len(expected) > 1:
            folded = blake3(rows[0][2]).digest()
            for _, _, data in rows[1:-1]:
                folded = blake3(folded + data).digest()
            expected = [("folded", "id", folded.hex()), expected[-1]]
        assert given == expected, case.id
        assert blake3(case.preimage.encode()).hexdigest() == case.expect.value, case.id


@pytest.mark.parametrize("operation", PROSE)
def test_the_prose_computes_every_other_positive_vector(cases: list[Case], operation: str) -> None:
    """An operation that has no table is computed from its sentence; between them, no vector is left out."""
    found = _positive(cases, operation)
    assert found
    for case in found:
        assert isinstance(case.expect, Value)
        assert PROSE[operation](case.params) == case.expect.value, case.id


def test_every_operation_is_computed_a_second_time(cases: list[Case]) -> None:
    """Tables and prose cover the operations of the text, and every operation that the vectors ask."""
    assert {*TABLES, *PROSE} == set(OPERATIONS) == {case.operation for case in cases}
    # `identity.constant` is a table of texts; the others have none, so that the prose is needed.
    for operation in PROSE:
        assert OPERATIONS[operation].hash is None, operation


def test_fresh_cases_are_computed_by_the_text_too(suite: object) -> None:
    """What the reference computes on the spot, the text computes as well, variants and depths that no vector has."""
    asked = 0
    for case in suite.fresh(1500, "the text"):  # type: ignore[attr-defined]
        if not isinstance(case, Case) or not isinstance(case.expect, Value):
            continue
        computed = PROSE[case.operation](case.params) if case.operation in PROSE else value(case.operation, case.params)
        assert (computed.hex() if isinstance(computed, bytes) else computed) == case.expect.value, case.id
        asked += 1
    assert asked > 1000


def test_a_doctored_table_computes_other_bytes(root: Path, tmp_path: Path) -> None:
    """The evaluator reads the text and not a copy of it: another literal in a table is another row."""
    for chapter in (root / "spec").glob("*.md"):
        text = chapter.read_text("utf-8")
        (tmp_path / chapter.name).write_text(text.replace('`"deployment"`', '`"deployed"`'), "utf-8")
    doctored = specification(tmp_path).operations()["surface.deployment"]
    assert doctored.rows[0].source == '"deployed"'
    assert OPERATIONS["surface.deployment"].rows[0].source == '"deployment"'


@pytest.mark.parametrize("module", [preimage_tables, spec_text, values])
def test_the_evaluator_shares_blake3_and_nothing_else(module: object) -> None:
    """Neither the evaluator nor the reader of the text imports the reference."""
    path = Path(str(module.__file__))  # type: ignore[attr-defined]
    imported = {
        name.split(".")[0] if not name.startswith("conformance") else name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    allowed = {"blake3", "rfc8785", "conformance.spec_text", "conformance.specification", "conformance.paths"}
    assert imported - set(sys.stdlib_module_names) <= allowed


def test_an_operation_without_table_says_so() -> None:
    """Asking the evaluator for what has no table is a `KeyError`, not an invented value."""
    with pytest.raises(KeyError):
        fields("encoding.name", {"name": "a"})
    with pytest.raises(KeyError):
        value("identity.unheard_of", {})
