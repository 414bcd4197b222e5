"""A scenario that nobody wrote: a stage, and what a player needs to know of it to go on.

Every draw comes from one `Entropy`. What is expected is what the reference answers, as in the scenarios that are
written: a move says whether it goes through or how it is refused, and the script does not let it be wrong about that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from coalition.acl import AclComposition
from coalition.almanac import Observation
from coalition.coalition_config import CoalitionConfig
from coalition.content_preimages import AlmanacContent
from coalition.measurements import Measurements
from coalition.runtime.almanac import Almanac, Module, Tick, slot
from coalition.runtime.world import World
from coalition.unique_id import UniqueId
from conformance.entropy import Entropy
from conformance.random_inputs import draw, name
from conformance.scenarios.script import Script

LAST: Final = 2**64 - 1
#: Lengths of slots that are likely to show something: the least, odd ones, usual ones, one that never ends.
_CADENCES: Final = (1, 2, 7, 1_000, 1_000, 12_000, 3_600_000, LAST)
#: Draws of a coalition before one with few members is taken.
_TRIES: Final = 8


class Stage:
    """A world in play: the script of it, and the modules that were deployed, by deployment."""

    def __init__(self, script: Script, entropy: Entropy) -> None:
        self.script = script
        self.entropy = entropy
        self.modules: dict[UniqueId, Module] = {}

    @property
    def world(self) -> World:
        """The world as it is now."""
        assert self.script.world is not None
        return self.script.world

    @property
    def now(self) -> int:
        """The present."""
        return self.world.now

    def open(self, comment: str = "") -> None:
        """Open a world at an instant that leaves room behind it, or at the epoch."""
        entropy = self.entropy
        now = entropy.choice((0, 1, entropy.between(1, 10**6), entropy.between(10**12, 2 * 10**12)))
        self.modules = {}
        self.script.go("world.open", comment, seed=entropy.bytes(32), now=now, cites=["WORLD-1", "PROTO-15"])

    def committee(self) -> tuple[bytes, ...]:
        """Secret keys, one at least."""
        return tuple(self.entropy.bytes(32) for _ in range(self.entropy.between(1, 4)))

    def module(self, content: object | None = None) -> Module:
        """A component that was not deployed yet: the Almanac of a coalition of its own, or of one that is here."""
        entropy = self.entropy
        content = AlmanacContent(self._cadence(), self._predecessor()) if content is None else content
        measurements = draw(Measurements, entropy) if entropy.chance(4) else None
        acl = draw(AclComposition, entropy) if entropy.chance(4) else AclComposition(())
        called = f"{name(entropy)}.{len(self.modules)}"
        return Module(self._coalition(), called, content, measurements, acl)  # type: ignore[arg-type]

    def deploy(self, module: Module | None = None, comment: str = "an Almanac") -> Almanac:
        """Deploy an Almanac."""
        module = module or self.module()
        value = self.script.go(
            "world.deploy",
            comment,
            component=module,
            committee=self.committee(),
            cites=["WORLD-2", "WORLD-3", "WORLD-4", "WORLD-17"],
        )
        ident = UniqueId(bytes.fromhex(value["deployment"]))
        self.modules[ident] = module
        return self.world.components[ident]

    def anyone(self) -> Almanac:
        """A component, whatever became of it."""
        if not self.world.components:
            return self.deploy()
        return self.entropy.choice(list(self.world.components.values()))

    def running(self) -> Almanac:
        """A component without a marker."""
        found = [each for each in self.world.components.values() if each.marker is None]
        return self.entropy.choice(found) if found else self.deploy()

    def free(self, members: int = 0) -> Almanac:
        """A running component that has so many members, in a slot that has no tick yet."""
        found = [
            each for each in self.world.components.values() if each.marker is None and len(each.members) >= members
        ]
        almanac = self.entropy.choice(found) if found else self.deploy(self._with_members(members))
        if almanac.last_seq != slot(self.now, almanac.cadence_ms):
            return almanac
        if (then := (almanac.last_seq + 1) * almanac.cadence_ms) <= LAST:
            self.advance(then, "to the next slot")
            return almanac
        return self.deploy(self._with_members(members))

    def advance(self, to: int, comment: str) -> None:
        """Move the present."""
        self.script.go("world.advance", comment, to=to, cites=["WORLD-1", "PROTO-18"])

    def observations(self, almanac: Almanac, count: int | None = None) -> tuple[Observation, ...]:
        """Some of the members, each once and in any order, at times that no clock goes back for."""
        entropy, members = self.entropy, self.shuffled(sorted(almanac.members))
        count = entropy.below(min(4, len(members)) + 1) if count is None else count
        return tuple(Observation(member, self._time(almanac.seen.get(member, 0))) for member in members[:count])

    def tick(self, almanac: Almanac, observed: Sequence[Observation], comment: str = "a tick") -> None:
        """Submit a tick that is accepted."""
        cites = ["WORLD-6", "ALM-3", *(["ALM-2", "ALM-4", "ALM-5"] if observed else [])]
        command = Tick(tuple(observed))
        self.script.go("world.submit", comment, component=almanac.deployment, command=command, cites=cites)

    def shuffled(self, items: Sequence[bytes]) -> list[bytes]:
        """The items in random order."""
        ranks = {item: self.entropy.bytes(8) for item in items}
        return sorted(items, key=lambda item: ranks[item])

    def again(self, almanac: Almanac) -> Almanac:
        """The component as it is now."""
        return self.world.components[almanac.deployment]

    def _time(self, least: int) -> int:
        usual = (self.now, max(self.now - self.entropy.below(1_000), 0), self.now + self.entropy.below(10**6))
        return min(max(self.entropy.choice((least, least, least + 1, *usual)), least), LAST)

    def _cadence(self) -> int:
        return self.entropy.choice((*_CADENCES, self.entropy.between(1, 10**5)))

    def _predecessor(self) -> UniqueId | None:
        return UniqueId(self.entropy.bytes(32)) if self.entropy.chance(3) else None

    def _with_members(self, members: int) -> Module:
        module = self.module(AlmanacContent(1_000, None))
        while len(module.coalition.lattices) < members:
            module = Module(self._coalition(), module.name, module.content, module.measurements, module.acl)
        return module

    def _coalition(self) -> CoalitionConfig:
        if self.modules and self.entropy.chance(2):
            return self.entropy.choice(list(self.modules.values())).coalition
        for _ in range(_TRIES):
            config: CoalitionConfig = draw(CoalitionConfig, self.entropy)
            if len(config.lattices) > 1:
                break
        return config
