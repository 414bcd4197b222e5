"""Scenarios of rounds that a quote attests: whose quotes, when, and with what collateral."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from coalition.randomness import TdxAttested, round_digest
from coalition.unique_id import UniqueId
from conformance import mock_dcap as mock
from conformance.attested_providers import DEBUG, EDGE, GUEST, LATER, OPENING, TWIN, collateral, later
from conformance.beacon_providers import FIRST, TICK
from conformance.scenarios.beacons import RANDOMNESS, address, commit, looks, proves, randomness, register
from conformance.scenarios.performers import advance, deployed, not_submitted, opened, retire
from conformance.scenarios.script import Collection, Script

#: The features of a scenario in which guests prove rounds.
ATTESTED: Final = (*RANDOMNESS, "randomness.attested")


def collections() -> Iterator[Collection]:
    """The collection of attested rounds."""
    attested = Collection("scenarios/attested.json", ATTESTED, chapter="randomness")
    for subject in (_quotes, _images, _collateral, _beside):
        subject(attested)
    yield attested


def _proves(script: Script, ident: UniqueId, number: int, comment: str, *cites: str) -> None:
    proves(script, ident, GUEST, number, comment, cites=["RND-22", "RND-23", *cites])


def _refused(script: Script, ident: UniqueId, command: object, comment: str) -> None:
    not_submitted(script, ident, "BeaconRejected", command, comment, cites=["RND-22", "RND-23"])  # type: ignore[arg-type] # a command


def _quotes(attested: Collection) -> None:
    script = attested.script("randomness/attested", "no value but that which the guest's quote holds")
    ident = opened(script, randomness(), OPENING, "a Randomness")
    elsewhere = deployed(script, randomness("elsewhere"), "another Randomness")
    register(script, ident, GUEST, "a guest", cites=["RND-11"])
    register(script, ident, TWIN, "another of the same image")
    _proves(script, ident, 1, "a round")
    module = address(script, ident)
    right = GUEST.commits(module, 2)
    digest, value = round_digest(module, GUEST.id, 2).value(), GUEST.drawn(module, 2)
    for wrong, what in (
        (replace(right, collateral=None), "without collateral"),
        (replace(right, proof=b""), "no quote"),
        (replace(right, proof=GUEST.proof(module, 1)), "the quote of the round before"),
        (GUEST.commits(address(script, elsewhere), 2), "the quote of another module's round"),
        (replace(TWIN.commits(module, 2), provider=GUEST.id), "the other guest's quote"),
        (replace(right, proof=GUEST.quote(digest + value, {"mr_td": bytes(48)})), "another image"),
        (replace(right, proof=GUEST.quote(digest + value, DEBUG)), "a guest that can be debugged"),
        (replace(right, proof=GUEST.quote(digest + value, root="mallory")), "a chain of its own making"),
        (
            replace(right, proof=GUEST.quote(digest + value, quote_signer="mallory")),
            "a quote of no platform",
        ),
        (replace(right, proof=GUEST.quote(digest + value, pce_svn=7)), "a platform that is out of date"),
        (replace(right, proof=GUEST.quote(bytes(32) + value)), "a value of no round"),
        (replace(right, proof=digest + value), "report data without a quote"),
    ):
        _refused(script, ident, wrong, what)
    commit(script, ident, right, "the right one", cites=["RND-3", "RND-22", "RND-23"])
    other = replace(right, round=3, proof=GUEST.quote(round_digest(module, GUEST.id, 3).value() + bytes(32)))
    commit(script, ident, other, "the value is what the guest says", cites=["RND-22", "RND-23"])
    looks(script, ident, cites=["RND-22"])
    script.go("world.close")


def _images(attested: Collection) -> None:
    script = attested.script("randomness/images", "the card in force says what runs, and under which root")
    ident = opened(script, randomness(), OPENING, "a Randomness")
    register(script, ident, GUEST, "a guest")
    _proves(script, ident, 1, "a round of the first image")
    renewed = replace(GUEST, mr_td=bytes([0x92]) * 48)
    register(script, ident, renewed, "a new image", renewed.card(TICK + 1), cites=["RND-12"])
    _refused(script, ident, GUEST.commits(address(script, ident), 2), "a round of the old image")
    proves(script, ident, renewed, 2, "one of the new image", cites=["RND-12", "RND-22", "RND-23"])
    moved = replace(renewed, root="other root")
    register(script, ident, moved, "another root", moved.card(TICK + 2), cites=["RND-12"])
    _refused(script, ident, renewed.commits(address(script, ident), 3), "a quote under the root before")
    mixed = replace(moved.commits(address(script, ident), 3), collateral=collateral())
    _refused(script, ident, mixed, "with the collateral of the root before")
    proves(script, ident, moved, 3, "one under the root in force", cites=["RND-12", "RND-22", "RND-23"])
    rootless = moved.card(TICK + 3, TdxAttested(b"", moved.mr_td))
    register(script, ident, moved, "no root at all", rootless, cites=["RND-11"])
    _refused(script, ident, moved.commits(address(script, ident), 4), "nothing leads to it")
    looks(script, ident, cites=["RND-12"])
    script.go("world.close")


def _collateral(attested: Collection) -> None:
    script = attested.script("randomness/collateral", "collateral holds for a time, and that is the present")
    ident = opened(script, randomness(), OPENING, "a Randomness")
    module = address(script, ident)
    register(script, ident, GUEST, "a guest")
    first = GUEST.commits(module, 1)
    for wrong, what in (
        (collateral(crl_end=mock.NOW - 1), "lists that are over"),
        (later(), "collateral of days to come"),
        (collateral(revoked=("pck",)), "the platform's key is revoked"),
        (collateral(tcb_signer="mallory"), "what nobody signed"),
        (collateral("other root"), "that of another root"),
    ):
        _refused(script, ident, replace(first, collateral=wrong), what)
    commit(script, ident, first, "that of today", cites=["RND-22", "RND-23"])
    early = replace(GUEST.commits(module, 2, mock.NOW + LATER), collateral=later())
    _refused(script, ident, early, "a tick of days to come is no time")
    advance(script, EDGE * 1000 + 999, "its last millisecond", cites=["RND-23"])
    _proves(script, ident, 2, "the last second counts whole")
    advance(script, EDGE * 1000 + 1000, "a millisecond later", cites=["RND-23"])
    late = GUEST.commits(module, 3, mock.NOW)
    _refused(script, ident, late, "it is over, whatever the tick")
    commit(
        script,
        ident,
        replace(late, collateral=later()),
        "with collateral of this day",
        cites=["RND-23"],
    )
    _refused(script, ident, GUEST.commits(module, 4, mock.NOW), "what was right once is not remembered")
    looks(script, ident, cites=["RND-23"])
    retire(script, ident)
    last = replace(GUEST.commits(module, 4, mock.NOW), collateral=later())
    not_submitted(script, ident, "Retired", last, "no round after the marker", cites=["RND-19"])
    script.go("world.close")


def _beside(attested: Collection) -> None:
    script = attested.script("randomness/attested-beside-others", "guests and others in one beacon")
    ident = opened(script, randomness(), OPENING, "a Randomness")
    module = address(script, ident)
    register(script, ident, GUEST, "a guest")
    register(script, ident, FIRST, "a VRF")
    burdened = replace(FIRST.commits(module, 1), collateral=collateral())
    not_submitted(script, ident, "BeaconRejected", burdened, "a VRF has no collateral")
    quoted = replace(GUEST.commits(module, 1), provider=FIRST.id)
    not_submitted(script, ident, "BeaconRejected", quoted, "nor quotes")
    unquoted = replace(FIRST.commits(module, 1), provider=GUEST.id)
    _refused(script, ident, unquoted, "a guest has no proof of a VRF")
    _refused(script, ident, replace(unquoted, collateral=collateral()), "with collateral neither")
    proves(script, ident, FIRST, 1, "the VRF's round")
    not_submitted(script, ident, "BeaconRoundBackwards", GUEST.commits(module, 1), "it has its value")
    _proves(script, ident, 2, "the guest's", "RND-15")
    proves(script, ident, FIRST, 3, "and the VRF's again", cites=["RND-15"])
    looks(script, ident, cites=["RND-6"])
    script.go("world.close")
