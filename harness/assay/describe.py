"""`describe`: who answers, and what it claims (PROTO-8, PROTO-9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

import assay
from assay.report.clean import name
from assay.suite import Feature, Suite

#: The shape of a `describe` result; also published by `assay smoke`. Additional members are ignored, for ever.
SCHEMA: Final[Mapping[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "The result of describe",
    "type": "object",
    "required": ["name", "version", "language", "protocol_version", "spec_version", "features", "limits"],
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "version": {"type": "string", "minLength": 1},
        "language": {"type": "string", "minLength": 1},
        "protocol_version": {"type": "integer"},
        "spec_version": {"type": "string"},
        "features": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "limits": {
            "type": "object",
            "required": ["window", "line", "deadline_ms"],
            "properties": {
                "window": {"type": "integer", "minimum": 1, "maximum": 1024},
                "line": {"type": "integer", "minimum": 65536},
                "deadline_ms": {"type": "integer", "minimum": 1, "maximum": 600000},
            },
        },
    },
}


class DescribeError(Exception):
    """The answer to `describe` is none; the text says why."""


class Limits(msgspec.Struct, frozen=True):
    """Requests unanswered at a time, bytes of the longest line read, milliseconds one answer may take."""

    window: int
    line: int
    deadline_ms: int


class Describe(msgspec.Struct, frozen=True):
    """What a target says of itself."""

    name: str
    version: str
    language: str
    protocol_version: int
    spec_version: str
    features: tuple[str, ...]
    limits: Limits

    @property
    def title(self) -> str:
        """Name and version, whatever they hold, as a part of one line."""
        return name(self.name, self.version)


def offer(suite: Suite) -> dict[str, Any]:
    """The parameters of `describe` for a suite."""
    return {
        "protocol_versions": [suite.protocol_version],
        "spec_versions": list(suite.spec_versions),
        "harness": {"name": "assay", "version": assay.__version__},
    }


def check(body: Any, suite: Suite) -> Describe:
    """The describe result `body`, or DescribeError. Types are those of JSON: `true` is no integer."""
    try:
        described = msgspec.convert(body, Describe, strict=True)
    except msgspec.ValidationError as error:
        raise DescribeError(f"describe: {error}") from None
    limits = described.limits
    if not 1 <= limits.window <= 1024:
        raise DescribeError(f"describe: limits.window is {limits.window}, not within 1–1024")
    if limits.line < 65536:
        raise DescribeError(f"describe: limits.line is {limits.line}, below 65536")
    if not 1 <= limits.deadline_ms <= 600_000:
        raise DescribeError(f"describe: limits.deadline_ms is {limits.deadline_ms}, not within 1–600000")
    if not (described.name and described.version and described.language):
        raise DescribeError("describe: name, version and language are not empty")
    if described.protocol_version != suite.protocol_version:
        raise DescribeError(f"describe: protocol version {described.protocol_version} was not offered")
    if described.spec_version not in suite.spec_versions:
        raise DescribeError(f"describe: spec version {described.spec_version!r:.60} was not offered")
    _check_features(described.features, suite.features())
    return described


def closure(claimed: Sequence[str], features: Mapping[str, Feature]) -> frozenset[str]:
    """The claimed features and all that they require (PROTO-9)."""
    found: set[str] = set()
    todo = list(claimed)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(features[name].requires)
    return frozenset(found)


def _check_features(claimed: Sequence[str], known: Mapping[str, Feature]) -> None:
    for each in claimed:
        if each not in known:
            raise DescribeError(f"describe: the feature {each!r:.60} is unknown to the suite")
    if len(set(claimed)) != len(claimed):
        raise DescribeError("describe: a feature is claimed twice")
    if list(claimed) != sorted(claimed):
        raise DescribeError("describe: features are not in ascending order")
