"""What the scenarios of Atlases deploy and submit: those of one coalition, its members' operators, and their cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from coalition import examples
from coalition.acl import AclComposition
from coalition.atlas import MemberCard, MemberStatus, card_digest
from coalition.content_preimages import AtlasContent
from coalition.crypto.ed25519 import sign
from coalition.module import atlas_members
from coalition.runtime.atlas import CARDS, PublishCard
from coalition.runtime.committee import public_key
from coalition.runtime.module import Module
from coalition.unique_id import UniqueId, hash_bytes, unique_id
from conformance.pages import changed
from conformance.scenarios import performers
from conformance.scenarios.performers import COMMITTEE, START
from conformance.scenarios.script import Script

ATLAS: Final = ("atlas", "world")
MEMBERS: Final = atlas_members(examples.ETH_SUPERCHAIN)
#: The secret keys of the operators, one a member, and one that is nobody's.
KEYS: Final = tuple(hash_bytes(b"an operator's key %d" % number) for number in range(len(MEMBERS)))
STRANGER: Final = hash_bytes(b"a stranger's key")
#: Who succeeds a member that retires.
NEXT: Final = unique_id("the next version")


def atlas(name: str = "atlas", content: AtlasContent | None = None, **changes: Any) -> Module:
    """The Atlas of `ethereum.superchain`, some of its members changed."""
    content = AtlasContent(None) if content is None else content
    base = Module(examples.ETH_SUPERCHAIN, name, content, None, AclComposition(()))
    return changed(base, **changes) if changes else base


def opened(script: Script, component: Module | None = None) -> UniqueId:
    """Open a world and deploy an Atlas; its deployment."""
    return performers.opened(script, atlas() if component is None else component, START, "an Atlas")


def deployed(
    script: Script,
    component: Module | None = None,
    comment: str = "an Atlas",
    committee: tuple[bytes, ...] = COMMITTEE,
    cites: Sequence[str] = ("WORLD-3", "WORLD-2"),
) -> UniqueId:
    """Deploy an Atlas; its deployment."""
    return performers.deployed(script, atlas() if component is None else component, comment, committee, cites)


def card(place: int, revision: int = 1, **changes: Any) -> MemberCard:
    """The card of a member, by its place in the coalition."""
    base = MemberCard(
        role=f"member {place}",
        stable_id=MEMBERS[place],
        endpoint_hints=(f"/dns/member-{place}.example/udp/4433",),
        ticket_root=None,
        measurements=(),
        successor_hint=None,
        status=MemberStatus.Active,
        operator=public_key(KEYS[place]),
        revision=revision,
    )
    return changed(base, **changes) if changes else base


def signed(published: MemberCard, secret: bytes) -> PublishCard:
    """A command that publishes a card under this key's signature."""
    return PublishCard(published, sign(secret, card_digest(published).value()))


def key_of(published: MemberCard) -> bytes:
    """The key that the member began with."""
    return KEYS[MEMBERS.index(published.stable_id)]


def publish(
    script: Script,
    ident: UniqueId,
    published: MemberCard,
    comment: str = "a card",
    *,
    secret: bytes | None = None,
    cites: Sequence[str] = (),
) -> Any:
    """Submit a card that is accepted."""
    command = signed(published, key_of(published) if secret is None else secret)
    return performers.submitted(script, ident, command, comment, cites=[*cites, "ATL-6", "ATL-7", "WORLD-6"])


def not_published(
    script: Script,
    ident: UniqueId,
    refusal: str,
    published: MemberCard,
    comment: str,
    *,
    secret: bytes | None = None,
    cites: Sequence[str] = (),
) -> None:
    """Submit a card that is refused."""
    command = signed(published, key_of(published) if secret is None else secret)
    performers.not_submitted(script, ident, refusal, command, comment, cites=cites)


def cards(script: Script, ident: UniqueId, comment: str = "the cards", *, cites: Sequence[str] = ()) -> Any:
    """Read every card."""
    return performers.whole(script, ident, CARDS, comment, cites=cites or ["ATL-6", "WORLD-8", "WORLD-10"])
