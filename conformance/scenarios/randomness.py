"""Scenarios of a Randomness: its life, who registers, which rounds are committed, and what it cannot do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from coalition.content_preimages import BeaconFamily, RandomnessContent
from coalition.crypto.beacon import DrandScheme
from coalition.crypto.bls12_381 import CurveGroup
from coalition.crypto.bls12_381 import identity as bls_identity
from coalition.json_form import as_json
from coalition.randomness import AnyScheme, External, ThresholdBls, Vrf
from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.unique_id import UniqueId
from conformance.beacon_providers import BLS_G1, BLS_G2, FIRST, RELAY, SECOND, TICK, Beacon, networks
from conformance.scenarios import randomness_rounds
from conformance.scenarios.almanacs import almanac, tick
from conformance.scenarios.beacons import FAMILIES, RANDOMNESS, SURFACES, address, looks, proves, randomness, register
from conformance.scenarios.performers import (
    COMMITTEE,
    START,
    advance,
    deployed,
    not_submitted,
    opened,
    retire,
    status,
    whole,
)
from conformance.scenarios.randomness_rounds import GUEST, LAST
from conformance.scenarios.script import Collection


def collections() -> Iterator[Collection]:
    """The collection of a Randomness."""
    beacons = Collection("scenarios/randomness.json", RANDOMNESS, chapter="randomness")
    for subject in SUBJECTS:
        subject(beacons)
    yield beacons


def _life(beacons: Collection) -> None:
    script = beacons.script("randomness/life", "a beacon from its first provider to its end")
    ident = opened(script, randomness(), comment="a Randomness")
    register(script, ident, FIRST, "a provider with one key")
    register(script, ident, BLS_G1, "a committee")
    proves(script, ident, FIRST, 1, "a round", cites=["RND-15"])
    not_submitted(script, ident, "BeaconRoundBackwards", BLS_G1.commits(address(script, ident), 1), "it has its value")
    proves(script, ident, BLS_G1, 2, "the next, by the committee", at=TICK + 1, cites=["RND-15", "RND-16"])
    stolen = replace(BLS_G1.commits(address(script, ident), 3, TICK + 1), provider=FIRST.id)
    not_submitted(script, ident, "BeaconRejected", stolen, "the committee's round in the other's name")
    proves(script, ident, FIRST, 3, "the round that the other proves", at=TICK + 1, cites=["RND-17"])
    looks(script, ident)
    retire(script, ident)
    late = FIRST.commits(address(script, ident), 4)
    not_submitted(script, ident, "Retired", late, "no round after the marker", cites=["RND-19"])
    script.go("world.close")


def _empty(beacons: Collection) -> None:
    script = beacons.script("randomness/empty", "it begins with nothing, and time alone does nothing")
    ident = opened(script, randomness(), comment="a Randomness")
    looks(script, ident, cites=["RND-7"])
    early = FIRST.commits(address(script, ident), 1)
    not_submitted(script, ident, "UnknownBeaconProvider", early, "nobody is registered", cites=["RND-7"])
    register(script, ident, FIRST, "a provider")
    advance(script, START + 10**7, "time passes", cites=["RND-7"])
    status(script, ident, "nothing has come of it", cites=["RND-7"])
    proves(script, ident, FIRST, 0, "the first round is any", at=0, cites=["RND-7", "RND-15", "RND-16"])
    looks(script, ident, cites=["RND-7"])
    script.go("world.close")


def _signatures(beacons: Collection) -> None:
    script = beacons.script("randomness/signatures", "nobody speaks for a provider")
    ident = opened(script, randomness(), comment="a Randomness")
    right, other = FIRST.registers(), SECOND.registers(FIRST.card())
    member = Beacon(COMMITTEE[0]).registers(FIRST.card())
    for wrong, what in (
        (other, "another's key and signature"),
        (replace(right, signature=other.signature), "another's signature"),
        (replace(right, public_key=SECOND.public_key), "another's key"),
        (replace(right, card=FIRST.card(TICK + 1)), "another tick than the signed one"),
        (replace(right, card=FIRST.card(scheme=SECOND.scheme)), "another key than the signed one"),
        (replace(right, signature=bytes(64)), "no signature"),
        (member, "a member of the committee"),
    ):
        not_submitted(script, ident, "BeaconSignatureInvalid", wrong, what)
    script.go("world.submit", "the provider itself", component=ident, command=right, cites=["RND-9", "RND-8"])
    proves(script, ident, FIRST, 1, "its round")
    looks(script, ident, cites=["RND-9"])
    script.go("world.close")


def _families(beacons: Collection) -> None:
    script = beacons.script("randomness/families", "the content says which families are admitted")
    ident = opened(script, randomness(families=(BeaconFamily.Vrf,)), comment="one that admits VRFs alone")
    for command, what in (
        (BLS_G1.registers(), "a committee"),
        (RELAY.registers(), "a network of the world"),
        (GUEST, "a guest"),
    ):
        not_submitted(script, ident, "FamilyNotAdmitted", command, what)
    register(script, ident, FIRST, "a VRF", cites=["RND-10"])
    proves(script, ident, FIRST, 1, "its round")
    refresh = FIRST.card(TICK + 1, BLS_G2.scheme)
    not_submitted(script, ident, "FamilyNotAdmitted", FIRST.registers(refresh), "it changes to another family")
    proves(script, ident, FIRST, 2, "its card is in force")
    all_but = (BeaconFamily.ThresholdBls, BeaconFamily.External, BeaconFamily.TdxAttested)
    other = deployed(script, randomness("others", families=all_but), "one that admits all others")
    not_submitted(script, other, "FamilyNotAdmitted", FIRST.registers(), "a VRF")
    for provider, what in ((BLS_G1, "a committee"), (RELAY, "a network")):
        register(script, other, provider, what, cites=["RND-10"])
    script.go("world.submit", "a guest", component=other, command=GUEST, cites=["RND-10", "RND-11"])
    nobody = deployed(script, randomness("nobody", families=()), "one that admits nobody")
    for provider in (FIRST, BLS_G1, RELAY):
        not_submitted(script, nobody, "FamilyNotAdmitted", provider.registers(), "whoever it is")
    for each in (ident, other, nobody):
        whole(script, each, "Providers", cites=["RND-10"])
    script.go("world.close")


def _keys(beacons: Collection) -> None:
    script = beacons.script("randomness/keys", "a card has a key that something can verify under")
    ident = opened(script, randomness(), comment="a Randomness")
    g1, g2 = BLS_G1.scheme, BLS_G2.scheme
    quicknet = networks()["quicknet"].scheme
    assert isinstance(g1, ThresholdBls)
    assert isinstance(g2, ThresholdBls)
    bad: tuple[tuple[AnyScheme, str], ...] = (
        (ThresholdBls(CurveGroup.G1, b""), "a key without a byte"),
        (ThresholdBls(CurveGroup.G1, g2.public_key), "a key in the group of the signatures"),
        (ThresholdBls(CurveGroup.G2, g1.public_key), "a key in the other group"),
        (ThresholdBls(CurveGroup.G1, bls_identity(CurveGroup.G2).encode()), "the point at infinity"),
        (ThresholdBls(CurveGroup.G2, b"\x80" + bytes(46) + b"\x04"), "a point outside the subgroup"),
        (External(DrandScheme.PedersenBlsUnchained, quicknet.public_key), "a network's key in another group"),
        (External(DrandScheme.BlsUnchainedG1Rfc9380, b"\xff" * 96), "no point at all"),
        (Vrf(b"\x01" + bytes(31)), "a key of small order"),
        (Vrf(b"\xff" * 32), "no point in its one encoding"),
    )
    for scheme, what in bad:
        not_submitted(script, ident, "BeaconKeyUnusable", FIRST.registers(FIRST.card(scheme=scheme)), what)
    register(script, ident, FIRST, "a usable key", cites=["RND-11"])
    register(script, ident, BLS_G1, "another", cites=["RND-11"])
    register(script, ident, BLS_G2, "in the other group", cites=["RND-11"])
    script.go("world.submit", "a guest", component=ident, command=GUEST, cites=["RND-11", "RND-8"])
    looks(script, ident, cites=["RND-11"])
    script.go("world.close")


def _cards_forward(beacons: Collection) -> None:
    script = beacons.script("randomness/cards-forward", "cards go forward, and the one in force counts")
    ident = opened(script, randomness(), comment="a Randomness")
    register(script, ident, FIRST, "a card", cites=["RND-12"])
    proves(script, ident, FIRST, 1, "a round under it")
    not_submitted(script, ident, "BeaconCardOutdated", FIRST.registers(), "the same card again")
    same_tick = FIRST.card(scheme=SECOND.scheme)
    not_submitted(script, ident, "BeaconCardOutdated", FIRST.registers(same_tick), "another of the same tick")
    rotated = replace(FIRST, beacon=bytes([21]) * 32)
    register(script, ident, rotated, "another key, a tick later", rotated.card(TICK + 1), cites=["RND-12"])
    old = FIRST.commits(address(script, ident), 2)
    not_submitted(script, ident, "BeaconRejected", old, "a round under the key before", cites=["RND-12"])
    proves(script, ident, rotated, 2, "one under the key in force", cites=["RND-12", "RND-17"])
    not_submitted(script, ident, "BeaconCardOutdated", FIRST.registers(), "somebody submits the first card again")
    committee = replace(FIRST, kind=CurveGroup.G2)
    register(script, ident, committee, "it becomes a committee", committee.card(LAST), cites=["RND-12"])
    proves(script, ident, committee, 3, "a round of the committee", cites=["RND-12", "RND-17"])
    register(script, ident, SECOND, "another's first card, of an earlier tick", SECOND.card(0), cites=["RND-12"])
    not_submitted(script, ident, "BeaconCardOutdated", FIRST.registers(FIRST.card(LAST)), "nothing is after the last")
    looks(script, ident, cites=["RND-12"])
    script.go("world.close")


def _anybody(beacons: Collection) -> None:
    script = beacons.script("randomness/anybody", "whoever signs its card is taken")
    ident = opened(script, randomness(), comment="a Randomness")
    for number, what in ((31, "a stranger"), (32, "another"), (1, "a member of the committee")):
        register(script, ident, Beacon(bytes([number]) * 32), what)
    register(script, ident, FIRST, "one with a key")
    copied = SECOND.card(scheme=FIRST.scheme)
    register(script, ident, SECOND, "one who declares the same key", copied)
    copy = replace(FIRST.commits(address(script, ident), 1), provider=SECOND.id)
    not_submitted(script, ident, "BeaconRejected", copy, "what the first proves is no proof of the second's")
    proves(script, ident, FIRST, 1, "it is the first's", cites=["RND-3", "RND-13"])
    proves(script, ident, Beacon(bytes([31]) * 32), 2, "the stranger's round", cites=["RND-13"])
    looks(script, ident, cites=["RND-13"])
    script.go("world.close")


def _broken_rules(beacons: Collection) -> None:
    script = beacons.script("randomness/broken-rules", "a command that breaks a rule of its types is refused by name")
    ident = opened(script, randomness(), comment="a Randomness")
    registers = as_json(FIRST.registers()) | {"kind": "RegisterBeaconProvider"}
    commits = as_json(FIRST.commits(address(script, ident), 1)) | {"kind": "CommitBeacon"}
    for command in (
        {**registers, "card": {**registers["card"], "provider_id": "00" * 32}},
        {**commits, "provider": "00" * 32},
    ):
        params = {"as": None, "component": ident.hex(), "command": command}
        script.refuse_form("world.submit", "ZeroId", "an id of zeros", params, cites=["WORLD-7", "ENC-4"])
    register(script, ident, FIRST, "it goes on", cites=["WORLD-7"])
    proves(script, ident, FIRST, 1, "with a round", cites=["WORLD-7"])
    looks(script, ident)
    script.go("world.close")


def _retired(beacons: Collection) -> None:
    script = beacons.script("randomness/retired", "the marker ends both surfaces, and every command")
    ident = opened(script, randomness(), comment="a Randomness")
    register(script, ident, FIRST, "a provider")
    proves(script, ident, FIRST, 1, "a round")
    retire(script, ident, RetirementMarker.retired(RetirementInstant.AtSequence(1)), "at its round")
    status(script, ident, "it is retiring: a round is no sequence", cites=["RND-7"])
    not_submitted(script, ident, "Retired", FIRST.commits(address(script, ident), 2), "a round", cites=["RND-19"])
    not_submitted(script, ident, "Retired", FIRST.registers(FIRST.card(LAST)), "a card", cites=["RND-19"])
    advance(script, START + 10**9)
    status(script, ident, "still", cites=["RND-7"])
    for surface in SURFACES:
        whole(script, ident, surface, f"{surface} ends with the marker", cites=["WORLD-11", "RND-19"])
    script.go("world.close")


def _successor(beacons: Collection) -> None:
    script = beacons.script("randomness/successor", "a successor goes on above, and takes nothing over")
    ident = opened(script, randomness(), comment="a Randomness")
    register(script, ident, FIRST, "a provider")
    proves(script, ident, FIRST, 41, "its last round")
    marker = retire(script, ident, RetirementMarker.retired(RetirementInstant.AtTimestamp(START)))["commits"][0]
    after = UniqueId(bytes.fromhex(marker["commit"]))
    heir = deployed(script, randomness(content=RandomnessContent(FAMILIES, after)), "its successor")
    early = FIRST.commits(address(script, heir), 42)
    not_submitted(script, heir, "UnknownBeaconProvider", early, "nobody is registered there", cites=["RND-7"])
    register(script, heir, FIRST, "the provider registers again, with its card", cites=["RND-7"])
    foreign = FIRST.commits(address(script, ident), 42)
    not_submitted(script, heir, "BeaconRejected", foreign, "a round of the one before", cites=["RND-3"])
    proves(script, heir, FIRST, 42, "its first round", cites=["RND-7", "RND-15"])
    looks(script, heir)
    looks(script, ident, cites=["RND-19"])
    script.go("world.close")


def _beside_others(beacons: Collection) -> None:
    script = beacons.script("randomness/beside-others", "its end is nobody else's", features=["almanac"])
    ident = opened(script, randomness(), comment="a Randomness")
    other = deployed(script, randomness("other"), "another")
    clock = deployed(script, almanac(), "an Almanac of the same coalition")
    for each in (ident, other):
        register(script, each, FIRST, "a provider of both")
        proves(script, each, FIRST, 5, "a round of its own", cites=["RND-19", "WORLD-17"])
    retire(script, ident)
    not_submitted(script, ident, "Retired", FIRST.commits(address(script, ident), 6), "it is gone", cites=["RND-19"])
    tick(script, clock, (0, 10), comment="the clock goes on")
    proves(script, other, FIRST, 6, "so does the other", cites=["RND-19", "WORLD-17"])
    whole(script, clock, "Ticks", cites=["RND-19", "WORLD-17"])
    looks(script, other, cites=["RND-19"])
    script.go("world.close")


#: What the collection of a Randomness has of it.
SUBJECTS: Final = (
    _life,
    _empty,
    _signatures,
    _families,
    _keys,
    _cards_forward,
    _anybody,
    *randomness_rounds.SUBJECTS,
    _broken_rules,
    _retired,
    _successor,
    _beside_others,
)
