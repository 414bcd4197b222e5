"""Cases of audits: an archive by itself, beside others, and beside an anchor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coalition.chronicle import ChronicleEntry, entry_digest
from coalition.chronicle_audit import AnchoredDigest, Archive
from coalition.chronicle_kinds import ChronicleKind, Publication
from coalition.crypto.ed25519 import sign
from coalition.crypto.edwards25519 import ORDER
from coalition.runtime.committee import CommitteeSignature
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId, hash_bytes
from conformance.casebook import Casebook
from conformance.cases.chronicle import MEMBERS, ROOT, SAID, SECRETS
from conformance.chronicle_archives import Said, Scribe

_SCRIBE = Scribe(UniqueId.hash("a surface"), UniqueId.hash("a deployment"), ROOT, 0, SECRETS)
_SAID = tuple(SAID[name] for name in ("published-first", "member-added", "organism-rotated", "module-retired"))
_TRUE = _SCRIBE.archive(*_SAID)
_LIE: Said = (ChronicleKind.CoalitionPublished(), Publication(ROOT, UniqueId.hash("a root that nobody published")))
#: The committee signs another history from the second entry on.
_REWRITTEN = _SCRIBE.archive(_SAID[0], _LIE, *_SAID[2:])


def casebooks() -> Iterator[Casebook]:
    """The casebook of audits."""
    book = Casebook("chronicle.audit", requirements=("CHR-6",))
    base: dict[str, Any] = {"chronicle": _SCRIBE.audited(), "archive": _TRUE, "others": (), "anchors": ()}
    book.accept("alone", "an archive that nothing speaks against", base)
    book.accept("empty", "an archive without entries", base, archive=Archive(()))
    _witnesses(book, base)
    _anchors(book, base)
    _both(book, base)
    _broken(book, base)
    _signed(book, base)
    book.random(6)
    listed = [key.hex() for key in _SCRIBE.audited().committee]
    params = next(test.params for test in book.tests if test.id == "chronicle/audit/alone")
    book.refuse(
        "key-twice",
        "a committee with a key twice",
        "alone",
        "DuplicateElement",
        {**params, "chronicle": {**params["chronicle"], "committee": [*listed, listed[0]]}},
        ["CHR-6"],
    )
    book.spoil("alone", rules=4)
    yield book


def _with(archive: Archive, index: int, entry: ChronicleEntry) -> Archive:
    return Archive((*archive.entries[:index], entry, *archive.entries[index + 1 :]))


def _witnesses(book: Casebook, base: dict[str, Any]) -> None:
    seven = ("CHR-7",)

    def accept(name: str, comment: str, archive: Archive, *others: Archive) -> None:
        book.accept(name, comment, base, requirements=seven, archive=archive, others=others)

    accept("confirmed", "another archive that agrees", _TRUE, _TRUE)
    accept("confirmed-by-shorter", "one that ends earlier says nothing of the rest", _TRUE, Archive(_TRUE.entries[:2]))
    accept("confirmed-by-empty", "nor does one that is empty", _TRUE, Archive(()))
    accept("rewritten-against-another", "a rewritten archive beside one that is not", _REWRITTEN, _TRUE)
    accept("true-against-rewritten", "an audit does not say who is right", _TRUE, _REWRITTEN)
    accept("rewritten-against-the-last", "one true archive of several is enough", _REWRITTEN, _REWRITTEN, _TRUE)
    accept("cut-off", "an archive that leaves out the last entries", Archive(_TRUE.entries[:2]), _TRUE)
    accept("emptied", "an archive that leaves out all of them", Archive(()), _TRUE)
    late = _SCRIBE.archive(*_SAID[:3], _LIE)
    accept("least-index", "several differ: the first index of all", _TRUE, late, _REWRITTEN)
    made_up = _with(_TRUE, 1, replace(_REWRITTEN.entries[1], quorum_signatures=()))
    accept("made-up-witness", "an entry that nobody signed is no witness", _TRUE, made_up)
    broken_late = Archive((*_REWRITTEN.entries[:3], replace(_REWRITTEN.entries[3], quorum_signatures=())))
    accept("witness-up-to-its-break", "a witness counts up to where it breaks", _TRUE, broken_late)
    longer = Archive((*_TRUE.entries, replace(_SCRIBE.entry(4, _LIE), quorum_signatures=())))
    accept("longer-by-nothing", "an entry more that nobody signed", _TRUE, longer)
    twin = _with(_TRUE, 1, _SCRIBE.entry(1, _SAID[1], MEMBERS))
    accept("other-signatures", "one digest under more signatures is one entry", _TRUE, twin)


def _anchors(book: Casebook, base: dict[str, Any]) -> None:
    def accept(name: str, comment: str, archive: Archive, *anchors: AnchoredDigest) -> None:
        book.accept(name, comment, base, requirements=("CHR-8",), archive=archive, anchors=anchors)

    at = {length: _SCRIBE.anchored(_TRUE, length) for length in range(5)}
    accept("anchored", "an anchor that agrees", _TRUE, at[4])
    accept("anchored-twice", "one that was told twice", _TRUE, at[2], at[4])
    accept("anchored-at-nothing", "a log without entries has a digest too", _TRUE, at[0])
    accept("rewritten-against-anchor", "a rewritten archive", _REWRITTEN, at[4])
    accept("rewritten-behind-an-anchor", "the anchor bears out the first entry", _REWRITTEN, at[1], at[4])
    accept("rewritten-before-anchors", "it bears out nothing", _REWRITTEN, at[2], at[4])
    accept("anchors-in-any-order", "anchors have an order of their own", _REWRITTEN, at[4], at[2], at[1])
    accept("cut-off-before-anchor", "an archive that ends before its anchor", Archive(_TRUE.entries[:3]), at[4])
    accept("cut-off-after-anchor", "one that ends behind it", Archive(_TRUE.entries[:3]), at[2])
    accept("anchored-at-another-length", "the digest of another length", _TRUE, AnchoredDigest(3, at[4].digest))
    accept("nothing-anchored-falsely", "no entries, and some digest", _TRUE, AnchoredDigest(0, at[4].digest))


def _both(book: Casebook, base: dict[str, Any]) -> None:
    forged = _SCRIBE.anchored(_REWRITTEN, 4)
    both = ("CHR-7", "CHR-8")
    book.accept(
        "rewritten-unseen",
        "anchor and every archive were rewritten: nothing is left to see it by",
        base,
        requirements=both,
        archive=_REWRITTEN,
        others=(_REWRITTEN,),
        anchors=(forged,),
    )
    book.accept(
        "anchor-taken", "a rewritten anchor, and one true archive", base, requirements=both,
        archive=_REWRITTEN, others=(_REWRITTEN, _TRUE), anchors=(forged,),
    )  # fmt: skip
    book.accept(
        "archives-taken", "rewritten archives, and a true anchor", base, requirements=both,
        archive=_REWRITTEN, others=(_REWRITTEN,), anchors=(_SCRIBE.anchored(_TRUE, 4),),
    )  # fmt: skip
    book.accept(
        "differs-before-unanchored", "at one index the other archive is named", base, requirements=both,
        archive=_REWRITTEN, others=(_TRUE,), anchors=(_SCRIBE.anchored(_TRUE, 1), _SCRIBE.anchored(_TRUE, 4)),
    )  # fmt: skip
    book.accept(
        "unanchored-before-differs", "what stands earlier is named", base, requirements=both,
        archive=_REWRITTEN, others=(_TRUE,), anchors=(_SCRIBE.anchored(_TRUE, 4),),
    )  # fmt: skip
    book.accept(
        "broken-before-differs", "an entry that breaks is not compared", base, requirements=both,
        archive=_with(_REWRITTEN, 1, replace(_REWRITTEN.entries[1], quorum_signatures=())), others=(_TRUE,),
    )  # fmt: skip


def _broken(book: Casebook, base: dict[str, Any]) -> None:
    def accept(name: str, comment: str, archive: Archive) -> None:
        book.accept(name, comment, base, archive=archive)

    entries = _TRUE.entries
    accept("left-out", "an entry is left out: the next has the wrong number", Archive((*entries[:1], *entries[2:])))
    accept("begins-late", "the first entry is left out", Archive(entries[1:]))
    accept("twice", "an entry stands twice", Archive((*entries[:2], *entries[1:])))
    accept("swapped", "two entries exchanged", Archive((entries[0], entries[2], entries[1], entries[3])))
    foreign = _SCRIBE.signed(replace(entries[2], coalition=UniqueId.hash("another root")))
    accept("other-coalition", "an entry of another coalition", _with(_TRUE, 2, foreign))
    successor = replace(_SCRIBE, first_seq=9)
    book.accept(
        "successor", "a Chronicle that goes on from another", base,
        chronicle=successor.audited(), archive=successor.archive(*_SAID),
    )  # fmt: skip
    book.accept("not-a-successor", "one that does not", base, chronicle=successor.audited())
    last = replace(_SCRIBE, first_seq=2**64 - 1)
    book.accept(
        "greatest", "the greatest number", base,
        chronicle=last.audited(), archive=Archive((last.entry(0, _SAID[0]),)),
    )  # fmt: skip


def _signed(book: Casebook, base: dict[str, Any]) -> None:
    def accept(name: str, comment: str, entry: ChronicleEntry) -> None:
        book.accept(name, comment, base, requirements=("CHR-4",), archive=_with(_TRUE, 2, entry))

    entry = _TRUE.entries[2]
    listed = entry.quorum_signatures
    accept("quorum", "two of three", replace(entry, quorum_signatures=listed[1:]))
    accept("quorum-in-any-order", "in any order", replace(entry, quorum_signatures=listed[::-1]))
    accept("minority", "one of three", replace(entry, quorum_signatures=listed[:1]))
    accept("one-twice", "one of three, twice", replace(entry, quorum_signatures=(listed[0], listed[0])))
    accept("one-too-often", "three of three, one of them twice", replace(entry, quorum_signatures=(*listed, listed[0])))
    accept("forged", "signed by strangers", _SCRIBE.signed(entry, [hash_bytes(b"stranger %d" % at) for at in range(3)]))
    beside = _SCRIBE.signed(entry, [*SECRETS, hash_bytes(b"a stranger")])
    accept("stranger-beside", "a stranger beside all three", beside)
    accept("altered", "another kind under the signatures", replace(entry, seq=3))
    flipped = bytes([listed[2].signature[0] ^ 1]) + listed[2].signature[1:]
    spoilt = replace(entry, quorum_signatures=(*listed[:2], CommitteeSignature(listed[2].member, flipped)))
    accept("one-wrong-of-three", "two that are right do not mend one that is not", spoilt)
    s = int.from_bytes(listed[2].signature[32:], "little") + ORDER
    high = listed[2].signature[:32] + s.to_bytes(32, "little")
    accept(
        "s-plus-l",
        "an S the order above",
        replace(entry, quorum_signatures=(*listed[:2], CommitteeSignature(listed[2].member, high))),
    )
    preimage = entry_digest(entry).encode()
    raw = tuple(CommitteeSignature(peer_id(UniqueId(secret)), sign(secret, preimage)) for secret in SECRETS)
    accept("preimage-signed", "the preimage signed, not its digest", replace(entry, quorum_signatures=raw))
    by_members = _SCRIBE.entry(2, _SAID[2], MEMBERS)
    accept("member-signatures", "signed by two members", by_members)
    first, second = by_members.member_signatures
    wrong = replace(second, signature=bytes([second.signature[0] ^ 1]) + second.signature[1:])
    accept("member-signature-altered", "one of them wrong", replace(by_members, member_signatures=(first, wrong)))
    moved = replace(second, member=bytes(20))
    accept("member-renamed", "the member is not signed", replace(by_members, member_signatures=(moved, first)))
    four = replace(_SCRIBE, committee=(*SECRETS, hash_bytes(b"a fourth")))
    for name, comment, count in (("half", "two of four are half of it", 2), ("more-than-half", "three of four", 3)):
        signed = Archive(tuple(four.signed(each, four.committee[:count]) for each in _TRUE.entries[:1]))
        book.accept(name, comment, base, requirements=("CHR-4",), chronicle=four.audited(), archive=signed)
    nobody = replace(_SCRIBE, committee=())
    book.accept(
        "no-committee", "a committee of nobody has no quorum", base, requirements=("CHR-4",), chronicle=nobody.audited()
    )
