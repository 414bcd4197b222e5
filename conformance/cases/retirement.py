"""Cases of the chapter Retirement."""

from __future__ import annotations

from collections.abc import Iterator

from coalition import examples
from coalition.coalition_config import CoalitionConfig, RetirementPolicy
from coalition.json_form import as_json
from coalition.reference import OrganismRef
from coalition.retirement import (
    ComponentKind,
    ComponentRef,
    ListedContent,
    Listing,
    RetirementInstant,
    RetirementMarker,
    RetirementReason,
)
from coalition.stable_id import derive_stable_id
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId, unique_id
from conformance.casebook import Casebook
from conformance.pages import changed

_SUCCESSOR = ComponentRef.organism(examples.ORACLE_ORG)
_AT = RetirementInstant.AtTimestamp(1_700_000_000_000)
_EVIDENCE = EvidencePointer(unique_id("an address"), 42, unique_id("a commit"))


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _component_ref()
    yield _instant()
    yield _marker()
    yield _republication()


def _component_ref() -> Casebook:
    book = Casebook("retirement.component_ref")
    book.accept("oracle", "an organism with its build", component=_SUCCESSOR)
    book.accept("unpinned", "an absent option is no bytes", component=changed(_SUCCESSOR, content_hash=None))
    for kind in ComponentKind:
        book.accept(f"kind-{kind.value}", kind.name, component=ComponentRef(kind, unique_id("an address")))
    book.random(3)
    book.spoil_all("oracle")
    return book


def _instant() -> Casebook:
    book = Casebook("retirement.instant", requirements=["RET-2", "ENC-21"])
    book.accept("sequence", "a tick of an Almanac", instant=RetirementInstant.AtSequence(100))
    book.accept("timestamp", "a time", instant=_AT)
    book.accept("same-number", "100 as a time is another instant", instant=RetirementInstant.AtTimestamp(100))
    book.accept("zero", "the first tick", instant=RetirementInstant.AtSequence(0))
    book.random(2)
    book.spoil_all("sequence")
    return book


def _marker() -> Casebook:
    book = Casebook("retirement.marker")
    sequence = RetirementInstant.AtSequence(100)
    markers = {
        "rotation": (RetirementMarker.rotation(sequence, _SUCCESSOR), "to a successor", ["RET-3"]),
        "retired": (RetirementMarker.retired(_AT), "for good", ["RET-4"]),
        "operator-exit": (RetirementMarker.operator_exit(_AT), "the operator leaves", ["RET-4"]),
        "emergency": (
            RetirementMarker(_AT, RetirementReason.Emergency),
            "an emergency without a successor",
            ["RET-3", "RET-4"],
        ),
        "emergency-replaced": (
            RetirementMarker(_AT, RetirementReason.Emergency, _SUCCESSOR),
            "an emergency with one",
            ["RET-3", "RET-4"],
        ),
        "with-evidence": (changed(RetirementMarker.retired(_AT), evidence=_EVIDENCE), "with evidence", []),
        "rotation-with-evidence": (
            changed(RetirementMarker.rotation(_AT, _SUCCESSOR), evidence=_EVIDENCE),
            "with all four",
            [],
        ),
    }
    for name, (marker, comment, requirements) in markers.items():
        book.accept(name, comment, marker=marker, requirements=requirements)
    book.random(4)
    form = {name: as_json(marker) for name, (marker, _, _) in markers.items()}
    book.refuse(
        "rotation-to-nowhere",
        "a rotation without a replacement",
        "rotation",
        "ReplacementRequired",
        {"marker": {**form["rotation"], "replacement": None}},
    )
    replacement = form["rotation"]["replacement"]
    book.refuse(
        "retired-with-successor",
        "an end that names a successor",
        "retired",
        "ReplacementForbidden",
        {"marker": {**form["retired"], "replacement": replacement}},
    )
    book.refuse(
        "exit-with-successor",
        "an exit that names a successor",
        "operator-exit",
        "ReplacementForbidden",
        {"marker": {**form["operator-exit"], "replacement": replacement}},
    )
    book.spoil_all("rotation-with-evidence")
    return book


