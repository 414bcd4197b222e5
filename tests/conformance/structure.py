"""In how many places two JSON values differ."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any


def _members(text: str) -> Any:
    """A document as JSON, members that stand twice included; None for what is no JSON object."""
    try:
        found = json.loads(text, object_pairs_hook=_numbered)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _numbered(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: Counter[str] = Counter()
    found = {}
    for key, value in pairs:
        found[f"{key}#{seen[key]}"] = value
        seen[key] += 1
    return found


def places(one: Any, other: Any, path: str = "") -> set[str]:
    """The places in which two JSON values differ: a member, an element, or the order or end of a list."""
    if isinstance(one, dict) and isinstance(other, dict):
        if "kind" in one and "kind" in other and one["kind"] != other["kind"] and one.keys() != other.keys():
            return {path}
        found: set[str] = set()
        for key in one.keys() | other.keys():
            step = f"{path}.{key}" if path else key
            found |= places(one[key], other[key], step) if key in one and key in other else {step}
        return found
    if isinstance(one, list) and isinstance(other, list):
        return _list_places(one, other, path)
    if isinstance(one, str) and isinstance(other, str) and path.rsplit(".", maxsplit=1)[-1] == "document":
        first, second = _members(one), _members(other)
        if first is not None and second is not None and one != other:
            return {place.replace("#0", "") for place in places(first, second, path)} or {path}
    return set() if type(one) is type(other) and one == other else {path}


def _list_places(one: list[Any], other: list[Any], path: str) -> set[str]:
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        grown = any(long[:at] + long[at + 1 :] == short for at in range(len(long))) and len(long) - len(short) == 1
        return {path} if grown or not short else {path, f"{path} twice"}
    differing = [
        at for at, (first, second) in enumerate(zip(one, other, strict=True)) if json.dumps(first) != json.dumps(second)
    ]
    if sorted(map(json.dumps, one)) == sorted(map(json.dumps, other)):
        return {path} if differing else set()
    if len(differing) == 1:
        inner = places(one[differing[0]], other[differing[0]], f"{path}.{differing[0]}")
        # An element that became another element of the list is one change, however many members it has.
        return {f"{path}.{differing[0]}"} if len(inner) > 1 else inner
    return {place for at in differing for place in places(one[at], other[at], f"{path}.{at}")}
