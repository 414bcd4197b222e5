"""What can happen to Randomnesses on a stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from coalition.acl import AclComposition
from coalition.content_preimages import BeaconFamily, RandomnessContent
from coalition.crypto.beacon import DrandScheme
from coalition.crypto.bls12_381 import CurveGroup
from coalition.crypto.dcap import TdxCollateral
from coalition.json_form import as_json
from coalition.randomness import BeaconProviderCard, TdxAttested, ThresholdBls, Vrf, family
from coalition.retirement import AtSequence, RetirementMarker
from coalition.runtime.component import Command, Running
from coalition.runtime.module import Module
from coalition.runtime.randomness import Randomness
from coalition.runtime.randomness_records import CommitBeacon
from coalition.unique_id import UniqueId
from conformance.beacon_providers import Beacon
from conformance.random_inputs import draw, name
from conformance.scenarios import moves
from conformance.scenarios.beacons import FAMILIES, RANDOMNESS
from conformance.scenarios.improvised import LAST, Act, Stage

#: Schemes that are cheap to prove, and now and then one that is not.
_KINDS: Final = (*CurveGroup, *CurveGroup, *DrandScheme, None)
#: Rounds and ticks that a life leaves behind it.
_ROOM: Final = 10**6


class RandomnessStage(Stage):
    """A stage of Randomnesses, and of the providers that prove their rounds."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.providers: dict[UniqueId, Beacon] = {}

    def component(self) -> Module:
        return self.admitting(FAMILIES)

    def admitting(self, families: tuple[BeaconFamily, ...]) -> Module:
        """A module that admits some families, in any order."""
        ordered = self.shuffled([bytes([each.value]) for each in families])
        content = RandomnessContent(
            tuple(BeaconFamily(each[0]) for each in ordered),
            UniqueId(self.entropy.bytes(32)) if self.entropy.chance(3) else None,
        )
        called = f"{name(self.entropy)}.{len(self.configured)}"
        return Module(self.coalition(), called, content, None, AclComposition(()))

    def ready(self) -> tuple[Running, Command]:
        module, provider = self.market()
        return module, self.next(module, provider)

    def module(self) -> Randomness:
        """A Randomness that runs, admits all, and has rounds and ticks left."""
        found = [each for each in self.those(Randomness) if _goes_on(each)]
        made = self.entropy.choice(found) if found else self.deploy()
        assert isinstance(made, Randomness)
        return made

    def market(self) -> tuple[Randomness, Beacon]:
        """A module, and a provider that is registered there."""
        module = self.module()
        known = [each for ident, each in self.providers.items() if ident in module.cards]
        return module, self.entropy.choice(known) if known else self.registers(module)

    def provider(self) -> Beacon:
        """One who is not here yet."""
        return Beacon(self.entropy.bytes(32), self.entropy.choice(_KINDS))

    def registers(self, module: Randomness, provider: Beacon | None = None, at: int | None = None) -> Beacon:
        """A provider whose card is taken."""
        provider = provider or self.provider()
        known = self.again(module).cards.get(provider.id)
        tick = self.entropy.choice((0, 5, 10**9)) if known is None else known.refreshed_at + 1
        self.takes(module, provider, provider.card(tick if at is None else at))
        self.providers[provider.id] = provider
        return provider

    def takes(self, module: Randomness, provider: Beacon, card: BeaconProviderCard) -> None:
        """A card that is taken."""
        self.submit(module, provider.registers(card), "a card", ["RND-8", "RND-9", "RND-13", "RND-2"])

    def next(self, module: Randomness, provider: Beacon, step: int | None = None) -> CommitBeacon:
        """A round that may come."""
        last = self.again(module).last
        if last is None:
            number, at = self.entropy.choice((0, 1, _ROOM)), self.entropy.choice((0, 7))
        else:
            number = last.round + (step or self.entropy.choice((1, 1, 2, 9)))
            at = last.committed_at + self.entropy.choice((0, 0, 1))
        return provider.commits(self.again(module).address, number, at)

    def proves(self, module: Randomness, provider: Beacon, cites: Sequence[str] = ()) -> CommitBeacon:
        """A round that is taken."""
        command = self.next(module, provider)
        self.submit(module, command, "a round", ["RND-8", "RND-17", "RND-15", "RND-3", "RND-6", *cites])
        return command


def _goes_on(module: Randomness) -> bool:
    if module.marker is not None or len(module.families) < len(FAMILIES):
        return False
    return module.last is None or max(module.last.round, module.last.committed_at) < LAST - _ROOM


