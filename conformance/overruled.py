"""What the overruled passages of the book would give, and mistakes that belong to one derivation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from coalition.oracle import pair_preimage
from coalition.preimage import Field, Preimage, ascii_text, identifier, utf8
from coalition.stable_id import COALITION_ROOT_SEED
from coalition.unique_id import hash_bytes, hash_many
from conformance.notes import Note, value_of

_OVERRULED: Final = "Implementations of the two readings never meet: every id below this one differs."

NOTES: Final = {
    "seed-left-out": Note(
        "OVERRULED", "The coalition seed was left out, as the formulas of ch. 51, 55 and 56 do (R-ID-7).", _OVERRULED
    ),
    "modules-left-out": Note(
        "OVERRULED", "COA_MODULES was left out, as the formulas of ch. 55 and 56 do (R-ID-10).", _OVERRULED
    ),
    "lists-unfolded": Note(
        "OVERRULED",
        "The stable ids were concatenated, not folded to 32 bytes each list (ch. 56).",
        "A lattice moved to the organisms keeps the root.",
    ),
    "tickets-empty": Note("OVERRULED", "The absent ticket issuer was folded as no bytes (ch. 51, 55).", _OVERRULED),
    "policy-folded": Note(
        "OVERRULED", 'The retirement policy was folded, as ch. 14\'s "every field above" has it (R-ID-12).', _OVERRULED
    ),
    "stable-ids-only": Note(
        "OVERRULED",
        "Organisms were folded by stable id, without their pin (ch. 55, 56; R-ID-5).",
        "A pinned rotation moves no fingerprint.",
    ),
    "role-folded": Note(
        "OVERRULED",
        "The role was folded; it is a local label (R-ID-5).",
        "Two coalitions that label one member differently do not agree on it.",
    ),
    "absent-skipped": Note(
        "OVERRULED",
        "Modules that are not shipped were skipped, not folded as ZERO_ID (ch. 12).",
        "An Atlas and an Almanac in each other's slot have one fingerprint.",
    ),
    "three-modules": Note(
        "OVERRULED",
        "Only Atlas, Almanac and Chronicle were folded (ch. 55, 56).",
        "Compute and Randomness move no fingerprint.",
    ),
    "span-left-out": Note(
        "OVERRULED",
        "The span was left out of the content hash (ch. 12; R-ID-16).",
        "A change of span moves nothing that a reference pins.",
    ),
    "name-folded": Note("FIELD_ADDED", "The name was folded into the content hash.", _OVERRULED),
    "module-name-left-out": Note(
        "OVERRULED", "The module's name was left out, as the formula of ch. 57 does (R-ID-20).", _OVERRULED
    ),
    "segment-joined": Note("ENCODING", "The two segments were derived in one step: `moduleatlas`.", _OVERRULED),
    "three-argument-derive": Note(
        "OVERRULED", "Stable id, pair and schema were hashed at once (ch. 31, 35; R-ID-24).", _OVERRULED
    ),
    "pair-as-given": Note(
        "ORDER", "The symbols were folded in the order given.", "A pair and its reverse have two streams."
    ),
    "universe-as-text": Note("ENCODING", "The text `mosaik.universe` was folded, not its id.", _OVERRULED),
    "stable-id-twenty": Note("TRUNCATION", "The address was folded as a 20-byte MemberId.", _OVERRULED),
    "hex-hashed": Note("HEX_TRAP", "64 hexadecimal digits were hashed; they decode, in either case.", _OVERRULED),
    "hex-decoded": Note(
        "HEX_TRAP", "64 hexadecimal digits were decoded; here they are hashed like any text.", _OVERRULED
    ),
    "raw-used": Note("HEX_TRAP", "32 raw bytes were used directly; they are hashed.", _OVERRULED),
    "integer-at-start": Note(
        "ENCODING", "The integer stands at the start of the 32 bytes, not at their end.", _OVERRULED
    ),
    "sign-extended": Note("ENCODING", "The integer was extended beyond its own width.", _OVERRULED),
    "secret-unhashed": Note("FIELD_MISSING", "The group's secret was folded without hashing it first.", _OVERRULED),
    "last-twenty": Note("TRUNCATION", "The last 20 bytes were taken, not the first.", _OVERRULED),
    "hashed-address": Note(
        "WRONG_PRIMITIVE", "20 bytes of a hash of the stable id were taken, not of the id.", _OVERRULED
    ),
    "organisms-first": Note("ORDER", "Organisms were listed before lattices.", _OVERRULED),
    "log-reversed": Note("ORDER", "The commits were folded from the last to the first.", _OVERRULED),
    "log-at-once": Note("ENCODING", "The commits were folded in one hash, not one after another.", _OVERRULED),
    "not-canonical": Note(
        "ENCODING", "The members were left in the order of declaration; RFC 8785 sorts them.", _OVERRULED
    ),
    "as-given": Note(
        "NORMALISATION", "Ratios and sets were left as they were given.", "One root stands for several JSON texts."
    ),
    "requirements-left-out": Note(
        "OVERRULED",
        "The requirements were left out, as the six fields of ch. 57 have it (R-COM-1).",
        "Two requests for other regions or rates are one request.",
    ),
    "provider-twenty": Note("OVERRULED", "The provider was folded as a MemberId, as ch. 57 types it.", _OVERRULED),
    "from-zero-id": Note("FIELD_ADDED", "The parent was taken for ZERO_ID.", _OVERRULED),
}

Special = Callable[[Preimage], Iterator[tuple[str, bytes]]]


def overruled(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    """The misses that belong to this derivation."""
    special = _SPECIAL.get(preimage.operation)
    if special is not None:
        yield from special(preimage)


def _without(preimage: Preimage, *labels: str) -> tuple[Field, ...]:
    return tuple(each for each in preimage.fields if each.label not in labels)


def _coalition(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    tag, version, bar, _, _, name = preimage.fields
    yield "seed-left-out", value_of(preimage, (tag, version, bar, name))


def _coalition_root(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    config: Any = preimage.params["config"]
    coalition = preimage.fields[0].data
    lattices = b"".join(bytes(lattice) for lattice in config.lattices)
    organisms = b"".join(bytes(organism.stable_id) for organism in config.organisms)
    tickets = b"" if config.ticket_issuer is None else preimage.fields[4].data
    yield "lists-unfolded", hash_bytes(coalition + lattices + organisms + tickets)
    yield "modules-left-out", value_of(preimage, _without(preimage, "coa_modules"))
    if config.ticket_issuer is None:
        yield "tickets-empty", value_of(preimage, _without(preimage, "coa_tickets"))
    policy = Field("policy", "u8", config.retirement_policy.byte)
    yield "policy-folded", value_of(preimage, (*preimage.fields, policy))
    tag_and_name = b"coalition|\x01|" + config.instance_name.encode()
    if config.coalition_seed == COALITION_ROOT_SEED:
        yield (
            "seed-left-out",
            hash_bytes(hash_bytes(tag_and_name) + b"".join(each.data for each in preimage.fields[1:])),
        )


def _coa_organisms(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    config: Any = preimage.params["config"]
    yield "stable-ids-only", bytes(hash_many([bytes(organism.stable_id) for organism in config.organisms]))


def _organism_ref(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    tag, stable_id, pin = preimage.fields
    yield "role-folded", value_of(preimage, (tag, utf8("role", preimage.params["reference"].role), stable_id, pin))


def _coa_modules(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    yield "absent-skipped", value_of(preimage, tuple(each for each in preimage.fields if any(each.data)))
    yield "three-modules", value_of(preimage, preimage.fields[:3])


def _content_hash(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    yield "span-left-out", value_of(preimage, _without(preimage, "lattices", "organisms"))
    config: Any = preimage.params["config"]
    if hasattr(config, "name"):
        yield "name-folded", value_of(preimage, (*preimage.fields, utf8("name", config.name)))


def _module_id(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    yield "module-name-left-out", value_of(preimage, _without(preimage, "name"))


def _module_root(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    root = bytes(preimage.params["coalition_root"])
    yield "segment-joined", hash_bytes(root + b"module" + preimage.fields[1].data)


def _oracle_stream_id(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    pair = pair_preimage(preimage.params["pair"]).value()
    yield "three-argument-derive", hash_bytes(bytes(preimage.params["stable_id"]) + pair + preimage.fields[1].data)


def _pair(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    pair = preimage.params["pair"]
    yield "pair-as-given", f"pair|{pair.base}/{pair.quote}".encode()


def _stable_id(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    yield "universe-as-text", value_of(preimage, (*preimage.fields[:3], ascii_text("universe", "mosaik.universe")))


def _evidence(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    tag, address, *rest = preimage.fields
    short = Field("address", "bytes20", address.data[:20])
    yield "stable-id-twenty", value_of(preimage, (tag, short, *rest))


def _tickets_root(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    from coalition.unique_id import ZERO_ID  # noqa: PLC0415 - used here alone

    yield "from-zero-id", value_of(preimage, (identifier("coalition_root", ZERO_ID), preimage.fields[1]))


def _compute_request(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    yield "requirements-left-out", value_of(preimage, _without(preimage, "requirements"))


def _of_a_provider(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    short = [
        Field("provider", "bytes20", each.data[:20]) if each.label == "provider" else each for each in preimage.fields
    ]
    yield "provider-twenty", value_of(preimage, tuple(short))


_SPECIAL: Final[dict[str, Special]] = {
    "compute.request": _compute_request,
    "compute.grant": _of_a_provider,
    "compute.log": _of_a_provider,
    "identity.coalition": _coalition,
    "identity.coalition_root": _coalition_root,
    "identity.coa_organisms": _coa_organisms,
    "identity.organism_ref": _organism_ref,
    "identity.coa_modules": _coa_modules,
    "identity.content_hash": _content_hash,
    "identity.module_id": _module_id,
    "identity.module_root": _module_root,
    "identity.oracle_stream_id": _oracle_stream_id,
    "identity.pair": _pair,
    "identity.stable_id": _stable_id,
    "identity.tickets_root": _tickets_root,
    "surface.evidence": _evidence,
}
