"""How a mutant breaks one class of what runs, and leaves the others as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from coalition.runtime.committee import Committee
from coalition.runtime.component import Running
from conformance.mutants.breaking import Break, replaced

Right = Callable[..., Any]
Apart = Callable[[type[Running]], tuple[Break, ...]]


def own(owner: type[Running], name: str, make: Callable[[Right], Right]) -> Break:
    """Give one class a method of its own, where it has it from its base too."""

    @contextmanager
    def broken() -> Iterator[None]:
        right, inherited = getattr(owner, name), name not in vars(owner)
        setattr(owner, name, make(right))
        try:
            yield
        finally:
            if inherited:
                delattr(owner, name)
            else:
                setattr(owner, name, right)

    return broken


def spared(check: str, of: type[Running]) -> Break:
    """A check of what runs is not made of one class."""

    def make(right: Right) -> Right:
        def found(*values: Any) -> Any:
            spared = any(isinstance(each, of) for each in values)
            return None if spared else right(*values)

        return found

    return replaced(check, make)


def healthy(running: Any) -> Any:
    """What runs, with all of its members there."""
    return replace(running, committee=Committee(running.committee.keys))