def _fresh(stage: RandomnessStage) -> Randomness:
    module = stage.deploy()
    assert isinstance(module, Randomness)
    return module


def begins(stage: RandomnessStage) -> None:
    """The first round is any."""
    module = _fresh(stage)
    provider = stage.registers(module)
    first = provider.commits(module.address, stage.entropy.choice((0, 0, LAST - 2 * _ROOM)), 0)
    stage.submit(module, first, "the first round", ["RND-7", "RND-15", "RND-8"])


def registers(stage: RandomnessStage) -> None:
    """A provider, or a guest of whom nothing is read."""
    module = stage.module()
    if stage.entropy.chance(3):
        guest = stage.provider()
        attested = TdxAttested(stage.entropy.bytes(stage.entropy.below(9)), stage.entropy.bytes(48))
        stage.takes(module, guest, guest.card(3, attested))
    else:
        stage.registers(module)
    moves.looks(stage, module)


def proves(stage: RandomnessStage) -> None:
    """Rounds of several providers."""
    module = stage.module()
    providers = [stage.registers(module) for _ in range(stage.entropy.between(1, 2))]
    for _ in range(stage.entropy.between(1, 3)):
        stage.proves(module, stage.entropy.choice(providers), ["RND-16"])
    moves.looks(stage, module)


def rotates(stage: RandomnessStage) -> None:
    """A provider's new card counts, and the one before does not."""
    module, provider = stage.market()
    new = replace(provider, beacon=stage.entropy.bytes(4), kind=stage.entropy.choice(_KINDS))
    stage.registers(module, new)
    moves.not_submitted(stage, "BeaconRejected", module, stage.next(module, provider), "under the key before")
    stage.proves(module, new, ["RND-12"])
    moves.looks(stage, module)


def shares_a_key(stage: RandomnessStage) -> None:
    """Another declares the same key, and gains nothing by it."""
    module = stage.module()
    provider = stage.registers(module, Beacon(stage.entropy.bytes(32), stage.entropy.choice(list(CurveGroup))))
    other = stage.provider()
    stage.takes(module, other, other.card(1, provider.scheme))
    copied = replace(stage.next(module, provider), provider=other.id)
    moves.not_submitted(stage, "BeaconRejected", module, copied, "it is not the other's")
    stage.proves(module, provider, ["RND-13"])


def ends_at_a_round(stage: RandomnessStage) -> None:
    """A round is no sequence by which a marker is reached."""
    module = _fresh(stage)
    command = stage.proves(module, stage.registers(module))
    moves.retire(stage, module, RetirementMarker.retired(AtSequence(command.round)))
    stage.script.go("world.status", "still", component=module.deployment, cites=["RND-7", "WORLD-14"])


# --- what is refused --------------------------------------------------------------------------------------------------


def forged(stage: RandomnessStage) -> None:
    """What a provider has not signed, or another has."""
    module, provider, other = stage.module(), stage.provider(), stage.provider()
    right = provider.registers(provider.card(1))
    theirs = other.registers(right.card)
    wrong = moves.forgeries(right, theirs, provider.card(2))
    moves.not_submitted(stage, "BeaconSignatureInvalid", module, stage.entropy.choice(wrong), "it is forged")
    stage.submit(module, right, "the right one", ["RND-9", "RND-8"])


def not_admitted(stage: RandomnessStage) -> None:
    """A family that the content does not list."""
    provider = stage.provider()
    others = tuple(each for each in FAMILIES if each is not family(provider.scheme) and not stage.entropy.chance(3))
    module = stage.deploy(stage.admitting(others))
    moves.not_submitted(stage, "FamilyNotAdmitted", module, provider.registers(), "it is not admitted")


def unusable(stage: RandomnessStage) -> None:
    """A key that nothing verifies under."""
    module, provider = stage.module(), stage.provider()
    scheme: Any = stage.entropy.choice(
        (
            Vrf(b"\x01" + bytes(31)),
            ThresholdBls(stage.entropy.choice(list(CurveGroup)), stage.entropy.bytes(stage.entropy.choice((0, 47)))),
            ThresholdBls(CurveGroup.G2, b"\xc0" + bytes(47)),
        )
    )
    refusal = provider.registers(provider.card(scheme=scheme))
    moves.not_submitted(stage, "BeaconKeyUnusable", module, refusal, "nothing verifies under it")


