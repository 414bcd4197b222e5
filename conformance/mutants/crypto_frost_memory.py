"""Mutants of the chapter FROST that forget between two signatures, or remember what they should not."""

from __future__ import annotations

from typing import Any

from coalition.crypto.frost_round import Round
from conformance.mutants.breaking import Mutant, method, replaced, unchecked


def _hiding_alone(original: Any) -> Any:
    return lambda listed, spent: original(listed, [each for each in spent if each == listed.hiding])


def _first_message(original: Any) -> Any:
    """A round is of the message with which its commitments came first."""
    messages: dict[Any, bytes] = {}

    def begin(self: Round, suite: Any, public_key: bytes, commitments: Any, message: bytes) -> None:
        original(self, suite, public_key, commitments, messages.setdefault(commitments, message))

    return begin


MUTANTS = (
    Mutant("frost-nonce-reused", ("FROST-16",), "nonces are used again", (unchecked("crypto.frost.check_unspent"),)),
    Mutant(
        "frost-binding-nonce-reused",
        ("FROST-16",),
        "the hiding nonce alone is looked for among the spent",
        (replaced("crypto.frost.check_unspent", _hiding_alone),),
    ),
    Mutant(
        "frost-message-of-the-first-round",
        ("FROST-11", "FROST-13", "FROST-15"),
        "commitments keep the message that they came with first, whatever the second round brings",
        (method(Round, "__init__", _first_message),),
    ),
)
