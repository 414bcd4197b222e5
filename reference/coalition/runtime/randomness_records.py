"""What stands on the surfaces of a Randomness module, and the commands it takes (chapter Randomness)."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.crypto.dcap import TdxCollateral
from coalition.preimage import Preimage
from coalition.presence import PresentId
from coalition.randomness import BeaconProviderCard, BeaconTick, card_digest, tick_digest
from coalition.runtime.component import Command
from coalition.runtime.log import SurfaceRecord
from coalition.shapes import U64, Bytes32, Bytes64


@dataclass(frozen=True)
class BeaconTickRecord(SurfaceRecord):
    """A round's value and its proof, on `BeaconTicks`."""

    KIND = "BeaconTick"
    tick: BeaconTick

    def digest(self) -> Preimage:
        return tick_digest(self.tick)


@dataclass(frozen=True)
class BeaconCardRecord(SurfaceRecord):
    """A provider's card as it signed it, on `Providers`."""

    KIND = "BeaconProviderCard"
    card: BeaconProviderCard
    public_key: Bytes32
    signature: Bytes64

    def digest(self) -> Preimage:
        return card_digest(self.card)


@dataclass(frozen=True)
class RegisterBeaconProvider(Command):
    """A provider offers its beacon, or refreshes its card."""

    card: BeaconProviderCard
    public_key: Bytes32
    signature: Bytes64


@dataclass(frozen=True)
class CommitBeacon(Command):
    """A round and its proof. `committed_at` is the `seq` of the present tick; `collateral` comes with a quote alone."""

    provider: PresentId
    round: U64
    proof: bytes
    committed_at: U64
    collateral: TdxCollateral | None
