"""Casebooks: the definition of the cases of one operation. What is expected is computed by running it.

The same definitions are the self-check and the generator: an accepted case runs through the reference, a refused one
must be refused for the reason it states, and its twin must be accepted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coalition.errors import RuleError, ShapeError
from coalition.json_form import call, encode, encode_as, parameters
from coalition.operations import OPERATIONS, RULE_ERRORS
from coalition.preimage import Preimage
from coalition_python import curves
from conformance import random_inputs
from conformance.entropy import Entropy
from conformance.near_misses import near_misses
from conformance.spec_text import specification
from conformance.spoil import rule_spoils, sample, shape_spoils
from conformance.spoilt import ILL_SHAPED, Spoilt

curves.choose()


class CaseError(Exception):
    """A definition is wrong: the reference does not do what it says."""


@dataclass(frozen=True)
class Test:
    """One defined case, with what the reference answers. `preimage` and `misses` are its diagnosis."""

    __test__ = False

    id: str
    requirements: tuple[str, ...]
    comment: str
    params: Mapping[str, Any]
    expect: Mapping[str, Any]
    twin: str | None = None
    flags: tuple[str, ...] = ()
    preimage: Mapping[str, Any] | None = None
    misses: Mapping[str, Any] = field(default_factory=dict)


def slug(operation: str) -> str:
    """The part of a test's id that names the operation: `identity/coalition-root`."""
    area, _, name = operation.partition(".")
    return f"{area}/{name.replace('_', '-')}"


