"""Whether the text and the reference give every parameter, member and variant the same type, rules included."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any, Final, Union

from coalition import (
    acl,
    atlas,
    chronicle_audit,
    chronicle_kinds,
    composites,
    content_preimages,
    delegation,
    encoding,
    handshake,
    randomness,
    retirement,
    stance,
    struct_digest,
)
from coalition.crypto import beacon, blake3_modes, dcap, frost_round, jose, mosaik_tickets, threshold_ecdsa
from coalition.json_form import parameters
from coalition.names import FreeText, Name, TypeTag
from coalition.operations import MODULES, OPERATIONS
from coalition.organism import SchemaVersion
from coalition.presence import PresentId
from coalition.ratio import Ratio
from coalition.runtime import component, composite_audit, conditions, log, peers, repertoire, rotation
from coalition.runtime.play import verb_parameters
from coalition.runtime.verbs import VERBS
from coalition.shapes import Discriminant, Length, Record, Variant, Width, fields_of, union_of, variants_of
from coalition.unique_id import UniqueId
from conformance.specification import Specification
from conformance.specification import Variant as Listed

_RULED: Final = {
    PresentId: "present id",
    Name: "name",
    FreeText: "free text",
    TypeTag: "type tag",
    Ratio: "ratio",
    SchemaVersion: "schema version",
}
_PLAIN: Final = {UniqueId: "id", bytes: "bytes", str: "text", bool: "bool"}
_UNIONS: Final = {
    acl.AnyClause: "AclClause",
    acl.IssuerRoot: "IssuerRoot",
    struct_digest.AnyTyped: "Typed",
    encoding.Integer: "Integer",
    content_preimages.AnyContent: "Content",
    content_preimages.AnyScope: "ScopeRule",
    content_preimages.AnyPolicy: "AggregationPolicyId",
    retirement.AnyInstant: "RetirementInstant",
    handshake.AnySlot: "ModuleSlot",
    rotation.AnyHandle: "Handle",
    stance.AnyRule: "DecisionRule",
    stance.AnyScope: "FranchiseScope",
    delegation.AnyDelegation: "Delegation",
    delegation.AnyEvidence: "ConsentEvidence",
    chronicle_kinds.AnyKind: "ChronicleKind",
    chronicle_kinds.AnyPayload: "ChroniclePayload",
    chronicle_audit.AnyFinding: "AuditFinding",
    composite_audit.AnyCompositeFinding: "CompositeFinding",
    atlas.AnyLineage: "Lineage",
    randomness.AnyScheme: "BeaconScheme",
    threshold_ecdsa.EcdsaOutcome: "EcdsaOutcome",
    dcap.TdxBinding: "TdxBinding",
    composites.Alignment: "Alignment",
    conditions.AnyClause: "Clause",
    str | bytes: "data",
    blake3_modes.Blake3Mode: "Blake3Mode",
    blake3_modes.HashMessage: "HashMessage",
    jose.AnyJwtKey: "JwtKey",
    mosaik_tickets.ClaimValue: "ClaimValue",
    mosaik_tickets.Expiration: "Expiration",
    mosaik_tickets.TicketOutcome: "TicketOutcome",
    mosaik_tickets.Admission: "Admission",
    peers.TicketIssuer: "TicketIssuer",
    beacon.BeaconOutput: "BeaconOutput",
    frost_round.FrostOutcome: "FrostOutcome",
}
#: Enums to which chapters add variants.
_OPEN: Final = {
    component.AnyComponent: "Component",
    component.AnyCommand: "Command",
    log.AnyRecord: "SurfaceRecord",
}


def type_name(shape: Any) -> str:
    """The name the text gives an annotated shape."""
    if (known := _RULED.get(shape) or _PLAIN.get(shape) or _OPEN.get(shape)) is not None:
        return known
    origin = typing.get_origin(shape)
    if origin is Annotated:
        mark = typing.get_args(shape)[1]
        return str(mark) if isinstance(mark, Width) else f"bytes{typing.cast(Length, mark).bytes}"
    if origin is tuple:
        return f"[{type_name(typing.get_args(shape)[0])}]"
    if origin in (Union, types.UnionType):
        return _union(shape)
    return str(shape.__name__)


def _union(shape: Any) -> str:
    choices = typing.get_args(shape)
    if type(None) in choices:
        rest = [each for each in choices if each is not type(None)]
        return f"{type_name(union_of(rest))}?"
    return next(name for union, name in _UNIONS.items() if set(typing.get_args(union)) == set(choices))


def disagreements(spec: Specification) -> Iterator[str]:
    """Every type on which the text and the reference differ."""
    for name, derivation in spec.operations().items():
        found = tuple((wire, type_name(shape)) for wire, _, shape in parameters(OPERATIONS[name]))
        if found != derivation.params:
            yield f"{name} takes {_listed(derivation.params)} in the text and {_listed(found)} in the reference"
    for name, verb in spec.verbs().items():
        found = tuple((wire, type_name(shape)) for wire, _, shape in verb_parameters(name))
        if (("world", "u64"), *found) != verb.params:
            yield f"{name} takes {_listed(verb.params)} in the text and {_listed(found)} in the reference"
    if spec.verbs().keys() != VERBS.keys():
        differing = ", ".join(sorted(spec.verbs().keys() ^ VERBS.keys()))
        yield f"the verbs of the text and of the reference differ: {differing}"
    records, enums = _records(), _discriminants()
    for name, members in spec.types.items():
        found = tuple((field, type_name(shape)) for field, shape in fields_of(records[name]))
        if found != members:
            yield f"{name} has {_listed(members)} in the text and {_listed(found)} in the reference"
    unions = {name: union for union, name in _UNIONS.items()}
    opened = {name: typing.get_args(union)[0] for union, name in _OPEN.items()}
    for name, variants in spec.enums.items():
        if name in enums:
            listed = [(each.name, each.value) for each in enums[name]]
            if listed != [(each.name, each.number) for each in variants]:
                yield f"{name} is numbered differently in the text and in the reference"
            continue
        choices = _choices(variants, opened[name]) if name in opened else typing.get_args(unions[name])
        for variant, choice in zip(variants, choices, strict=True):
            found = tuple((field, type_name(shape)) for field, shape in fields_of(choice))
            if variant.name != choice.variant() or found != variant.members:
                given = f"{_listed(variant.members)} in the text and {_listed(found)} in the reference"
                yield f"{name}::{variant.name} has {given}"


def _choices(variants: tuple[Listed, ...], base: type[Variant]) -> tuple[type[Variant], ...]:
    """The variants of an open enum in the order of the text: those of the reference are in that of their modules."""
    found = dict(variants_of(base))
    return (*(found.pop(each.name) for each in variants if each.name in found), *found.values())


def _listed(members: tuple[tuple[str, str], ...]) -> str:
    return "(" + ", ".join(f"{name}: {kind}" for name, kind in members) + ")"


def _records() -> dict[str, type[Record]]:
    return {
        name: each
        for owner in (*MODULES, *repertoire.MODULES)
        for name, each in vars(owner).items()
        if isinstance(each, type) and issubclass(each, Record)
    }


def _discriminants() -> dict[str, type[Discriminant]]:
    return {
        name: each
        for owner in (*MODULES, *repertoire.MODULES)
        for name, each in vars(owner).items()
        if isinstance(each, type) and issubclass(each, Discriminant)
    }
