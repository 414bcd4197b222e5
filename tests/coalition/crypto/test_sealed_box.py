"""Sealed boxes: published figures, libsodium, and what holds for every box."""

from __future__ import annotations

import nacl.exceptions
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_aead_chacha20poly1305_ietf_decrypt, crypto_scalarmult

from assay.suite import Refusal
from coalition.crypto.sealed_box import (
    PRIME,
    BoxRejected,
    ReceiptMalformed,
    RecipientKeyUnusable,
    is_canonical,
    open_box,
    open_receipt,
    public_key,
    read_receipt,
    receipt_json,
    seal,
    seal_receipt,
    shared_secret,
)
from conformance import vectors
from conformance.crypto_inputs.sealed_box import receipt
from conformance.entropy import Entropy
from conformance.published import published

KEYS = st.binary(min_size=32, max_size=32)
FIGURES = published("x25519")


@pytest.mark.parametrize("case", FIGURES["x25519"], ids=lambda case: str(case["id"]))
def test_the_published_shared_secrets(case: dict[str, str]) -> None:
    """RFC 7748 and Wycheproof, up to what SEAL-3 refuses: keys that are not canonical, and secrets that are zero."""
    public = bytes.fromhex(case["public"])
    found = shared_secret(bytes.fromhex(case["private"]), public)
    if int.from_bytes(public, "little") >= PRIME or not int(case["shared"], 16):
        assert found is None
    else:
        assert found is not None
        assert found.hex() == case["shared"]


def test_the_figures_reach_every_refusal() -> None:
    publics = [bytes.fromhex(case["public"]) for case in FIGURES["x25519"]]
    assert sum(not is_canonical(public) for public in publics) > 5
    assert sum(not int(case["shared"], 16) for case in FIGURES["x25519"]) > 5
    assert len(publics) > 40


def test_the_published_figure_of_the_cipher() -> None:
    """RFC 8439, section 2.8.2, by the cipher that the reference takes and by the one that opens its boxes."""
    key, nonce = bytes(range(0x80, 0xA0)), bytes.fromhex("070000004041424344454647")
    data = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    text = (
        b"Ladies and Gentlemen of the class of '99: "
        b"If I could offer you only one tip for the future, sunscreen would be it."
    )
    sealed = bytes.fromhex(
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
        "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
        "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691"
    )
    assert ChaCha20Poly1305(key).encrypt(nonce, text, data) == sealed
    assert crypto_aead_chacha20poly1305_ietf_decrypt(sealed, data, nonce, key) == text


@pytest.mark.parametrize(
    "case", published("chacha20_poly1305")["cases"], ids=lambda case: f"{case['flag']}-{case['id']}"
)
def test_the_published_edges_of_the_cipher(case: dict[str, str]) -> None:
    """Wycheproof: tags with a bit altered, and the edges of ciphertext, tag and one-time key, by both libraries."""
    key, nonce, data, text, sealed = (
        bytes.fromhex(case[name]) for name in ("key", "nonce", "data", "plaintext", "ciphertext")
    )
    if case["result"] == "valid":
        assert ChaCha20Poly1305(key).encrypt(nonce, text, data) == sealed
        assert crypto_aead_chacha20poly1305_ietf_decrypt(sealed, data, nonce, key) == text
        return
    with pytest.raises(InvalidTag):
        ChaCha20Poly1305(key).decrypt(nonce, sealed, data)
    with pytest.raises(nacl.exceptions.CryptoError):
        crypto_aead_chacha20poly1305_ietf_decrypt(sealed, data, nonce, key)


def test_a_published_cipher_text() -> None:
    """Zero key, zero nonce: the figure is libsodium's as well as OpenSSL's."""
    sealed = bytes.fromhex("f7628bd23adce962340b6fd6a0a4d1fe736f29456f")
    assert crypto_aead_chacha20poly1305_ietf_decrypt(sealed, None, bytes(12), bytes(32)) == b"hello"
    with pytest.raises(BoxRejected):
        open_box(bytes(range(32)), bytes(32) + sealed)


@given(KEYS, KEYS, st.binary(max_size=200))
def test_what_is_sealed_opens(secret: bytes, ephemeral: bytes, plaintext: bytes) -> None:
    box = seal(public_key(secret), ephemeral, plaintext)
    assert len(box) == len(plaintext) + 48
    assert open_box(secret, box) == plaintext


@given(KEYS, KEYS, st.binary(max_size=60), st.data())
def test_an_altered_box_never_opens(secret: bytes, ephemeral: bytes, plaintext: bytes, data: st.DataObject) -> None:
    box = bytearray(seal(public_key(secret), ephemeral, plaintext))
    box[data.draw(st.integers(0, len(box) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(BoxRejected):
        open_box(secret, bytes(box))


@given(KEYS, KEYS, st.binary(max_size=40))
def test_no_box_is_made_that_would_not_open(recipient: bytes, ephemeral: bytes, plaintext: bytes) -> None:
    """A key from the air is refused, or it is one that libsodium agrees about."""
    try:
        box = seal(recipient, ephemeral, plaintext)
    except RecipientKeyUnusable:
        assert not is_canonical(recipient) or recipient[1:31] in (bytes(30), b"\xff" * 30)
        return
    key = crypto_scalarmult(ephemeral, recipient)
    assert crypto_aead_chacha20poly1305_ietf_decrypt(box[32:], None, bytes(12), key) == plaintext


@given(st.integers(0, 10**9), KEYS, KEYS)
def test_a_receipt_comes_back(number: int, secret: bytes, ephemeral: bytes) -> None:
    made = receipt(Entropy(f"receipt {number}"))
    assert open_receipt(secret, seal_receipt(public_key(secret), ephemeral, made)) == made
    text = receipt_json(made)
    assert read_receipt(text.encode()) == made
    with pytest.raises(ReceiptMalformed):
        read_receipt(text.encode() + b" ")


def test_libsodium_opens_no_box_that_is_refused_for_its_tag() -> None:
    """Of the refused boxes libsodium opens those alone whose key is at fault: it masks and reduces."""
    opened = set()
    cases = [case for case in vectors.cases() if case.operation == "crypto.open" and isinstance(case.expect, Refusal)]
    assert len(cases) > 430
    for case in cases:
        box, secret = bytes.fromhex(case.params["box"]), bytes.fromhex(case.params["recipient_secret"])
        try:
            key = crypto_scalarmult(secret, box[:32]) if len(box) >= 48 else b""
            crypto_aead_chacha20poly1305_ietf_decrypt(box[32:], None, bytes(12), key)
        except (nacl.exceptions.CryptoError, nacl.exceptions.RuntimeError, ValueError, TypeError):
            continue
        opened.add(case.id.rsplit("/", maxsplit=1)[-1])
    assert opened == {"top-bit", "flipped-255", "not-reduced-3", "not-reduced-9", "not-reduced-18"}
