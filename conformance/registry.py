"""`spec/registry.json` and the JSON Schemas, generated from the chapters."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from coalition import unicode_ranges
from conformance.preimage_tables import value
from conformance.spec_text import specification
from conformance.specification import Specification

SPEC_VERSION = "0.1"
PROTOCOL_VERSION = 1

Json = dict[str, Any]

_INTEGER = re.compile(r"^(?P<sign>[iu])(?P<bits>\d+)$")
_BYTES = re.compile(r"^bytes(?P<width>\d+)$")
_REFUSABLE = " or refused"
_HEX = "([0-9a-f]{2})*"


def registry() -> Json:
    """Constants, discriminants, errors, features, profiles, operations, types and Unicode ranges, in one document."""
    spec = specification()
    return {
        "schema": "urn:coalition-conformance:registry:1",
        "spec_version": SPEC_VERSION,
        "protocol_version": PROTOCOL_VERSION,
        "constants": _constants(spec),
        "features": {
            name: {"description": description, "requires": list(requires)}
            for name, (requires, description) in spec.features.items()
        },
        "profiles": {
            name: {"kind": each.kind, "description": each.description, "features": list(spec.whole(each))}
            for name, each in spec.profiles.items()
        },
        "operations": {
            name: {
                "chapter": each.chapter,
                "requirement": each.requirement,
                "feature": each.feature,
                "params": dict(each.params),
                "result": each.result,
                "hash": each.hash,
            }
            for name, each in spec.asked().items()
        },
        "requirements": {
            each.id: {"level": each.level, "chapter": each.chapter, "heading": each.heading}
            | ({"untestable": each.untestable} if each.untestable else {})
            for each in spec.requirements.values()
        },
        "errors": {
            name: {"stage": stage, "requirement": requirement} for name, (stage, requirement) in spec.errors.items()
        },
        "refusals": {name: {"requirement": requirement} for name, requirement in spec.refusals.items()},
        "discriminants": {
            name: {variant.name: variant.number for variant in variants} for name, variants in spec.enums.items()
        },
        "types": {name: dict(members) for name, members in spec.types.items()},
        "enums": {
            name: {variant.name: dict(variant.members) for variant in variants} for name, variants in spec.enums.items()
        },
        "tags": sorted(_tags(spec)),
        "unicode": {
            "version": unicode_ranges.UNICODE_VERSION,
            "assigned": [list(each) for each in unicode_ranges.ASSIGNED],
            "forbidden": [list(each) for each in unicode_ranges.FORBIDDEN],
        },
    }


def _constants(spec: Specification) -> Json:
    named = {
        "UNIVERSE": "Universe",
        "COALITION_ROOT_SEED": "CoalitionRootSeed",
        "ZERO_ID": "ZeroId",
        "PRICE_TICK_SCHEMA_V1": "PriceTickSchemaV1",
    }
    ids = {name: value("identity.constant", {"constant": {"kind": kind}}).hex() for name, kind in named.items()}
    return {"SCHEMA_VERSION_U8": 1, "HANDSHAKE_PAGE_SCHEMA": "handshake-page.v1", **ids}


def _tags(spec: Specification) -> set[str]:
    """Every literal that separates domains: the first row of a table, and the tags of clauses."""
    literals = set()
    for each in spec.derivations:
        for row in each.rows[:2]:
            if row.encoding == "ascii" and row.source.startswith('"') and row.label in {"tag", "clause_tag", "segment"}:
                literals.add(row.source.strip('"'))
    return literals


def document() -> bytes:
    """The bytes of `spec/registry.json`."""
    return pretty(registry())


def pretty(content: Any) -> bytes:
    """JSON as it is committed: two spaces, real characters, one final newline; ranges of numbers stay on a line."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    text = re.sub(r"\[\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2]", text)
    return (text + "\n").encode()


