"""Quotes by their published offsets, and their verification by dcap-qvl, without the reference."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import dcap_qvl
from blake3 import blake3

Params = dict[str, Any]

#: Absolute offsets and lengths of the body's members.
_BODY = {
    "tee_tcb_svn": (48, 16), "mr_seam": (64, 48), "mr_signer_seam": (112, 48), "seam_attributes": (160, 8),
    "td_attributes": (168, 8), "xfam": (176, 8), "mr_td": (184, 48), "mr_config_id": (232, 48), "mr_owner": (280, 48),
    "mr_owner_config": (328, 48), "rtmr0": (376, 48), "rtmr1": (424, 48), "rtmr2": (472, 48), "rtmr3": (520, 48),
    "report_data": (568, 64),
}  # fmt: skip


def _parse(params: Params) -> Any:
    quote = bytes.fromhex(params["quote"])
    end = 636 + int.from_bytes(quote[632:636], "little")
    auth = 1220 + int.from_bytes(quote[1218:1220], "little")
    return {
        "reserved": int.from_bytes(quote[8:12], "little"),
        "user_data": quote[28:48].hex(),
        "body": {name: quote[at : at + size].hex() for name, (at, size) in _BODY.items()},
        "signature": quote[636:700].hex(),
        "attestation_key": quote[700:764].hex(),
        "qe_report": quote[770:1154].hex(),
        "qe_report_signature": quote[1154:1218].hex(),
        "qe_auth_data": quote[1220:auth].hex(),
        "pck_chain": quote[auth + 6 : end].hex(),
        "trailing": len(quote) - end,
    }


def _write(params: Params) -> str:
    quote = params["quote"]
    auth, chain = bytes.fromhex(quote["qe_auth_data"]), bytes.fromhex(quote["pck_chain"])
    made = bytearray(1220 + len(auth) + 6 + len(chain) + quote["trailing"])
    made[0:8] = bytes.fromhex("0400020081000000")
    made[8:12] = int(quote["reserved"]).to_bytes(4, "little")
    made[12:28] = bytes.fromhex("939a7233f79c4ca9940a0db3957f0607")
    made[28:48] = bytes.fromhex(quote["user_data"])
    for name, (at, size) in _BODY.items():
        made[at : at + size] = bytes.fromhex(quote["body"][name])
    made[632:636] = (1220 - 636 + len(auth) + 6 + len(chain)).to_bytes(4, "little")
    made[636:764] = bytes.fromhex(quote["signature"] + quote["attestation_key"])
    made[764:770] = b"\x06\x00" + (450 + len(auth) + 6 + len(chain)).to_bytes(4, "little")
    made[770:1218] = bytes.fromhex(quote["qe_report"] + quote["qe_report_signature"])
    made[1218:1220] = len(auth).to_bytes(2, "little")
    made[1220 : 1220 + len(auth) + 6 + len(chain)] = auth + b"\x05\x00" + len(chain).to_bytes(4, "little") + chain
    return made.hex()


def by_dcap_qvl(params: Params) -> tuple[Any, Any]:
    """What dcap-qvl makes of a quote: its report, and the PCK certificate's extension. Raises what it raises."""
    form = params["collateral"]
    texts = ("tcb_info", "qe_identity", "tcb_info_issuer_chain", "qe_identity_issuer_chain")
    raw = {name: each if name in texts else bytes.fromhex(each) for name, each in form.items()}
    collateral = dcap_qvl.QuoteCollateralV3(pck_crl_issuer_chain=form["tcb_info_issuer_chain"], **raw)
    quote = bytes.fromhex(params["quote"])
    report = dcap_qvl.verify_with_root_ca(quote, collateral, bytes.fromhex(params["root"]), int(params["now"]))
    chain = bytes.fromhex(_parse({"quote": params["quote"]})["pck_chain"]).rstrip(b"\0")
    return report, dcap_qvl.parse_pck_extension_from_pem(chain)


def _bound(binding: Params) -> str:
    if binding["kind"] == "Bond":
        return blake3(b"signer-bond|" + bytes.fromhex(binding["public_key"] + binding["nonce"])).hexdigest() + "00" * 32
    if binding["kind"] == "Card":
        hashed = blake3()
        card = (binding["public_key"], binding["content_hash"], binding["boot_nonce"])
        for part in (b"provider-card", *map(bytes.fromhex, card)):
            hashed.update(len(part).to_bytes(8, "little") + part)
        return hashed.hexdigest() + "00" * 32
    return str(binding["report_data"])


def verified(params: Params) -> Any:
    """What a quote says that dcap-qvl verifies, and that binds what it should."""
    report, extension = by_dcap_qvl(params)
    body = json.loads(report.to_json())["report"]["TD10"]
    assert {"kind": report.status} in params["policy"]["statuses"]
    assert body["mr_td"] in params["policy"]["mr_tds"]
    assert body["report_data"] == _bound(params["binding"])
    return {
        "status": {"kind": report.status},
        "fmspc": bytes(extension.fmspc).hex(),
        "mr_td": body["mr_td"],
        "report_data": body["report_data"],
    }


def root_fingerprint(root: str) -> str:
    """SHA-256 of a root, as authorities publish it."""
    return sha256(bytes.fromhex(root)).hexdigest()


TDX = {"crypto.tdx_parse": _parse, "crypto.tdx_write": _write, "crypto.tdx_verify": verified}
