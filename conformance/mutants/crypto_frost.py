"""Mutants of the chapter FROST."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from coalition.crypto import edwards25519 as edwards
from coalition.crypto.frost_errors import FrostCommitmentAltered
from coalition.crypto.frost_round import FrostBinding, FrostCulprits, FrostSignature, Round, encoded_list
from coalition.crypto.frost_suites import SUITES, Ed25519, Secp256k1, Suite
from conformance.mutants.breaking import Mutant, method, replaced, unchecked


def _prefixed(_original: Any) -> Any:
    return lambda self, message: self._reduced(self.context + b"chal" + message)


def _wide(_original: Any) -> Any:
    return lambda self, message, tag: (
        int.from_bytes(hashlib.sha256(self.context + tag + message).digest(), "big") % self.order
    )


def _reducing(_original: Any) -> Any:
    return lambda self, encoded: int.from_bytes(encoded, self.byte_order) % self.order


def _unreduced(original: Callable[[bytes], Any]) -> Any:
    def decode(encoded: bytes) -> Any:
        number = int.from_bytes(encoded, "little")
        sign, y = number >> 255, number & (2**255 - 1)
        return original((y % edwards.PRIME | sign << 255).to_bytes(32, "little")) if len(encoded) == 32 else None

    return decode


def _any_tag(original: Any) -> Any:
    return lambda self, encoded: original(self, bytes([2 + encoded[0] % 2]) + encoded[1:] if any(encoded) else encoded)


def _nothing(_original: Any) -> Any:
    return lambda *_args: None


def _without_share(_original: Any) -> Any:
    return lambda suite, randomness, share: SUITES[suite].encode_scalar(SUITES[suite].h3(randomness))


def _binding_of(parts: Callable[[Round, Suite], bytes]) -> Any:
    def make(original: Any) -> Any:
        def binding(self: Round, identifier: int) -> FrostBinding:
            original(self, identifier)
            full = parts(self, self.by) + self.by.encode_scalar(identifier)
            return FrostBinding(full, self.by.encode_scalar(self.by.h1(full)))

        return binding

    return make


def _unbound(_original: Any) -> Any:
    return lambda self, identifier: self.points[identifier][0]


def _x_only(original: Any) -> Any:
    return lambda by, commitment, key, message: original(by, commitment[-32:], key[-32:], message)


def _positions(original: Any) -> Any:
    def interpolation(identifiers: Any, identifier: int, order: int) -> Any:
        ordered = sorted(identifiers)
        return original(range(1, len(ordered) + 1), ordered.index(identifier) + 1, order)

    return interpolation


def _scalar_first(original: Any) -> Any:
    def aggregate(**params: Any) -> Any:
        made = original(**params)
        if isinstance(made, FrostSignature):
            return FrostSignature(made.signature[-32:] + made.signature[:-32])
        return made

    return aggregate


def _first_culprit(original: Any) -> Any:
    return lambda *args: original(*args)[:1]


def _everybody(_original: Any) -> Any:
    return lambda group, round_, given: tuple(sorted(given))


def _somebody(original: Any) -> Any:
    return lambda group, round_, given: original(group, round_, given) or tuple(sorted(given))


def _compared(original: Any) -> Any:
    def sign(**params: Any) -> Any:
        by = SUITES[params["group"].suite]
        found = {each.identifier: each.verifying_share for each in params["group"].members}
        if found.get(params["identifier"]) not in (None, by.encode(by.base(by.scalar(params["share"])))):
            raise FrostCommitmentAltered(params["share"])
        return original(**params)

    return sign


def _suspicious(original: Any) -> Any:
    def aggregate(**params: Any) -> Any:
        from coalition.crypto.frost import culprits  # noqa: PLC0415 - as it is while the mutant lives
        from coalition.crypto.frost_round import opened  # noqa: PLC0415 - the same

        made = original(**params)
        by = SUITES[params["group"].suite]
        given = {each.identifier: by.scalar(each.share) for each in params["shares"]}
        round_ = opened(params["group"], params["commitments"], params["message"])
        found = culprits(params["group"], round_, given)
        return FrostCulprits(found) if found else made

    return aggregate


def _plain_equality(_original: Any) -> Any:
    return lambda self, one, other: edwards.equal(one, other)


def _always(_original: Any) -> Any:
    return lambda self, one, other: True


MUTANTS = (
    Mutant(
        "frost-ed25519-challenge-prefixed",
        ("FROST-1", "FROST-13"),
        "the challenge of Ed25519 has the prefix of the other hashes",
        (method(Ed25519, "h2", _prefixed),),
    ),
    Mutant(
        "frost-secp256k1-hash-to-32-bytes",
        ("FROST-1",),
        "scalars of secp256k1 are one SHA-256 and not hash_to_field",
        (method(Secp256k1, "_to_field", _wide),),
    ),
    Mutant("frost-scalars-reduced", ("FROST-2",), "scalars are reduced", (method(Suite, "scalar", _reducing),)),
    Mutant(
        "frost-elements-reduced",
        ("FROST-3",),
        "a coordinate above the prime is reduced",
        (replaced("crypto.edwards25519.decode", _unreduced),),
    ),
    Mutant(
        "frost-any-sec1-tag",
        ("FROST-3",),
        "any first byte of a point is taken",
        (method(Secp256k1, "decode", _any_tag),),
    ),
    Mutant(
        "frost-identity-accepted",
        ("FROST-4",),
        "the identity is an element",
        (method(Suite, "check_identity", _nothing),),
    ),
    Mutant(
        "frost-subgroup-unchecked",
        ("FROST-5",),
        "a point of another order is an element",
        (method(Suite, "check_order", _nothing),),
    ),
    Mutant(
        "frost-zero-identifier",
        ("FROST-6",),
        "0 is a participant",
        (unchecked("crypto.frost_round.check_identifiers"),),
    ),
    Mutant(
        "frost-any-threshold", ("FROST-7",), "any threshold will do", (unchecked("crypto.frost_round.check_threshold"),)
    ),
    Mutant(
        "frost-shares-from-zero",
        ("FROST-8",),
        "the first participant's share is the polynomial at 0",
        (
            replaced(
                "crypto.frost.evaluate",
                lambda original: lambda polynomial, identifier, order: original(polynomial, identifier - 1, order),
            ),
        ),
    ),
    Mutant(
        "frost-nonce-unhedged",
        ("FROST-9",),
        "a nonce is of the randomness alone",
        (replaced("crypto.frost.nonce", _without_share),),
    ),
    Mutant(
        "frost-list-unsorted",
        ("FROST-10",),
        "the list of commitments is hashed as it came",
        (replaced("crypto.frost_round.in_order", lambda _: lambda commitments: list(commitments)),),
    ),
    Mutant(
        "frost-repeated-signer",
        ("FROST-10",),
        "a participant may stand twice",
        (unchecked("crypto.frost_round.check_distinct"),),
    ),
    Mutant(
        "frost-binding-without-key",
        ("FROST-11",),
        "the binding factor leaves the public key out, as drafts did",
        (
            method(
                Round,
                "binding",
                _binding_of(lambda one, by: by.h4(one.message) + by.h5(encoded_list(by, one.commitments))),
            ),
        ),
    ),
    Mutant(
        "frost-binding-without-message",
        ("FROST-11",),
        "the binding factor leaves the message out",
        (
            method(
                Round, "binding", _binding_of(lambda one, by: one.public_key + by.h5(encoded_list(by, one.commitments)))
            ),
        ),
    ),
    Mutant(
        "frost-commitment-unbound",
        ("FROST-12",),
        "the group's commitment sums the hiding commitments alone",
        (method(Round, "commitment_of", _unbound),),
    ),
    Mutant(
        "frost-challenge-x-only",
        ("FROST-13",),
        "the challenge hashes x-coordinates, as BIP-340 does",
        (replaced("crypto.frost_round.challenge_of", _x_only),),
    ),
    Mutant(
        "frost-too-few-signers",
        ("FROST-14",),
        "fewer than the threshold sign",
        (unchecked("crypto.frost_round.check_enough"),),
    ),
    Mutant(
        "frost-strangers-sign",
        ("FROST-14",),
        "whoever commits may sign",
        (unchecked("crypto.frost_round.check_known"),),
    ),
    Mutant(
        "frost-interpolates-positions",
        ("FROST-15",),
        "Lagrange coefficients are those of the places in the list",
        (replaced("crypto.frost.interpolation", _positions),),
    ),
    Mutant(
        "frost-own-commitment-unchecked",
        ("FROST-15",),
        "a signer does not look for its own commitment",
        (unchecked("crypto.frost.check_own"),),
    ),
    Mutant(
        "frost-share-compared",
        ("FROST-15",),
        "a signer compares its share with its verifying share",
        (replaced("crypto.frost.sign", _compared),),
    ),
    Mutant(
        "frost-bystanders-unread",
        ("FROST-3", "PROTO-5"),
        "the verifying shares of those that do not sign are not read",
        (unchecked("crypto.frost_round.check_verifying_shares"),),
    ),
    Mutant(
        "frost-scalar-first",
        ("FROST-17",),
        "a signature begins with its scalar",
        (replaced("crypto.frost.aggregate", _scalar_first),),
    ),
    Mutant(
        "frost-shares-uncounted",
        ("FROST-18",),
        "shares need not be those of who committed",
        (unchecked("crypto.frost.check_shares"),),
    ),
    Mutant(
        "frost-first-culprit",
        ("FROST-19",),
        "one culprit is named",
        (replaced("crypto.frost.culprits", _first_culprit),),
    ),
    Mutant(
        "frost-somebody-blamed",
        ("FROST-19",),
        "where nobody is to blame, everyone is",
        (replaced("crypto.frost.culprits", _somebody),),
    ),
    Mutant(
        "frost-everybody-blamed",
        ("FROST-19",),
        "everyone is blamed",
        (replaced("crypto.frost.culprits", _everybody),),
    ),
    Mutant(
        "frost-cancelling-blamed",
        ("FROST-19",),
        "wrong shares are named even if the signature verifies",
        (replaced("crypto.frost.aggregate", _suspicious),),
    ),
    Mutant(
        "frost-cofactorless",
        ("FROST-20",),
        "Ed25519 is verified without the cofactor",
        (method(Ed25519, "same", _plain_equality),),
    ),
    Mutant(
        "frost-never-verified",
        ("FROST-20",),
        "the equation is not looked at",
        (method(Ed25519, "same", _always), method(Secp256k1, "same", _always)),
    ),
    Mutant(
        "frost-long-signature",
        ("FROST-20",),
        "a signature's length is not looked at",
        (unchecked("crypto.frost.check_length"),),
    ),
)
