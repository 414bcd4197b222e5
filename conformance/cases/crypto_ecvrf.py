"""Cases of the chapter ECVRF: the examples of the RFC, and proofs that are none."""

from __future__ import annotations

from collections.abc import Iterator

from coalition.crypto.ecvrf import VrfStatement, challenge, expanded, nonce, point_of, prove
from coalition.crypto.edwards25519 import BASE, IDENTITY, ORDER, Point, add, decode, encode, multiply
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId, hash_bytes
from conformance.casebook import Casebook
from conformance.published import published

_SECRET = hash_bytes(b"a prover")
_KEY = peer_id(UniqueId(_SECRET))
_ALPHA = b"round 7"
_ORDER_8 = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
#: The encodings of small order, and what is no encoding.
_BAD_KEYS = {
    "identity": b"\1" + bytes(31),
    "order-2": (2**255 - 20).to_bytes(32, "little"),
    "order-4": bytes(32),
    "order-8": _ORDER_8,
    "no-point": b"\2" + bytes(31),
    "not-canonical": (2**255 - 18).to_bytes(32, "little"),
}


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _hash_to_curve()
    yield _prove()
    yield _proof_to_hash()
    yield _verify()
    yield _outputs()


def _examples() -> Iterator[tuple[str, dict[str, bytes]]]:
    for number, row in enumerate(published("ecvrf")["examples"], 16):
        yield f"rfc-9381-{number}", {name: bytes.fromhex(row[name]) for name in ("sk", "pk", "alpha", "pi")}


def _hash_to_curve() -> Casebook:
    book = Casebook("crypto.vrf_hash_to_curve")
    for name, row in _examples():
        book.accept(name, "RFC 9381, appendix B.3", public_key=row["pk"], alpha=row["alpha"])
    for number in range(8):
        book.accept(f"counted-{number}", "some of these need more than one try", public_key=_KEY, alpha=bytes([number]))
    book.accept("no-point", "any 32 bytes are a salt", public_key=_BAD_KEYS["no-point"], alpha=_ALPHA)
    book.random(2)
    book.spoil_all("rfc-9381-17")
    return book


def _prove() -> Casebook:
    book = Casebook("crypto.vrf_prove", requirements=("VRF-3", "VRF-2", "VRF-1"))
    for name, row in _examples():
        book.accept(name, "RFC 9381, appendix B.3", secret=row["sk"], alpha=row["alpha"])
    book.accept("zero", "zeros are a secret", secret=bytes(32), alpha=_ALPHA)
    book.accept("long", "an input of more than a block", secret=_SECRET, alpha=bytes(300))
    book.random(2)
    book.spoil_all("rfc-9381-17")
    return book


