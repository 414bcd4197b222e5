"""Cases of an Atlas's records: cards, the map they make, lines of succession, what a marker changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coalition import examples
from coalition.atlas import MemberCard, MemberStatus
from coalition.retirement import ComponentKind, ComponentRef, RetirementInstant, RetirementMarker, RetirementReason
from coalition.unique_id import UniqueId, hash_bytes, unique_id
from conformance.casebook import Casebook

_OPERATOR = hash_bytes(b"an operator's key")
_HINTS = ("/ip4/198.51.100.7/udp/4433/quic-v1", "https://oracle.example/π")
ORACLE = MemberCard(
    role="oracle",
    stable_id=examples.ORACLE_ORG.stable_id,
    endpoint_hints=_HINTS,
    ticket_root=unique_id("an issuance root"),
    measurements=(examples.ORACLE_MEASUREMENTS,),
    successor_hint=None,
    status=MemberStatus.Active,
    operator=_OPERATOR,
    revision=3,
)
_BARE = replace(ORACLE, endpoint_hints=(), ticket_root=None, measurements=())
_NEXT = UniqueId.hash("the next version")
_RETIRING = replace(ORACLE, status=MemberStatus.Retiring, successor_hint=_NEXT, revision=4)
_WINDOW = (examples.ORACLE_MEASUREMENTS, replace(examples.ORACLE_MEASUREMENTS, mr_td=bytes(48)))


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the records."""
    yield _card()
    yield _hints()
    yield _measurements()
    yield _directory()
    yield _lineage()
    yield _standing()


def _card() -> Casebook:
    book = Casebook("atlas.card", requirements=("ATL-1", "ATL-2"))
    book.accept("oracle", "a card", card=ORACLE)
    book.accept("bare", "a card without hints, tickets and measurements", card=_BARE)
    book.accept("window", "two images are pinned", card=replace(ORACLE, measurements=_WINDOW))
    book.accept("hints-swapped", "hints have an order", card=replace(ORACLE, endpoint_hints=_HINTS[::-1]))
    book.accept("retiring", "a member that is replaced", card=_RETIRING)
    book.accept("retiring-alone", "one that is not", card=replace(_RETIRING, successor_hint=None))
    book.accept("retired", "one that was", card=replace(_RETIRING, status=MemberStatus.Retired))
    book.accept("first-revision", "the first number", card=replace(ORACLE, revision=0))
    book.accept("greatest-revision", "the greatest", card=replace(ORACLE, revision=2**64 - 1))
    book.accept("no-key", "an operator's key that is no point", card=replace(ORACLE, operator=b"\xff" * 32))
    book.random(3)
    params = {test.id: test.params["card"] for test in book.tests}
    book.refuse(
        "active-with-successor", "an active member that names a successor", "retiring", "SuccessorOfActive",
        {"card": {**params["atlas/card/retiring"], "status": {"kind": "Active"}}}, ["ATL-2"],
    )  # fmt: skip
    book.refuse(
        "self-successor", "a member that succeeds itself", "retiring", "SelfSuccessor",
        {"card": {**params["atlas/card/retiring"], "successor_hint": str(ORACLE.stable_id)}}, ["ATL-2"],
    )  # fmt: skip
    book.spoil("retiring", rules=24)
    return book


def _hints() -> Casebook:
    book = Casebook("atlas.endpoint_hints", requirements=("ATL-1",))
    book.accept("two", "two hints", hints=_HINTS)
    book.accept("swapped", "their order counts", hints=_HINTS[::-1])
    book.accept("none", "no hint", hints=())
    book.accept("twice", "a hint twice", hints=_HINTS[:1] * 2)
    book.accept("empty", "a hint of no byte", hints=("",))
    book.accept("separator", "no name: any sign but a control", hints=("a|b cafe\u0301",))
    book.random(2)
    book.spoil_all("two")
    return book


def _measurements() -> Casebook:
    book = Casebook("atlas.measurements", requirements=("ATL-1",))
    book.accept("window", "two images", measurements=_WINDOW)
    book.accept("swapped", "their order counts", measurements=_WINDOW[::-1])
    book.accept("none", "a member that is not gated", measurements=())
    book.accept("twice", "an image twice", measurements=_WINDOW[:1] * 2)
    book.random(2)
    book.spoil("window")
    return book


def _member(label: str, **changed: Any) -> MemberCard:
    return replace(_BARE, role=label, stable_id=UniqueId.hash(label), **changed)


def _directory() -> Casebook:
    book = Casebook("atlas.directory", requirements=("ATL-3",))
    one, two, three = (_member(label) for label in ("one", "two", "three"))
    updated = replace(one, endpoint_hints=("moved",), revision=4)
    older = replace(one, revision=1)
    book.accept("none", "no card", cards=())
    book.accept("three", "three members, by their short ids", cards=(one, two, three))
    book.accept("other-order", "whichever came first", cards=(three, two, one))
    book.accept("updated", "a card that was updated in its place", cards=(one, two, updated))
    book.accept("updated-twice", "the last counts, whatever its number", cards=(updated, two, one, older))
    book.accept("retired", "who retired keeps the card", cards=(one, _gone("two", None), three))
    book.random(4)
    twin = next(test.params["cards"] for test in book.tests if test.id == "atlas/directory/three")
    prefix = twin[0]["stable_id"][:40] + "ab" * 12
    book.refuse(
        "prefix", "two members with one short id", "three", "MemberPrefixCollision",
        {"cards": [twin[0], {**twin[1], "stable_id": prefix}, twin[2]]}, ["ATL-3"],
    )  # fmt: skip
    book.spoil("three", rules=6, shapes=6)
    return book


