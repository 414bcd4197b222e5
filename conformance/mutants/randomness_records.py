"""Mutants of the records of the chapter Randomness, and of the proofs of rounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coalition import randomness
from coalition.crypto.beacon import SCHEMES
from conformance.mutants.breaking import Mutant, method, relabelled, replaced, rows, without

Function = Callable[..., Any]


def _link_behind(_right: Function) -> Function:
    def split(network: Any, proof: bytes) -> Any:
        size = SCHEMES[network].group.size
        return (proof[size:] or None, proof[:size]) if SCHEMES[network].chained else (None, proof)

    return split


def _unlinked(_right: Function) -> Function:
    """A signature before an unchained round is skipped."""

    def split(network: Any, proof: bytes) -> Any:
        size = SCHEMES[network].group.size
        return (proof[:-size] or None) if SCHEMES[network].chained else None, proof[-size:]

    return split


def _empty_link(right: Function) -> Function:
    def split(network: Any, proof: bytes) -> Any:
        previous, signature = right(network, proof)
        return (b"" if SCHEMES[network].chained and previous is None else previous), signature

    return split


def _whole_beta(_right: Function) -> Function:
    return lambda beta: bytes(beta[32:])


MUTANTS = (
    Mutant(
        "scheme-without-group",
        ("RND-1",),
        "a committee's scheme leaves out the group of its signatures",
        (rows("randomness.scheme", without("signature_group")),),
    ),
    Mutant(
        "scheme-by-key-alone",
        ("RND-1",),
        "schemes with one key are one scheme",
        (rows("randomness.scheme", without("number")),),
    ),
    Mutant(
        "beacon-card-without-tick",
        ("RND-2",),
        "a card of another tick is the same card",
        (rows("randomness.provider_card", without("refreshed_at")),),
    ),
    Mutant(
        "beacon-round-of-any-module",
        ("RND-3",),
        "a round is the same in every module",
        (rows("randomness.round", without("module")),),
    ),
    Mutant(
        "beacon-round-of-any-provider",
        ("RND-3",),
        "a round is the same for every provider",
        (rows("randomness.round", without("provider")),),
    ),
    Mutant(
        "beacon-round-big-endian",
        ("RND-3",),
        "the number of a round is folded as a network of drand signs it",
        (rows("randomness.round", relabelled("round", lambda data: data[::-1])),),
    ),
    Mutant(
        "beacon-link-behind",
        ("RND-4",),
        "the signature before stands behind the signature",
        (replaced("randomness.split_proof", _link_behind),),
    ),
    Mutant(
        "beacon-proof-second-half",
        ("RND-4",),
        "the value of a VRF is the second half of β",
        (method(randomness, "vrf_value", _whole_beta),),
    ),
    Mutant(
        "beacon-link-skipped",
        ("RND-5",),
        "an unchained round is right behind a signature",
        (replaced("randomness.split_proof", _unlinked),),
    ),
    Mutant(
        "beacon-link-empty",
        ("RND-4", "RND-5"),
        "an unchained round is a chained one behind no byte",
        (replaced("randomness.split_proof", _empty_link),),
    ),
    Mutant(
        "beacon-proof-error-of-scheme",
        ("RND-5",),
        "a wrong proof has the error of its scheme's own verification",
        (replaced("randomness.verify", lambda _: randomness.value_of),),
    ),
    Mutant(
        "beacon-tick-without-value",
        ("RND-6",),
        "the value follows from the proof, and is left out",
        (rows("randomness.tick", without("value")),),
    ),
    Mutant(
        "beacon-tick-provider-twenty",
        ("RND-6",),
        "the provider is a MemberId",
        (rows("randomness.tick", relabelled("provider", lambda data: data[:20])),),
    ),
)
