"""Mutants of the chapter Identity: organisms, signers, oracles, lattices, content preimages."""

from __future__ import annotations

from typing import Any

from coalition.attestation import AttestationLevel
from coalition.preimage import Field, Preimage
from coalition.shapes import Discriminant
from coalition.signer import SignatureScheme
from conformance.mutants.breaking import Mutant, made, method, relabelled, rows, unchecked, without


def _from_one(kind: type[Discriminant]) -> Any:
    """Discriminants of one enum counted from 1."""

    def make(original: Any) -> Any:
        return property(lambda self: bytes([self.value + 1]) if type(self) is kind else original.fget(self))

    return method(Discriminant, "byte", make)


def _name_folded(preimage: Preimage) -> Preimage:
    return Preimage("hash_many", (*preimage.fields, Field("name", "utf8", preimage.params["config"].name.encode())))


def _root_folded(preimage: Preimage) -> Preimage:
    return Preimage("concat", (*preimage.fields, Field("coalition_root", "id", bytes(32))))


def _as_given(preimage: Preimage) -> Preimage:
    pair = preimage.params["pair"]
    return Preimage("bytes", (Field("pair", "utf8", f"pair|{pair.base}/{pair.quote}".encode()),))


def _utf_16_order(preimage: Preimage) -> Preimage:
    pair = preimage.params["pair"]
    first, second = sorted((pair.base, pair.quote), key=lambda symbol: symbol.encode("utf-16-be"))
    return Preimage("bytes", (Field("pair", "utf8", f"pair|{first}/{second}".encode()),))


def _at_once(preimage: Preimage) -> Preimage:
    half, schema = preimage.fields
    assert half.part is not None
    return Preimage("concat", (*half.part.fields, schema))


def _segment(operation: str, requirement: str) -> Mutant:
    return Mutant(
        f"{operation.split('.')[1].replace('_', '-')}-segment",
        (requirement,),
        "a capital in the segment",
        (rows(operation, relabelled("segment", bytes.title)),),
    )


MUTANTS = (
    Mutant(
        "span-left-out",
        ("ID-16",),
        "the span is left out of the content hash, as ch. 12 has it",
        (rows("identity.content_hash", without("lattices", "organisms")),),
    ),
    Mutant(
        "name-in-content-hash",
        ("ID-16",),
        "the name is folded into the content hash",
        (made("identity.content_hash", _name_folded),),
    ),
    Mutant(
        "coalition-in-organism",
        ("ID-17",),
        "a coalition root is folded into the organism id, as ch. 15 has it",
        (made("identity.organism_id", _root_folded),),
    ),
    Mutant(
        "organism-acl-left-out",
        ("ID-17",),
        "the ACL is left out of the organism id",
        (rows("identity.organism_id", without("acl")),),
    ),
    _segment("identity.committee_id", "ID-18"),
    _segment("identity.private_id", "ID-34"),
    _segment("identity.group_key", "ID-35"),
    Mutant("scheme-from-1", ("ID-23",), "schemes are counted from 1", (_from_one(SignatureScheme),)),
    Mutant("level-from-1", ("ID-23",), "levels are counted from 1", (_from_one(AttestationLevel),)),
    Mutant(
        "signer-sizes-as-bytes",
        ("ID-22",),
        "threshold and size in one byte each",
        (
            rows(
                "identity.signer_organism_id",
                lambda fields: relabelled("committee_size", lambda data: data[:1])(
                    relabelled("threshold", lambda data: data[:1])(fields)
                ),
            ),
        ),
    ),
    Mutant(
        "signer-key-left-out",
        ("ID-22",),
        "the committee's key is left out",
        (rows("identity.signer_organism_id", without("committee_pk_digest")),),
    ),
    Mutant("threshold-unchecked", ("ID-39",), "a threshold of any size", (unchecked("signer.check_threshold"),)),
    Mutant(
        "signer-ids-are-one",
        ("ID-26",),
        "a signer's organism id is its stable id",
        (
            made(
                "identity.signer_organism_id",
                lambda preimage: Preimage(
                    "concat",
                    (
                        Field("tag", "ascii", b"instance|"),
                        Field("instance_name", "utf8", preimage.params["config"].instance_name.encode()),
                        Field("universe", "bytes", b"|" + bytes(32)),
                    ),
                ),
            ),
        ),
    ),
    Mutant(
        "signer-content-hashed",
        ("ID-40",),
        "the signer's key digest is its content preimage",
        (rows("identity.signer_content", relabelled("preimage", lambda data: data[:31])),),
    ),
    Mutant(
        "signer-measurements-left-out",
        ("ID-40",),
        "a signer's measurements are left out",
        (rows("identity.signer_content", without("measurements")),),
    ),
    Mutant(
        "message-digest-tagged",
        ("ID-28",),
        "a type tag is folded into the message digest",
        (rows("identity.message_digest", relabelled("body", lambda data: b"opaque-bytes.v1" + data)),),
    ),
    Mutant(
        "key-digest-with-length",
        ("ID-28",),
        "the key's digest folds its length",
        (made("identity.committee_pk_digest", lambda preimage: Preimage("hash_many", preimage.fields)),),
    ),
    Mutant(
        "signature-digest-with-length",
        ("ID-28",),
        "the signature's digest folds its length",
        (made("identity.signature_digest", lambda preimage: Preimage("hash_many", preimage.fields)),),
    ),
    Mutant("pair-as-given", ("ID-24",), "symbols in the order given", (made("identity.pair", _as_given),)),
    Mutant(
        "pair-in-utf-16-order", ("ID-24",), "symbols in the order of UTF-16", (made("identity.pair", _utf_16_order),)
    ),
    Mutant("symbol-slash-accepted", ("ID-41",), "a slash in a symbol", (unchecked("oracle.check_symbol"),)),
    Mutant("same-symbols-accepted", ("ID-41",), "a pair of equal symbols", (unchecked("oracle.check_symbols_differ"),)),
    Mutant(
        "three-argument-derive",
        ("ID-42",),
        "stable id, pair and schema hashed at once",
        (made("identity.oracle_stream_id", _at_once),),
    ),
    Mutant(
        "chain-id-in-decimal",
        ("ID-25",),
        "the chain id as digits",
        (
            rows(
                "identity.lattice_root",
                relabelled("chain_id", lambda data: str(int.from_bytes(data, "little")).encode()),
            ),
        ),
    ),
    Mutant(
        "lattice-organism-capital",
        ("ID-43",),
        "a capital in an organism's label",
        (rows("identity.lattice_organism", relabelled("organism", bytes.title)),),
    ),
    Mutant(
        "content-tag-left-out",
        ("ID-44",),
        "the tag is left out of content preimages",
        (rows("identity.content_preimage", without("tag")),),
    ),
    Mutant(
        "policy-number-left-out",
        ("ID-44", "ENC-21"),
        "the variant is left out of an aggregation policy",
        (rows("identity.aggregation_policy", without("number")),),
    ),
    Mutant(
        "boundaries-untagged",
        ("ID-44", "ENC-18"),
        "boundaries without the tag of a list",
        (rows("identity.scope_boundaries", without("tag")),),
    ),
)
