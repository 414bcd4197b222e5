"""Composite organisms in scenarios: what is deployed, the lattices and oracles that are played for them, and steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from coalition import examples
from coalition.acl import AclComposition
from coalition.composites import (
    AlmanacTicks,
    CorrelatorContent,
    LatticesContent,
    LatticeSource,
    StallPolicy,
    TimestampBins,
)
from coalition.lattice import LatticeOrganism
from coalition.oracle import TokenPair
from coalition.reference import LatticeConfig, OrganismRef
from coalition.runtime.composite import Seal
from coalition.runtime.correlator import CrossFeedCorrelator
from coalition.runtime.intents import IntentRouter
from coalition.runtime.ledger import SharedLedger
from coalition.runtime.log import Entry
from coalition.runtime.played import PlayedBundle, PlayedLattice, PlayedOracle, PlayedSlot
from coalition.stable_id import derive_stable_id, member_id
from coalition.unique_id import UniqueId
from conformance.pages import changed
from conformance.scenarios.performers import whole
from conformance.scenarios.script import Script

PARTIAL: Final = StallPolicy.PartialEvidence
STALL: Final = StallPolicy.StallEvent
LATTICES: Final = (examples.ETHEREUM_MAINNET, examples.UNICHAIN_MAINNET, examples.BASE_MAINNET)
MEMBERS: Final = tuple(member_id(each.stable_id) for each in LATTICES)
ETH, UNI, BASE = MEMBERS
CHAINS: Final = (1, 130, 8453)
#: The slot of each lattice that is event 0: no two count alike.
FIRST: Final = (8_000_000, 500, 0)
DEADLINE: Final = 2_000
EUR, GBP = TokenPair("EUR", "USD"), TokenPair("GBP", "USD")
FEEDS: Final = (
    OrganismRef.by_stable_id("eur", derive_stable_id("price-feed.eur")),
    OrganismRef.by_stable_id("gbp", derive_stable_id("price-feed.gbp")),
)
ORACLES: Final = tuple(member_id(each.stable_id) for each in FEEDS)
SEARCHERS: Final = tuple(member_id(derive_stable_id(f"searcher.{each}")) for each in "ab")
_ACL: Final = AclComposition(())


def lattices_content(policy: StallPolicy = PARTIAL, **changes: Any) -> LatticesContent:
    """The content of an organism over the three lattices."""
    sources = tuple(LatticeSource(chain, first) for chain, first in zip(CHAINS, FIRST, strict=True))
    base = LatticesContent(sources, policy, DEADLINE, None)
    return changed(base, **changes) if changes else base


def router(
    instance: str = "superchain.intents", content: LatticesContent | None = None, **changes: Any
) -> IntentRouter:
    """An intent router over the three lattices."""
    base = IntentRouter(instance, "intents", LATTICES, content or lattices_content(), None, _ACL, False)
    return changed(base, **changes) if changes else base


def ledger(instance: str = "superchain.ledger", content: LatticesContent | None = None, **changes: Any) -> SharedLedger:
    """A shared ledger over the three lattices."""
    base = SharedLedger(instance, "ledger", LATTICES, content or lattices_content(), None, _ACL, False)
    return changed(base, **changes) if changes else base


def correlator_content(almanac: UniqueId | None = None, policy: StallPolicy = PARTIAL) -> CorrelatorContent:
    """The content of a correlator of two feeds, a bin a second, or a slot of an Almanac."""
    aligned = TimestampBins(1_000, DEADLINE) if almanac is None else AlmanacTicks(almanac, 1_000)
    return CorrelatorContent((EUR, GBP), policy, aligned)


def correlator(
    instance: str = "fx.correlator", content: CorrelatorContent | None = None, **changes: Any
) -> CrossFeedCorrelator:
    """A correlator of two feeds."""
    base = CrossFeedCorrelator(instance, "correlate", FEEDS, content or correlator_content(), None, _ACL, False)
    return changed(base, **changes) if changes else base


def pinned(lattice: LatticeConfig, content_hash: UniqueId) -> LatticeConfig:
    """A lattice whose content hash is pinned."""
    return LatticeConfig(lattice.instance_name, lattice.stable_id, content_hash)


class Superchain:
    """The three lattices, played: an event is a slot of each."""

    def __init__(self, content_hashes: Sequence[UniqueId | None] = (None, None, None)) -> None:
        named = zip(LATTICES, CHAINS, content_hashes, strict=True)
        self.lattices = [PlayedLattice(each.instance_name, chain, pin) for each, chain, pin in named]

    def event(self, number: int) -> tuple[PlayedSlot, ...]:
        """A slot of each lattice: each wants something of the next, and refunds two searchers."""
        return tuple(self.slot(place, number, self.bundles(place, number)) for place in range(3))

    def slot(self, place: int, event: int, bundles: tuple[PlayedBundle, ...]) -> PlayedSlot:
        """A slot of one lattice."""
        self.lattices[place], made = self.lattices[place].slot(FIRST[place] + event, bundles)
        return made

    @staticmethod
    def bundles(place: int, event: int) -> tuple[PlayedBundle, ...]:
        """What is opened in a slot: a bundle of the lattice's own, one for the next, one for the one behind it."""
        said = f"{place}/{event}".encode()
        return (
            PlayedBundle(said + b" swap", SEARCHERS[0], 10 + event),
            PlayedBundle(said + b" bridge", SEARCHERS[1], 7, MEMBERS[(place + 1) % 3]),
            PlayedBundle(said + b" hedge", SEARCHERS[0], 100 * (place + 1), MEMBERS[(place + 2) % 3]),
        )

    def surface(self, place: int, name: str) -> UniqueId:
        """A surface that composite organisms read."""
        organism = LatticeOrganism.Unseal if name == "UnsealedPool" else LatticeOrganism.Tally
        return self.lattices[place].surface(organism, name)


