"""A Randomness module that runs: providers register, rounds are proven and committed (RND-7 to RND-23)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from pyrsistent import PMap, pmap

from coalition.content_preimages import BeaconFamily, RandomnessContent
from coalition.crypto.ed25519 import SignatureRejected
from coalition.crypto.ed25519 import verify as verify_signature
from coalition.errors import RuleError
from coalition.randomness import (
    AnyScheme,
    BeaconProofInvalid,
    BeaconProviderCard,
    BeaconTick,
    TdxAttested,
    card_digest,
    check_key,
    family,
    verify,
    verify_attested,
)
from coalition.runtime.committee import Committee
from coalition.runtime.component import Context, Running, empty_logs, plays
from coalition.runtime.module import Module, identify
from coalition.runtime.randomness_records import (
    BeaconCardRecord,
    BeaconTickRecord,
    CommitBeacon,
    RegisterBeaconProvider,
)
from coalition.runtime.randomness_refusals import (
    BeaconCardOutdated,
    BeaconKeyUnusable,
    BeaconRejected,
    BeaconRoundBackwards,
    BeaconSignatureInvalid,
    BeaconTickBackwards,
    FamilyNotAdmitted,
    UnknownBeaconProvider,
)
from coalition.stable_id import provider_id
from coalition.unique_id import UniqueId

BEACON_TICKS: Final = "BeaconTicks"
PROVIDERS: Final = "Providers"


@plays(RandomnessContent)
@dataclass(frozen=True, kw_only=True)
class Randomness(Running):
    """The state of a Randomness module: the families it admits, the cards in force, the last round it committed.

    Whoever signs its card is a provider (RND-13); nobody asks for rounds, and nothing else is told (RND-18, RND-19).
    """

    SURFACES = (BEACON_TICKS, PROVIDERS)
    TAKES = (RegisterBeaconProvider, CommitBeacon)

    families: tuple[BeaconFamily, ...]
    cards: PMap[UniqueId, BeaconProviderCard] = field(default_factory=pmap)
    last: BeaconTick | None = None

    @classmethod
    def deploy(cls, component: Module, committee: Committee, context: Context) -> Randomness:
        """A module without providers and rounds (RND-7)."""
        del context
        assert isinstance(component.content, RandomnessContent)
        ids = identify(component)
        return cls(ids=ids, committee=committee, logs=empty_logs(cls, ids), families=component.content.families)

    def act(self, command: Any, context: Context) -> Randomness:
        """What each command commits (RND-8)."""
        if isinstance(command, RegisterBeaconProvider):
            return self._register(command)
        return self._commit(command, context.now)

    def _register(self, command: RegisterBeaconProvider) -> Randomness:
        card = command.card
        check_signed(command)
        check_family(self.families, card.scheme)
        check_usable(card.scheme)
        check_later(self.cards.get(card.provider_id), card)
        after = self.committed(PROVIDERS, BeaconCardRecord(card, command.public_key, command.signature))
        return replace(after, cards=self.cards.set(card.provider_id, card))

    def _commit(self, command: CommitBeacon, now: int) -> Randomness:
        card = registered(self.cards.get(command.provider), command.provider)
        check_round(self.last, command.round)
        check_tick(self.last, command.committed_at)
        attested = isinstance(card.scheme, TdxAttested)
        value = proven_by_quote(self, card, command, now) if attested else proven(self, card, command)
        tick = BeaconTick(command.round, command.provider, value, command.proof, command.committed_at)
        return replace(self.committed(BEACON_TICKS, BeaconTickRecord(tick)), last=tick)


def check_signed(command: RegisterBeaconProvider) -> None:
    """Raise `BeaconSignatureInvalid` unless the provider's own key signed its card (RND-9)."""
    try:
        verify_signature(command.public_key, card_digest(command.card).value(), command.signature)
    except SignatureRejected:
        raise BeaconSignatureInvalid(command.public_key) from None
    check_own_key(command.card.provider_id, command.public_key)


def check_own_key(provider: UniqueId, public_key: bytes) -> None:
    """Raise `BeaconSignatureInvalid` for the key of another provider (RND-9)."""
    if provider_id(public_key).id() != provider:
        raise BeaconSignatureInvalid(public_key)


def check_family(families: tuple[BeaconFamily, ...], scheme: AnyScheme) -> None:
    """Raise `FamilyNotAdmitted` for a scheme of a family that the content does not list (RND-10)."""
    if family(scheme) not in families:
        raise FamilyNotAdmitted(scheme)


def check_usable(scheme: AnyScheme) -> None:
    """Raise `BeaconKeyUnusable` for a key that nothing verifies under (RND-11)."""
    try:
        check_key(scheme)
    except RuleError:
        raise BeaconKeyUnusable(scheme) from None


def check_later(known: BeaconProviderCard | None, card: BeaconProviderCard) -> None:
    """Raise `BeaconCardOutdated` for a card that is not after the one in force (RND-12)."""
    if known is not None and card.refreshed_at <= known.refreshed_at:
        raise BeaconCardOutdated(card.refreshed_at)


def registered(card: BeaconProviderCard | None, provider: UniqueId) -> BeaconProviderCard:
    """The card in force of a provider. Raises `UnknownBeaconProvider` (RND-14)."""
    if card is None:
        raise UnknownBeaconProvider(provider)
    return card


def check_round(last: BeaconTick | None, number: int) -> None:
    """Raise `BeaconRoundBackwards` for a round that is not above the last one, whoever's it was (RND-15)."""
    if last is not None and number <= last.round:
        raise BeaconRoundBackwards(number)


def check_tick(last: BeaconTick | None, committed_at: int) -> None:
    """Raise `BeaconTickBackwards` for an earlier tick than the last round's (RND-16)."""
    if last is not None and committed_at < last.committed_at:
        raise BeaconTickBackwards(committed_at)


def proven(module: Randomness, card: BeaconProviderCard, command: CommitBeacon) -> bytes:
    """The value that a proof gives under a card. Raises `BeaconRejected` (RND-17)."""
    if command.collateral is not None:
        raise BeaconRejected(command.provider)
    try:
        return verify(card, module.address, command.round, command.proof)
    except BeaconProofInvalid:
        raise BeaconRejected(command.proof) from None


def proven_by_quote(module: Randomness, card: BeaconProviderCard, command: CommitBeacon, now: int) -> bytes:
    """The value that a quote attests at `now`, in milliseconds. Raises `BeaconRejected` (RND-23)."""
    if command.collateral is None:
        raise BeaconRejected(command.provider)
    try:
        return verify_attested(card, module.address, command.round, command.proof, command.collateral, seconds(now))
    except BeaconProofInvalid:
        raise BeaconRejected(command.proof) from None


def seconds(now: int) -> int:
    """The whole seconds of an instant in milliseconds (RND-23)."""
    return now // 1000
