"""Cases of the chapter Sealed box: boxes that open, and every way for one not to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import rfc8785

from coalition.crypto.sealed_box import (
    PRIME,
    SshAccessReceipt,
    encrypt,
    public_key,
    receipt_json,
    seal,
    shared_secret,
)
from coalition.unique_id import UniqueId, hash_bytes, unique_id
from conformance.casebook import Casebook

#: Secrets whose name says that they hide nothing.
RECIPIENT = hash_bytes(b"a recipient of sealed boxes")
EPHEMERAL = hash_bytes(b"an ephemeral secret")
PUBLIC = public_key(RECIPIENT)
#: The u-coordinates of the points of small order, on the curve and on its twist, below the prime.
SMALL_ORDER = {
    "0": 0,
    "1": 1,
    "order-8": 325606250916557431795983626356110631294008115727848805560023387167927233504,
    "order-8-twin": 39382357235489614581723060781553021112529911719440698176882885853963445705823,
    "minus-1": PRIME - 1,
}

BRIDGE = SshAccessReceipt(
    instance_host="ec2-203-0-113-7.example.net",
    instance_port=22,
    user="ec2-user",
    ssh_key_private=b"-----BEGIN OPENSSH PRIVATE KEY-----\nnot a key\n-----END OPENSSH PRIVATE KEY-----\n",
    ssh_host_key=hash_bytes(b"a host key"),
    grant_id=unique_id("grant-1"),
    valid_to=9_007_199_254_740_993,
)


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _seal()
    yield _open()
    yield _receipt()
    yield _seal_receipt()
    yield _open_receipt()
    yield _open_signature()


def _le(u: int) -> bytes:
    return u.to_bytes(32, "little")


def _seal() -> Casebook:
    book = Casebook("crypto.seal", requirements=("SEAL-1", "SEAL-2"))
    base = {"recipient": PUBLIC, "ephemeral_secret": EPHEMERAL}
    book.accept("hello", "a short text", base, plaintext=b"hello")
    book.accept("empty", "nothing, 48 bytes", base, plaintext=b"")
    book.accept("block", "a block of the cipher", base, plaintext=bytes(range(64)))
    book.accept("blocks", "more than one", base, plaintext=bytes(range(65)))
    book.accept(
        "zero-secret", "zeros are clamped like any secret", {**base, "ephemeral_secret": bytes(32)}, plaintext=b"a"
    )
    book.accept("ones-secret", "and so are ones", {**base, "ephemeral_secret": b"\xff" * 32}, plaintext=b"a")
    book.accept("base-point", "a recipient whose key is 9", {**base, "recipient": _le(9)}, plaintext=b"a")
    book.accept("twist", "a recipient's key on the twist", {**base, "recipient": _le(2)}, plaintext=b"a")
    book.accept(
        "greatest",
        "the greatest canonical key that is of no small order",
        {**base, "recipient": _le(PRIME - 2)},
        plaintext=b"a",
    )
    book.random(3)
    for name, u in SMALL_ORDER.items():
        book.refuse_changed(
            f"small-order-{name}", "the shared secret is zero", "hello", "RecipientKeyUnusable", recipient=_le(u)
        )
    for name, u in (("prime", PRIME), ("prime-and-9", PRIME + 9), ("greatest", 2**255 - 1), ("top-bit", 2**255 + 9)):
        book.refuse_changed(
            f"not-canonical-{name}", "X25519 would reduce or mask it", "hello", "RecipientKeyUnusable", recipient=_le(u)
        )
    book.spoil_all("hello")
    return book


def _open() -> Casebook:
    book = Casebook("crypto.open", requirements=("SEAL-1", "SEAL-2", "SEAL-4"))
    box = seal(PUBLIC, EPHEMERAL, b"hello")
    base: dict[str, Any] = {"recipient_secret": RECIPIENT}
    book.accept("hello", "a short text", base, box=box)
    book.accept("empty", "the shortest box", base, box=seal(PUBLIC, EPHEMERAL, b""))
    book.accept("long", "several blocks", base, box=seal(PUBLIC, EPHEMERAL, bytes(300)))
    book.accept("twist", "an ephemeral key on the twist is a key", base, box=_under(_le(2), b"hello"))
    book.accept("greatest", "the greatest ephemeral key that is canonical", base, box=_under(_le(PRIME - 2), b"hello"))
    book.random(3)
    for bit in range(8 * len(box)):
        flipped = bytearray(box)
        flipped[bit // 8] ^= 1 << bit % 8
        book.refuse_changed(
            f"flipped-{bit}", f"bit {bit % 8} of byte {bit // 8}", "hello", "BoxRejected", box=bytes(flipped)
        )
    for size in (0, 1, 16, 31, 32, 33, 47):
        book.refuse_changed(f"short-{size}", f"{size} bytes", "empty", "BoxRejected", box=box[:size])
    book.refuse_changed("byte-less", "without its last byte", "hello", "BoxRejected", box=box[:-1])
    book.refuse_changed("byte-more", "with a byte behind it", "hello", "BoxRejected", box=box + b"\0")
    book.refuse_changed("twice", "another box behind it", "hello", "BoxRejected", box=box + box)
    book.refuse_changed(
        "tag-first", "the tag before the ciphertext", "hello", "BoxRejected", box=box[:32] + box[-16:] + box[32:-16]
    )
    book.refuse_changed("key-last", "the ephemeral key at the end", "hello", "BoxRejected", box=box[32:] + box[:32])
    book.refuse_changed(
        "wrong-key", "for someone else", "hello", "BoxRejected", recipient_secret=hash_bytes(b"someone else")
    )
    _unusable_keys(book)
    _other_ciphers(book)
    book.spoil_all("hello")
    return book


def _under(ephemeral: bytes, plaintext: bytes) -> bytes:
    secret = shared_secret(RECIPIENT, ephemeral)
    assert secret is not None
    return ephemeral + encrypt(secret, plaintext)


def _unusable_keys(book: Casebook) -> None:
    """Boxes whose tag is right, under keys that are not."""
    cites = ("SEAL-5", "SEAL-3")
    zero = encrypt(bytes(32), b"hello")
    for name, u in SMALL_ORDER.items():
        book.refuse_changed(
            f"small-order-{name}",
            "sealed under the zero that it leads to",
            "hello",
            "BoxRejected",
            requirements=cites,
            box=_le(u) + zero,
        )
    for name, u in (
        ("prime", PRIME),
        ("prime-and-1", PRIME + 1),
        ("top-bit-0", 2**255),
        ("prime-minus-1", 2**255 + PRIME - 1),
    ):
        book.refuse_changed(
            f"small-order-not-canonical-{name}",
            "the same, not canonical",
            "hello",
            "BoxRejected",
            requirements=cites,
            box=_le(u) + zero,
        )
    for offset in (3, 9, 18):
        sealed = _under(_le(offset), b"hello")[32:]
        book.refuse_changed(
            f"not-reduced-{offset}",
            f"the prime and {offset} more, sealed as X25519 reduces it",
            "hello",
            "BoxRejected",
            requirements=cites,
            box=_le(PRIME + offset) + sealed,
        )
    masked = seal(PUBLIC, EPHEMERAL, b"hello")
    book.refuse_changed(
        "top-bit",
        "the bit that X25519 masks",
        "hello",
        "BoxRejected",
        requirements=cites,
        box=masked[:31] + bytes([masked[31] | 0x80]) + masked[32:],
    )


def _other_ciphers(book: Casebook) -> None:
    """Boxes as someone might make them who reads past a word of SEAL-1."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415 - for these alone

    head = public_key(EPHEMERAL)
    secret = shared_secret(EPHEMERAL, PUBLIC)
    assert secret is not None
    for name, key, nonce, added in (
        ("key-hashed", hash_bytes(secret), bytes(12), None),
        ("nonce-one", secret, b"\1" + bytes(11), None),
        ("nonce-of-key", secret, head[:12], None),
        ("key-added", secret, bytes(12), head),
    ):
        box = head + ChaCha20Poly1305(key).encrypt(nonce, b"hello", added)
        book.refuse_changed(
            name, "sealed otherwise than SEAL-1 says", "hello", "BoxRejected", requirements=("SEAL-1",), box=box
        )


