"""The records of a Randomness module, and the proof of a round (chapter Randomness)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coalition.content_preimages import BeaconFamily
from coalition.crypto import bls12_381, dcap, ecvrf, tdx_quote
from coalition.crypto.beacon import SCHEMES, DrandScheme, beacon_verify, signature_value, vrf_value
from coalition.crypto.bls12_381 import CurveGroup
from coalition.crypto.dcap import TdxCollateral, TdxGiven, TdxPolicy
from coalition.crypto.dcap_collateral import TcbStatus
from coalition.errors import RuleError
from coalition.preimage import (
    Field,
    Preimage,
    ascii_text,
    derivation,
    discriminant,
    hash_many_of,
    identifier,
    integer,
    operation,
    part,
    raw,
)
from coalition.presence import PresentId
from coalition.shapes import U64, Bytes32, Bytes48, Record, Variant
from coalition.unique_id import UniqueId


class BeaconProofInvalid(RuleError):
    """A proof that is not that of the round under the card."""

    requirement = "RND-5"
    stage = "verify"


#: The statuses of a platform whose guest proves rounds (RND-22).
ATTESTED_STATUSES: Final = (TcbStatus.UpToDate,)


@dataclass(frozen=True)
class ThresholdBls(Variant):
    """A committee signs each round; nobody below its threshold can."""

    signature_group: CurveGroup
    public_key: bytes


@dataclass(frozen=True)
class Vrf(Variant):
    """One key proves each round."""

    public_key: Bytes32


@dataclass(frozen=True)
class External(Variant):
    """A network of drand that signs for all the world."""

    network: DrandScheme
    public_key: bytes


@dataclass(frozen=True)
class TdxAttested(Variant):
    """A guest that a quote attests: its measurement, and the root of those who vouch for the platform, in DER."""

    root: bytes
    mr_td: Bytes48


AnyScheme = ThresholdBls | Vrf | External | TdxAttested


def family(scheme: AnyScheme) -> BeaconFamily:
    """The family of a scheme: they have one name (RND-1)."""
    return BeaconFamily[scheme.variant()]


@derivation("randomness.scheme")
def scheme_digest(scheme: AnyScheme) -> Preimage:
    """The encoding of a scheme: a variant with payload (ENC-21, RND-1)."""
    return hash_many_of(ascii_text("tag", "enum"), integer("number", 8, family(scheme).value), *_scheme_rows(scheme))


def _scheme_rows(scheme: AnyScheme) -> tuple[Field, ...]:
    match scheme:
        case ThresholdBls(group, key):
            return (discriminant("signature_group", group), raw("public_key", key))
        case Vrf(key):
            return (raw("public_key", key),)
        case External(network, key):
            return (discriminant("network", network), raw("public_key", key))
        case TdxAttested(root, mr_td):
            return (raw("root", root), raw("mr_td", mr_td))


@dataclass(frozen=True)
class BeaconProviderCard(Record):
    """What a provider declares: its scheme and key. `refreshed_at` is the `seq` of a tick."""

    provider_id: PresentId
    scheme: AnyScheme
    refreshed_at: U64


@derivation("randomness.provider_card")
def card_digest(card: BeaconProviderCard) -> Preimage:
    """The digest of a card (RND-2)."""
    return hash_many_of(
        ascii_text("tag", "beacon-provider-card.v1"),
        identifier("provider_id", card.provider_id),
        part("scheme", scheme_digest(card.scheme)),
        integer("refreshed_at", 64, card.refreshed_at),
    )


@derivation("randomness.round")
def round_digest(module: PresentId, provider: PresentId, round: U64) -> Preimage:  # noqa: A002 - the parameter's name is the specification's
    """What a provider signs, or proves, for a round of a module (RND-3)."""
    return hash_many_of(
        ascii_text("tag", "beacon-round.v1"),
        identifier("module", module),
        identifier("provider", provider),
        integer("round", 64, round),
    )


@operation("randomness.verify")
def verify(card: BeaconProviderCard, module: PresentId, round: U64, proof: bytes) -> Bytes32:  # noqa: A002 - as above
    """The value of a round that its proof gives under a card (RND-4). Raises `BeaconProofInvalid` (RND-5)."""
    try:
        return value_of(card, module, round, proof)
    except RuleError as why:
        raise BeaconProofInvalid(proof, str(why)) from None


def value_of(card: BeaconProviderCard, module: UniqueId, number: int, proof: bytes) -> bytes:
    """The value. Raises what the scheme's own verification raises."""
    signed = round_digest(module, card.provider_id, number).value()
    match card.scheme:
        case ThresholdBls(group, key):
            bls12_381.verify(group, key, signed, proof)
            return signature_value(proof)
        case Vrf(key):
            return vrf_value(ecvrf.verify(key, signed, proof))
        case External(network, key):
            previous, signature = split_proof(network, proof)
            return beacon_verify(network, key, number, previous, signature)
        case _:
            raise BeaconProofInvalid(proof, "a quote needs collateral")