def _malformed(proof: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Proofs that cannot be read, each a change of one that can."""
    s = int.from_bytes(proof[48:], "little")
    yield "s-plus-q", "the same s, the order above", proof[:48] + (s + ORDER).to_bytes(32, "little")
    yield "s-order", "an s that is the order", proof[:48] + ORDER.to_bytes(32, "little")
    yield "s-greatest", "the greatest s", proof[:48] + b"\xff" * 32
    yield "gamma-no-point", "a Γ that is no point", _BAD_KEYS["no-point"] + proof[32:]
    yield "gamma-not-canonical", "a Γ whose y is the prime and one more", _BAD_KEYS["not-canonical"] + proof[32:]
    yield "gamma-negative-zero", "a Γ whose x is a negative zero", b"\1" + bytes(30) + b"\x80" + proof[32:]
    for size in (0, 32, 79):
        yield f"short-{size}", f"{size} bytes", proof[:size]
    yield "trailing", "a byte behind it", proof + b"\0"


def _proof_to_hash() -> Casebook:
    book = Casebook("crypto.vrf_proof_to_hash", requirements=("VRF-7",))
    for name, row in _examples():
        book.accept(name, "RFC 9381, appendix B.3", proof=row["pi"])
    proof = prove(_SECRET, _ALPHA)
    book.accept("proof", "another proof", proof=proof)
    book.accept("unverified", "c and s are not verified here", proof=proof[:32] + bytes(48))
    book.accept("identity", "an identity is a point here", proof=encode(IDENTITY) + proof[32:])
    torsion = decode(_ORDER_8)
    gamma = decode(proof[:32])
    assert torsion is not None
    assert gamma is not None
    mixed = encode(add(gamma, torsion)) + proof[32:]
    book.accept("mixed", "a part of small order is cleared: the output of `proof`", proof=mixed)
    book.random(2)
    for name, comment, changed in _malformed(proof):
        book.refuse_changed(name, comment, "proof", "VrfProofMalformed", proof=changed)
    book.spoil_all("proof")
    return book


def _verify() -> Casebook:
    book = Casebook("crypto.vrf_verify", requirements=("VRF-6", "VRF-7"))
    for name, row in _examples():
        book.accept(name, "RFC 9381, appendix B.3", public_key=row["pk"], alpha=row["alpha"], proof=row["pi"])
    proof = prove(_SECRET, _ALPHA)
    book.accept("proof", "another key", public_key=_KEY, alpha=_ALPHA, proof=proof)
    book.random(2)
    for name, comment, changed in _malformed(proof):
        book.refuse_changed(name, comment, "proof", "VrfProofMalformed", proof=changed)
    for name, key in _BAD_KEYS.items():
        book.refuse_changed(f"key-{name}", "a key without a secret", "proof", "VrfKeyUnusable", public_key=key)
    _altered(book, proof)
    book.spoil_all("proof")
    return book


def _point(encoded: bytes) -> Point:
    point = decode(encoded)
    assert point is not None
    return point


def _forged(key: Point) -> VrfStatement:
    """What anyone can prove under a key of small order: Γ is the identity, and c a multiple of every small order."""
    encoded = encode(key)
    h = point_of(encoded, _ALPHA)
    for number in range(10_000):
        k = int.from_bytes(hash_bytes(b"forged %d" % number), "little") % ORDER
        c = challenge(encoded, h, IDENTITY, multiply(BASE, k), multiply(h, k))
        if c % 8 == 0:
            return VrfStatement(encoded, _ALPHA, encode(IDENTITY) + c.to_bytes(16, "little") + k.to_bytes(32, "little"))
    raise AssertionError("one in eight is a multiple of 8")


def _altered(book: Casebook, proof: bytes) -> None:
    """Proofs that can be read, and are not this one."""
    s = int.from_bytes(proof[48:], "little")

    def refuse(name: str, comment: str, changed: bytes) -> None:
        book.refuse_changed(name, comment, "proof", "VrfProofRejected", proof=changed)

    for bit in (0, 7, 64, 127):
        flipped = bytearray(proof)
        flipped[32 + bit // 8] ^= 1 << bit % 8
        refuse(f"c-flipped-{bit}", f"bit {bit} of c", bytes(flipped))
    refuse("s-more", "one more than s", proof[:48] + ((s + 1) % ORDER).to_bytes(32, "little"))
    refuse("s-zero", "no s", proof[:48] + bytes(32))
    refuse("gamma-negated", "Γ negated", proof[:31] + bytes([proof[31] ^ 0x80]) + proof[32:])
    refuse("gamma-identity", "the identity as Γ", encode(IDENTITY) + proof[32:])
    refuse("gamma-base", "the base point as Γ", encode(BASE) + proof[32:])
    refuse("other-input", "the proof of another input", prove(_SECRET, b"round 8"))
    refuse("other-key", "the proof of another key", prove(hash_bytes(b"another prover"), _ALPHA))
    refuse("without-key", "a challenge without Y, as drafts before the RFC had it", _by_an_old_draft())
    book.refuse_changed("input-longer", "another input", "proof", "VrfProofRejected", alpha=_ALPHA + b"\0")
    book.refuse_changed("input-empty", "no input", "proof", "VrfProofRejected", alpha=b"")
    another = peer_id(UniqueId(hash_bytes(b"another prover")))
    book.refuse_changed("key-other", "another key", "proof", "VrfProofRejected", public_key=another)


def _by_an_old_draft() -> bytes:
    """A proof whose challenge hashes H, Γ, U and V alone."""
    x, half = expanded(_SECRET)
    h = point_of(_KEY, _ALPHA)
    gamma = multiply(h, x)
    k = nonce(half, encode(h))
    c = challenge(b"", h, gamma, multiply(BASE, k), multiply(h, k))
    return encode(gamma) + c.to_bytes(16, "little") + ((k + c * x) % ORDER).to_bytes(32, "little")


def _outputs() -> Casebook:
    book = Casebook("crypto.vrf_outputs", requirements=("VRF-8", "VRF-6", "VRF-5"))
    honest = VrfStatement(_KEY, _ALPHA, prove(_SECRET, _ALPHA))
    forged = [_forged(_point(_BAD_KEYS[name])) for name in ("identity", "order-2", "order-4", "order-8")]
    book.accept("none", "no statement", statements=())
    book.accept("honest", "one that holds", statements=(honest,))
    book.accept("forged", "what anyone can prove under keys of small order", statements=(honest, *forged, honest))
    swapped = VrfStatement(_KEY, b"round 8", honest.proof)
    book.accept("swapped", "a proof of another input", statements=(swapped, honest))
    book.random(1)
    book.spoil("honest")
    return book