def _receipt() -> Casebook:
    book = Casebook("crypto.receipt", requirements=("SEAL-6",))
    book.accept("bridge", "a receipt of the book's bridge", receipt=BRIDGE)
    for name, changes in _RECEIPTS.items():
        book.accept(name, "its edges", receipt=_changed(**changes))
    book.random(3)
    book.spoil_all("bridge")
    return book


_RECEIPTS: dict[str, dict[str, Any]] = {
    "empty": {"instance_host": "", "user": "", "ssh_key_private": b"", "ssh_host_key": b"", "valid_to": 0},
    "greatest": {"instance_port": 65535, "valid_to": 2**64 - 1},
    "beyond-ascii": {"instance_host": "größe.example", "user": '"\\/𝔸'},
}


def _changed(**changes: Any) -> SshAccessReceipt:
    return SshAccessReceipt(**{**BRIDGE.__dict__, **changes})


def _seal_receipt() -> Casebook:
    book = Casebook("crypto.seal_receipt", requirements=("SEAL-6", "SEAL-1"))
    base = {"recipient": PUBLIC, "ephemeral_secret": EPHEMERAL}
    book.accept("bridge", "a receipt of the book's bridge", base, receipt=BRIDGE)
    book.accept("beyond-ascii", "UTF-8, not escaped", base, receipt=_changed(**_RECEIPTS["beyond-ascii"]))
    book.random(2)
    book.refuse_changed(
        "small-order", "the shared secret is zero", "bridge", "RecipientKeyUnusable", recipient=bytes(32)
    )
    book.spoil("bridge")
    return book


