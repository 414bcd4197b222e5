"""RA-TLS and recipes, their CBOR written byte by byte and their quotes verified by dcap-qvl."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from blake3 import blake3
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from by_libraries.tdx import verified

Params = dict[str, Any]


def _claims(params: Params) -> str:
    key = "6b" + b"pubkey-hash".hex() + "82" + "01" + "5820" + str(params["key_hash"])
    return "a2" + "65" + b"nonce".hex() + "5820" + str(params["nonce"]) + key


def _bytes(data: str) -> str:
    size = len(data) // 2
    head = f"{0x40 + size:02x}" if size < 24 else f"58{size:02x}" if size < 256 else f"59{size:04x}"
    return head + data


def _evidence(params: Params) -> str:
    return "d9ea60" + "82" + _bytes(params["quote"]) + _bytes(params["claims"])


def _string(data: bytes) -> tuple[str, bytes]:
    if data[0] < 0x58:
        start, size = 1, data[0] - 0x40
    elif data[0] == 0x58:
        start, size = 2, data[1]
    else:
        start, size = 3, int.from_bytes(data[1:3], "big")
    return data[start : start + size].hex(), data[start + size :]


def _read(params: Params) -> Any:
    quote, rest = _string(bytes.fromhex(params["evidence"])[4:])
    return {"quote": quote, "claims": _string(rest)[0]}


def _peer(certificate: str, nonce: str, params: Params) -> Any:
    found = x509.load_der_x509_certificate(bytes.fromhex(certificate))
    spki = found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    key_hash = sha256(spki).hexdigest()
    extension = found.extensions.get_extension_for_oid(x509.ObjectIdentifier("2.23.133.5.4.9")).value
    held = _read({"evidence": extension.value.hex()})
    assert held["claims"] == _claims({"key_hash": key_hash, "nonce": nonce})
    data = sha256(bytes.fromhex(held["claims"])).hexdigest() + "00" * 32
    binding = {"kind": "Given", "report_data": data}
    return {"key_hash": key_hash, "tdx": verified({**params, "quote": held["quote"], "binding": binding})}


def _verify(params: Params) -> Any:
    return _peer(params["certificate"], params["nonce"], params)


def _handshake(params: Params) -> Any:
    return {
        "server": _peer(params["server"], params["client_nonce"], params),
        "client": _peer(params["client"], params["server_nonce"], params),
    }


RA_TLS = {
    "crypto.ratls_claims": _claims,
    "crypto.ratls_evidence": _evidence,
    "crypto.ratls_read": _read,
    "crypto.ratls_verify": _verify,
    "crypto.ratls_handshake": _handshake,
    "crypto.recipe_verify": lambda params: blake3(bytes.fromhex(params["recipe"])).hexdigest(),
}
