"""The rotations of chapter 54 as pairs of before and after: nine that move the fingerprint, four that keep it."""

from __future__ import annotations

from collections.abc import Iterator

from coalition import examples
from coalition.acl import AclComposition, OperatorPublish, Side
from coalition.coalition_config import CoalitionConfig
from coalition.handshake import HandshakePage, PageCommittee
from coalition.module import AlmanacConfig, AtlasConfig, ModuleConfig
from coalition.reference import OrganismRef
from coalition.stable_id import derive_stable_id
from coalition.tickets import TicketIssuerConfig
from coalition.unique_id import hash_bytes, unique_id
from conformance import pages
from conformance.casebook import Casebook
from conformance.cases.handshake import superchain
from conformance.pages import changed


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the rotations."""
    yield _moving()
    yield from _keeping()


def _changes() -> Iterator[tuple[str, str, CoalitionConfig, CoalitionConfig]]:
    eth = examples.ETH_SUPERCHAIN
    feed, intents, ledger = eth.organisms
    retired = (derive_stable_id("ethereum.mainnet-2"), *eth.lattices[1:])
    yield "1-lattice-retires", "a lattice's stable id changes", eth, changed(eth, lattices=retired)
    successor = (changed(feed, stable_id=derive_stable_id("price-feed.eur-2")), intents, ledger)
    yield "2-organism-retires", "an organism's stable id changes", eth, changed(eth, organisms=successor)
    pinned = changed(eth, organisms=(feed, changed(intents, content_hash=examples.INTENTS.content_hash()), ledger))
    rotated = changed(examples.INTENTS, acl=AclComposition((OperatorPublish(Side.RequireTicket),)))
    bumped = changed(eth, organisms=(feed, changed(intents, content_hash=rotated.content_hash()), ledger))
    yield "3-pinned-content", "the content of an organism that is pinned changes", pinned, bumped
    atlas = AtlasConfig(ModuleConfig.new("atlas", examples.SUPERCHAIN_ATLAS.body.content, rotated.acl))
    yield (
        "4-module-content",
        "a module's configuration changes",
        eth,
        changed(eth, atlas=OrganismRef("atlas", atlas.fingerprint())),
    )
    yield "5-lattice-set", "a lattice is removed", eth, changed(eth, lattices=eth.lattices[:-1])
    yield (
        "6-organism-set",
        "an organism is added",
        eth,
        changed(eth, organisms=(*eth.organisms, OrganismRef("new", derive_stable_id("new.organism")))),
    )
    almanac = AlmanacConfig(ModuleConfig.new("almanac", examples.SUPERCHAIN_ATLAS.body.content, AclComposition.OPEN))
    yield "7-module-set", "a module is added", eth, changed(eth, almanac=OrganismRef("almanac", almanac.fingerprint()))
    yield "5-lattice-added", "a lattice is added", changed(eth, lattices=eth.lattices[:-1]), eth
    yield "6-organism-removed", "an organism is removed", eth, changed(eth, organisms=eth.organisms[:-1])
    yield "7-module-removed", "a module is removed", eth, changed(eth, atlas=None)
    issuer = changed(eth, ticket_issuer=TicketIssuerConfig("shared", AclComposition.OPEN))
    yield "8-issuer-added", "a ticket issuer is added", eth, issuer
    yield (
        "8-issuer-rotated",
        "a ticket issuer is rotated",
        issuer,
        changed(eth, ticket_issuer=TicketIssuerConfig("shared", rotated.acl)),
    )
    yield "8-issuer-removed", "a ticket issuer is removed", issuer, eth
    yield "9-renamed", "the instance name changes", eth, changed(eth, instance_name="ethereum.superchain-v2026q2")


def _moving() -> Casebook:
    book = Casebook("identity.coalition_root", "identity/rotations.json").under("identity/rotations")
    for name, comment, before, after in _changes():
        book.accept(f"{name}-before", f"{comment}: before", config=before)
        book.accept(f"{name}-after", f"{comment}: after", config=after)
    return book


def _kept() -> Iterator[tuple[str, str, HandshakePage]]:
    page = superchain()
    yield "0-before", "the page before", page
    rosters = [changed(each, members=(hash_bytes(b"peer 2"), hash_bytes(b"peer 3"))) for each in page.committees]
    yield (
        "10-member-committee",
        "a new committee of a member",
        changed(page, committees=(rosters[0], *page.committees[1:])),
    )
    yield (
        "11-composite-committee",
        "a new committee of a composite organism",
        changed(page, committees=(page.committees[0], rosters[1], page.committees[2])),
    )
    assert page.config.compute is not None
    roster = PageCommittee(page.config.compute.stable_id, (hash_bytes(b"peer 4"),))
    yield (
        "11-module-committee",
        "a new committee of a module",
        changed(page, committees=(*page.committees, roster)),
    )
    rebuilt = changed(page.builds[0], recipe=hash_bytes(b"recipe 2"), built_at=1_700_000_100_000)
    yield (
        "12-republished-build",
        "the image was rebuilt, the measurements are the same",
        changed(page, builds=(rebuilt, *page.builds[1:])),
    )
    bumped = changed(page.organisms[0], content_hash=unique_id("build 2"))
    yield (
        "13-unpinned-content",
        "the content of a member that is not pinned changes",
        changed(page, organisms=(bumped, *page.organisms[1:])),
    )


def _keeping() -> Iterator[Casebook]:
    for operation, prefix in (
        ("handshake.fingerprint", "handshake/rotations-fingerprint"),
        ("handshake.digest", "handshake/rotations-digest"),
    ):
        book = Casebook(operation, f"{prefix}.json", requirements=["HS-16"]).under(prefix)
        for name, comment, page in _kept():
            book.accept(name, comment, document=pages.text(page))
        yield book
