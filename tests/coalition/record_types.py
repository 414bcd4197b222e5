"""Every record of the reference, found from the annotations of the operations, and a right value of each."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

from coalition.handshake import HandshakePage, PageModules
from coalition.json_form import parameters
from coalition.operations import OPERATIONS
from coalition.retirement import Republication
from coalition.shapes import Record, fields_of
from conformance import crypto_inputs, random_inputs
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
    if shape.__module__.startswith("coalition.crypto."):
        return _from_parameters(shape, label)
    return random_inputs.draw(shape, Entropy(label))


def _from_parameters(shape: Any, label: str) -> Any:
    """A record of cryptography, whose members fit each other: from right parameters of an operation that takes one."""
    for name, draw in crypto_inputs.OPERATIONS.items():
        found: dict[type[Record], None] = {}
        for _, _, parameter in parameters(OPERATIONS[name]):
            _records(parameter, found)
        if shape in found:
            made = next(_found(shape, list(draw(Entropy(label)).values())), None)
            if made is not None:
                return made
    return random_inputs.draw(shape, Entropy(label))


def _found(shape: Any, value: Any) -> Iterator[Any]:
    if isinstance(value, shape):
        yield value
    elif isinstance(value, Record):
        for name, _ in fields_of(type(value)):
            yield from _found(shape, getattr(value, name))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _found(shape, one)
