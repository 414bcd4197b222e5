"""What a Compute module remembers of providers, requests and grants, and the rules between that and a command."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.compute import AlmanacRange, ComputeProviderCard, ComputeRequest
from coalition.crypto.ed25519 import SignatureRejected, verify
from coalition.preimage import Preimage
from coalition.reference import OrganismRef
from coalition.retirement import RetirementMarker
from coalition.runtime.compute_refusals import (
    AlreadyGranted,
    AlreadyRequested,
    CardOutdated,
    ForeignGrant,
    ForeignReputation,
    NotCleared,
    ProviderRetired,
    ProviderSignatureInvalid,
    ReputationBackwards,
    RoundBackwards,
    UnknownGrant,
    UnknownProvider,
    UnknownRequest,
    WindowEmpty,
    WindowTaken,
    WindowTooEarly,
)
from coalition.runtime.refusals import SelfReplacement
from coalition.stable_id import provider_id
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class Provider:
    """A provider as the module knows it. `last` is the tick it last spoke of; it has no `card` while it is away."""

    last: int
    card: ComputeProviderCard | None
    registered: int
    retired: bool = False


@dataclass(frozen=True)
class Asked:
    """A request, its commit, and who won it in which round."""

    request: ComputeRequest
    commit: UniqueId
    provider: UniqueId | None = None
    cleared: int = 0


@dataclass(frozen=True)
class Granted:
    """A grant: whose it is, and the tick behind the last one that was logged."""

    provider: UniqueId
    logged: int | None = None


@dataclass(frozen=True)
class Score:
    """A reputation in basis points, and the clock of the organism that gave it."""

    basis_points: int
    clock: int


def check_signed(provider: UniqueId, public_key: bytes, signature: bytes, signed: Preimage) -> None:
    """Raise `ProviderSignatureInvalid` unless the provider's own key signed the digest (COM-14)."""
    try:
        verify(public_key, signed.value(), signature)
    except SignatureRejected:
        raise ProviderSignatureInvalid(public_key) from None
    check_key(provider, public_key)


def check_key(provider: UniqueId, public_key: bytes) -> None:
    """Raise `ProviderSignatureInvalid` for the key of another provider (COM-14)."""
    if provider_id(public_key).id() != provider:
        raise ProviderSignatureInvalid(public_key)


def check_not_retired(known: Provider | None) -> None:
    """Raise `ProviderRetired` for a provider that left with a marker (COM-17)."""
    if known is not None and known.retired:
        raise ProviderRetired(known)


def check_later(known: Provider | None, tick: int) -> None:
    """Raise `CardOutdated` for a tick that is not after the one the provider last spoke of (COM-15)."""
    if known is not None and tick <= known.last:
        raise CardOutdated(tick)


def registered(known: Provider | None) -> Provider:
    """A provider that is registered. Raises `UnknownProvider` (COM-16)."""
    if known is None or known.card is None:
        raise UnknownProvider(known)
    return known


def check_successor(provider: UniqueId, marker: RetirementMarker | None) -> None:
    """Raise `SelfReplacement` for a provider that is to replace itself (COM-17)."""
    if marker is not None and marker.replacement is not None and marker.replacement.address == provider:
        raise SelfReplacement(provider)


def check_new(asked: Asked | None) -> None:
    """Raise `AlreadyRequested` for a request that is there, whatever became of it (COM-18)."""
    if asked is not None:
        raise AlreadyRequested(asked.commit)


def check_round(last: int | None, now: int) -> None:
    """Raise `RoundBackwards` for a round that is not after the last one (COM-20)."""
    if last is not None and now <= last:
        raise RoundBackwards(now)


def check_source(source: OrganismRef | None, evidence: EvidencePointer) -> None:
    """Raise `ForeignReputation` for evidence from elsewhere than the organism of the content (COM-27)."""
    if source is None or evidence.address != source.stable_id:
        raise ForeignReputation(evidence.address)


def check_clock(known: Score | None, evidence: EvidencePointer) -> None:
    """Raise `ReputationBackwards` for a score that is not after the provider's last one (COM-27)."""
    if known is not None and evidence.clock_event <= known.clock:
        raise ReputationBackwards(evidence.clock_event)


def known_request(asked: Asked | None) -> Asked:
    """A request that is there. Raises `UnknownRequest` (COM-29)."""
    if asked is None:
        raise UnknownRequest(asked)
    return asked


def won_by(asked: Asked) -> UniqueId:
    """The provider that won a request. Raises `NotCleared` (COM-29)."""
    if asked.provider is None:
        raise NotCleared(asked.commit)
    return asked.provider


def check_ungranted(grant: Granted | None) -> None:
    """Raise `AlreadyGranted` for a request that has its grant (COM-29)."""
    if grant is not None:
        raise AlreadyGranted(grant)


def check_window(asked: Asked, window: AlmanacRange) -> None:
    """Raise `WindowEmpty` for a grant of no tick, `WindowTooEarly` for one from before its round (COM-30)."""
    if window.start == window.end:
        raise WindowEmpty(window)
    if window.start < asked.cleared:
        raise WindowTooEarly(window)


def known_grant(grant: Granted | None) -> Granted:
    """A grant that is there. Raises `UnknownGrant` (COM-31)."""
    if grant is None:
        raise UnknownGrant(grant)
    return grant


def check_own(grant: Granted, provider: UniqueId) -> None:
    """Raise `ForeignGrant` for a log of what another provider won (COM-31)."""
    if provider != grant.provider:
        raise ForeignGrant(provider)


def check_untaken(grant: Granted, window: AlmanacRange) -> None:
    """Raise `WindowTaken` for ticks that are not after those of the last log (COM-32)."""
    if grant.logged is not None and (window.start < grant.logged or window.end == grant.logged):
        raise WindowTaken(window)
