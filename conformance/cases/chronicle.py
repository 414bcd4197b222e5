"""Cases of a Chronicle's records: kinds, payloads, entries, signatures, statements to an anchor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coalition import examples
from coalition.chronicle import AnchorStatement, ChronicleEntry, entry_digest
from coalition.chronicle_kinds import (
    KINDS,
    AnyKind,
    AnyPayload,
    Body,
    ChronicleKind,
    Member,
    Other,
    Publication,
    Replacement,
    TicketRoots,
)
from coalition.chronicle_kinds import Retirement as Retires
from coalition.json_form import as_json, encode_as
from coalition.retirement import ComponentKind, ComponentRef, RetirementInstant, RetirementMarker
from coalition.shapes import Record
from coalition.stable_id import member_id
from coalition.struct_digest import Struct, TypedBytes, TypedOption, TypedU64
from coalition.unique_id import UniqueId, hash_bytes
from conformance.casebook import Casebook
from conformance.chronicle_archives import Said, with_members

ROOT = examples.ETH_SUPERCHAIN.stable_id()
#: Two members and the keys their operators sign with.
MEMBERS = tuple(
    (stable_id, hash_bytes(b"a member's key %d" % number))
    for number, stable_id in enumerate(sorted(examples.ETH_SUPERCHAIN.lattices)[:2])
)
SECRETS = tuple(hash_bytes(b"a committee's key %d" % number) for number in range(3))

_ORGANISM = ComponentRef(ComponentKind.Organism, examples.ORACLE_ORG.stable_id)
_PINNED = replace(_ORGANISM, content_hash=UniqueId.hash("a new build"))
_LATTICE = ComponentRef(ComponentKind.Lattice, examples.ETH_SUPERCHAIN.lattices[0])
_MODULE = ComponentRef(ComponentKind.Module, UniqueId.hash("a module"))
_COALITION = ComponentRef(ComponentKind.Coalition, ROOT)
_MARKER = RetirementMarker.rotation(RetirementInstant.AtTimestamp(1_700_000_000_000), _PINNED)
_END = RetirementMarker.retired(RetirementInstant.AtSequence(7))
_COMMIT = UniqueId.hash("a commit")
_HEARTBEAT = Struct(
    "agent-heartbeat-body.v1",
    (TypedBytes(bytes(member_id(examples.SEARCHER_STABLE_ID))), TypedU64(7), TypedOption(None)),
)

#: An entry of every kind, by the name of its case.
SAID: dict[str, Said] = {
    "published-first": (ChronicleKind.CoalitionPublished(), Publication(None, ROOT)),
    "published-again": (ChronicleKind.CoalitionPublished(), Publication(ROOT, UniqueId.hash("the next root"))),
    "member-added": (ChronicleKind.MemberAdded(), Member(_ORGANISM)),
    "lattice-added": (ChronicleKind.MemberAdded(), Member(_LATTICE)),
    "member-removed": (ChronicleKind.MemberRemoved(), Member(_ORGANISM)),
    "organism-rotated": (ChronicleKind.OrganismRotated(), Replacement(_ORGANISM, _PINNED)),
    "organism-retired": (ChronicleKind.OrganismRetired(), Retires(_ORGANISM, _MARKER, _COMMIT)),
    "module-upgraded": (
        ChronicleKind.ModuleUpgraded(),
        Replacement(_MODULE, replace(_MODULE, address=UniqueId.hash("another module"))),
    ),
    "module-retired": (ChronicleKind.ModuleRetired(), Retires(_MODULE, _END, None)),
    "issuer-rotated": (
        ChronicleKind.TicketIssuerRotated(),
        TicketRoots(UniqueId.hash("tickets"), UniqueId.hash("other tickets")),
    ),
    "issuer-first": (ChronicleKind.TicketIssuerRotated(), TicketRoots(None, UniqueId.hash("tickets"))),
    "coalition-retired": (ChronicleKind.CoalitionRetired(), Retires(_COALITION, _END, None)),
    "heartbeat": (ChronicleKind.Other("agent-heartbeat"), Body(_HEARTBEAT)),
}


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the records."""
    yield _kind()
    yield _payload()
    yield _entry()
    yield _signatures()
    yield _anchor()


def _kind() -> Casebook:
    book = Casebook("chronicle.kind", requirements=("CHR-1", "CHR-3"))
    for kind in KINDS[:-1]:
        book.accept(_slug(kind), f"the number of {kind.__name__}", kind=kind())  # type: ignore[call-arg] # no fields
    book.accept("other", "a kind of another name", kind=Other("agent-heartbeat"))
    book.accept("other-upper-case", "names differ in case", kind=Other("Agent-Heartbeat"))
    book.random(2)
    book.spoil_all("other")
    return book


def _slug(kind: type[AnyKind]) -> str:
    return "".join(f"-{each.lower()}" if each.isupper() else each for each in kind.__name__).lstrip("-")


def _payload() -> Casebook:
    book = Casebook("chronicle.payload", requirements=("CHR-3", "CHR-1"))
    names: dict[type[AnyPayload], str] = {
        Publication: "publication",
        Member: "member",
        Replacement: "replacement",
        Retires: "retirement",
        TicketRoots: "ticket-roots",
        Body: "body",
    }
    for name, (_, payload) in SAID.items():
        first = names.pop(type(payload), None)
        book.accept(first or name, f"what {name.replace('-', ' ')} says", payload=payload)
    book.accept("no-roots", "a coalition that had no issuer, and has none", payload=TicketRoots(None, None))
    book.random(6)
    for twin in ("publication", "member", "replacement", "retirement", "ticket-roots", "body"):
        book.spoil(twin, rules=4, shapes=3)
    return book


