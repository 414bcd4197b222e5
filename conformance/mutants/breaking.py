"""How a mutant breaks the reference: by changing the rows of a derivation, a function, or the lines of the protocol.

A mutant lives in this process between `handler()` and `close()`; afterwards everything is as it was.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from coalition import json_form
from coalition.operations import OPERATIONS
from coalition.preimage import OPERATIONS as TABLE
from coalition.preimage import Field, Preimage
from coalition.runtime.verbs import VERBS
from coalition_python.adapter import adapter

Break = Callable[[], AbstractContextManager[None]]
Rows = tuple[Field, ...]
Line = Callable[[bytes, Callable[[bytes], bytes]], bytes]


@dataclass(frozen=True)
class Mutant:
    """A wrong implementation: its name, the requirements it breaks, what is wrong, and how it is made so."""

    name: str
    requirements: tuple[str, ...]
    description: str
    breaks: tuple[Break, ...] = ()
    line: Line | None = None

    def handler(self) -> MutantHandler:
        """The reference with the mistake in it, answering lines in this process."""
        return MutantHandler(self)


class MutantHandler:
    """The mutant while it lives."""

    def __init__(self, mutant: Mutant) -> None:
        self._stack = ExitStack()
        for each in mutant.breaks:
            self._stack.enter_context(each())
        self._stack.enter_context(_fresh_readers())
        self._answer = adapter().answer
        self._line = mutant.line

    def __call__(self, line: bytes) -> bytes | None:
        """The answer to one line."""
        return self._answer(line) if self._line is None else self._line(line, self._answer)

    def close(self) -> None:
        """Mend everything."""
        self._stack.close()


@contextmanager
def _fresh_readers() -> Iterator[None]:
    # Readers are built once from what the functions are; a mutant needs its own, and must not leave them behind.
    json_form.reader.cache_clear()
    try:
        yield
    finally:
        json_form.reader.cache_clear()


def rows(operation: str, change: Callable[[Rows], Rows]) -> Break:
    """Change the rows of a derivation wherever it is folded."""
    return made(operation, lambda preimage: Preimage(preimage.hash, change(preimage.fields), "", preimage.params))


def made(operation: str, change: Callable[[Preimage], Preimage]) -> Break:
    """Change the preimage of a derivation wherever it is folded."""

    @contextmanager
    def broken() -> Iterator[None]:
        value, encode = Preimage.value, Preimage.encode

        def of(preimage: Preimage) -> Preimage:
            return change(preimage) if preimage.operation == operation else preimage

        with (
            _set(Preimage, "value", lambda self: value(of(self))),
            _set(Preimage, "encode", lambda self: encode(of(self))),
        ):
            yield

    return broken


def without(*labels: str) -> Callable[[Rows], Rows]:
    """The rows without those of these labels."""
    return lambda fields: tuple(each for each in fields if each.label not in labels)


def relabelled(label: str, change: Callable[[bytes], bytes]) -> Callable[[Rows], Rows]:
    """The rows with other bytes under a label."""
    return lambda fields: tuple(
        Field(each.label, each.encoding, change(each.data)) if each.label == label else each for each in fields
    )


def ordered(change: Callable[[list[Field]], list[Field]]) -> Callable[[Rows], Rows]:
    """The rows with those of a list in another order; the others keep their places."""

    def reorder(fields: Rows) -> Rows:
        listed = iter(change([each for each in fields if "each " in each.encoding]))
        return tuple(next(listed) if "each " in each.encoding else each for each in fields)

    return reorder


def unchecked(check: str) -> Break:
    """Make a check (`names.check_nfc`) accept everything."""
    return replaced(check, lambda _original: lambda *_args, **_kwargs: None)


def replaced(path: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Break:
    """Replace a function of the reference (`names.check_nfc`) wherever it was imported to. `make` gets the original."""

    @contextmanager
    def broken() -> Iterator[None]:
        module, _, name = path.rpartition(".")
        original = getattr(sys.modules[f"coalition.{module}"], name)
        other = make(original)
        with ExitStack() as stack:
            for each in [each for key, each in sys.modules.items() if key.split(".")[0] == "coalition"]:
                for attribute, value in list(vars(each).items()):
                    if value is original:
                        stack.enter_context(_set(each, attribute, other))
            for operation, function in list(OPERATIONS.items()):
                if function is original:
                    other.__annotations__ = getattr(original, "__annotations__", {})
                    stack.enter_context(_item(TABLE, operation, annotated(other, original)))
            yield

    return broken


def annotated(function: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
    """The function with the original's parameters, which the adapter reads."""

    def stand_in(*args: Any, **params: Any) -> Any:
        return function(*args, **params)

    stand_in.__annotations__ = original.__annotations__
    stand_in.__wrapped__ = original  # type: ignore[attr-defined] # typing.get_type_hints follows it to the globals
    return stand_in


def method(owner: Any, name: str, make: Callable[[Callable[..., Any]], Any]) -> Break:
    """Replace a method of a class, or a function of a module. `make` gets the original."""

    @contextmanager
    def broken() -> Iterator[None]:
        with _set(owner, name, make(getattr(owner, name))):
            yield

    return broken


def item(table: dict[Any, Any], key: Any, make: Callable[[Any], Any]) -> Break:
    """Replace an entry of a table. `make` gets the original."""

    @contextmanager
    def broken() -> Iterator[None]:
        with _item(table, key, make(table[key])):
            yield

    return broken


def verb(name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Break:
    """Replace a verb of worlds. `make` gets the original."""
    return item(VERBS, name, lambda right: annotated(make(right), right))


@contextmanager
def _set(owner: Any, name: str, value: Any) -> Iterator[None]:
    before = vars(owner)[name]
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


@contextmanager
def _item(table: dict[Any, Any], key: Any, value: Any) -> Iterator[None]:
    before = table[key]
    table[key] = value
    try:
        yield
    finally:
        table[key] = before


#: For mutants whose mistake is in the lines alone.
unbroken: Break = contextlib.nullcontext
