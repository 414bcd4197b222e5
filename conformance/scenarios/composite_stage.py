"""A stage of composite organisms, and the lattices, oracles and Almanacs that are played for each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from coalition.acl import AclComposition
from coalition.almanac import AlmanacTick
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
from coalition.runtime.almanac import TickRecord
from coalition.runtime.component import Command, Component, Running
from coalition.runtime.composite import Composite, Seal
from coalition.runtime.correlator import Correlator, CrossFeedCorrelator
from coalition.runtime.intents import IntentRouter, Intents
from coalition.runtime.ledger import Ledger, SharedLedger
from coalition.runtime.log import Entry
from coalition.runtime.over_lattices import LatticeComposite
from coalition.runtime.played import PlayedBundle, PlayedLattice, PlayedOracle, PlayedSlot
from coalition.surface import commit, deployment, surface_id
from coalition.unique_id import UniqueId
from conformance.random_inputs import name
from conformance.scenarios.improvised import Stage

C = TypeVar("C", bound=Composite)

_SEARCHERS: Final = tuple(bytes([number]) * 20 for number in (9, 3, 5))
_ACL: Final = AclComposition(())
DELIVERED: Final = ("COMP-5", "COMP-6", "COMP-7", "COMP-8", "COMP-9", "COMP-10", "COMP-28")
SEALED: Final = ("COMP-12", "COMP-15", "COMP-16", "COMP-17", "COMP-18", "COMP-27", "WORLD-6")


class Played:
    """What is played for one component: its members and its Almanac, and what they committed."""

    def __init__(self, stage: CompositeStage, running: Composite, component: Any) -> None:
        self.stage = stage
        self.component = component
        self.slots: dict[tuple[int, int], PlayedSlot] = {}
        self.ticks: dict[tuple[int, int], Entry] = {}
        self.length = 0
        self.build = UniqueId(stage.entropy.bytes(32))
        pins = component.organisms if isinstance(component, CrossFeedCorrelator) else component.lattices
        self.builds = [each.content_hash or (self.build if stage.entropy.chance(2) else None) for each in pins]
        if isinstance(component, CrossFeedCorrelator):
            pairs = zip(component.organisms, component.content.feeds, self.builds, strict=True)
            self.oracles = [PlayedOracle(each.stable_id, pair, build) for each, pair, build in pairs]
        else:
            listed = zip(component.lattices, component.content.sources, self.builds, strict=True)
            self.lattices = [PlayedLattice(each.instance_name, at.chain_id, build) for each, at, build in listed]
        self.required = running.required

    def entry(self, place: int, event: int) -> Entry:
        """What a member committed for an event, without which it is missing."""
        if isinstance(self.component, CrossFeedCorrelator):
            return self.tick(place, event)
        slot = self.slot(place, event)
        return slot.pool if isinstance(self.component, IntentRouter) else slot.refunds

    def slot(self, place: int, event: int) -> PlayedSlot:
        """A slot of a lattice, always the same."""
        if (place, event) not in self.slots:
            number = self.component.content.sources[place].first_slot + event
            self.lattices[place], made = self.lattices[place].slot(number, self._bundles(place, event))
            self.slots[place, event] = made
        return self.slots[place, event]

    def events(self) -> list[int]:
        """The events for which something was committed."""
        return [event for _, event in (*self.slots, *self.ticks)]

    def tick(self, place: int, event: int) -> Entry:
        """A tick of a feed, always the same."""
        if (place, event) not in self.ticks:
            length = event_length(self.component)
            offset = self.stage.entropy.below(length)
            self.ticks[place, event] = self.extra_tick(place, event * 8 + 4, event * length + offset)
        return self.ticks[place, event]

    def extra_tick(self, place: int, seq: int, timestamp_ms: int) -> Entry:
        """One more tick of a feed."""
        price = self.stage.entropy.below(10**6)
        self.oracles[place], made = self.oracles[place].tick(seq, timestamp_ms, price)
        return made

    def almanac(self) -> UniqueId | None:
        """The address of the Almanac that the component names."""
        content = self.component.content
        if isinstance(content, CorrelatorContent):
            return content.alignment.almanac if isinstance(content.alignment, AlmanacTicks) else None
        found: UniqueId | None = content.almanac
        return found

    def almanac_tick(self, seq: int) -> Entry:
        """The next tick of that Almanac."""
        address = self.almanac()
        assert address is not None
        record = TickRecord(AlmanacTick(seq, ()))
        surface, built = surface_id(address, "Ticks").id(), deployment(address, self.build).id()
        self.length += 1
        return Entry(self.length - 1, commit(surface, built, self.length - 1, record.digest().id()).id(), record)

    def attestation_surface(self, place: int) -> UniqueId:
        """Where a lattice's tally attests."""
        return self.lattices[place].surface(LatticeOrganism.Tally, "Attestation")

    def _bundles(self, place: int, event: int) -> tuple[PlayedBundle, ...]:
        entropy = self.stage.entropy
        members = [bytes(each.stable_id)[:20] for each in self.component.lattices]
        targets = (None, bytes(20), *members, *members)
        return tuple(
            PlayedBundle(
                f"{place}/{event}/{number}".encode(),
                entropy.choice(_SEARCHERS),
                entropy.choice((0, 1, entropy.below(10**9))),
                entropy.choice(targets),
            )
            for number in range(entropy.between(1, 5))
        )


