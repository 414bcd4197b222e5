"""Random sharings and rounds of FROST: what is committed to is signed, and what is signed verifies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from coalition.crypto import frost
from coalition.crypto.frost_round import FrostCommitment, FrostGroup, FrostKeys, FrostNonces, FrostShare, FrostSignature
from coalition.crypto.frost_suites import SUITES, FrostSuite
from conformance.entropy import Entropy


def scalar(suite: FrostSuite, entropy: Entropy) -> bytes:
    """A scalar that is not 0."""
    by = SUITES[suite]
    return by.encode_scalar(1 + int.from_bytes(entropy.bytes(40), "big") % (by.order - 1))


@dataclass(frozen=True)
class Played:
    """A round of some signers of a group: all that they know, their shares, and the message."""

    keys: FrostKeys
    signers: tuple[int, ...]
    nonces: Mapping[int, FrostNonces]
    commitments: tuple[FrostCommitment, ...]
    message: bytes

    @property
    def group(self) -> FrostGroup:
        """The group."""
        return self.keys.group

    def secret(self, identifier: int) -> bytes:
        """A participant's share of the key."""
        members = [each.identifier for each in self.group.members]
        return self.keys.shares[members.index(identifier)]

    def share(self, identifier: int) -> FrostShare:
        """A participant's signature share."""
        z = frost.sign(
            self.group,
            identifier,
            self.secret(identifier),
            self.nonces[identifier],
            self.message,
            self.commitments,
            (),
        )
        return FrostShare(identifier, z)

    def shares(self) -> tuple[FrostShare, ...]:
        """The signature shares of all signers."""
        return tuple(self.share(each) for each in self.signers)

    def signature(self) -> bytes:
        """The signature."""
        made = frost.aggregate(self.group, self.message, self.commitments, self.shares())
        assert isinstance(made, FrostSignature)
        return made.signature


def dealt(suite: FrostSuite, threshold: int, size: int, entropy: Entropy) -> FrostKeys:
    """A sharing."""
    secret, *coefficients = (scalar(suite, entropy) for _ in range(threshold))
    return frost.deal(suite, secret, tuple(coefficients), size)


def played(keys: FrostKeys, signers: tuple[int, ...], message: bytes, entropy: Entropy) -> Played:
    """A round of the signers, whose commitments come in the order that is given."""
    suite = keys.group.suite
    nonces = {each: FrostNonces(scalar(suite, entropy), scalar(suite, entropy)) for each in signers}
    commitments = tuple(frost.commit(suite, each, nonces[each]) for each in signers)
    return Played(keys, signers, nonces, commitments, message)


def _suite(entropy: Entropy) -> FrostSuite:
    return entropy.choice(list(FrostSuite))


def _round(entropy: Entropy, most: int = 3) -> Played:
    threshold = entropy.between(2, most)
    size = threshold + entropy.below(2)
    keys = dealt(_suite(entropy), threshold, size, entropy)
    signers = list(range(1, size + 1))
    while len(signers) > threshold and entropy.chance(2):
        signers.remove(entropy.choice(signers))
    if entropy.chance(2):
        signers.reverse()
    return played(keys, tuple(signers), entropy.bytes(entropy.below(80)), entropy)


def _deal(entropy: Entropy) -> dict[str, Any]:
    suite, threshold = _suite(entropy), entropy.between(2, 4)
    secret, *coefficients = (scalar(suite, entropy) for _ in range(threshold))
    return {
        "suite": suite,
        "secret": secret,
        "coefficients": tuple(coefficients),
        "size": threshold + entropy.below(3),
    }


def _nonce(entropy: Entropy) -> dict[str, Any]:
    suite = _suite(entropy)
    return {"suite": suite, "randomness": entropy.bytes(32), "share": scalar(suite, entropy)}


def _commit(entropy: Entropy) -> dict[str, Any]:
    suite = _suite(entropy)
    nonces = FrostNonces(scalar(suite, entropy), scalar(suite, entropy))
    return {"suite": suite, "identifier": entropy.between(1, 65535), "nonces": nonces}


def _listed(entropy: Entropy) -> dict[str, Any]:
    one = _round(entropy)
    return {
        "suite": one.group.suite,
        "public_key": one.group.public_key,
        "commitments": one.commitments,
        "message": one.message,
    }


def _binding(entropy: Entropy) -> dict[str, Any]:
    listed = _listed(entropy)
    return listed | {"identifier": entropy.choice(listed["commitments"]).identifier}


def _challenge(entropy: Entropy) -> dict[str, Any]:
    listed = _listed(entropy)
    del listed["commitments"]
    by = SUITES[listed["suite"]]
    return listed | {"group_commitment": by.encode_element(by.base(entropy.between(1, 2**64)))}


def _sign(entropy: Entropy) -> dict[str, Any]:
    one = _round(entropy)
    identifier = entropy.choice(one.signers)
    others = played(one.keys, (identifier,), b"", entropy).commitments
    return {
        "group": one.group,
        "identifier": identifier,
        "share": one.secret(identifier),
        "nonces": one.nonces[identifier],
        "message": one.message,
        "commitments": one.commitments,
        "spent": (others[0].hiding, others[0].binding)[: entropy.below(3)],
    }


def _aggregate(entropy: Entropy) -> dict[str, Any]:
    one = _round(entropy, 2)
    shares = list(one.shares())
    if entropy.chance(3):
        at = entropy.below(len(shares))
        shares[at] = FrostShare(shares[at].identifier, scalar(one.group.suite, entropy))
    return {"group": one.group, "message": one.message, "commitments": one.commitments, "shares": tuple(shares)}


def _verify(entropy: Entropy) -> dict[str, Any]:
    one = _round(entropy, 2)
    return {
        "suite": one.group.suite,
        "public_key": one.group.public_key,
        "message": one.message,
        "signature": one.signature(),
    }


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.frost_deal": _deal,
    "crypto.frost_nonce": _nonce,
    "crypto.frost_commit": _commit,
    "crypto.frost_binding": _binding,
    "crypto.frost_group_commitment": _listed,
    "crypto.frost_challenge": _challenge,
    "crypto.frost_sign": _sign,
    "crypto.frost_aggregate": _aggregate,
    "crypto.frost_verify": _verify,
}
