"""Cases computed on the spot: the same seed gives the same cases, and no table of answers knows them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from assay.suite import Case, Expect, InvalidParams, Question, Refusal, Scenario, Value, Wanted, every_feature
from coalition.operations import OPERATIONS
from conformance import random_inputs
from conformance.casebook import answer, error_class, value_of
from conformance.curve_places import curve_spoils
from conformance.entropy import Entropy
from conformance.fresh_scenarios import FRESH, fresh_life
from conformance.spec_text import specification
from conformance.specification import Derivation
from conformance.spoil import rule_spoils, shape_spoils
from conformance.spoilt import ILL_SHAPED, Spoilt
from conformance.vectors import strict_input

#: One question in so many is a scenario: it has the steps of as many cases, more or less.
SCENARIOS = 40

#: What the name of a scenario begins with, and what its source does: the seed follows, so that it can be made again.
_WORLD: Final = "fresh/world/"
_SEEDED: Final = f"{FRESH} "


def fresh(count: int, seed: str, wanted: Wanted = every_feature) -> Iterator[Question]:
    """`count` questions of all operations that are `wanted`, by their features; what is not is not computed.

    One in four breaks one rule or shape, beside its accepted twin; some are scenarios instead. A question has its name
    from its place among all there are, wanted or not, so that it keeps it when other features are wanted too.
    """
    operations = list(specification().operations().values())
    places = itertools.count()
    made = 0
    while made < count:
        for question in islice(_at(next(places), seed, operations, wanted), count - made):
            yield question
            made += 1


def seeded_life(unit: str, source: str) -> Scenario | None:
    """The scenario of that name computed once more; None where `source` does not say from which seed."""
    if not (unit.startswith(_WORLD) and source.startswith(_SEEDED)):
        return None
    seed, place = source.removeprefix(_SEEDED), int(unit.removeprefix(_WORLD))
    return next(each for each in _at(place, seed, (), every_feature) if isinstance(each, Scenario))


def _at(place: int, seed: str, operations: Sequence[Derivation], wanted: Wanted) -> Iterator[Question]:
    """The questions at one place: a scenario, a case, or a case and its broken twin."""
    entropy = Entropy(f"fresh {seed} {place}")
    if entropy.chance(SCENARIOS):
        life = fresh_life(f"{_WORLD}{place}", entropy, source=f"{_SEEDED}{seed}")
        if wanted(life.features):
            yield life.played()
        return
    operation = entropy.choice(operations)
    assert operation.feature is not None
    if not wanted((operation.feature,)) and not wanted(strict_input((operation.feature,))):
        return
    params = random_inputs.params(operation.name, entropy)
    unit = f"fresh/{operation.name.replace('.', '/').replace('_', '-')}/{place}"
    if wanted((operation.feature,)):
        yield _case(unit, unit, operation, params, Value(value_of(answer(operation.name, params))))
    if entropy.chance(4) and (spoilt := _spoilt(operation.name, params, entropy)) is not None:
        refusal = _refusal(f"{unit}-{spoilt.spoil.slug}", unit, operation, spoilt)
        if wanted(refusal.features):
            yield refusal


def _spoilt(operation: str, params: Any, entropy: Entropy) -> Spoilt | None:
    spoilers = (rule_spoils, curve_spoils) if entropy.chance(2) else (shape_spoils,)
    found = [each for spoiler in spoilers for each in spoiler(operation, params)]
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
        source=FRESH,
    )
