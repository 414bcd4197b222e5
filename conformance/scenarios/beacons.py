"""What the scenarios of a Randomness do: deploy one, let providers speak, prove rounds and commit them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from coalition import examples
from coalition.acl import AclComposition
from coalition.content_preimages import BeaconFamily, RandomnessContent
from coalition.randomness import BeaconProviderCard
from coalition.runtime.module import Module
from coalition.runtime.randomness_records import CommitBeacon
from coalition.unique_id import UniqueId
from conformance.beacon_providers import TICK, Beacon
from conformance.pages import changed
from conformance.scenarios.performers import submitted, whole
from conformance.scenarios.script import Script

#: The features of a scenario in which a Randomness is deployed.
RANDOMNESS: Final = ("randomness", "world")
SURFACES: Final = ("BeaconTicks", "Providers")
FAMILIES: Final = tuple(BeaconFamily)


def randomness(name: str = "randomness", families: tuple[BeaconFamily, ...] = FAMILIES, **changes: Any) -> Module:
    """The Randomness of `ethereum.superchain`, some of its members changed."""
    base = Module(examples.ETH_SUPERCHAIN, name, RandomnessContent(families, None), None, AclComposition(()))
    return changed(base, **changes) if changes else base


def address(script: Script, ident: UniqueId) -> UniqueId:
    """The address of a module, which proofs fold."""
    assert script.world is not None
    return script.world.components[ident].address


def register(
    script: Script,
    ident: UniqueId,
    provider: Beacon,
    comment: str,
    card: BeaconProviderCard | None = None,
    *,
    cites: Sequence[str] = (),
) -> None:
    """A card that is taken."""
    submitted(script, ident, provider.registers(card), comment, cites=["RND-8", "RND-2", "RND-13", *cites])


def commit(script: Script, ident: UniqueId, command: CommitBeacon, comment: str, *, cites: Sequence[str] = ()) -> None:
    """A round that is taken."""
    submitted(script, ident, command, comment, cites=["RND-8", "RND-6", "RND-17", *cites])


def proves(
    script: Script,
    ident: UniqueId,
    provider: Beacon,
    number: int,
    comment: str,
    at: int = TICK,
    *,
    cites: Sequence[str] = (),
) -> None:
    """A round that a provider proves, and that is taken."""
    commit(script, ident, provider.commits(address(script, ident), number, at), comment, cites=["RND-3", *cites])


def looks(script: Script, ident: UniqueId, *, cites: Sequence[str] = ()) -> None:
    """Read both surfaces."""
    for surface in SURFACES:
        whole(script, ident, surface, f"all of {surface}", cites=["RND-8", "WORLD-8", "WORLD-10", *cites])
