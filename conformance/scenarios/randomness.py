"""Scenarios of a Randomness: its life, who registers, which rounds are committed, and what it cannot do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from coalition.content_preimages import BeaconFamily, RandomnessContent
from coalition.crypto.beacon import DrandScheme
from coalition.crypto.bls12_381 import CurveGroup
from coalition.crypto.bls12_381 import identity as bls_identity
from coalition.crypto.dcap import TdxCollateral
from coalition.json_form import as_json
from coalition.randomness import AnyScheme, External, TdxAttested, ThresholdBls, Vrf
from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.almanac import Tick
from coalition.unique_id import UniqueId
from conformance.beacon_providers import BLS_G1, BLS_G2, FIRST, RELAY, SECOND, TICK, Beacon, Published, networks
from conformance.scenarios.almanacs import almanac, tick
from conformance.scenarios.beacons import (
    FAMILIES,
    RANDOMNESS,
    SURFACES,
    address,
    commit,
    looks,
    proves,
    randomness,
    register,
)
from conformance.scenarios.performers import (
    COMMITTEE,
    START,
    advance,
    deployed,
    not_submitted,
    opened,
    read,
    retire,
    status,
    whole,
)
from conformance.scenarios.script import Collection, Script

_LAST: Final = 2**64 - 1
_ATTESTED: Final = Beacon(bytes([16]) * 32)
#: The card of a guest, of whose root nothing is read before a quote comes.
_GUEST: Final = _ATTESTED.registers(_ATTESTED.card(scheme=TdxAttested(b"", bytes(48))))


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
        (_GUEST, "a guest"),
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
    script.go("world.submit", "a guest", component=other, command=_GUEST, cites=["RND-10", "RND-11"])
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
    script.go("world.submit", "a guest", component=ident, command=_GUEST, cites=["RND-11", "RND-8"])
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
    register(script, ident, committee, "it becomes a committee", committee.card(_LAST), cites=["RND-12"])
    proves(script, ident, committee, 3, "a round of the committee", cites=["RND-12", "RND-17"])
    register(script, ident, SECOND, "another's first card, of an earlier tick", SECOND.card(0), cites=["RND-12"])
    not_submitted(script, ident, "BeaconCardOutdated", FIRST.registers(FIRST.card(_LAST)), "nothing is after the last")
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


def _rounds(beacons: Collection) -> None:
    script = beacons.script("randomness/rounds", "rounds go forward, whoever proves them, and have one value each")
    ident = opened(script, randomness(), comment="a Randomness")
    module = address(script, ident)
    register(script, ident, FIRST, "a provider")
    register(script, ident, BLS_G2, "another")
    proves(script, ident, FIRST, 7, "the first round is any", cites=["RND-15"])
    for provider, number, what in (
        (FIRST, 7, "the same round again"),
        (BLS_G2, 7, "the same round by another, whose proof is right"),
        (FIRST, 6, "an earlier one"),
        (BLS_G2, 6, "an earlier one that this one never proved"),
        (FIRST, 0, "the least"),
    ):
        not_submitted(script, ident, "BeaconRoundBackwards", provider.commits(module, number), what)
    proves(script, ident, BLS_G2, 8, "the next, by the other", cites=["RND-15"])
    proves(script, ident, FIRST, 100, "rounds may be left out", cites=["RND-15"])
    not_submitted(script, ident, "BeaconRoundBackwards", BLS_G2.commits(module, 99), "one that was left out")
    proves(script, ident, BLS_G2, _LAST, "the last there can be", cites=["RND-15"])
    not_submitted(script, ident, "BeaconRoundBackwards", FIRST.commits(module, _LAST), "none comes after it")
    other = deployed(script, randomness("other"), "another Randomness")
    register(script, other, FIRST, "the provider there")
    proves(script, other, FIRST, 7, "its rounds are its own", cites=["RND-15", "WORLD-17"])
    looks(script, ident, cites=["RND-15"])
    looks(script, other, cites=["RND-15"])
    script.go("world.close")


def _ticks(beacons: Collection) -> None:
    script = beacons.script("randomness/ticks", "ticks do not go back")
    ident = opened(script, randomness(), comment="a Randomness")
    module = address(script, ident)
    register(script, ident, FIRST, "a provider of a later tick", FIRST.card(_LAST))
    proves(script, ident, FIRST, 1, "a round", at=TICK, cites=["RND-16"])
    for at, what in ((TICK - 1, "a tick before"), (0, "the first")):
        not_submitted(script, ident, "BeaconTickBackwards", FIRST.commits(module, 2, at), what)
    proves(script, ident, FIRST, 2, "several rounds of one tick", at=TICK, cites=["RND-16"])
    proves(script, ident, FIRST, 3, "a later tick", at=TICK + 9, cites=["RND-16"])
    not_submitted(script, ident, "BeaconTickBackwards", FIRST.commits(module, 4, TICK + 8), "a tick that was left out")
    proves(script, ident, FIRST, 4, "the last tick", at=_LAST, cites=["RND-16"])
    looks(script, ident, cites=["RND-16"])
    script.go("world.close")


def _proofs(beacons: Collection) -> None:
    script = beacons.script("randomness/proofs", "no value but that which the provider proves")
    ident = opened(script, randomness(), comment="a Randomness")
    module = address(script, ident)
    for provider, what in ((FIRST, "a VRF"), (BLS_G1, "a committee"), (BLS_G2, "another"), (RELAY, "a network")):
        register(script, ident, provider, what)
    script.go("world.submit", "a guest", component=ident, command=_GUEST, cites=["RND-8"])
    elsewhere = deployed(script, randomness("elsewhere"), "another Randomness")
    for number, provider in enumerate((FIRST, BLS_G1, BLS_G2), start=1):
        right = provider.commits(module, number)
        for wrong, what in (
            (replace(right, proof=b""), "no proof"),
            (replace(right, proof=provider.proof(module, number + 1)), "the proof of another round"),
            (provider.commits(address(script, elsewhere), number), "the proof of another module's round"),
            (replace(right, proof=right.proof + b"\0"), "a byte more"),
            (replace(right, proof=bytes([right.proof[0] ^ 32]) + right.proof[1:]), "another bit"),
        ):
            not_submitted(script, ident, "BeaconRejected", wrong, what, cites=["RND-4", "RND-5"])
        commit(script, ident, right, "the right one", cites=["RND-3", "RND-4"])
    network = RELAY.commits(module, 4)
    not_submitted(script, ident, "BeaconRejected", replace(network, round=5), "a network's round as another")
    foreign = replace(network, proof=BLS_G1.proof(module, 4))
    not_submitted(script, ident, "BeaconRejected", foreign, "a committee's for a network's")
    guest = replace(network, provider=_ATTESTED.id)
    not_submitted(script, ident, "BeaconRejected", guest, "a guest has quotes", cites=["RND-5"])
    burdened = replace(network, collateral=TdxCollateral(b"", b"", "", "", bytes(64), "", "", bytes(64)))
    not_submitted(script, ident, "BeaconRejected", burdened, "a network has no collateral")
    commit(script, ident, network, "the network's", cites=["RND-4"])
    looks(script, ident, cites=["RND-17"])
    script.go("world.close")


def _published(beacons: Collection) -> None:
    script = beacons.script("randomness/published", "rounds that networks published, each under its own scheme")
    ident = opened(script, randomness(), comment="a Randomness")
    relays = {name: Beacon(bytes([40 + number]) * 32) for number, name in enumerate(networks())}
    for name, found in networks().items():
        card = relays[name].card(scheme=found.scheme)
        register(script, ident, relays[name], f"one who relays {name}", card, cites=["RND-2"])
    impostor = Beacon(bytes([50]) * 32)
    quicknet = networks()["quicknet"]
    other_tag = External(DrandScheme.BlsUnchainedOnG1, quicknet.scheme.public_key)
    register(script, ident, impostor, "one who declares another scheme", impostor.card(scheme=other_tag))
    for name, found in networks().items():
        if name == "quicknet":
            wrong = found.commits(impostor)
            not_submitted(script, ident, "BeaconRejected", wrong, "right under the scheme of another", cites=["RND-5"])
        if name == "mainnet":
            _links(script, ident, relays[name], found)
        commit(script, ident, found.commits(relays[name]), f"a round of {name}", cites=["RND-4", "RND-15"])
    looks(script, ident, cites=["RND-4", "RND-17"])
    script.go("world.close")


def _links(script: Script, ident: UniqueId, relay: Beacon, found: Published) -> None:
    """A chained round behind what was not before it."""
    right = found.commits(relay)
    for proof, what in (
        (found.proof[96:], "without the signature before"),
        (bytes([found.proof[0] ^ 1]) + found.proof[1:], "behind another"),
        (found.proof[96:] + found.proof[:96], "behind what comes after"),
    ):
        not_submitted(script, ident, "BeaconRejected", replace(right, proof=proof), what, cites=["RND-4", "RND-5"])


def _no_other_surface(beacons: Collection) -> None:
    script = beacons.script("randomness/no-other-surface", "nobody asks, and nobody challenges", features=["almanac"])
    ident = opened(script, randomness(), comment="a Randomness")
    register(script, ident, FIRST, "a provider")
    proves(script, ident, FIRST, 1, "a round", cites=["RND-18"])
    for surface in ("Requests", "Grants", "Challenges", "Draws"):
        script.refuse(
            "world.read", "UnknownSurface", "there is none", component=ident, surface=surface, after=None, limit=1,
            cites=["RND-18"],
        )  # fmt: skip
    for surface in SURFACES:
        read(script, ident, surface, None, 1, "there is", cites=["RND-18"])
    clock = deployed(script, almanac(), "an Almanac")
    not_submitted(script, ident, "UnknownCommand", Tick(()), "a tick for a Randomness", cites=["RND-18"])
    not_submitted(script, clock, "UnknownCommand", FIRST.commits(address(script, ident), 2), "a round for an Almanac")
    not_submitted(script, clock, "UnknownCommand", FIRST.registers(), "a card for an Almanac")
    tick(script, clock, (0, 10), comment="the clock takes its own")
    proves(script, ident, FIRST, 2, "and the beacon", cites=["RND-18"])
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
    not_submitted(script, ident, "Retired", FIRST.registers(FIRST.card(_LAST)), "a card", cites=["RND-19"])
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
    _rounds,
    _ticks,
    _proofs,
    _published,
    _no_other_surface,
    _broken_rules,
    _retired,
    _successor,
    _beside_others,
)
