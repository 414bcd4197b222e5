"""Scenarios of the rounds of a Randomness: their ticks, their proofs, and where they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from coalition.crypto.beacon import DrandScheme
from coalition.crypto.dcap import TdxCollateral
from coalition.randomness import External, TdxAttested
from coalition.runtime.almanac import Tick
from coalition.unique_id import UniqueId
from conformance.beacon_providers import BLS_G1, BLS_G2, FIRST, RELAY, TICK, Beacon, Published, networks
from conformance.scenarios.almanacs import almanac, tick
from conformance.scenarios.beacons import SURFACES, address, commit, looks, proves, randomness, register
from conformance.scenarios.performers import deployed, not_submitted, opened, read
from conformance.scenarios.script import Collection, Script

LAST: Final = 2**64 - 1
_ATTESTED: Final = Beacon(bytes([16]) * 32)
#: The card of a guest, of whose root nothing is read before a quote comes.
GUEST: Final = _ATTESTED.registers(_ATTESTED.card(scheme=TdxAttested(b"", bytes(48))))


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
    proves(script, ident, BLS_G2, LAST, "the last there can be", cites=["RND-15"])
    not_submitted(script, ident, "BeaconRoundBackwards", FIRST.commits(module, LAST), "none comes after it")
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
    register(script, ident, FIRST, "a provider of a later tick", FIRST.card(LAST))
    proves(script, ident, FIRST, 1, "a round", at=TICK, cites=["RND-16"])
    for at, what in ((TICK - 1, "a tick before"), (0, "the first")):
        not_submitted(script, ident, "BeaconTickBackwards", FIRST.commits(module, 2, at), what)
    proves(script, ident, FIRST, 2, "several rounds of one tick", at=TICK, cites=["RND-16"])
    proves(script, ident, FIRST, 3, "a later tick", at=TICK + 9, cites=["RND-16"])
    not_submitted(script, ident, "BeaconTickBackwards", FIRST.commits(module, 4, TICK + 8), "a tick that was left out")
    proves(script, ident, FIRST, 4, "the last tick", at=LAST, cites=["RND-16"])
    looks(script, ident, cites=["RND-16"])
    script.go("world.close")


def _proofs(beacons: Collection) -> None:
    script = beacons.script("randomness/proofs", "no value but that which the provider proves")
    ident = opened(script, randomness(), comment="a Randomness")
    module = address(script, ident)
    for provider, what in ((FIRST, "a VRF"), (BLS_G1, "a committee"), (BLS_G2, "another"), (RELAY, "a network")):
        register(script, ident, provider, what)
    script.go("world.submit", "a guest", component=ident, command=GUEST, cites=["RND-8"])
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


#: What the collection of a Randomness has of them.
SUBJECTS: Final = (
    _rounds,
    _ticks,
    _proofs,
    _published,
    _no_other_surface,
)
