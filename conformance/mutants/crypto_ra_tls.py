"""Mutants of the chapters RA-TLS and Recipe."""

from __future__ import annotations

from typing import Any

import cbor2

from coalition.crypto.ratls_errors import RatlsPeerUnattested
from coalition.preimage import Field, Preimage
from conformance.mutants.breaking import Mutant, made, replaced, unchecked


def _uncanonical(_original: Any) -> Any:
    return lambda key_hash, nonce: cbor2.dumps({"pubkey-hash": [1, key_hash], "nonce": nonce})


def _client_alone(_original: Any) -> Any:
    def check(server: bytes | None, client: bytes | None) -> None:
        if client is None:
            raise RatlsPeerUnattested(client)

    return check


def _server_alone(_original: Any) -> Any:
    def check(server: bytes | None, client: bytes | None) -> None:
        if server is None:
            raise RatlsPeerUnattested(server)

    return check


def _crlf(preimage: Preimage) -> Preimage:
    (field,) = preimage.fields
    return Preimage("concat", (Field(field.label, field.encoding, field.data.replace(b"\r\n", b"\n")),))


MUTANTS = (
    Mutant(
        "ratls-claims-unsorted",
        ("RATLS-1",),
        "claims keep the order they were written in",
        (replaced("crypto.ra_tls.claims", _uncanonical),),
    ),
    Mutant("ratls-any-tag", ("RATLS-2",), "any tag will do", (unchecked("crypto.ra_tls.check_tag"),)),
    Mutant("ratls-any-cbor", ("RATLS-2",), "any encoding will do", (unchecked("crypto.ra_tls.check_deterministic"),)),
    Mutant(
        "ratls-certificate-unsigned",
        ("RATLS-3",),
        "a certificate needs no signature",
        (unchecked("crypto.ra_tls.check_signed"),),
    ),
    Mutant(
        "ratls-critical-ignored",
        ("RATLS-3",),
        "what is critical and unknown is passed over",
        (unchecked("crypto.ra_tls.check_known"),),
    ),
    Mutant(
        "ratls-claims-of-any-form",
        ("RATLS-1",),
        "claims are read for what is in them, whatever else is",
        (unchecked("crypto.ra_tls.check_form"),),
    ),
    Mutant(
        "ratls-certificate-for-ever", ("RATLS-3",), "time is not looked at", (unchecked("crypto.ra_tls.check_time"),)
    ),
    Mutant("ratls-critical", ("RATLS-4",), "evidence may be critical", (unchecked("crypto.ra_tls.check_uncritical"),)),
    Mutant("ratls-key-unbound", ("RATLS-5",), "any key may present evidence", (unchecked("crypto.ra_tls.check_key"),)),
    Mutant("ratls-nonce-unchecked", ("RATLS-5",), "any nonce is answered", (unchecked("crypto.ra_tls.check_nonce"),)),
    Mutant(
        "ratls-report-data-unchecked",
        ("RATLS-6",),
        "the quote need not bind the claims",
        (unchecked("crypto.dcap.check_report_data"),),
    ),
    Mutant(
        "ratls-server-unattested",
        ("RATLS-7",),
        "a server may present nothing, and the client's evidence stands for it",
        (replaced("crypto.ra_tls.check_presented", _client_alone),),
    ),
    Mutant(
        "ratls-client-unattested",
        ("RATLS-7",),
        "a client may present nothing",
        (replaced("crypto.ra_tls.check_presented", _server_alone),),
    ),
    Mutant("ratls-one-key", ("RATLS-8",), "one key may be on both sides", (unchecked("crypto.ra_tls.check_apart"),)),
    Mutant(
        "recipe-line-endings",
        ("RECIPE-1",),
        "line endings are made one",
        (made("crypto.recipe_digest", _crlf),),
    ),
    Mutant("recipe-any", ("RECIPE-2",), "any recipe will do", (unchecked("crypto.recipe.check_declared"),)),
    Mutant("recipe-any-build", ("RECIPE-3",), "any build will do", (unchecked("crypto.recipe.check_built"),)),
)
