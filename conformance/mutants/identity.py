"""Mutants of the chapter Identity: coalitions, references, ACLs, content, modules."""

from __future__ import annotations

from typing import Any

from coalition.preimage import Field, Preimage
from coalition.unique_id import UniqueId, unique_id
from conformance.mutants.breaking import Mutant, made, ordered, relabelled, replaced, rows, unchecked, without

_REVERSED = ordered(lambda fields: fields[::-1])
_SORTED = ordered(lambda fields: sorted(fields, key=lambda each: each.data))


def _with_param(label: str, read: Any) -> Any:
    """A preimage with one field more, read from the parameters."""
    return lambda preimage: Preimage(preimage.hash, (*preimage.fields, Field(label, "bytes", read(preimage.params))))


def _last_twenty(_original: Any) -> Any:
    return lambda stable_id: bytes(stable_id)[-20:]


def _organisms_first(original: Any) -> Any:
    def members(config: Any) -> tuple[UniqueId, ...]:
        found = original(config)
        count = len(config.lattices)
        return (*found[count:], *found[:count])

    return members


def _shipped_only(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(each for each in fields if any(each.data))


def _stable_ids_only(preimage: Preimage) -> Preimage:
    config = preimage.params["config"]
    return Preimage("hash_many", tuple(Field("organism", "id", bytes(each.stable_id)) for each in config.organisms))


def _joined_segment(preimage: Preimage) -> Preimage:
    root = bytes(preimage.params["coalition_root"])
    return Preimage(
        "concat", (Field("root", "id", root), Field("segment", "ascii", b"module" + preimage.fields[1].data))
    )


def _declared_order(_original: Any) -> Any:
    import json  # noqa: PLC0415 - of this mutant alone

    from coalition.json_form import as_json  # noqa: PLC0415

    return lambda config: json.dumps(as_json(config), ensure_ascii=False, separators=(",", ":"))


MUTANTS = (
    Mutant(
        "other-universe",
        ("ID-1",),
        "another universe",
        (
            rows("identity.stable_id", relabelled("universe", lambda _: bytes(unique_id("mosaik.universe.2")))),
            replaced(
                "stable_id.constant_id",
                lambda right: (
                    lambda constant: unique_id("mosaik.universe.2") if constant.name == "Universe" else right(constant)
                ),
            ),
        ),
    ),
    Mutant(
        "other-seed",
        ("ID-2",),
        "another COALITION_ROOT_SEED",
        (
            replaced(
                "stable_id.constant_id",
                lambda right: (
                    lambda constant: (
                        unique_id("coalition.root.v2") if constant.name == "CoalitionRootSeed" else right(constant)
                    )
                ),
            ),
        ),
    ),
    Mutant(
        "stable-id-without-universe",
        ("ID-3",),
        "the universe is left out of stable ids",
        (rows("identity.stable_id", without("universe")),),
    ),
    Mutant(
        "member-id-from-the-end",
        ("ID-4",),
        "the last 20 bytes for a MemberId",
        (replaced("stable_id.member_id", _last_twenty),),
    ),
    Mutant(
        "provider-id-is-key",
        ("ID-30",),
        "a ProviderId is the key itself",
        (made("identity.provider_id", lambda preimage: Preimage("bytes", preimage.fields)),),
    ),
    Mutant(
        "role-folded",
        ("ID-5", "ID-32"),
        "the role is folded into a reference",
        (made("identity.organism_ref", _with_param("role", lambda params: params["reference"].role.encode())),),
    ),
    Mutant(
        "pin-left-out",
        ("ID-5", "ID-9"),
        "the pin is left out of a reference",
        (rows("identity.organism_ref", without("content_hash")),),
    ),
    Mutant(
        "lattice-name-folded",
        ("ID-6",),
        "the instance name is folded into a lattice reference",
        (
            made(
                "identity.lattice_ref",
                _with_param("instance_name", lambda params: params["lattice"].instance_name.encode()),
            ),
        ),
    ),
    Mutant(
        "lattice-ref-in-coalition",
        ("ID-6", "ID-8"),
        "a coalition folds references of lattices, not their stable ids",
        (rows("identity.coa_lattices", relabelled("lattice", lambda data: data + bytes(32))),),
    ),
    Mutant(
        "seed-left-out",
        ("ID-7",),
        "the seed is left out of COALITION, as ch. 51, 55 and 56 have it",
        (rows("identity.coalition", lambda fields: (*fields[:3], fields[5])),),
    ),
    Mutant(
        "schema-version-ascii",
        ("ID-7",),
        "the schema version as the digit 1",
        (rows("identity.coalition", relabelled("schema_version", lambda _: b"1")),),
    ),
    Mutant("lattices-sorted", ("ID-8",), "lattices are sorted", (rows("identity.coa_lattices", _SORTED),)),
    Mutant(
        "organisms-by-stable-id",
        ("ID-9",),
        "organisms by stable id alone, as ch. 55 and 56 have it",
        (made("identity.coa_organisms", _stable_ids_only),),
    ),
    Mutant(
        "modules-that-ship",
        ("ID-10",),
        "only the modules that ship are folded",
        (rows("identity.coa_modules", _shipped_only),),
    ),
    Mutant(
        "three-modules",
        ("ID-10",),
        "Atlas, Almanac and Chronicle alone",
        (rows("identity.coa_modules", lambda fields: fields[:3]),),
    ),
    Mutant(
        "absent-issuer-empty",
        ("ID-11",),
        "an absent issuer is no bytes",
        (rows("identity.coa_tickets", relabelled("ticket_issuer", lambda data: data if any(data) else b"")),),
    ),
    Mutant(
        "issuer-name-left-out",
        ("ID-11",),
        "the issuer's name is left out",
        (rows("identity.ticket_issuer", without("name")),),
    ),
    Mutant(
        "modules-left-out",
        ("ID-12",),
        "COA_MODULES is left out, as ch. 55 and 56 have it",
        (rows("identity.coalition_root", without("coa_modules")),),
    ),
    Mutant(
        "policy-folded",
        ("ID-12", "ID-32"),
        "the retirement policy is folded",
        (
            made(
                "identity.coalition_root", _with_param("policy", lambda params: params["config"].retirement_policy.byte)
            ),
        ),
    ),
    Mutant("duplicates-accepted", ("ID-31",), "a stable id may stand twice", (unchecked("reference.check_members"),)),
    Mutant(
        "json-as-declared",
        ("ID-29",),
        "members in the order of declaration",
        (replaced("serialised.canonical_config", _declared_order),),
    ),
    Mutant(
        "json-as-given",
        ("ID-29",),
        "ratios and sets are left as they were given",
        (replaced("serialised.canonical", lambda _: lambda config: config),),
    ),
    Mutant("clauses-reversed", ("ID-13",), "clauses in reverse", (rows("identity.acl", _REVERSED),)),
    Mutant(
        "clauses-deduplicated",
        ("ID-13",),
        "a clause written twice counts once",
        (rows("identity.acl", lambda fields: tuple({each.data: each for each in fields}.values())),),
    ),
    Mutant(
        "side-left-out", ("ID-33",), "the side of a clause is left out", (rows("identity.acl_clause", without("side")),)
    ),
    Mutant(
        "clause-tag-left-out",
        ("ID-33",),
        "the tag of a clause is left out",
        (rows("identity.acl_clause", without("clause_tag")),),
    ),
    Mutant(
        "own-issuer-as-zero",
        ("ID-33",),
        "the own issuer as ZERO_ID",
        (rows("identity.acl_clause", relabelled("root", lambda data: data or bytes(32))),),
    ),
    Mutant(
        "empty-set-accepted",
        ("ID-33",),
        "a set without elements admits nobody",
        (unchecked("measurements.check_not_empty"),),
    ),
    Mutant(
        "measurements-set-unsorted",
        ("ENC-19", "ID-33"),
        "a set of measurements in descending order",
        (rows("identity.measurements_set", _REVERSED),),
    ),
    Mutant(
        "content-without-measurements",
        ("ID-14",),
        "measurements are left out of the content",
        (rows("identity.content", without("measurements")),),
    ),
    Mutant(
        "undeclared-as-zero",
        ("ID-15",),
        "an undeclared register as 48 zero bytes",
        (
            rows(
                "identity.measurements",
                lambda fields: tuple(
                    Field(each.label, each.encoding, each.data if each.label == "tag" else each.data or bytes(48))
                    for each in fields
                ),
            ),
        ),
    ),
    Mutant(
        "mrtd-alone", ("ID-15",), "MRTD alone is folded", (rows("identity.measurements", lambda fields: fields[:2]),)
    ),
    Mutant(
        "module-kind-left-out",
        ("ID-36",),
        "the kind is left out of a module's fingerprint",
        (rows("identity.module_config", without("kind")),),
    ),
    Mutant(
        "module-segment-joined", ("ID-19",), "one derivation for two", (made("identity.module_root", _joined_segment),)
    ),
    Mutant(
        "module-name-left-out",
        ("ID-20",),
        "the module's name is left out, as ch. 57 has it",
        (rows("identity.module_id", without("name")),),
    ),
    Mutant("members-sorted", ("ID-20",), "an Atlas's members are sorted", (rows("identity.module_members", _SORTED),)),
    Mutant(
        "atlas-organisms-first",
        ("ID-37",),
        "organisms before lattices",
        (replaced("module.atlas_members", _organisms_first),),
    ),
    Mutant(
        "prefix-collision-accepted", ("ID-38",), "two members with one MemberId", (unchecked("module.check_prefixes"),)
    ),
    Mutant(
        "tickets-of-nobody",
        ("ID-21",),
        "a tickets root without an issuer",
        (unchecked("coalition_config.check_issuer"),),
    ),
    Mutant(
        "tickets-segment",
        ("ID-21",),
        "the segment is `ticket`",
        (rows("identity.tickets_root", relabelled("segment", lambda data: data[:-1])),),
    ),
)