def params_of(operation: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Python values under their wire names, in their JSON form. Values that are JSON already stay as they are."""
    form = {}
    for wire, python, shape in parameters(OPERATIONS[operation]):
        given = values[wire] if wire in values else values[python]
        form[wire] = encode_as(shape, given)
    return form


def answer(operation: str, params: Mapping[str, Any]) -> Any:
    """What the reference derives: a `Preimage` or a value."""
    return call(OPERATIONS[operation], dict(params))


def value_of(derived: Any) -> Any:
    """The value of an answer, in its JSON form."""
    return derived.value().hex() if isinstance(derived, Preimage) else encode(derived)


def wire_preimage(derived: Any) -> dict[str, Any] | None:
    """The labelled preimage of a hash; of a `fold`, that of its last step (SUB-13)."""
    if not isinstance(derived, Preimage) or derived.hash == "bytes":
        return None
    if derived.hash == "fold":
        last = derived.fields[-1]
        folded = derived.encode()[: 32 if len(derived.fields) > 1 else 0].hex()
        fields = [{"label": "folded", "encoding": "id", "data": folded}] if folded else []
        return {"hash": "concat", "fields": [*fields, _row(last.label, last.encoding, last.data)]}
    return {"hash": derived.hash, "fields": [_row(each.label, each.encoding, each.data) for each in derived.fields]}


def _row(label: str, encoding: str, data: bytes) -> dict[str, str]:
    return {"label": label, "encoding": encoding, "data": data.hex()}


def error_class(name: str) -> type[RuleError]:
    """The error of this name."""
    return RULE_ERRORS[name]


class Casebook:
    """The cases of one operation, in the order they are defined."""

    def __init__(self, operation: str, file: str | None = None, requirements: Sequence[str] = ()) -> None:
        derivation = specification().operations()[operation]
        assert derivation.feature is not None
        self.operation = operation
        self.chapter = derivation.chapter
        self.features = (derivation.feature,)
        self.file = file or f"{slug(operation)}.json"
        self.requirements = tuple(requirements) or (derivation.requirement,)
        self.tests: list[Test] = []
        self._ids: set[str] = set()
        self._slug = slug(operation)

    def accept(
        self,
        name: str,
        comment: str,
        values: Mapping[str, Any] | None = None,
        /,
        *,
        requirements: Sequence[str] = (),
        misses: Mapping[str, Any] | None = None,
        flags: Sequence[str] = (),
        diagnose: bool = True,
        **named: Any,
    ) -> None:
        """A case whose value is what the reference derives. `requirements` are cited beside the operation's own."""
        params = params_of(self.operation, {**(values or {}), **named})
        derived = answer(self.operation, params)
        value = value_of(derived)
        found = {**(misses or {}), **(near_misses(derived) if diagnose and isinstance(derived, Preimage) else {})}
        self._add(
            Test(
                self._id(name),
                tuple(dict.fromkeys([*self.requirements, *requirements])),
                comment,
                params,
                {"value": value},
                flags=tuple(flags),
                preimage=wire_preimage(derived) if diagnose else None,
                misses={flag: miss for flag, miss in found.items() if miss != value},
            )
        )

    def refuse(
        self,
        name: str,
        comment: str,
        twin: str,
        error: str,
        params: Mapping[str, Any],
        requirements: Sequence[str] = (),
    ) -> None:
        """A case that is refused with `error` (or as ill-shaped) and differs from its accepted twin in one place."""
        twin_id = self._id(twin)
        if not any(test.id == twin_id and "value" in test.expect for test in self.tests):
            raise CaseError(f"{self._id(name)}: no accepted twin {twin_id}")
        self._confirm(name, error, params)
        if error == ILL_SHAPED:
            expect: dict[str, Any] = {"invalid_params": True}
            cited = ("PROTO-6", *requirements)
        else:
            expect = {"error": error, "stage": error_class(error).stage}
            cited = (error_class(error).requirement, *requirements)
        self._add(Test(self._id(name), tuple(dict.fromkeys(cited)), comment, params, expect, twin=twin_id))

    def refuse_changed(
        self, name: str, comment: str, twin: str, error: str, /, requirements: Sequence[str] = (), **changed: Any
    ) -> None:
        """A refusal made of the twin's parameters with some of them changed (in JSON form, or as Python values)."""
        base = next(test for test in self.tests if test.id == self._id(twin)).params
        form = dict(base)
        for wire, python, shape in parameters(OPERATIONS[self.operation]):
            if python in changed or wire in changed:
                form[wire] = encode_as(shape, changed.get(python, changed.get(wire)))
        self.refuse(name, comment, twin, error, form, requirements)

    def spoil(self, twin: str, *, rules: int = 12, shapes: int = 8, requirements: Sequence[str] = ()) -> None:
        """Refusals that break one rule, and one shape, at places all over the twin's parameters."""
        base = next(test for test in self.tests if test.id == self._id(twin)).params
        for spoilt in sample(list(rule_spoils(self.operation, base)), rules):
            self._spoilt(twin, spoilt, requirements)
        for spoilt in sample(list(shape_spoils(self.operation, base)), shapes):
            self._spoilt(twin, spoilt, ())

    def spoil_all(self, twin: str, requirements: Sequence[str] = ()) -> None:
        """Every refusal that breaks one rule or one shape of the twin's parameters."""
        base = next(test for test in self.tests if test.id == self._id(twin)).params
        for spoilt in (*rule_spoils(self.operation, base), *shape_spoils(self.operation, base)):
            self._spoilt(twin, spoilt, requirements if spoilt.spoil.error != ILL_SHAPED else ())

    def _spoilt(self, twin: str, spoilt: Spoilt, requirements: Sequence[str]) -> None:
        where = "-".join(str(step).replace("_", "-") for step in spoilt.path)
        comment = f"{'.'.join(map(str, spoilt.path))}: {spoilt.spoil.comment}"
        self.refuse(
            f"{twin}-{where}-{spoilt.spoil.slug}", comment, twin, spoilt.spoil.error, spoilt.params, requirements
        )

    def random(self, count: int, *, diagnose: bool = True, prefix: str = "random") -> None:
        """Accepted cases with random parameters."""
        for number in range(count):
            entropy = Entropy(f"{self.file} {number}")
            params = random_inputs.params(self.operation, entropy)
            self.accept_params(f"{prefix}-{number}", "random parameters", params, diagnose=diagnose)

    def accept_params(self, name: str, comment: str, params: Mapping[str, Any], *, diagnose: bool = True) -> None:
        """An accepted case whose parameters are given in their JSON form."""
        derived = answer(self.operation, params)
        misses = near_misses(derived) if diagnose and isinstance(derived, Preimage) else {}
        self._add(
            Test(
                self._id(name),
                self.requirements,
                comment,
                params,
                {"value": value_of(derived)},
                preimage=wire_preimage(derived) if diagnose else None,
                misses=misses,
            )
        )

    def under(self, prefix: str) -> Casebook:
        """The casebook itself, its further tests named under another prefix (`identity/rotations`)."""
        self._slug = prefix
        return self

    def _confirm(self, name: str, error: str, params: Mapping[str, Any]) -> None:
        try:
            derived = answer(self.operation, params)
        except ShapeError as raised:
            if error != ILL_SHAPED:
                raise CaseError(f"{self._id(name)}: {raised}, not {error}") from raised
        except RuleError as raised:
            if type(raised).__name__ != error:
                raise CaseError(f"{self._id(name)}: {raised}, not {error}") from raised
        else:
            raise CaseError(f"{self._id(name)}: accepted, not {error}: {value_of(derived)}")

    def _id(self, name: str) -> str:
        return f"{self._slug}/{name.lower()}"

    def _add(self, test: Test) -> None:
        if test.id in self._ids:
            raise CaseError(f"{test.id} stands twice")
        self._ids.add(test.id)
        self.tests.append(test)