def has_room(running: Composite) -> bool:
    """Whether there are events left, and slots of every member for them."""
    return not isinstance(running, LatticeComposite) or max(running.first_slots) < 10**12


def event_length(component: CrossFeedCorrelator) -> int:
    """How long an event of a correlator is."""
    alignment = component.content.alignment
    return alignment.cadence_ms if isinstance(alignment, AlmanacTicks) else alignment.bin_ms


class CompositeStage(Stage):
    """A stage of composite organisms."""

    def __init__(self, *values: Any) -> None:
        super().__init__(*values)
        self.played: dict[UniqueId, Played] = {}

    def open(self, comment: str = "") -> None:
        super().open(comment)
        self.played = {}

    def component(self) -> Component:
        makers: tuple[Callable[[], Component], ...] = (self.router, self.ledger, self.correlator)
        return self.entropy.choice(makers)()

    def ready(self) -> tuple[Running, Command]:
        running = self.live(Composite)
        return running, Seal(self.frontier(running))

    # --- configurations ---

    def router(self, **changes: Any) -> IntentRouter:
        """An intent router that was not deployed yet."""
        lattices, content = self._lattices(), self._content
        made = IntentRouter(self.called(), "intents", lattices, content(len(lattices)), None, _ACL, False)
        return replace(made, **changes)

    def ledger(self, **changes: Any) -> SharedLedger:
        """A shared ledger that was not deployed yet."""
        lattices, content = self._lattices(), self._content
        made = SharedLedger(self.called(), "ledger", lattices, content(len(lattices)), None, _ACL, False)
        return replace(made, **changes)

    def correlator(self, **changes: Any) -> CrossFeedCorrelator:
        """A correlator that was not deployed yet."""
        entropy = self.entropy
        organisms = tuple(
            OrganismRef(f"feed.{number}", UniqueId(entropy.bytes(32)), self._pin())
            for number in range(entropy.between(2, 3))
        )
        feeds = tuple(TokenPair(f"T{entropy.below(99)}", "USD") for _ in organisms)
        length = entropy.choice((1, 7, 1_000, 60_000))
        alignment = TimestampBins(length, self._deadline())
        if entropy.chance(2):
            content = CorrelatorContent(feeds, self._policy(), AlmanacTicks(UniqueId(entropy.bytes(32)), length))
        else:
            content = CorrelatorContent(feeds, self._policy(), alignment)
        made = CrossFeedCorrelator(self.called(), "correlate", organisms, content, None, _ACL, False)
        return replace(made, **changes)

    def called(self) -> str:
        """A name that no component has."""
        return f"{name(self.entropy)}.{len(self.configured)}.{self.entropy.below(10**6)}"

    def _lattices(self) -> tuple[LatticeConfig, ...]:
        entropy = self.entropy
        return tuple(
            LatticeConfig(f"{name(entropy)}.{number}", UniqueId(entropy.bytes(32)), self._pin())
            for number in range(entropy.between(2, 3))
        )

    def _pin(self) -> UniqueId | None:
        return UniqueId(self.entropy.bytes(32)) if self.entropy.chance(4) else None

    def _content(self, members: int) -> LatticesContent:
        entropy = self.entropy
        sources = tuple(
            LatticeSource(entropy.below(10**5), entropy.choice((0, 1, 500, entropy.below(10**9))))
            for _ in range(members)
        )
        almanac = UniqueId(entropy.bytes(32)) if entropy.chance(2) else None
        return LatticesContent(sources, self._policy(), self._deadline(), almanac)

    def _policy(self) -> StallPolicy:
        return StallPolicy.StallEvent if self.entropy.chance(3) else StallPolicy.PartialEvidence

    def _deadline(self) -> int:
        return self.entropy.choice((1, 2, 500, 2_000, 10**6))

    # --- components ---

    def live(self, kind: type[C], *, replay: bool = False, made: Component | None = None) -> C:
        """A component of a class that runs, and observes what is brought, or replays."""
        found = [each for each in self.those(kind) if each.marker is None and each.replay is replay and has_room(each)]
        if found and made is None and self.entropy.chance(2):
            return self.entropy.choice(found)
        running = self.deploy(made or self._made(kind, replay), "a composite organism")
        assert isinstance(running, kind)
        return running

    def _made(self, kind: type[Composite], replay: bool) -> Component:
        makers: dict[type[Composite], Any] = {
            Intents: self.router,
            Ledger: self.ledger,
            Correlator: self.correlator,
            Composite: self.entropy.choice((self.router, self.ledger, self.correlator)),
            LatticeComposite: self.entropy.choice((self.router, self.ledger)),
        }
        made: Component = makers[kind](replay=replay)
        return made

    def of(self, running: Composite) -> Played:
        """What is played for a component."""
        ident = running.deployment
        if ident not in self.played:
            self.played[ident] = Played(self, running, self.configured[ident])
        return self.played[ident]

    def frontier(self, running: Composite) -> int:
        """An event that is not sealed, nor has anything been brought for it or one above it."""
        now = self.again(running)
        first = 0 if now.sealed is None else now.sealed + 1
        known = (*now.events, *self.of(running).events())
        return max([first, *(event + 1 for event in known)])

    def bring(self, running: Composite, place: int, *events: int, comment: str = "entries are brought") -> Any:
        """Bring what a member committed for some events."""
        played = self.of(running)
        entries = tuple(played.entry(place, event) for event in events)
        return self.carry(running, running.required[place], played.builds[place], entries, comment)

    def carry(
        self,
        running: Composite,
        surface: UniqueId,
        build: UniqueId | None,
        entries: Sequence[Entry],
        comment: str = "entries are brought",
        cites: Sequence[str] = (),
    ) -> Any:
        """Bring entries that are taken."""
        return self.script.go(
            "world.deliver",
            comment,
            component=running.deployment,
            surface=surface,
            content_hash=build,
            entries=tuple(entries),
            cites=[*DELIVERED, *cites],
        )

    def not_carried(
        self, running: Composite, refusal: str, surface: UniqueId, build: UniqueId | None, *entries: Entry
    ) -> None:
        """Bring entries that are refused."""
        values: dict[str, Any] = {"surface": surface, "content_hash": build, "entries": entries}
        self.script.refuse("world.deliver", refusal, "not taken", component=running.deployment, **values)

    def places(self, running: Composite) -> list[int]:
        """The members of a span, in any order."""
        return [each[0] for each in self.shuffled([bytes([place]) for place in range(len(running.span))])]

    def seal(self, running: Composite, event: int, *cites: str) -> None:
        """Seal what is open up to an event."""
        self.submit(running, Seal(event), "it is sealed", [*SEALED, *cites])
