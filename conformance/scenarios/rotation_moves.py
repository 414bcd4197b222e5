"""How coalitions on a stage are published, rotate and are switched off, and what their integrators reach."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from coalition.content_preimages import AlmanacContent, AnyContent
from coalition.measurements import Measurements
from coalition.module import ModuleKind
from coalition.retirement import AtTimestamp, RetirementMarker
from coalition.runtime.almanac import Almanac
from coalition.runtime.component import Running
from coalition.runtime.module import Module
from coalition.runtime.rotation import AnyHandle, ModuleHandle, OrganismHandle
from coalition.unique_id import UniqueId
from conformance.entropy import Entropy
from conformance.pages import changed
from conformance.random_inputs import draw, name
from conformance.scenarios import almanac_moves, moves
from conformance.scenarios.almanac_moves import AlmanacStage
from conformance.scenarios.chains_moves import Chains
from conformance.scenarios.improvised import LAST, Act
from conformance.scenarios.listings import Listing, Shipped, ids
from conformance.scenarios.script import Script

R = TypeVar("R", bound=Running)
_HOPS: Final = 64
_CITES: Final = [f"ROT-{number}" for number in range(3, 7)]


class RotationStage(Chains, AlmanacStage):
    """A stage of coalitions with an Almanac each.

    `pages` are the coalitions as they were published, and the handle to each component, by deployment.
    """

    def __init__(self, script: Script, entropy: Entropy) -> None:
        super().__init__(script, entropy)
        self.pages: dict[UniqueId, tuple[Listing, AnyHandle]] = {}

    def component(self) -> Module:
        return self.module(AlmanacContent(1_000, None))

    def on_a_page(self) -> Running:
        """Something that a page lists."""
        return self.deploy()

    def module(self, content: AnyContent) -> Module:
        """A module of a coalition of its own, measured or not, its slot pinned or not."""
        called = self.called()
        instance = f"{called}.module" if self.entropy.chance(3) else None
        measured = draw(Measurements, self.entropy) if self.entropy.chance(2) else None
        shipped = Shipped(content, measured, instance_name=instance)
        return self.published(Listing(called, (name(self.entropy),), (), (shipped,)))

    def published(self, listing: Listing) -> Module:
        """The module that a coalition ships, whose page is kept."""
        (shipped,) = listing.shipped
        made = listing.module(shipped.kind)
        self.pages[ids(made).deployment] = (listing, ModuleHandle(shipped.kind))
        return made

    def called(self) -> str:
        """A name that nothing here has."""
        return f"{name(self.entropy)}.{len(self.configured)}.{len(self.pages)}"

    def those(self, kind: type[R]) -> list[R]:
        return [each for each in super().those(kind) if not each.stopped]

    def turning(self, running: Running) -> list[int]:
        return super().turning(running) if isinstance(running, Almanac) else []

    def connect(self, running: Running, path: Sequence[Running], comment: str, **asked: Any) -> None:
        """Connect by the page of a component, or another one; the handle leads this way."""
        value = self.script.go("world.connect", comment, **self._asked(running, asked), cites=_CITES)
        assert value["path"] == [str(each.deployment) for each in path]

    def refused(self, refusal: str, running: Running, comment: str, **asked: Any) -> None:
        """Try to connect by the page of a component, or another one."""
        cites = [*_CITES, *asked.pop("cites", ())]
        self.script.refuse("world.connect", refusal, comment, **self._asked(running, asked), cites=cites)

    def _asked(self, running: Running, asked: dict[str, Any]) -> dict[str, Any]:
        listing, handle = self.pages[running.deployment]
        values = {"handle": handle, "admits": None, "hops": _HOPS, "explicit": False, **asked}
        return values if "document" in values else values | {"document": listing.document}

    def pins(self, running: Running) -> bool:
        """Whether the page that leads to a component pins its build."""
        listing, handle = self.pages[running.deployment]
        slots = listing.config.organisms if isinstance(handle, OrganismHandle) else listing.config.modules()
        return any(slot is not None and slot.content_hash is not None for slot in slots)

    def stop(self, running: Running) -> None:
        """Stop what runs."""
        cites = ["ROT-1", "ROT-2", "WORLD-14"]
        self.script.go("world.stop", "it is stopped", component=running.deployment, cites=cites)

    def measured(self, running: Running) -> Measurements | None:
        """What the image of a component measures."""
        return self.configured[running.deployment].measurements

    def window(self, running: Running) -> tuple[Measurements, ...] | None:
        """What admits a component: its own measurements, alone or with others, or anything."""
        measured = self.measured(running)
        if measured is None or self.entropy.chance(3):
            return None
        others = tuple(draw(Measurements, self.entropy) for _ in range(self.entropy.below(3)))
        place = self.entropy.below(len(others) + 1)
        return (*others[:place], measured, *others[place:])


# --- what goes through ------------------------------------------------------------------------------------------------


def connects(stage: RotationStage) -> None:
    """An integrator of the page of what runs."""
    running = stage.on_a_page()
    explicit, hops = stage.entropy.chance(2), stage.entropy.choice((0, 1, _HOPS))
    stage.connect(running, [running], "by its page", admits=stage.window(running), hops=hops, explicit=explicit)


def rotates(stage: RotationStage) -> None:
    """A chain of components, by the page of any of them; what counts is the end."""
    line = stage.line(stage.entropy.between(2, 4))
    place = stage.entropy.below(len(line))
    explicit = stage.pins(line[place]) or stage.entropy.chance(2)
    hops = stage.entropy.choice((len(line) - 1 - place, _HOPS))
    admits = stage.window(line[-1])
    stage.connect(line[place], line[place:], "along the markers", admits=admits, explicit=explicit, hops=hops)


def upgrades(stage: RotationStage) -> None:
    """Old and new side by side, a marker, and the old one is gone."""
    old = stage.deploy()
    listing, _ = stage.pages[old.deployment]
    (shipped,) = listing.shipped
    measured = draw(Measurements, stage.entropy)
    new = stage.deploy(stage.published(listing.ships(replace(shipped, measurements=measured))), "the new one")
    for each in (old, new):
        stage.connect(each, [each], "side by side", admits=stage.window(each))
    stage.replace(old, new)
    pinned = stage.pins(old)
    stage.connect(old, [old, new], "to the new one", admits=(measured,), explicit=pinned)
    if (before := stage.measured(old)) is not None:
        both = (before, measured)
        stage.connect(old, [old, new], "through the window", admits=both, explicit=pinned)
        stage.refused("BuildNotAdmitted", old, "who pins the old", admits=both[:1], explicit=pinned)
    stage.stop(old)
    stage.refused("ConnectTimeout", old, "by the old page", explicit=pinned)
    stage.connect(new, [new], "by the new page", admits=(measured,))


# --- what is refused --------------------------------------------------------------------------------------------------


def is_gone(stage: RotationStage) -> None:
    """Nobody answers for what is stopped, by any verb; it is never there again."""
    running = stage.deploy()
    moves.ask(stage, running)
    if stage.entropy.chance(2):
        moves.retire(stage, running, RetirementMarker.retired(AtTimestamp(min(stage.now + 1, LAST))))
    stage.stop(running)
    page = {"surface": running.SURFACES[0], "after": None, "limit": 5}
    verbs: tuple[tuple[str, dict[str, Any]], ...] = (("world.status", {}), ("world.read", page), ("world.stop", {}))
    verb, values = stage.entropy.choice(verbs)
    stage.script.refuse(verb, "ConnectTimeout", "it is gone", component=running.deployment, **values)
    stage.stray("ConnectTimeout", stage.reference(running, pinned=stage.entropy.chance(2)))
    moves.not_deployed(stage, "AlreadyDeployed", stage.configured[running.deployment])
    submits_to_another(stage)


def submits_to_another(stage: RotationStage) -> None:
    """What others do is not touched."""
    running, command = stage.ready()
    stage.submit(running, command, "another one is there", ["WORLD-6", "WORLD-17"])


def is_elsewhere(stage: RotationStage) -> None:
    """The same module under another root, or another organism."""
    running = stage.deploy()
    listing, _ = stage.pages[running.deployment]
    stage.connect(running, [running], "by its page")
    other = stage.entropy.choice(
        (
            listing.changed(instance_name=stage.called()),
            listing.changed(lattices=()),
            listing.changed(lattices=(*listing.lattices, stage.called())),
        )
    )
    stage.refused("ConnectTimeout", running, "under another root", document=other.document)


def is_unlisted(stage: RotationStage) -> None:
    """A handle that the page does not have."""
    running = stage.deploy()
    listing, handle = stage.pages[running.deployment]
    assert isinstance(handle, ModuleHandle)
    kinds = [kind for kind in ModuleKind if kind is not handle.module]
    missing = stage.entropy.choice((ModuleHandle(stage.entropy.choice(kinds)), OrganismHandle(listing.lattices[0])))
    stage.refused("NoSuchHandle", running, "not on the page", handle=missing)
    stage.connect(running, [running], "but this is")


def is_broken(stage: RotationStage) -> None:
    """A page that does not hold together."""
    running = stage.deploy()
    listing, _ = stage.pages[running.deployment]
    document = listing.document
    form = json.loads(document)
    other = stage.entropy.bytes(32).hex()
    broken: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("DocumentMalformed", "HS-1", {"published_at": 1}),
        ("UnknownField", "HS-2", {"more": other}),
        ("FingerprintMismatch", "HS-4", {"fingerprint": other}),
        ("ListMismatch", "HS-5", {"lattices": []}),
        ("MissingPeerHint", "HS-10", {"peer_hints": []}),
        ("MissingChangeChannel", "HS-10", {"change_channel": ""}),
    )
    refusal, rule, changes = stage.entropy.choice(broken)
    page = json.dumps({**form, **changes})
    if stage.entropy.chance(6):
        refusal, rule, page = "MissingField", "HS-3", json.dumps({key: form[key] for key in form if key != "config"})
    stage.refused(refusal, running, "it does not hold together", document=page, cites=[rule, "WORLD-7"])
    stage.connect(running, [running], "as it should be")


def is_not_admitted(stage: RotationStage) -> None:
    """Measurements that differ in some register, or none where some are wanted."""
    running = stage.deploy()
    own = stage.measured(running)
    found = own or draw(Measurements, stage.entropy)
    near = stage.entropy.choice(
        (
            changed(found, mr_td=stage.entropy.bytes(48)),
            changed(found, rtmr3=stage.entropy.bytes(48)),
            changed(found, mr_owner=stage.entropy.bytes(48)),
        )
    )
    admits = (near,) if own else stage.entropy.choice(((near,), (found, near), (found,)))
    stage.refused("BuildNotAdmitted", running, "another image", admits=admits)
    if own:
        few = changed(own, mr_config_id=None, mr_owner=None, mr_owner_config=None)
        stage.connect(running, [running], "who declares fewer registers", admits=(few,))
    refusal, window = stage.entropy.choice((("EmptySet", ()), ("DuplicateElement", (near, near))))
    stage.refused(refusal, running, "no window", admits=window)
    stage.connect(running, [running], "its own", admits=stage.window(running))


def is_pinned(stage: RotationStage) -> None:
    """A page that pins the build leads away from it on purpose only; hops are counted all the same."""
    line = stage.line(stage.entropy.between(2, 4))
    reference = stage.reference(line[0], pinned=False)
    stage.follow(reference, line)
    if stage.pins(line[0]):
        stage.refused("PinnedBuild", line[0], "it is pinned")
    else:
        stage.connect(line[0], line, "it is not pinned")
    hops = stage.entropy.below(len(line) - 1)
    stage.refused("TooManyHops", line[0], "too far", hops=hops, explicit=True)
    stage.connect(line[0], line, "as far as it goes", hops=len(line) - 1, explicit=True)


THROUGH: Final = (
    moves.deploys, moves.waits, moves.asks, moves.reads, almanac_moves.ticks,
    connects, connects, rotates, upgrades, upgrades,
)  # fmt: skip
REFUSED: Final = (
    moves.goes_back, moves.after_the_marker,
    is_gone, is_gone, is_elsewhere, is_unlisted, is_broken, is_not_admitted, is_pinned, is_pinned,
)  # fmt: skip

ACT: Final = Act(
    chapter="rotations",
    features=("almanac", "rotation", "world"),
    stage=RotationStage,
    through=THROUGH,
    refused=REFUSED,
)
