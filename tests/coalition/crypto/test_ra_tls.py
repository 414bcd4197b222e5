"""RA-TLS: its CBOR against the standard's own encodings, keys and nonces that bind, and no channel with one side."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.crypto import ra_tls
from coalition.crypto.ratls_errors import (
    RatlsEvidenceMalformed,
    RatlsKeyUnbound,
    RatlsNonceMismatch,
    RatlsPeerUnattested,
)
from coalition.crypto.recipe import digest
from coalition.errors import RuleError
from coalition.unique_id import hash_bytes
from conformance import mock_ratls
from conformance.cases.crypto_ra_tls import NONCE, OTHER
from conformance.crypto_inputs.ra_tls import trusting


def test_the_encodings_of_the_standard() -> None:
    """RFC 8949: a map of two, the shorter key first; the tag 60000 in three bytes, an array of two byte strings."""
    assert ra_tls.claims(b"\x11" * 32, NONCE) == (
        b"\xa2\x65nonce\x58\x20" + NONCE + b"\x6bpubkey-hash\x82\x01\x58\x20" + b"\x11" * 32
    )
    assert ra_tls.evidence(b"abc", b"\xa0") == b"\xd9\xea\x60\x82\x43abc\x41\xa0"


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_evidence_is_read_as_it_was_made(quote: bytes, claims: bytes) -> None:
    made = ra_tls.evidence(quote, claims)
    assert ra_tls.read(made) == ra_tls.RatlsEvidence(quote, claims)
    for wrong in (made + b"\x00", made[:-1]):
        with pytest.raises(RatlsEvidenceMalformed):
            ra_tls.read(wrong)


@given(st.binary(max_size=60))
def test_anything_else_is_refused_by_name(data: bytes) -> None:
    """Whatever the bytes, reading them ends in evidence or in a named error."""
    try:
        found = ra_tls.read(data)
    except RuleError:
        return
    assert ra_tls.evidence(found.quote, found.claims) == data


@settings(deadline=None, max_examples=10)
@given(st.text(max_size=6), st.binary(min_size=32, max_size=32))
def test_a_peer_answers_one_nonce_with_one_key(label: str, nonce: bytes) -> None:
    """What is presented verifies under its own nonce alone; its evidence under another key does not."""
    presented = mock_ratls.attested(label, nonce)
    verdict = ra_tls.verify(**trusting(certificate=presented, nonce=nonce))
    assert verdict.key_hash == mock_ratls.key_hash(label)
    with pytest.raises(RatlsNonceMismatch):
        ra_tls.verify(**trusting(certificate=presented, nonce=hash_bytes(nonce)))
    stolen = mock_ratls.certificate(label + "!", mock_ratls.evidence(ra_tls.claims(verdict.key_hash, nonce)))
    with pytest.raises(RatlsKeyUnbound):
        ra_tls.verify(**trusting(certificate=stolen, nonce=nonce))


def test_both_sides_or_none() -> None:
    base = trusting(
        server=mock_ratls.attested("a", OTHER),
        client=mock_ratls.attested("b", NONCE),
        server_nonce=NONCE,
        client_nonce=OTHER,
    )
    channel = ra_tls.handshake(**base)
    assert (channel.server.key_hash, channel.client.key_hash) == (mock_ratls.key_hash("a"), mock_ratls.key_hash("b"))
    for silent in ("server", "client"):
        with pytest.raises(RatlsPeerUnattested):
            ra_tls.handshake(**{**base, silent: None})
    swapped = {**base, "server": base["client"], "client": base["server"]}
    with pytest.raises(RatlsNonceMismatch):
        ra_tls.handshake(**swapped)


@given(st.binary(max_size=200))
def test_a_recipe_is_its_bytes(recipe: bytes) -> None:
    assert digest(recipe).value() == hash_bytes(recipe)
    assert digest(recipe + b"\n").value() != digest(recipe).value()