def _gone(label: str, successor: str | None, status: MemberStatus = MemberStatus.Retired) -> MemberCard:
    return _member(label, status=status, successor_hint=None if successor is None else UniqueId.hash(successor))


def _lineage() -> Casebook:
    book = Casebook("atlas.lineage", requirements=("ATL-4",))

    def accept(name: str, comment: str, *cards: MemberCard, of: str = "one") -> None:
        book.accept(name, comment, cards=cards, member=UniqueId.hash(of))

    one, two, three = _gone("one", "two"), _gone("two", "three"), _member("three")
    accept("active", "a member that is active", _member("one"))
    accept("two-hops", "over two successors to the one that is active", one, two, three)
    accept("two-hops-any-order", "wherever the cards stand", three, one, two)
    accept("from-the-middle", "from the second on", one, two, three, of="two")
    accept("most-recent-is-none", "not the card that came last", one, _member("two"), _member("newcomer"))
    accept("still-retiring", "who is retiring hands on too", _gone("one", "two", MemberStatus.Retiring), _member("two"))
    accept(
        "retiring-alone", "who is retiring, and names nobody, is the latest", _gone("one", None, MemberStatus.Retiring)
    )
    accept("ended", "a member that retired", _gone("one", None))
    accept("ended-further-on", "a successor that retired", one, _gone("two", None))
    accept("unlisted", "a successor of whom there is no card", one)
    accept("unlisted-further-on", "one behind another", one, two)
    accept("stranger", "a member of whom there is none", _member("two"))
    accept("no-cards", "no cards at all")
    accept("circle", "two that succeed each other", one, _gone("two", "one"))
    accept("circle-further-on", "a circle that the first is not in", one, two, _gone("three", "two"))
    accept("updated", "the last card of each counts", _member("one"), _member("two"), one)
    accept("updated-successor", "that of a successor as well", one, _member("two"), two, three)
    short = replace(two, stable_id=UniqueId(bytes(two.stable_id)[:20] + b"\xab" * 12))
    accept("shared-prefix", "two members with one short id are two all the same", one, short, two, three)
    accept("shared-prefix-after", "whichever came last", one, two, short, three)
    accept("shared-prefix-alone", "a successor of whom there is the short id alone", one, short, three)
    book.random(6)
    book.spoil("two-hops", rules=6, shapes=6)
    return book


def _standing() -> Casebook:
    book = Casebook("atlas.standing", requirements=("ATL-5",))
    at = RetirementInstant.AtTimestamp(1_700_000_000_000)
    organism = ComponentRef(ComponentKind.Organism, _NEXT)
    own = ComponentRef(ComponentKind.Organism, ORACLE.stable_id, UniqueId.hash("another build"))
    rotation = RetirementMarker.rotation(at, organism)

    def accept(
        name: str, comment: str, marker: RetirementMarker, *, reached: bool = False, card: MemberCard = ORACLE
    ) -> None:
        book.accept(name, comment, card=card, marker=marker, reached=reached)

    accept("replaced", "a marker that names a successor", rotation)
    accept("replaced-reached", "its instant is reached", rotation, reached=True)
    accept("retired", "a marker that names none", RetirementMarker.retired(at))
    accept("retired-reached", "its instant is reached", RetirementMarker.retired(at), reached=True)
    accept("operator-exit", "the operator left", RetirementMarker.operator_exit(at), reached=True)
    lattice = replace(organism, kind=ComponentKind.Lattice)
    accept("lattice", "a lattice follows", RetirementMarker.rotation(at, lattice), reached=True)
    for kind in (ComponentKind.Module, ComponentKind.Coalition, ComponentKind.Provider):
        other = RetirementMarker.rotation(at, replace(organism, kind=kind))
        accept(f"replaced-by-{kind.name.lower()}", f"a {kind.name} has no stable id", other, reached=True)
    accept("other-build", "another build of the member itself", RetirementMarker.rotation(at, own), reached=True)
    accept("emergency", "an emergency with a successor", RetirementMarker(at, RetirementReason.Emergency, organism))
    accept("emergency-alone", "one without", RetirementMarker(at, RetirementReason.Emergency), reached=True)
    accept("again", "a card that is retiring already", RetirementMarker.retired(at), card=_RETIRING, reached=True)
    done = replace(_RETIRING, status=MemberStatus.Retired)
    accept("done", "a card that is retired", RetirementMarker.retired(at), card=done)
    book.random(4)
    book.spoil("replaced", rules=16)
    return book
