"""Providers of randomness that the harness plays: they sign their cards, and prove rounds by their schemes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from coalition.crypto import ecvrf
from coalition.crypto.beacon import SCHEMES, DrandScheme, message_of
from coalition.crypto.bls12_381 import ORDER, CurveGroup
from coalition.crypto.bls12_381 import public_key as bls_key
from coalition.crypto.bls12_381 import sign as bls_sign
from coalition.crypto.ed25519 import sign
from coalition.randomness import (
    AnyScheme,
    BeaconProviderCard,
    External,
    ThresholdBls,
    Vrf,
    card_digest,
    round_digest,
)
from coalition.runtime.committee import public_key
from coalition.runtime.randomness_records import CommitBeacon, RegisterBeaconProvider
from coalition.stable_id import provider_id
from coalition.unique_id import UniqueId, hash_bytes
from conformance.published import published

#: The tick at which cards are of, and rounds are committed, where none is said.
TICK: Final = 1_700_000_000
#: What stands before a chained round where none is said.
GENESIS: Final = bytes(range(32))


@dataclass(frozen=True)
class Beacon:
    """A provider by its secret: it signs its card, and proves rounds by its scheme. `beacon` tells its keys apart."""

    secret: bytes
    kind: CurveGroup | DrandScheme | None = None
    beacon: bytes = b"beacon"

    @property
    def public_key(self) -> bytes:
        """Its Ed25519 key, by which it is known."""
        return public_key(self.secret)

    @property
    def id(self) -> UniqueId:
        """Its `ProviderId`."""
        return provider_id(self.public_key).id()

    @property
    def scalar(self) -> int:
        """The secret of its beacon on BLS12-381."""
        return int.from_bytes(self.seed, "big") % (ORDER - 1) + 1

    @property
    def seed(self) -> bytes:
        """The secret of its beacon, from which that of a VRF follows as Ed25519's does."""
        return bytes(hash_bytes(self.beacon + self.secret))

    @property
    def scheme(self) -> AnyScheme:
        """What its card declares."""
        if self.kind is None:
            return Vrf(public_key(self.seed))
        if isinstance(self.kind, CurveGroup):
            return ThresholdBls(self.kind, bls_key(self.kind, self.scalar).encode())
        return External(self.kind, bls_key(SCHEMES[self.kind].group, self.scalar).encode())

    def card(self, at: int = TICK, scheme: AnyScheme | None = None) -> BeaconProviderCard:
        """Its card, or one of another scheme."""
        return BeaconProviderCard(self.id, scheme or self.scheme, at)

    def registers(self, card: BeaconProviderCard | None = None) -> RegisterBeaconProvider:
        """The command with a card that it signs, its own if none is given."""
        card = card or self.card()
        return RegisterBeaconProvider(card, self.public_key, sign(self.secret, card_digest(card).value()))

    def proof(
        self, module: UniqueId, number: int, previous: bytes | None = None, name: UniqueId | None = None
    ) -> bytes:
        """The proof of a round of a module, in its own name or in another's."""
        signed = round_digest(module, name or self.id, number).value()
        if self.kind is None:
            return ecvrf.prove(self.seed, signed)
        if isinstance(self.kind, CurveGroup):
            return bls_sign(self.kind, self.scalar, signed).encode()
        of = SCHEMES[self.kind]
        before = GENESIS if previous is None and of.chained else previous
        signature = bls_sign(of.group, self.scalar, message_of(number, before), of.tag).encode()
        return (before or b"") + signature

    def commits(self, module: UniqueId, number: int, at: int = TICK) -> CommitBeacon:
        """The command with a round that it proves."""
        return CommitBeacon(self.id, number, self.proof(module, number), at, None)


FIRST: Final = Beacon(bytes([11]) * 32)
SECOND: Final = Beacon(bytes([12]) * 32)
BLS_G1: Final = Beacon(bytes([13]) * 32, CurveGroup.G1)
BLS_G2: Final = Beacon(bytes([14]) * 32, CurveGroup.G2)
#: Whoever relays what a public network signs.
RELAY: Final = Beacon(bytes([15]) * 32, DrandScheme.BlsUnchainedG1Rfc9380)

_BY_NAME: Final = {
    "pedersen-bls-chained": DrandScheme.PedersenBlsChained,
    "pedersen-bls-unchained": DrandScheme.PedersenBlsUnchained,
    "bls-unchained-on-g1": DrandScheme.BlsUnchainedOnG1,
    "bls-unchained-g1-rfc9380": DrandScheme.BlsUnchainedG1Rfc9380,
}


@dataclass(frozen=True)
class Published:
    """A round as a network published it."""

    scheme: External
    round: int
    proof: bytes

    def commits(self, relay: Beacon, at: int = TICK) -> CommitBeacon:
        """The command with which it is relayed."""
        return CommitBeacon(relay.id, self.round, self.proof, at, None)


def networks() -> dict[str, Published]:
    """The published rounds by the names of their networks, in ascending order of their numbers."""
    rows = sorted(published("drand")["rounds"], key=lambda row: int(row["round"]))
    return {row["network"].split()[0].rstrip(","): _published(row) for row in rows}


def _published(row: dict[str, Any]) -> Published:
    kind = _BY_NAME[row["scheme"]]
    previous = bytes.fromhex(row["previous_signature"]) if SCHEMES[kind].chained else b""
    scheme = External(kind, bytes.fromhex(row["public_key"]))
    return Published(scheme, row["round"], previous + bytes.fromhex(row["signature"]))
