"""Mutants of the chapter Shuffle."""

from __future__ import annotations

from typing import Any

from conformance.mutants.breaking import Mutant, replaced, unchecked


def _one_pad(original: Any) -> Any:
    return lambda shape, secret, round: original(shape, secret, 0)  # noqa: A006 - the operation's name


def _any_shape(_original: Any) -> Any:
    return lambda shape: shape.slots * shape.size


def _cleartext(original: Any) -> Any:
    def submit(**params: Any) -> Any:
        if params["content"] is None:
            original(**params)
            return bytes(params["shape"].slots * params["shape"].size)
        return original(**params)

    return submit


def _first_client(original: Any) -> Any:
    return lambda **params: original(**{**params, "secrets": params["secrets"][:1]})


def _by_member(_original: Any) -> Any:
    return lambda identifiers, identifier, order: 1


def _unhashed(original: Any) -> Any:
    return lambda element, shared: shared


MUTANTS = (
    Mutant(
        "shuffle-any-shape",
        ("SHUF-1",),
        "slots may hold nothing",
        (replaced("crypto.shuffle.check_shape", _any_shape),),
    ),
    Mutant("shuffle-one-pad", ("SHUF-2",), "every round has one pad", (replaced("crypto.shuffle.pad", _one_pad),)),
    Mutant(
        "shuffle-slot-unchecked",
        ("SHUF-3",),
        "a slot has no check",
        (replaced("crypto.shuffle.check_of", lambda _: lambda content: bytes(16)),),
    ),
    Mutant(
        "shuffle-silence-shows",
        ("SHUF-4",),
        "a silent client sends zeros",
        (replaced("crypto.shuffle.submit", _cleartext),),
    ),
    Mutant(
        "shuffle-pads-cancel-early",
        ("SHUF-4",),
        "a secret may stand twice",
        (unchecked("crypto.shuffle.check_secrets"),),
    ),
    Mutant(
        "shuffle-first-client",
        ("SHUF-5",),
        "a server knows one client",
        (replaced("crypto.shuffle.serve", _first_client),),
    ),
    Mutant("shuffle-noise-released", ("SHUF-6",), "noise is released", (unchecked("crypto.shuffle.check_slot"),)),
    Mutant(
        "shuffle-slots-in-order",
        ("SHUF-7",),
        "messages are released in the order of their slots",
        (replaced("crypto.shuffle.released", lambda _: lambda messages: tuple(messages)),),
    ),
    Mutant(
        "shuffle-key-unhashed",
        ("SHUF-8",),
        "the shared point is the key",
        (replaced("crypto.shuffle.sealing_key", _unhashed),),
    ),
    Mutant("shuffle-short-sealed", ("SHUF-9",), "any length will do", (unchecked("crypto.shuffle.check_sealed"),)),
    Mutant(
        "shuffle-parts-unweighted",
        ("SHUF-10",),
        "parts are added as they are",
        (replaced("crypto.frost.interpolation", _by_member),),
    ),
    Mutant(
        "shuffle-too-few-parts",
        ("SHUF-10",),
        "fewer parts than the threshold are combined",
        (unchecked("crypto.shuffle.check_enough"),),
    ),
)
