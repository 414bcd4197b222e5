"""Following a wrong value to its part: what a case folds, one level down, with the values that are right there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from assay.suite import Case, Preimage, Value
from coalition import preimage as derivations
from coalition.json_form import encode_as, parameters
from coalition.operations import OPERATIONS
from conformance.casebook import answer, value_of, wire_preimage
from conformance.spec_text import specification
from conformance.specification import VERB
from conformance.step_parts import step_parts


def derived(case: Case) -> derivations.Preimage | None:
    """The preimage that the reference hashes for a case; None for one that hashes nothing or expects a refusal."""
    if not isinstance(case.expect, Value) or case.operation.startswith(VERB):
        return None
    found = answer(case.operation, case.params)
    return found if isinstance(found, derivations.Preimage) else None


def labelled(case: Case) -> Preimage | None:
    """The preimage of a case, in the form the harness aligns answers with."""
    found = wire_preimage(derived(case))
    return None if found is None else _from_form(found)


def _from_form(form: dict[str, object]) -> Preimage:
    import msgspec  # noqa: PLC0415 - on the failure path alone

    return msgspec.convert(form, Preimage)


def parts(case: Case) -> Sequence[Case]:
    """The derivations that the case folds, each a case of its own."""
    if case.operation.startswith(VERB):
        return tuple(step_parts(case))
    whole = derived(case)
    if whole is None or case.operation == "handshake.digest":
        return tuple(_roots(case))
    found = []
    operations = specification().operations()
    for at, row in enumerate(whole.fields):
        part = row.part
        if part is None or part.operation not in operations:
            continue
        operation = operations[part.operation]
        assert operation.feature is not None
        found.append(
            Case(
                id=f"{case.id}#{at}-{row.label}",
                operation=part.operation,
                params=_params(part),
                expect=Value(part.value().hex()),
                requirements=(operation.requirement,),
                features=(operation.feature,),
                unit=case.unit,
                source=case.source,
                comment=f"the field `{row.label}` of {case.operation}",
            )
        )
    return found


def _roots(case: Case) -> Iterator[Case]:
    """The roots that a page or a change of listings leads to: those operations fold one, though they have no table."""
    if not isinstance(case.expect, Value):
        return
    if case.operation.startswith("handshake."):
        configs = {"config": json.loads(case.params["document"])["config"]}
    elif case.operation == "retirement.republication":
        configs = {name: case.params[name]["config"] for name in ("before", "after")}
    else:
        return
    operation = specification().operations()["identity.coalition_root"]
    assert operation.feature is not None
    for label, config in configs.items():
        yield Case(
            id=f"{case.id}#{label}",
            operation=operation.name,
            params={"config": config},
            expect=Value(value_of(answer(operation.name, {"config": config}))),
            requirements=(operation.requirement,),
            features=(operation.feature,),
            unit=case.unit,
            source=case.source,
            comment=f"the root of `{label}` in {case.operation}",
        )


def _params(part: derivations.Preimage) -> dict[str, object]:
    shapes = parameters(OPERATIONS[part.operation])
    return {wire: encode_as(shape, part.params[python]) for wire, python, shape in shapes}