def split_proof(network: DrandScheme, proof: bytes) -> tuple[bytes | None, bytes]:
    """The signature before, where rounds are chained and one is there, and the signature, which is last (RND-4)."""
    of = SCHEMES[network]
    if not of.chained:
        return None, proof
    place = max(len(proof) - of.group.size, 0)
    return proof[:place] or None, proof[place:]


@operation("randomness.verify_attested")
def verify_attested(
    card: BeaconProviderCard,
    module: PresentId,
    round: U64,  # noqa: A002 - the parameter's name is the specification's
    quote: bytes,
    collateral: TdxCollateral,
    now: U64,
) -> Bytes32:
    """The value of a round that a quote attests at `now`, in seconds (RND-22). Raises `BeaconProofInvalid` (RND-5)."""
    try:
        return attested_value(card, round_digest(module, card.provider_id, round), quote, collateral, now)
    except RuleError as why:
        raise BeaconProofInvalid(quote, str(why)) from None


def attested_value(
    card: BeaconProviderCard, of_round: Preimage, quote: bytes, collateral: TdxCollateral, now: int
) -> bytes:
    """The value behind the digest of the round. Raises what verifying a quote raises (TDX-1 to TDX-24)."""
    if not isinstance(card.scheme, TdxAttested):
        raise BeaconProofInvalid(quote, "the scheme has no quotes")
    value = tdx_quote.parse(quote).body.report_data[32:]
    policy = TdxPolicy((card.scheme.mr_td,), ATTESTED_STATUSES)
    bound = TdxGiven(of_round.value() + value)
    dcap.verify(quote, collateral, card.scheme.root, now, policy, bound)
    return value


@dataclass(frozen=True)
class BeaconTick(Record):
    """The value of a round, whose it is, and what proves it. `committed_at` is the `seq` of a tick."""

    round: U64
    provider: PresentId
    value: Bytes32
    proof: bytes
    committed_at: U64


@derivation("randomness.tick")
def tick_digest(tick: BeaconTick) -> Preimage:
    """The digest of a tick (RND-6)."""
    return hash_many_of(
        ascii_text("tag", "beacon-tick.v1"),
        integer("round", 64, tick.round),
        identifier("provider", tick.provider),
        raw("value", tick.value),
        raw("proof", tick.proof),
        integer("committed_at", 64, tick.committed_at),
    )


def check_key(scheme: AnyScheme) -> None:
    """Raise what reading a scheme's key raises (TBLS-1 to TBLS-3, VRF-5); a root is read with a quote (RND-11)."""
    match scheme:
        case ThresholdBls(group, key):
            bls12_381.decode(group.other, key)
        case Vrf(key):
            ecvrf.read_key(key)
        case External(network, key):
            bls12_381.decode(SCHEMES[network].group.other, key)
