"""Laws of bonds: until when they hold, whose clause is named, and that nobody else notices them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coalition import examples
from coalition.acl import AclComposition, AnyClause, Foreign, OutcomePredicate, RecogniseIssuer, RequireMrtd, Side
from coalition.attestation import AttestationLevel
from coalition.content_preimages import AlmanacContent
from coalition.crypto.issuer_ticket import issuer_ticket
from coalition.json_form import as_json
from coalition.measurements import Measurements
from coalition.runtime.module import Module
from coalition.runtime.peers import BondEvidence
from coalition.runtime.play import open_world, play
from coalition.runtime.world import World
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId, unique_id

START = 1_000
PEER = bytes([7]) * 32
SEEDS = [bytes([number]) * 32 for number in (1, 2, 3)]
ROOTS = [unique_id(f"root {number}") for number in range(3)]
IMAGE = bytes([5]) * 48

Json = Any


def _opened(*clauses: AnyClause) -> tuple[World, str]:
    """A world with an Almanac of these clauses, and its deployment."""
    world, _ = open_world({"seed": "00" * 32, "now": str(START)})
    module = Module(examples.ETH_SUPERCHAIN, "almanac", AlmanacContent(1, None), None, AclComposition(clauses))
    world, value = play(world, "world.deploy", {"component": as_json(module), "committee": ["01" * 32]})
    for root, seed in zip(ROOTS, SEEDS, strict=True):
        keys = {"keys": [peer_id(UniqueId(seed)).hex()], "threshold": 1}
        world, _ = play(world, "world.issuer", {"root": root.hex(), "issuer": {"kind": "Keys", "issuer": keys}})
    return world, value["deployment"]


def _entered(world: World, tickets: Sequence[tuple[int, int]] = (), evidence: BondEvidence | None = None) -> World:
    """The world once the peer shows tickets of some issuers, by number, that expire then."""
    listed = [
        {"of_class": ROOTS[number].hex(), "data": issuer_ticket(PEER, expires, (SEEDS[number],)).hex()}
        for number, expires in tickets
    ]
    form = {
        "key": PEER.hex(),
        "tickets": listed,
        "evidence": as_json(evidence or BondEvidence()),
        "acl": {"clauses": []},
    }
    return play(world, "world.peer", form)[0]


def _bond(world: World, ident: str) -> tuple[World, Json]:
    return play(world, "world.bond", {"as": PEER.hex(), "component": ident})


def _read(world: World, ident: str, peer: bytes | None) -> Json:
    page = {"component": ident, "surface": "Ticks", "after": None, "limit": 5}
    return play(world, "world.read", {"as": None if peer is None else peer.hex(), **page})[1]


def _recognising(numbers: list[int]) -> list[AnyClause]:
    return [RecogniseIssuer(Side.RequireTicket, Foreign(ROOTS[number])) for number in numbers]


@given(
    st.lists(st.integers(0, 2), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 2), st.integers(START - 3, START + 5)), max_size=6),
)
def test_a_bond_holds_until_the_earliest_of_the_latest(asked: list[int], tickets: list[tuple[int, int]]) -> None:
    """Of each issuer that is asked for the latest ticket that is not over; of all of them the earliest."""
    world, ident = _opened(*_recognising(asked))
    world, value = _bond(_entered(world, tickets), ident)
    latest = [max((ends for number, ends in tickets if number == one and ends > START), default=None) for one in asked]
    if None in latest:
        assert value == {"refused": "RecogniseIssuer"}
        return
    until = min(ends for ends in latest if ends is not None)
    assert value == {"until": {"kind": "At", "unix_ms": str(until)}}
    before, _ = play(world, "world.advance", {"to": str(until - 1)})
    assert _read(before, ident, PEER)["length"] == "0"
    then, _ = play(world, "world.advance", {"to": str(until)})
    assert _read(then, ident, PEER) == {"refused": "NotBonded"}


CLAUSES: list[tuple[AnyClause, str]] = [
    (RequireMrtd(Side.RequireTicket, IMAGE), "RequireMrtd"),
    (OutcomePredicate(Side.RequireTicket, AttestationLevel.TdxRemote), "OutcomePredicate"),
    (_recognising([0])[0], "RecogniseIssuer"),
]


@given(st.permutations(range(3)), st.sets(st.integers(0, 2)))
def test_the_first_clause_that_does_not_hold_gives_the_name(order: list[int], held: set[int]) -> None:
    """Whatever order the clauses stand in, and whichever of them hold."""
    world, ident = _opened(*(CLAUSES[place][0] for place in order))
    evidence = BondEvidence(
        Measurements(IMAGE if 0 in held else bytes(48)),
        AttestationLevel.TdxRemote if 1 in held else AttestationLevel.TdxLocal,
    )
    _, value = _bond(_entered(world, [(0, START + 9)] if 2 in held else [], evidence), ident)
    failing = [CLAUSES[place][1] for place in order if place not in held]
    assert value == ({"refused": failing[0]} if failing else {"until": value.get("until")})


@given(st.lists(st.sampled_from(["world.peer", "world.bond", "world.leave", "world.issuer"]), max_size=8))
def test_no_verb_of_peers_commits_anything(verbs: list[str]) -> None:
    """Whoever comes and goes, the components and their logs are the same values."""
    world, ident = _opened(*_recognising([0]))
    before = world
    for verb in verbs:
        if verb == "world.peer":
            world = _entered(world, [(0, START + 9)])
        elif verb == "world.bond":
            world, _ = _bond(world, ident)
        elif verb == "world.leave":
            world, _ = play(world, verb, {"key": PEER.hex()})
        else:
            world, _ = play(world, verb, {"root": ROOTS[0].hex(), "issuer": None})
    assert world.components is before.components
    assert replace(world, company=before.company) == before
    assert _read(world, ident, None) == _read(before, ident, None)
