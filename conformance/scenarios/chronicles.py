"""What the scenarios of Chronicles deploy and submit: those of one coalition, its members' keys, and their entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from coalition import examples
from coalition.acl import AclComposition
from coalition.chronicle import ChronicleEntry
from coalition.content_preimages import ChronicleContent
from coalition.module import atlas_members
from coalition.runtime.chronicle import ANCHORS, ENTRIES, AppendEntry, Chronicle, CommitAnchor
from coalition.runtime.module import Module
from coalition.unique_id import UniqueId, hash_bytes
from conformance.chronicle_archives import Said, Signer, with_members
from conformance.pages import changed
from conformance.scenarios import performers
from conformance.scenarios.performers import COMMITTEE, START
from conformance.scenarios.script import Script

CHRONICLE: Final = ("chronicle", "world")
#: The address of a contract.
ANCHOR: Final = bytes(range(20))
#: The members of the coalition and the keys that they sign with.
SIGNERS: Final[tuple[Signer, ...]] = tuple(
    (stable_id, hash_bytes(b"a member's key %d" % number))
    for number, stable_id in enumerate(atlas_members(examples.ETH_SUPERCHAIN))
)


def chronicle(name: str = "chronicle", content: ChronicleContent | None = None, **changes: Any) -> Module:
    """The Chronicle of `ethereum.superchain`, some of its members changed."""
    content = ChronicleContent(1, ANCHOR, None) if content is None else content
    base = Module(examples.ETH_SUPERCHAIN, name, content, None, AclComposition(()))
    return changed(base, **changes) if changes else base


def opened(script: Script, component: Module | None = None, now: int = START) -> UniqueId:
    """Open a world and deploy a Chronicle; its deployment."""
    return performers.opened(script, chronicle() if component is None else component, now, "a Chronicle")


def deployed(
    script: Script,
    component: Module | None = None,
    comment: str = "a Chronicle",
    committee: tuple[bytes, ...] = COMMITTEE,
    cites: Sequence[str] = ("WORLD-3", "WORLD-2"),
) -> UniqueId:
    """Deploy a Chronicle; its deployment."""
    return performers.deployed(script, chronicle() if component is None else component, comment, committee, cites)


def there(script: Script, ident: UniqueId) -> Chronicle:
    """The Chronicle as it is now."""
    assert script.world is not None
    found = script.world.components[ident]
    assert isinstance(found, Chronicle)
    return found


def appending(running: Chronicle, said: Said, signers: Iterable[Signer] = (), seq: int | None = None) -> AppendEntry:
    """A command that says it, with the next number or this one, signed by these members for that number."""
    number = (running.next_seq or 0) if seq is None else seq
    entry = with_members(ChronicleEntry(number, said[0], running.coalition, said[1], (), ()), signers)
    return AppendEntry(number, said[0], said[1], entry.member_signatures)


def append(
    script: Script,
    ident: UniqueId,
    said: Said,
    *signers: Signer,
    comment: str = "an entry",
    cites: Sequence[str] = (),
) -> Any:
    """Submit an entry that is accepted."""
    command = appending(there(script, ident), said, signers)
    cited = [*cites, "WORLD-6", "CHR-10", *(["CHR-11"] if signers else [])]
    return performers.submitted(script, ident, command, comment, cites=cited)


def not_appended(
    script: Script, ident: UniqueId, refusal: str, command: AppendEntry, comment: str, *, cites: Sequence[str] = ()
) -> None:
    """Submit an entry that is refused."""
    performers.not_submitted(script, ident, refusal, command, comment, cites=cites)


def anchor(script: Script, ident: UniqueId, comment: str = "the anchor is told", *, cites: Sequence[str] = ()) -> Any:
    """Tell the anchor."""
    return performers.submitted(script, ident, CommitAnchor(), comment, cites=[*cites, "CHR-13", "WORLD-6"])


def entries(script: Script, ident: UniqueId, comment: str = "the entries", *, cites: Sequence[str] = ()) -> Any:
    """Read every entry."""
    return performers.whole(script, ident, ENTRIES, comment, cites=cites or ["CHR-10", "WORLD-8", "WORLD-10"])


def anchors(script: Script, ident: UniqueId, comment: str = "the anchors", *, cites: Sequence[str] = ()) -> Any:
    """Read everything the anchor was told."""
    return performers.whole(script, ident, ANCHORS, comment, cites=cites or ["CHR-13", "WORLD-8", "WORLD-10"])