def _listing(config: CoalitionConfig, **contents: UniqueId) -> Listing:
    names = {"feed": "price-feed.eur", "lattice": "ethereum.mainnet", "intents": "superchain.intents"}
    return Listing(
        config, tuple(ListedContent(derive_stable_id(names[name]), hash_) for name, hash_ in contents.items())
    )


def _republication() -> Casebook:
    book = Casebook("retirement.republication", requirements=["RET-5"])
    strict = examples.ETH_SUPERCHAIN
    lenient = changed(strict, retirement_policy=RetirementPolicy.Lenient)
    old, new = unique_id("build 1"), unique_id("build 2")
    pinned = changed(strict, organisms=(changed(strict.organisms[0], content_hash=old), *strict.organisms[1:]))
    renamed = {"instance_name": "ethereum.superchain-v2026q2"}
    added = (*strict.organisms, OrganismRef("new", derive_stable_id("new.organism")))
    for name, comment, before, after, requirements in (
        (
            "conservative-rotation",
            "a content change, the root unmoved",
            _listing(strict, feed=old),
            _listing(strict, feed=new),
            ["RET-6"],
        ),
        (
            "lenient-rotation",
            "a content change that the policy lets pass",
            _listing(lenient, feed=old),
            _listing(lenient, feed=new),
            ["RET-7"],
        ),
        (
            "conservative-lattice",
            "a lattice's content change",
            _listing(strict, lattice=old),
            _listing(strict, lattice=new),
            ["RET-6"],
        ),
        (
            "conservative-one-of-two",
            "one of two changes",
            _listing(strict, feed=old, intents=old),
            _listing(strict, feed=old, intents=new),
            ["RET-6"],
        ),
        (
            "conservative-pinned",
            "the content of a pinned component changes, and the pin does not",
            _listing(pinned, feed=old),
            _listing(pinned, feed=new),
            ["RET-6"],
        ),
        ("conservative-still", "nothing changes", _listing(strict, feed=old), _listing(strict, feed=old), ["RET-6"]),
        (
            "conservative-reordered",
            "the order of the contents is no change",
            _listing(strict, feed=old, intents=new),
            _listing(strict, intents=new, feed=old),
            ["RET-6"],
        ),
        (
            "conservative-root",
            "the root moves",
            _listing(strict, feed=old),
            _listing(changed(strict, **renamed), feed=old),
            [],
        ),
        (
            "lenient-root",
            "the root moves under the lenient policy too",
            _listing(lenient),
            _listing(changed(lenient, **renamed)),
            ["RET-7"],
        ),
        (
            "lenient-member-added",
            "a member is added",
            _listing(lenient),
            _listing(changed(lenient, organisms=added)),
            ["RET-7"],
        ),
        (
            "unlisted-before",
            "a content that was not listed before is no change of it",
            _listing(strict),
            _listing(strict, feed=new),
            ["RET-6"],
        ),
        (
            "becoming-lenient",
            "the policy before the change is in force",
            _listing(strict, feed=old),
            _listing(lenient, feed=new),
            ["RET-8"],
        ),
        (
            "becoming-conservative",
            "the policy before the change is in force",
            _listing(lenient, feed=old),
            _listing(strict, feed=new),
            ["RET-8"],
        ),
        (
            "role-only",
            "a role moves nothing",
            _listing(strict, feed=old),
            _listing(
                changed(strict, organisms=(changed(strict.organisms[0], role="x"), *strict.organisms[1:])), feed=old
            ),
            ["ID-32"],
        ),
    ):
        book.accept(name, comment, before=before, after=after, requirements=requirements)
    book.random(8)
    base = book.tests[0].params
    listed = base["after"]["contents"][0]
    stranger = {**listed, "stable_id": unique_id("a stranger").hex()}
    book.refuse(
        "unlisted",
        "a content of a component that is not listed",
        "conservative-rotation",
        "UnlistedComponent",
        {**base, "after": {**base["after"], "contents": [stranger]}},
    )
    twice = {**base["before"], "contents": [*base["before"]["contents"], listed]}
    book.refuse(
        "listed-twice",
        "two contents of one component",
        "conservative-rotation",
        "DuplicateMember",
        {**base, "before": twice},
    )
    book.spoil("conservative-rotation", rules=10, shapes=10)
    return book