def type_schema(name: str) -> Json:
    """The JSON Schema of a type of the specification, `$ref`s pointing into `$defs`."""
    if name.endswith(_REFUSABLE):
        return {"anyOf": [type_schema(name.removesuffix(_REFUSABLE)), _closed({"refused": {"type": "string"}})]}
    if name.endswith("?"):
        return {"anyOf": [type_schema(name[:-1]), {"type": "null"}]}
    if name.startswith("["):
        return {"type": "array", "items": type_schema(name[1:-1])}
    if match := _INTEGER.match(name):
        return _integer(signed=match["sign"] == "i", bits=int(match["bits"]))
    if match := _BYTES.match(name):
        return {"type": "string", "pattern": f"^[0-9a-f]{{{int(match['width']) * 2}}}$"}
    simple: dict[str, Json] = {
        "id": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "present id": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "name": {"type": "string"},
        "type tag": {"type": "string", "pattern": f"^{_HEX}$"},
        "free text": {"type": "string"},
        "schema version": _integer(signed=False, bits=8),
        "bytes": {"type": "string", "pattern": f"^{_HEX}$"},
        "text": {"type": "string"},
        "ratio": {"type": "string"},
        "bool": {"type": "boolean"},
        "data": {
            "oneOf": [
                _closed({"text": {"type": "string"}}),
                _closed({"bytes": {"type": "string", "pattern": f"^{_HEX}$"}}),
            ]
        },
    }
    return simple.get(name) or {"$ref": f"#/$defs/{name}"}


def _integer(*, signed: bool, bits: int) -> Json:
    if bits <= 32:
        low = -(2 ** (bits - 1)) if signed else 0
        return {"type": "integer", "minimum": low, "maximum": 2 ** (bits - signed) - 1}
    return {"type": "string", "pattern": "^(0|-?[1-9][0-9]*)$" if signed else "^(0|[1-9][0-9]*)$"}


def _closed(properties: Mapping[str, Json]) -> Json:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": dict(properties),
    }


@cache
def definitions() -> Json:
    """The `$defs` of every named type and enum."""
    spec = specification()
    defs: Json = {
        name: _closed({member: type_schema(kind) for member, kind in members}) for name, members in spec.types.items()
    }
    for name, variants in spec.enums.items():
        defs[name] = {
            "oneOf": [
                _closed({"kind": {"const": each.name}, **{member: type_schema(kind) for member, kind in each.members}})
                for each in variants
            ]
        }
    return defs


def _reachable(schema: Json) -> Json:
    """The definitions that a schema needs."""
    needed: dict[str, Json] = {}
    queue = [schema]
    while queue:
        for name in re.findall(r'"#/\$defs/(\w+)"', json.dumps(queue.pop())):
            if name not in needed:
                needed[name] = definitions()[name]
                queue.append(needed[name])
    return dict(sorted(needed.items()))


@cache
def operation_schema(operation: str) -> Json | None:
    """The schemas of an operation's parameters and result; None for an operation the specification does not have."""
    derivation = specification().asked().get(operation)
    if derivation is None:
        return None
    params = _closed({name: type_schema(kind) for name, kind in derivation.params})
    result: Json = {
        "type": "object",
        "additionalProperties": False,
        "required": ["value"],
        "properties": {
            "value": type_schema(derivation.result),
            "preimage": {"type": "string", "pattern": f"^{_HEX}$"},
        },
    }
    return {"params": params | {"$defs": _reachable(params)}, "result": result | {"$defs": _reachable(result)}}


def handshake_page_schema() -> Json:
    """The JSON Schema of a handshake page."""
    page = definitions()["HandshakePage"]
    page = {**page, "properties": {**page["properties"], "schema": {"const": "handshake-page.v1"}}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:coalition-conformance:handshake-page:1",
        "title": "A coalition's handshake page",
        **page,
        "$defs": _reachable(page),
    }


def files() -> dict[str, bytes]:
    """Every generated file of `spec/`, by name."""
    return {"registry.json": document(), "handshake-page.schema.json": pretty(handshake_page_schema())}