class Feeds:
    """The two oracles, played."""

    def __init__(self) -> None:
        pairs = zip(FEEDS, (EUR, GBP), strict=True)
        self.oracles = [PlayedOracle(each.stable_id, pair) for each, pair in pairs]

    def tick(self, place: int, timestamp_ms: int, price: int, seq: int | None = None) -> Entry:
        """A tick of one feed; its number is that of its second."""
        number = timestamp_ms // 1_000 if seq is None else seq
        self.oracles[place], made = self.oracles[place].tick(number, timestamp_ms, price)
        return made

    def surface(self, place: int) -> UniqueId:
        """The stream of a feed."""
        return self.oracles[place].surface


def delivered(
    script: Script,
    ident: UniqueId,
    surface: UniqueId,
    *entries: Entry,
    comment: str = "entries are brought",
    content_hash: UniqueId | None = None,
    cites: Sequence[str] = (),
) -> Any:
    """Bring entries that are taken."""
    return script.go(
        "world.deliver",
        comment,
        component=ident,
        surface=surface,
        content_hash=content_hash,
        entries=tuple(entries),
        cites=["COMP-5", "COMP-7", "COMP-10", *cites],
    )


def not_delivered(
    script: Script,
    ident: UniqueId,
    refusal: str,
    surface: UniqueId,
    *entries: Entry,
    comment: str = "",
    content_hash: UniqueId | None = None,
) -> None:
    """Bring entries that are refused."""
    values: dict[str, Any] = {
        "component": ident,
        "surface": surface,
        "content_hash": content_hash,
        "entries": tuple(entries),
    }
    script.refuse("world.deliver", refusal, comment, **values)


def sealed(script: Script, ident: UniqueId, event: int, comment: str = "it is sealed", *cites: str) -> Any:
    """Seal an event."""
    command = Seal(event)
    return script.go("world.submit", comment, component=ident, command=command, cites=["COMP-12", "WORLD-6", *cites])


def log(script: Script, ident: UniqueId, surface: str, comment: str = "what it comes to", *cites: str) -> Any:
    """Read everything on a surface."""
    return whole(script, ident, surface, comment, cites=[*cites, "WORLD-6", "WORLD-8"])
