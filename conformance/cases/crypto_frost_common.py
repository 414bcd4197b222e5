"""What the cases of FROST's two rounds share: parameters of a list, and refusals of scalars and lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coalition.crypto.frost_round import FrostCommitment
from coalition.crypto.frost_suites import SUITES, FrostSuite
from conformance.casebook import Casebook
from conformance.crypto_inputs.frost import Played
from conformance.frost_rounds import wrong_elements


def name_of(suite: FrostSuite) -> str:
    """A suite in the ids of cases."""
    return suite.name.lower()


def refuse_scalars(book: Casebook, twin: str, suite: FrostSuite, place: str, value: Any) -> None:
    """Scalars that are not below the order, in one place."""
    by = SUITES[suite]
    for name, number in (("order", by.order), ("above-order", by.order + 1), ("greatest", 2**256 - 1)):
        raw = number.to_bytes(32, by.byte_order)
        book.refuse_changed(
            f"{twin}-{place}-{name}", "not below the order", twin, "FrostScalarOutOfRange", **{place: value(raw)}
        )


def base_of(book: Casebook, name: str) -> Mapping[str, Any]:
    """The parameters of a case that is defined already."""
    return next(test for test in book.tests if test.id.endswith(f"/{name}")).params


def listed(one: Played) -> dict[str, Any]:
    """What every operation on a list of commitments takes."""
    return {
        "suite": one.group.suite,
        "public_key": one.group.public_key,
        "commitments": one.commitments,
        "message": one.message,
    }


def refuse_lists(book: Casebook, twin: str, one: Played) -> None:
    """What a list of commitments may not be."""
    first, *rest = one.commitments
    book.refuse_changed(
        f"{twin}-twice", "one that committed twice", twin, "FrostSignerRepeated", commitments=(first, *rest, first)
    )
    for name, error, raw in wrong_elements(one.group.suite, first.hiding):
        for kind in ("hiding", "binding") if name == "identity" else ("hiding",):
            wrong = FrostCommitment(**{**vars(first), kind: raw})
            book.refuse_changed(
                f"{twin}-{kind}-{name}", f"a {kind} commitment: {name}", twin, error, commitments=(wrong, *rest)
            )
