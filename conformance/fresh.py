"""Cases computed on the spot: the same seed gives the same cases, and no table of answers knows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assay.suite import Case, Expect, InvalidParams, Question, Refusal, Value
from coalition.operations import OPERATIONS
from conformance import random_inputs
from conformance.casebook import answer, error_class, value_of
from conformance.entropy import Entropy
from conformance.fresh_scenarios import fresh_scenario
from conformance.spec_text import Derivation, specification
from conformance.spoil import ILL_SHAPED, Spoilt, rule_spoils, shape_spoils
from conformance.vectors import strict_input

#: One question in so many is a scenario: it has the steps of as many cases, more or less.
SCENARIOS = 40


def fresh(count: int, seed: str) -> Iterator[Question]:
    """`count` cases of all operations; one in four breaks one rule or shape, beside its accepted twin.

    Some are scenarios instead.
    """
    operations = list(specification().operations().values())
    made = 0
    while made < count:
        entropy = Entropy(f"fresh {seed} {made}")
        if entropy.chance(SCENARIOS):
            yield fresh_scenario(f"fresh/world/{made}", entropy)
            made += 1
            continue
        operation = entropy.choice(operations)
        params = random_inputs.params(operation.name, entropy)
        unit = f"fresh/{operation.name.replace('.', '/').replace('_', '-')}/{made}"
        yield _case(unit, unit, operation, params, Value(value_of(answer(operation.name, params))))
        made += 1
        if made < count and entropy.chance(4) and (spoilt := _spoilt(operation.name, params, entropy)) is not None:
            yield _refusal(f"{unit}-{spoilt.spoil.slug}", unit, operation, spoilt)
            made += 1


def _spoilt(operation: str, params: Any, entropy: Entropy) -> Spoilt | None:
    spoiler = rule_spoils if entropy.chance(2) else shape_spoils
    found = list(spoiler(operation, params))
    return entropy.choice(found) if found else None


def _refusal(ident: str, unit: str, operation: Derivation, spoilt: Spoilt) -> Case:
    if spoilt.spoil.error == ILL_SHAPED:
        return _case(ident, unit, operation, spoilt.params, InvalidParams(), ("PROTO-6",))
    error = error_class(spoilt.spoil.error)
    refusal = Refusal(spoilt.spoil.error, error.stage)
    assert operation.feature is not None
    features = strict_input((operation.feature,))
    return _case(ident, unit, operation, spoilt.params, refusal, (error.requirement,), features)


def _case(
    ident: str,
    unit: str,
    operation: Derivation,
    params: Any,
    expect: Expect,
    requirements: tuple[str, ...] = (),
    features: tuple[str, ...] = (),
) -> Case:
    assert operation.feature is not None
    assert operation.name in OPERATIONS
    return Case(
        id=ident,
        operation=operation.name,
        params=params,
        expect=expect,
        requirements=requirements or (operation.requirement,),
        features=(operation.feature, *features),
        unit=unit,
        source="fresh",
    )
