"""The evaluator: it computes a derivation from the preimage tables of the text, without the reference.

What it shares with the reference is BLAKE3 and nothing else. It takes parameters in their JSON form, checks no rule,
and returns the fields of the preimage and the value, so that the text itself computes the vectors a second time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import rfc8785
from blake3 import blake3

from conformance.spec_text import specification
from conformance.specification import Derivation, Row

ZERO_ID = bytes(32)
#: Three values that the text states as constants; everything else it states as tables.
_TEXTS = {
    "Universe": "mosaik.universe",
    "CoalitionRootSeed": "coalition.root.v1",
    "PriceTickSchemaV1": "oracle.price-tick.v1",
}
_CALL = re.compile(r"^(?P<name>\w+\.\w+)\((?P<args>.*)\)$")
_EACH = re.compile(r"^(?P<item>\w+) in (?P<list>[\w.]+)(?: by (?P<key>.+?))?: (?P<source>.+)$")
_INTEGER = re.compile(r"^(?P<sign>[iu])(?P<bits>\d+)$")

Field = tuple[str, str, bytes]


def _h(data: bytes) -> bytes:
    return blake3(data).digest()


def fields(name: str, params: dict[str, Any]) -> tuple[str, list[Field]]:
    """The hash and the fields (label, encoding, bytes) of a derivation. KeyError where the text has no table."""
    derivation = _find(name, params)
    found = [field for row in derivation.rows for field in _row(row, params)]
    return str(derivation.hash), found


def value(name: str, params: dict[str, Any]) -> bytes:
    """The value of a derivation."""
    if name == "identity.constant":
        text = _TEXTS.get(params["constant"]["kind"])
        return ZERO_ID if text is None else _h(text.encode())
    kind, found = fields(name, params)
    parts = [data for _, _, data in found]
    if kind == "fold":
        folded = _h(parts[0])
        for part in parts[1:]:
            folded = _h(folded + part)
        return folded
    if kind == "hash_many":
        parts = [len(part).to_bytes(8, "little") + part for part in parts]
    whole = b"".join(parts)
    return whole if kind == "bytes" else _h(whole)


def _find(name: str, params: dict[str, Any]) -> Derivation:
    first = next(iter(params.values()), None)
    names = {name, f"{name}/{first['kind']}"} if isinstance(first, dict) and "kind" in first else {name}
    for each in specification().derivations:
        if each.name in names and each.hash and (not each.where or (not _path(each.where, params)) == each.where_empty):
            return each
    raise KeyError(name)


def _row(row: Row, params: dict[str, Any]) -> Iterator[Field]:
    encoding = row.encoding
    if " or nothing" in encoding:
        if (present := _source(row.source, params)) is not None:
            yield row.label, encoding, _encode(encoding.removesuffix(" or nothing"), present)
        return
    if "each " not in encoding:
        yield row.label, encoding, _encode(encoding, _source(row.source, params))
        return
    match = _EACH.match(row.source)
    assert match is not None, row
    items = [{**params, match["item"]: item} for item in _path(match["list"], params)]
    if match["key"]:
        items.sort(key=lambda scope: _encode("bytes", _source(match["key"], scope)))
    encoded = [_encode(encoding.split("each ")[1], _source(match["source"], scope)) for scope in items]
    for data in sorted(encoded) if encoding.startswith("sorted ") else encoded:
        yield row.label, encoding, data


def _path(path: str, params: dict[str, Any]) -> Any:
    found: Any = params
    for step in path.split("."):
        found = found.get(step) if step == "root" else found[step]
    return found


def _source(source: str, params: dict[str, Any]) -> Any:
    """A literal, a number, a member of a parameter, or another derivation's value."""
    if source[0] in '"{[' or source.isdigit():
        return json.loads(
            source
            if source[0] != "["
            else re.sub(r"(?<=: )[\w.]+(?=})", lambda m: json.dumps(_path(m[0], params)), source)
        )
    if not (call := _CALL.match(source)):
        return _path(source, params)
    arguments = [_source(part, params) for part in re.split(r", (?![^{]*})", call["args"])] if call["args"] else []
    if None in arguments[:1]:
        return None
    names = next(each.params for each in specification().derivations if each.name.split("/")[0] == call["name"])
    return value(call["name"], dict(zip([name for name, _ in names], arguments, strict=True)))


def _encode(encoding: str, given: Any) -> bytes:  # noqa: PLR0911 - one return an encoding
    """The bytes of a value under one of the encodings the README of the specification lists."""
    match encoding.split(" "):
        case ["option", inner]:
            return b"" if given is None else b"\x01" + _encode(inner, given)
        case [inner, "or", default]:
            return {"ZERO_ID": ZERO_ID, "empty": b""}[default] if given is None else _encode(inner, given)
        case ["discriminant", enum]:
            return bytes([{each.name: each.number for each in specification().enums[enum]}[given["kind"]]])
        case ["kind", "name"]:
            return str(given["kind"]).lower().encode()
        case ["collection", "tag"]:
            return b"mosaik_collections_" + str(given["kind"]).lower().encode()
        case ["lesser" | "greater" as which, "utf8"]:
            symbols = sorted([str(given["base"]).encode(), str(given["quote"]).encode()])
            return symbols[0 if which == "lesser" else 1]
        case ["canonical", "json"]:
            return bytes(rfc8785.dumps(json.loads(given)))
        case ["ascii" | "utf8"]:
            return str(given).encode()
        case ["data"]:
            return str(given["text"]).encode() if "text" in given else bytes.fromhex(given["bytes"])
        case ["bool"]:
            return bytes([given])
        case ["bps"]:
            whole, _, fraction = str(given).partition(".")
            return int(int(whole[-1]) * 10000 + int((fraction.rstrip("0") + "0000")[:4])).to_bytes(2, "little")
        case [name] if integer := _INTEGER.match(name):
            return int(given).to_bytes(int(integer["bits"]) // 8, "little", signed=integer["sign"] == "i")
    return given if isinstance(given, bytes) else bytes.fromhex(str(given))
