"""Cases of the ids of coalitions: their configurations, and what of one is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import rfc8785

from coalition import examples
from coalition.acl import AclComposition, AdmitsMeasurementsInSet, AnyClause
from coalition.json_form import as_json
from coalition.tickets import TicketIssuerConfig
from conformance.casebook import Casebook
from conformance.cases.acl import CLAUSES, MEASUREMENTS, OTHER_MEASUREMENTS, REQUIRE, configurations
from conformance.pages import changed
from conformance.spoilt import ILL_SHAPED


def _coalition() -> Iterator[Casebook]:
    operations = ("coalition", "coa_lattices", "coa_organisms", "coa_modules", "coa_tickets", "coalition_root")
    for operation in operations:
        root = operation == "coalition_root"
        book = Casebook(f"identity.{operation}", requirements=_cited(operation))
        for name, comment, config, requirements in configurations():
            book.accept(name, comment, config=config, requirements=requirements if root else ())
        if operation == "coa_tickets":
            book.accept("absent", "no issuer: ZERO_ID", config=examples.SEARCHER_ALPHA)
        book.random(6)
        if root:
            book.spoil_all("with-issuer", ("PROTO-14",))
            book.spoil("five-modules", rules=24, shapes=24, requirements=("PROTO-14",))
            _duplicates(book)
            _shouted(book)
        else:
            book.spoil("with-issuer", rules=6, shapes=6, requirements=("PROTO-14",))
        yield book


def _cited(operation: str) -> tuple[str, ...]:
    return {
        "coalition": ("ID-7", "ID-2"),
        "coa_lattices": ("ID-8", "ID-6"),
        "coa_organisms": ("ID-9", "ID-5"),
        "coa_modules": ("ID-10",),
        "coa_tickets": ("ID-11",),
        "coalition_root": ("ID-12",),
    }[operation]


def _shouted(book: Casebook) -> None:
    """The book's constants for the policies are no names of variants."""
    eth = as_json(examples.ETH_SUPERCHAIN)
    for name in ("CONSERVATIVE", "LENIENT"):
        config = {**eth, "retirement_policy": {"kind": name}}
        book.refuse(
            f"policy-upper-case-{name.lower()}",
            "a variant's name in upper case",
            "ethereum-superchain",
            ILL_SHAPED,
            {"config": config},
        )


def _duplicates(book: Casebook) -> None:
    eth = as_json(examples.ETH_SUPERCHAIN)

    def refuse(name: str, comment: str, **members: Any) -> None:
        book.refuse(name, comment, "ethereum-superchain", "DuplicateMember", {"config": {**eth, **members}})

    first, second, third = eth["organisms"]
    refuse(
        "duplicate-lattice", "a lattice twice", lattices=[eth["lattices"][0], eth["lattices"][0], eth["lattices"][2]]
    )
    refuse(
        "duplicate-organism", "an organism twice", organisms=[first, second, {**third, "stable_id": first["stable_id"]}]
    )
    refuse(
        "duplicate-pinned",
        "an organism twice, once pinned",
        organisms=[first, second, {**first, "role": "again", "content_hash": "aa" * 32}],
    )
    refuse(
        "lattice-and-organism",
        "a lattice that is an organism too",
        organisms=[first, second, {**third, "stable_id": eth["lattices"][0]}],
    )
    refuse(
        "organism-and-module",
        "an organism that is a module too",
        organisms=[first, second, {**third, "stable_id": eth["atlas"]["stable_id"]}],
    )
    refuse("module-twice", "one module in two slots", almanac=eth["atlas"])
    refuse(
        "lattice-and-module",
        "a lattice that is a module too",
        lattices=[*eth["lattices"][:2], eth["atlas"]["stable_id"]],
    )
    pinned = next(test.params["config"] for test in book.tests if test.id.endswith("/pinned-organism"))
    book.refuse(
        "pinned-organism-and-module",
        "an organism that is pinned, and a module without a pin",
        "pinned-organism",
        "DuplicateMember",
        {"config": {**pinned, "atlas": {**pinned["atlas"], "stable_id": first["stable_id"]}}},
    )


def _canonical_config() -> Casebook:
    book = Casebook("identity.canonical_config")
    for name, comment, config, _ in configurations():
        if name in ("searcher-alpha", "with-issuer", "oracle-gamma", "five-modules", "lenient", "other-role"):
            declared = json.dumps(as_json(config), ensure_ascii=False, separators=(",", ":"))
            book.accept(name, comment, config=config, misses={"not-canonical": declared})
    quoting = changed(examples.SEARCHER_ALPHA, instance_name='quote " backslash \\ euro € astral 𝔸')
    book.accept("quoting", "characters that are escaped, and characters that are not", config=quoting)
    floor, admitted = CLAUSES["reputation-floor"], AdmitsMeasurementsInSet(REQUIRE, (MEASUREMENTS, OTHER_MEASUREMENTS))
    turned = AdmitsMeasurementsInSet(REQUIRE, (OTHER_MEASUREMENTS, MEASUREMENTS))
    pairs: dict[str, tuple[AnyClause, ...]] = {
        "clauses": (floor, admitted),
        "clauses-loose": (changed(floor, floor="00.5500"), turned),
        "floor-of-one": (changed(floor, floor="1"),),
        "floor-of-one-loose": (changed(floor, floor="01"),),
        "floor-of-one-pointed": (changed(floor, floor="1.0"),),
    }
    for name, found in pairs.items():
        issuer = TicketIssuerConfig("shared", AclComposition(found))
        written = changed(examples.ETH_SUPERCHAIN, ticket_issuer=issuer)
        declared = rfc8785.dumps(as_json(written)).decode()
        book.accept(
            name,
            "one root, one JSON: the shortest ratio, the set in order",
            config=written,
            misses={"as-given": declared},
        )
    book.random(3)
    book.spoil("with-issuer", rules=6, shapes=4)
    return book


def casebooks() -> Iterator[Casebook]:
    """The casebooks of a coalition's configuration."""
    yield from _coalition()
    yield _canonical_config()
