"""Scenarios of tickets in bonds: whose are taken, until when, and what else becomes of bonds meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from coalition.acl import RequireMrtd
from coalition.runtime.peers import BondEvidence
from conformance.scenarios.almanacs import whole
from conformance.scenarios.guests import (
    ABROAD,
    BONDS,
    FOREIGN,
    GOES,
    GUEST,
    HOUR,
    IMAGE,
    MR_TD,
    NEXT,
    OTHER,
    OWN,
    acl,
    bonds,
    enters,
    gated,
    issues,
    jwt,
    jwt_ticket,
    keys,
    leaves,
    no_bond,
    no_read,
    no_tick,
    reads,
    shows,
    ticket,
    ticks,
)
from conformance.scenarios.performers import START, advance, deployed, opened
from conformance.scenarios.playing import router
from conformance.scenarios.script import Collection

_FAR: Final = 4_102_444_800


def collections() -> Iterator[Collection]:
    """The collection of tickets and their issuers."""
    made = Collection("scenarios/bond-tickets.json", BONDS, chapter="bonds")
    for subject in SUBJECTS:
        subject(made)
    yield made


def _life(made: Collection) -> None:
    wish = acl(RequireMrtd(GOES, MR_TD))
    script = made.script("bonds/life", "a peer enters, bonds by a ticket, and loses its bond with it")
    ident = opened(script, gated(OWN), comment="an Almanac that recognises its coalition's issuer")
    issues(script, keys(0, 1, threshold=1), "the issuer's keys")
    enters(script, "a peer without a ticket")
    no_bond(script, ident, "RecogniseIssuer", "it has none")
    no_read(script, ident, "so it reads nothing")
    enters(script, "with one", ticket())
    no_read(script, ident, "which is no bond yet", cites=["BOND-1"])
    bonds(script, ident, "it is taken", cites=["BOND-9", "BOND-13"])
    ticks(script, ident)
    reads(script, ident)
    advance(script, START + HOUR - 1, "the last millisecond")
    reads(script, ident, "it holds", cites=["BOND-9"])
    advance(script, START + HOUR, "the instant of the ticket")
    no_read(script, ident, "it is over", cites=["BOND-9"])
    no_tick(script, ident, cites=["BOND-9"])
    enters(script, "a fresher ticket, and a wish of its own", ticket(START + 2 * HOUR), validator=wish)
    no_bond(script, ident, "UnattestedPeer", "the peer asks for an image", cites=["BOND-15"])
    shows(script, ident, BondEvidence(IMAGE), "the Almanac shows it")
    bonds(script, ident, "both admit", cites=["BOND-9"])
    reads(script, ident)
    leaves(script)
    no_read(script, ident, refusal="UnknownPeer", cites=["BOND-3"])
    whole(script, ident, "the harness on its own account", cites=["BOND-23", "WORLD-8"])
    script.go("world.close")


def _tickets(made: Collection) -> None:
    script = made.script("bonds/tickets", "which tickets are taken, and how long several hold")
    ident = opened(script, gated(OWN), comment="an Almanac that asks for a ticket")
    enters(script, "with a ticket of an issuer that nobody knows yet", ticket(by=(0, 2)))
    no_bond(script, ident, "RecogniseIssuer", "nobody issues", cites=["BOND-13"])
    issues(script, keys(0, 1, 2, threshold=2), "two of three sign")
    bonds(script, ident, "two did", cites=["BOND-13"])
    ticks(script, ident)
    wrong = (
        ("one signed", ticket(by=(1,))),
        ("another's", ticket(peer=OTHER, by=(0, 1))),
        ("it is over at its instant", ticket(START, by=(0, 1))),
        ("of another class", ticket(by=(0, 1), root=ABROAD)),
    )
    for what, shown in wrong:
        enters(script, what, shown, cites=["BOND-1", "BOND-10"])
        no_bond(script, ident, "RecogniseIssuer", what, cites=["BOND-13"])
    mixed = (wrong[0][1], ticket(START + 1, by=(0, 1)), ticket(START + 9, by=(1, 2)), ticket(START + 5, by=(0, 2)))
    enters(script, "several, right and wrong", *mixed)
    bonds(script, ident, "until the latest of those that are taken", cites=["BOND-9", "BOND-13"])
    advance(script, START + 8)
    reads(script, ident, cites=["BOND-9"])
    advance(script, START + 9)
    no_read(script, ident, cites=["BOND-9"])
    enters(script, "a fresher one", ticket(by=(0, 1)), cites=["BOND-9"])
    no_read(script, ident, "which does not bring it back", cites=["BOND-9"])
    bonds(script, ident, "but makes another", cites=["BOND-9"])
    reads(script, ident)
    script.go("world.close")


def _tokens(made: Collection) -> None:
    script = made.script("bonds/tokens", "an issuer of JWTs, and several issuers")
    plain = opened(script, gated(FOREIGN), comment="an Almanac that recognises a foreign root")
    both = deployed(script, gated(OWN, FOREIGN, name="almanac.b"), "and one that recognises two")
    issues(script, keys(0))
    issues(script, jwt(), "JWTs are issued there", ABROAD)
    second = START // 1_000 + 10
    token, never = jwt_ticket(exp=second), jwt_ticket()
    enters(script, "a ticket and no token", ticket())
    no_bond(script, plain, "RecogniseIssuer", "the class is another", cites=["BOND-13"])
    enters(script, "a ticket and a token", ticket(), token)
    bonds(script, plain, "until the token's second", cites=["BOND-9", "BOND-13"])
    bonds(script, both, "until the earlier of the two", cites=["BOND-9", "BOND-13"])
    ticks(script, both)
    advance(script, second * 1_000 - 1, "the last millisecond before it")
    reads(script, both, cites=["BOND-9"])
    reads(script, plain, cites=["BOND-9"])
    advance(script, second * 1_000, "its second")
    no_read(script, plain, "a token does not hold at its second", cites=["BOND-9"])
    no_read(script, both, cites=["BOND-9"])
    enters(script, "one that does not expire", ticket(), never)
    no_bond(script, plain, "RecogniseIssuer", "which is not taken", cites=["BOND-13"])
    issues(script, jwt(allow_non_expiring=True), "until it is", ABROAD)
    bonds(script, plain, "it never ends", cites=["BOND-9"])
    bonds(script, both, "with the ticket", cites=["BOND-9"])
    advance(script, START + HOUR)
    reads(script, plain, cites=["BOND-9"])
    no_read(script, both, cites=["BOND-9"])
    script.go("world.close")


def _age(made: Collection) -> None:
    script = made.script("bonds/age", "what time changes but an expiration ends no bond")
    ident = opened(script, gated(FOREIGN), comment="an Almanac that recognises a foreign root")
    issues(script, jwt(max_age_s=10), "tokens of ten seconds", ABROAD)
    young = jwt_ticket(exp=_FAR, iat=START // 1_000)
    enters(script, "a young token", young)
    enters(script, "another's", jwt_ticket(OTHER, exp=_FAR, iat=START // 1_000), peer=OTHER)
    bonds(script, ident)
    bonds(script, ident, peer=OTHER)
    advance(script, START + 11_000, "it is too old")
    reads(script, ident, "the bond holds", cites=["BOND-10"])
    no_bond(script, ident, "RecogniseIssuer", "another is not made", cites=["BOND-13"])
    reads(script, ident, "and the one that is there stays", cites=["BOND-5"])
    enters(script, "until it is judged again", young, cites=["BOND-10"])
    no_read(script, ident, cites=["BOND-10"])
    reads(script, ident, "the other's was not", peer=OTHER, cites=["BOND-10"])
    script.go("world.close")


def _rotation(made: Collection) -> None:
    script = made.script("bonds/rotation", "new keys of an issuer break those that recognise it, and nobody else")
    pinned = opened(script, gated(OWN), comment="an Almanac that recognises its coalition's issuer")
    abroad = deployed(script, gated(FOREIGN, name="almanac.b"), "one that recognises another")
    free = deployed(script, gated(name="almanac.c"), "one that recognises none")
    issues(script, keys(0, 1))
    issues(script, jwt(max_age_s=10), "another issuer", ABROAD)
    shown = (ticket(), jwt_ticket(exp=_FAR, iat=START // 1_000))
    enters(script, "with a ticket and a token", *shown)
    enters(script, "another, with a ticket of the key that stays", ticket(peer=OTHER, by=(1,)), peer=OTHER)
    for ident in (pinned, abroad, free):
        bonds(script, ident)
    bonds(script, pinned, peer=OTHER)
    advance(script, START + 11_000, "time passes")
    issues(script, keys(1, 2), "one key goes, another comes", cites=["BOND-12", "BOND-14"])
    no_read(script, pinned, "its ticket was signed by the one that went", cites=["BOND-14"])
    no_bond(script, pinned, "RecogniseIssuer", cites=["BOND-13"])
    reads(script, pinned, "the other's was not", peer=OTHER, cites=["BOND-14"])
    reads(script, abroad, "who recognises another is not asked", cites=["BOND-14"])
    reads(script, free, "nor who recognises none", cites=["BOND-14"])
    issues(script, None, "nobody issues any more", cites=["BOND-12", "BOND-14"])
    no_read(script, pinned, peer=OTHER, cites=["BOND-14"])
    reads(script, abroad, "all the same", cites=["BOND-14"])
    ticks(script, free, 11_000)
    script.go("world.close")


def _successor(made: Collection) -> None:
    script = made.script("bonds/next-root", "tickets of a rotated issuer count where its root is named")
    old = opened(script, gated(OWN), comment="an Almanac that recognises its coalition's issuer")
    root = NEXT.ticket_issuer_root()
    issues(script, keys(0))
    issues(script, keys(1), "the coalition rotates its issuer", root)
    enters(script, "with a ticket of the new root", ticket(by=(1,), root=root))
    no_bond(script, old, "RecogniseIssuer", "the old one is asked for", cites=["BOND-13", "BOND-14"])
    new = deployed(script, gated(OWN, coalition=NEXT), "the Almanac of the new root")
    bonds(script, new, "it is asked for here", cites=["BOND-13", "BOND-14"])
    ticks(script, new)
    enters(script, "with a ticket of the old root", ticket(), cites=["BOND-10"])
    no_read(script, new, cites=["BOND-10"])
    bonds(script, old, "which holds where it did", cites=["BOND-13"])
    reads(script, old)
    script.go("world.close")


def _stopped(made: Collection) -> None:
    script = made.script("bonds/stopped", "bonds with a component that is stopped are over", features=("rotation",))
    ident = opened(script, gated(OWN), comment="an Almanac that asks for a ticket")
    two = deployed(script, gated(OWN, name="almanac.b"), "another")
    issues(script, keys(0))
    enters(script, "with a ticket", ticket())
    for one in (ident, two):
        bonds(script, one)
        ticks(script, one)
    script.go("world.stop", "the first is stopped", component=ident, cites=["ROT-1"])
    no_read(script, ident, refusal="ConnectTimeout", cites=["BOND-11", "ROT-1"])
    no_bond(script, ident, "ConnectTimeout", cites=["BOND-11", "ROT-1"])
    reads(script, two, "the second is not")
    issues(script, keys(1), "the issuer rotates, and one bond ends by it", cites=["BOND-11", "BOND-14"])
    no_read(script, two, cites=["BOND-14"])
    script.go("world.close")


def _organism(made: Collection) -> None:
    name, comment = "bonds/organism", "a composite organism admits as a module does, and has no root of its own"
    script = made.script(name, comment, features=("stall", "stall.intents"))
    asking = opened(script, gated(OWN), comment="an Almanac of a coalition with an issuer")
    own = deployed(script, router(acl=acl(OWN)), "a router that asks for its own")
    foreign = deployed(script, router("superchain.b", acl=acl(FOREIGN), measurements=IMAGE), "one that names a root")
    issues(script, keys(0))
    issues(script, keys(0), "another root", ABROAD)
    wish = acl(RequireMrtd(GOES, MR_TD))
    enters(script, "a peer with a ticket of each", ticket(), ticket(root=ABROAD))
    bonds(script, asking, "the Almanac's coalition has one", cites=["BOND-13"])
    no_bond(script, own, "RecogniseIssuer", "an organism is of no coalition", cites=["BOND-13"])
    bonds(script, foreign, "it takes what it names", cites=["BOND-13"])
    page: dict[str, Any] = {"as_": GUEST, "surface": "RoutedIntents", "after": None, "limit": 1}
    script.go("world.read", "it reads", component=foreign, **page, cites=["BOND-7"])
    enters(script, "one that asks for an image", ticket(), ticket(root=ABROAD), validator=wish, cites=["BOND-10"])
    script.go("world.read", "which the router declares", component=foreign, **page, cites=["BOND-4", "BOND-7"])
    script.go("world.close")


SUBJECTS: Final = (_life, _tickets, _tokens, _age, _rotation, _successor, _stopped, _organism)
