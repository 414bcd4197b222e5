"""Every record of the reference, found from the annotations of the operations, and a right value of each."""

from __future__ import annotations

import typing
from typing import Any

from coalition.handshake import HandshakePage, PageModules
from coalition.json_form import parameters
from coalition.operations import OPERATIONS
from coalition.retirement import Republication
from coalition.shapes import Record, fields_of
from conformance import random_inputs
from conformance.entropy import Entropy


def _records(shape: Any, found: dict[type[Record], None]) -> None:
    if isinstance(shape, type) and issubclass(shape, Record):
        if shape not in found:
            found[shape] = None
            for _, inner in fields_of(shape):
                _records(inner, found)
        return
    for inner in typing.get_args(shape):
        _records(inner, found)


def all_records() -> list[type[Record]]:
    """Every record that an operation takes, however deep, and the page and the result that none does."""
    found: dict[type[Record], None] = {}
    for function in OPERATIONS.values():
        for _, _, shape in parameters(function):
            _records(shape, found)
    for top in (HandshakePage, Republication):
        _records(top, found)
    return list(found)


def sample(shape: Any, label: str) -> Any:
    """A record of the shape that is right, the same each time."""
    if shape is HandshakePage:
        return random_inputs.page(Entropy(label))
    if shape is PageModules:
        return random_inputs.page(Entropy(label)).modules
    return random_inputs.draw(shape, Entropy(label))