def _plain(said: Said, seq: int = 7) -> ChronicleEntry:
    return ChronicleEntry(seq, said[0], ROOT, said[1], (), ())


def _entry() -> Casebook:
    book = Casebook("chronicle.entry", requirements=("CHR-3", "CHR-1"))
    for name, said in SAID.items():
        book.accept(name, f"the entry of {name.replace('-', ' ')}", entry=_plain(said))
    book.accept("first", "the first number", entry=_plain(SAID["published-first"], 0))
    book.accept("greatest", "the greatest number", entry=_plain(SAID["published-first"], 2**64 - 1))
    signed = with_members(_plain(SAID["member-added"]), MEMBERS)
    book.accept("signed", "signatures are not folded", requirements=("CHR-2", "ENC-22"), entry=signed)
    book.accept(
        "signed-other-order",
        "whichever way round they stand",
        requirements=("CHR-2", "ENC-22"),
        entry=replace(signed, member_signatures=signed.member_signatures[::-1]),
    )
    book.random(4)
    _mismatches(book)
    once = as_json(signed)
    twice = [*once["member_signatures"], {**once["member_signatures"][1], "key": "00" * 32}]
    book.refuse(
        "member-twice",
        "a member that signs twice",
        "signed",
        "DuplicateKey",
        {"entry": {**once, "member_signatures": twice}},
        ["CHR-2"],
    )
    book.spoil("signed", requirements=("CHR-1",))
    return book


def _mismatches(book: Casebook) -> None:
    """Payloads of other events, and components of other kinds."""

    def refuse(name: str, comment: str, twin: str, **changed: Record) -> None:
        entry = as_json(_plain(SAID[twin]))
        form = {name: encode_as(AnyKind if name == "kind" else AnyPayload, one) for name, one in changed.items()}
        book.refuse(name, comment, twin, "PayloadMismatch", {"entry": {**entry, **form}}, ["CHR-1"])

    refuse(
        "added-retirement", "a retirement, where a member is due", "member-added", payload=SAID["organism-retired"][1]
    )
    refuse("rotated-member", "a member, where two builds are due", "organism-rotated", payload=Member(_ORGANISM))
    refuse("published-body", "a body, where a publication is due", "published-first", payload=Body(_HEARTBEAT))
    refuse("other-publication", "a publication, where a body is due", "heartbeat", payload=Publication(None, ROOT))
    refuse(
        "issuer-publication",
        "roots of a coalition for roots of tickets",
        "issuer-rotated",
        payload=Publication(ROOT, ROOT),
    )
    for name, comment, twin, place, kind in (
        ("added-module", "a module is no member", "member-added", "member", "Module"),
        ("removed-provider", "nor is a provider", "member-removed", "member", "Provider"),
        ("rotated-module", "a module after an organism", "organism-rotated", "after", "Module"),
        ("upgraded-organism", "an organism after a module", "module-upgraded", "after", "Organism"),
        ("upgraded-from-lattice", "a lattice before one", "module-upgraded", "before", "Lattice"),
        ("module-retired-organism", "the retirement of an organism", "module-retired", "component", "Organism"),
        ("organism-retired-module", "the retirement of a module", "organism-retired", "component", "Module"),
        ("coalition-retired-module", "that of one of its modules", "coalition-retired", "component", "Module"),
    ):
        payload: Any = SAID[twin][1]
        about: ComponentRef = getattr(payload, place)
        refuse(name, comment, twin, payload=replace(payload, **{place: replace(about, kind=ComponentKind[kind])}))
    refuse(
        "module-kind-of-coalition",
        "the kind of another retirement",
        "coalition-retired",
        kind=ChronicleKind.ModuleRetired(),
    )


def _signatures() -> Casebook:
    book = Casebook("chronicle.signatures", requirements=("CHR-4", "ENC-22"))
    digest = entry_digest(_plain(SAID["member-added"])).id()
    book.accept("three", "a committee of three", statement=digest, committee=SECRETS)
    book.accept("other-order", "its order is the committee's", statement=digest, committee=SECRETS[::-1])
    book.accept("one", "a committee of one", statement=digest, committee=SECRETS[:1])
    book.accept("none", "nobody", statement=digest, committee=())
    book.accept("zero", "a digest of zeros", statement=UniqueId(bytes(32)), committee=SECRETS[:2])
    book.random(2)
    book.refuse_changed(
        "twice", "a key that stands twice", "three", "DuplicateElement", ("CHR-4",), committee=(*SECRETS, SECRETS[0])
    )
    book.spoil_all("three")
    return book


def _anchor() -> Casebook:
    book = Casebook("chronicle.anchor", requirements=("CHR-5",))
    contract = AnchorStatement(bytes(range(20)), UniqueId.hash("a deployment"), 4, UniqueId.hash("a digest"))
    book.accept("contract", "four entries", statement=contract)
    book.accept("no-address", "an anchor of no byte", statement=replace(contract, anchor=b""))
    book.accept("long-address", "an address of 200 bytes", statement=replace(contract, anchor=bytes(200)))
    book.accept("nothing", "a log without entries", statement=replace(contract, length=0, digest=UniqueId(bytes(32))))
    book.accept("greatest", "the longest log", statement=replace(contract, length=2**64 - 1))
    book.random(3)
    book.spoil_all("contract")
    return book