def _open_receipt() -> Casebook:
    book = Casebook("crypto.open_receipt", requirements=("SEAL-7", "SEAL-6"))
    base: dict[str, Any] = {"recipient_secret": RECIPIENT}
    text = receipt_json(BRIDGE).encode()
    book.accept("bridge", "a receipt of the book's bridge", base, box=seal(PUBLIC, EPHEMERAL, text))
    for name, changes in _RECEIPTS.items():
        sealed = seal(PUBLIC, EPHEMERAL, receipt_json(_changed(**changes)).encode())
        book.accept(name, "its edges", base, box=sealed)
    book.random(2)
    for name, comment, plaintext in _other_texts(text):
        book.refuse_changed(name, comment, "bridge", "ReceiptMalformed", box=seal(PUBLIC, EPHEMERAL, plaintext))
    box = seal(PUBLIC, EPHEMERAL, text)
    book.refuse_changed(
        "altered", "the tag comes before the text", "bridge", "BoxRejected", box=box[:-1] + bytes([box[-1] ^ 1])
    )
    book.refuse_changed(
        "wrong-key", "for someone else", "bridge", "BoxRejected", recipient_secret=hash_bytes(b"someone else")
    )
    book.spoil_all("bridge")
    return book


def _other_texts(text: bytes) -> Iterator[tuple[str, str, bytes]]:
    form = json.loads(text)

    def with_(**changes: Any) -> bytes:
        return rfc8785.dumps({**form, **changes})

    names = list(SshAccessReceipt.__dataclass_fields__)
    yield (
        "book-order",
        "members in the order of the struct",
        json.dumps({name: form[name] for name in names}, separators=(",", ":")).encode(),
    )
    yield "white-space", "a space after a colon", json.dumps(form, sort_keys=True).encode()
    yield "line-feed", "a line feed at the end", text + b"\n"
    yield "byte-order-mark", "a byte order mark", b"\xef\xbb\xbf" + text
    yield "escaped", "a letter escaped", text.replace(b"ec2-user", b"ec2\\u002duser")
    yield (
        "bytes-as-list",
        "bytes as a list of numbers, as serde_json writes them",
        with_(ssh_host_key=list(bytes.fromhex(form["ssh_host_key"]))),
    )
    yield "upper-case", "digits in upper case", with_(ssh_host_key=form["ssh_host_key"].upper())
    yield "port-as-text", "the port as a string", with_(instance_port="22")
    yield "port-too-wide", "a port above its width", with_(instance_port=65536)
    yield "valid-to-as-number", "a wide integer as a number", text.replace(b'"9007199254740993"', b"9007199254740993")
    yield "leading-zero", "a decimal with a leading zero", with_(valid_to="0" + form["valid_to"])
    yield "zero-grant", "a grant that is ZERO_ID", with_(grant_id="00" * 32)
    yield "control", "a control character in the user", with_(user="ec2\nuser")
    yield "member-more", "the bridge's name", with_(bridge="bridge-β")
    yield "member-less", "no host key", rfc8785.dumps({name: form[name] for name in names if name != "ssh_host_key"})
    yield "member-twice", "a port twice", text.replace(b'"instance_port":22', b'"instance_port":22,"instance_port":22')
    yield "list", "no object", b"[]"
    yield "empty-text", "nothing", b""
    yield "not-utf-8", "no UTF-8", text.replace(b"ec2-user", b"ec2\xffuser")


def _open_signature() -> Casebook:
    book = Casebook("crypto.open_signature", requirements=("SEAL-8",))
    signature = hash_bytes(b"half a signature") + hash_bytes(b"the other half")
    base: dict[str, Any] = {
        "recipient_secret": RECIPIENT,
        "box": seal(PUBLIC, EPHEMERAL, signature),
        "signature_digest": UniqueId(hash_bytes(signature)),
    }
    book.accept("schnorr", "64 bytes", base)
    book.accept(
        "empty",
        "no bytes have a digest too",
        base,
        box=seal(PUBLIC, EPHEMERAL, b""),
        signature_digest=UniqueId.hash(b""),
    )
    book.random(2)
    book.refuse_changed(
        "other-digest",
        "the outcome is of another signature",
        "schnorr",
        "DeliveryMismatch",
        signature_digest=UniqueId.hash(b"x"),
    )
    book.refuse_changed(
        "zero-digest", "no digest at all", "schnorr", "DeliveryMismatch", signature_digest=UniqueId(bytes(32))
    )
    book.refuse_changed(
        "other-signature",
        "the box holds another one",
        "schnorr",
        "DeliveryMismatch",
        box=seal(PUBLIC, EPHEMERAL, signature[::-1]),
    )
    box = base["box"]
    book.refuse_changed(
        "altered", "an altered box", "schnorr", "BoxRejected", box=box[:40] + bytes([box[40] ^ 1]) + box[41:]
    )
    book.spoil_all("schnorr")
    return book
