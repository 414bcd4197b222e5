"""The audit of what was read of a live Chronicle: what was rewritten, forged or anchored otherwise is found."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from assay.suite import Scenario, Value
from coalition.chronicle import ChronicleEntry, entry_digest
from coalition.json_form import as_json, decode
from coalition.quorum import signatures
from conformance.cases.chronicle import SAID
from conformance.histories.archives import audited
from conformance.histories.observations import history
from conformance.scenarios.performers import COMMITTEE
from conformance.vectors import questions

Json = Any


@cache
def _scenario() -> Scenario:
    return next(each for each in questions() if isinstance(each, Scenario) and each.id == "world/chronicle/kept-pages")


def _pages(values: list[Json], surface: str) -> list[Json]:
    """The pages of a surface, in the order of the steps."""
    return [
        value["entries"]
        for step, value in zip(_scenario().steps, values, strict=True)
        if step.operation == "world.read" and step.params["surface"] == surface
    ]


def _found(edit: Callable[[list[Json]], None]) -> list[str]:
    values = [deepcopy(step.expect.value) if isinstance(step.expect, Value) else None for step in _scenario().steps]
    edit(values)
    seen = history([(step.operation, step.params) for step in _scenario().steps], values)
    return [reason.rsplit(" ", 1)[1] for _, reason in audited(seen)]


def _another(form: Json) -> None:
    """An entry in another's place, which the whole committee signs, and no member of the coalition."""
    kind, payload = SAID["heartbeat"]
    entry = replace(decode(ChronicleEntry, form["record"]["entry"]), kind=kind, payload=payload)
    signed = [as_json(each) for each in signatures(entry_digest(entry).id(), COMMITTEE)]
    form["record"]["entry"] = {**as_json(entry), "member_signatures": [], "quorum_signatures": signed}


def _rewritten_for_one(values: list[Json]) -> None:
    _another(_pages(values, "Entries")[0][0])


def _rewritten_for_all(values: list[Json]) -> None:
    for page in _pages(values, "Entries"):
        _another(page[0])


def _forged(values: list[Json]) -> None:
    for page in _pages(values, "Entries"):
        page[0]["record"]["entry"]["quorum_signatures"][0]["signature"] = "00" * 64


def _of_a_minority(values: list[Json]) -> None:
    for page in _pages(values, "Entries"):
        del page[1]["record"]["entry"]["quorum_signatures"][1:]


def _left_out(values: list[Json]) -> None:
    for page in _pages(values, "Entries"):
        del page[1]


def _anchored_otherwise(values: list[Json]) -> None:
    for page in _pages(values, "Anchors"):
        page[0]["record"]["statement"]["digest"] = "11" * 32


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (_rewritten_for_one, ["Differs"]),
        (_rewritten_for_all, ["Unanchored"]),
        (_forged, ["Broken"]),
        (_of_a_minority, ["Broken"]),
        (_left_out, ["Unanchored"]),
        (_anchored_otherwise, ["Unanchored"]),
    ],
)
def test_an_audit_of_what_was_read_finds_what_was_done(edit: Callable[[list[Json]], None], found: list[str]) -> None:
    """Whatever the steps are expected to show, the archive alone tells."""
    assert _found(edit) == found


def test_what_an_honest_target_shows_bears_an_audit() -> None:
    assert _found(lambda _values: None) == []