def outdated(stage: RandomnessStage) -> None:
    """A card again, or another of the same tick or before."""
    module, provider = stage.market()
    last = stage.again(module).cards[provider.id].refreshed_at
    if stage.entropy.chance(2):
        stage.registers(module, provider)
    at = stage.entropy.choice((last, stage.again(module).cards[provider.id].refreshed_at, 0))
    moves.not_submitted(stage, "BeaconCardOutdated", module, provider.registers(provider.card(at)), "it is outdated")


def not_here(stage: RandomnessStage) -> None:
    """A round of nobody."""
    module, provider = stage.module(), stage.provider()
    command = stage.next(module, provider)
    moves.not_submitted(stage, "UnknownBeaconProvider", module, command, "it is not here")


def rounds_back(stage: RandomnessStage) -> None:
    """A round again, or one before, by the same or by another who never proved it."""
    module, provider = stage.market()
    last = stage.proves(module, provider)
    other = stage.registers(module) if stage.entropy.chance(2) else provider
    number = stage.entropy.choice((last.round, max(last.round - 1, 0), 0))
    command = other.commits(module.address, number, last.committed_at)
    moves.not_submitted(stage, "BeaconRoundBackwards", module, command, "rounds go forward")


def ticks_back(stage: RandomnessStage) -> None:
    """An earlier tick."""
    module = _fresh(stage)
    provider = stage.registers(module)
    first = provider.commits(module.address, 1, 10)
    stage.submit(module, first, "a round", ["RND-8", "RND-16"])
    late = provider.commits(module.address, 2, stage.entropy.choice((9, 0)))
    moves.not_submitted(stage, "BeaconTickBackwards", module, late, "ticks go forward")
    same = provider.commits(module.address, 2, 10)
    stage.submit(module, same, "the same tick", ["RND-8", "RND-16"])


def unproven(stage: RandomnessStage) -> None:
    """A proof of something else; then the right one."""
    entropy = stage.entropy
    module, provider = stage.market()
    right = stage.next(module, provider)
    wrong = (
        b"",
        right.proof + b"\0",
        provider.proof(module.address, right.round + 1),
        bytes([right.proof[-1] ^ 1]) + right.proof[1:],
        entropy.bytes(len(right.proof)),
    )
    bad = replace(right, proof=entropy.choice([each for each in wrong if each != right.proof]))
    if entropy.chance(3):
        bad = replace(right, collateral=draw(TdxCollateral, entropy))
    moves.not_submitted(stage, "BeaconRejected", module, bad, "it does not prove it", ["RND-4", "RND-5"])
    stage.submit(module, right, "what does", ["RND-17", "RND-8"])


def of_another(stage: RandomnessStage) -> None:
    """A round that another provider proves."""
    module, provider = stage.market()
    other = stage.registers(module)
    stolen = replace(stage.next(module, other), provider=provider.id)
    moves.not_submitted(stage, "BeaconRejected", module, stolen, "it is another's", ["RND-5"])


def after_the_end(stage: RandomnessStage) -> None:
    """A retired module takes no round, however right."""
    module, provider = stage.market()
    command = stage.next(module, provider)
    moves.retire(stage, module, RetirementMarker.retired(moves.some_instant(stage, module)))
    moves.not_submitted(stage, "Retired", module, command, "it has its marker", ["RND-19"])
    moves.looks(stage, module)


def other_surfaces(stage: RandomnessStage) -> None:
    """Nobody asks, nobody challenges."""
    module = stage.module()
    surface = stage.entropy.choice(("Requests", "Grants", "Challenges"))
    values = {"component": module.deployment, "surface": surface, "after": None, "limit": 1}
    stage.script.refuse("world.read", "UnknownSurface", "there is none", cites=["RND-18"], **values)


def broken_commands(stage: RandomnessStage) -> None:
    """A provider of zeros."""
    module, provider = stage.market()
    command = as_json(stage.next(module, provider)) | {"kind": "CommitBeacon", "provider": "00" * 32}
    moves.not_taken(stage, "ZeroId", module, command, "ENC-4")


ACT: Final = Act(
    chapter="randomness",
    features=RANDOMNESS,
    stage=RandomnessStage,
    through=(
        *moves.THROUGH,
        begins,
        registers,
        registers,
        proves,
        proves,
        rotates,
        rotates,
        shares_a_key,
        ends_at_a_round,
    ),
    refused=(
        *moves.REFUSED,
        forged,
        not_admitted,
        unusable,
        outdated,
        outdated,
        not_here,
        rounds_back,
        rounds_back,
        ticks_back,
        unproven,
        unproven,
        of_another,
        after_the_end,
        other_surfaces,
        broken_commands,
    ),
    strict=(moves.broken_configuration,),
)
