"""Thousands of seeded random configurations: every rule obeyed, no diagnosis beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.casebook import Casebook

_COUNTS: Final = {
    "identity.coalition_root": 600,
    "identity.organism_id": 400,
    "identity.module_id": 300,
    "identity.acl": 300,
    "identity.content_preimage": 200,
    "identity.signer_organism_id": 200,
    "retirement.marker": 200,
    "encoding.digest": 300,
}


def casebooks() -> Iterator[Casebook]:
    """One casebook an operation, in files of their own."""
    for operation, count in _COUNTS.items():
        name = operation.split(".")[1].replace("_", "-")
        book = Casebook(operation, f"random/{name}.json").under(f"random/{name}")
        book.random(count, diagnose=False, prefix="configuration")
        yield book
