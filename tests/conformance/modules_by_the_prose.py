"""What the chapters of modules say in prose, written from it; libsodium signs and verifies."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from audits_by_the_prose import audited
from by_libraries.beacon_by_arkworks import BEACON
from by_libraries.bls_by_arkworks import OTHER, holds, point
from by_libraries.ecvrf_over_libsodium import verify
from by_libraries.ed25519_by_libsodium import verified
from by_libraries.tdx import verified as attested
from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from conformance.preimage_tables import value

Params = dict[str, Any]


def _signatures(params: Params) -> list[Params]:
    """CHR-4."""
    signed = []
    for secret in params["committee"]:
        public, private = crypto_sign_seed_keypair(bytes.fromhex(secret))
        signature = crypto_sign(bytes.fromhex(params["statement"]), private)[:64]
        signed.append({"member": public.hex(), "signature": signature.hex()})
    return signed


def _digest(entry: Params) -> str:
    return value("chronicle.entry", {"entry": entry}).hex()


def _right(key: str, digest: str, signature: str) -> bool:
    """EDS-2."""
    return verified({"public_key": key, "message": digest, "signature": signature}) is not None


def _holds(chronicle: Params, index: int, entry: Params) -> bool:
    """CHR-6."""
    digest, quorum = _digest(entry), entry["quorum_signatures"]
    keys = {each["member"] for each in quorum}
    return (
        int(entry["seq"]) == int(chronicle["first_seq"]) + index
        and entry["coalition"] == chronicle["coalition"]
        and len(keys) == len(quorum)
        and 2 * len(keys) > len(chronicle["committee"])
        and keys <= set(chronicle["committee"])
        and all(_right(each["member"], digest, each["signature"]) for each in quorum)
        and all(_right(each["key"], digest, each["signature"]) for each in entry["member_signatures"])
    )


def _unbroken(chronicle: Params, entries: list[Params]) -> int:
    for index, entry in enumerate(entries):
        if not _holds(chronicle, index, entry):
            return index
    return len(entries)


def _running(chronicle: Params, entries: list[Params]) -> list[str]:
    """SURF-3, SURF-4: the digest at every length."""
    found = ["00" * 32]
    for index, entry in enumerate(entries):
        place = {"surface": chronicle["surface"], "deployment": chronicle["deployment"], "index": str(index)}
        commit = value("surface.commit", {**place, "entry": _digest(entry)}).hex()
        found.append(value("surface.stream_digest", {"previous": found[-1], "commit": commit}).hex())
    return found


def _audit(params: Params) -> Params:
    """CHR-6 to CHR-8."""
    chronicle, mine = params["chronicle"], params["archive"]["entries"]
    running, found = _running(chronicle, mine), []
    if (broken := _unbroken(chronicle, mine)) < len(mine):
        found.append((broken, 0, "Broken"))
    for other in params["others"]:
        theirs = other["entries"][: _unbroken(chronicle, other["entries"])]
        apart = [at for at, (a, b) in enumerate(zip(mine, theirs, strict=False)) if _digest(a) != _digest(b)]
        if apart:
            found.append((apart[0], 1, "Differs"))
        elif len(theirs) > len(mine):
            found.append((len(mine), 2, "Missing"))
    agreed = 0
    for anchor in sorted(params["anchors"], key=lambda each: int(each["length"])):
        length = int(anchor["length"])
        if length > len(mine):
            found.append((len(mine), 2, "Missing"))
        elif running[length] == anchor["digest"]:
            agreed = length
        else:
            found.append((agreed, 3, "Unanchored"))
    finding = {"kind": min(found)[2], "index": str(min(found)[0])} if found else {"kind": "Sound"}
    return {"digest": running[-1], "finding": finding}


def _directory(params: Params) -> list[Params]:
    """ATL-3."""
    last = {card["stable_id"]: card for card in params["cards"]}
    return [last[key] for key in sorted(last)]


def _lineage(params: Params) -> Params:
    """ATL-4."""
    member, seen = params["member"], []
    while member not in seen:
        seen.append(member)
        cards = [card for card in params["cards"] if card["stable_id"] == member]
        if not cards:
            return {"kind": "Unlisted", "stable_id": member}
        if cards[-1]["successor_hint"] is None:
            retired = cards[-1]["status"] == {"kind": "Retired"}
            return {"kind": "Ended" if retired else "Latest", "stable_id": member}
        member = cards[-1]["successor_hint"]
    return {"kind": "Circular", "stable_id": member}


def _standing(params: Params) -> Params:
    """ATL-5."""
    card, replacement = params["card"], params["marker"]["replacement"]
    own = replacement is not None and replacement["address"] == card["stable_id"]
    if own or card["status"]["kind"] == "Retired":
        return {"status": card["status"], "successor_hint": card["successor_hint"]}
    named = replacement is not None and replacement["kind"]["kind"] in ("Lattice", "Organism")
    status = "Retired" if params["reached"] else "Retiring"
    return {"status": {"kind": status}, "successor_hint": replacement["address"] if named else None}


def _startup(params: Params) -> str:
    """COM-11: what a vector shows has passed the comparisons."""
    return value("compute.grant", {"grant": params["grant"]}).hex()


def _round_value(params: Params) -> str:
    """RND-4."""
    card, proof = params["card"], params["proof"]
    scheme, kind = card["scheme"], card["scheme"]["kind"]
    if kind == "External":
        return _network_value(scheme, params["round"], proof)
    named = {"module": params["module"], "provider": card["provider_id"], "round": params["round"]}
    digest = value("randomness.round", named)
    if kind == "Vrf":
        beta = verify(bytes.fromhex(scheme["public_key"]), digest, bytes.fromhex(proof))
        assert beta is not None
        return beta[:32].hex()
    group = scheme["signature_group"]["kind"]
    assert kind == "ThresholdBls"
    assert holds(group, point(OTHER[group], scheme["public_key"]), digest, point(group, proof))
    return sha256(bytes.fromhex(proof)).hexdigest()


def _attested_value(params: Params) -> str:
    """RND-22: dcap-qvl verifies the quote, whose report data are at 568."""
    scheme = params["card"]["scheme"]
    named = {"module": params["module"], "provider": params["card"]["provider_id"], "round": params["round"]}
    drawn = params["quote"][2 * 600 : 2 * 632]
    given = {"kind": "Given", "report_data": value("randomness.round", named).hex() + drawn}
    policy = {"mr_tds": [scheme["mr_td"]], "statuses": [{"kind": "UpToDate"}]}
    attested({**params, "root": scheme["root"], "policy": policy, "binding": given})
    return str(drawn)


def _network_value(scheme: Params, number: str, proof: str) -> str:
    """RND-4, of a network of drand: a chained round begins with the signature before."""
    asked = {"scheme": scheme["network"], "public_key": scheme["public_key"], "round": number}
    digits = len(proof) - 192 if scheme["network"]["kind"] == "PedersenBlsChained" else 0
    return str(
        BEACON["crypto.beacon_verify"](
            {**asked, "previous_signature": proof[:digits] or None, "signature": proof[digits:]}
        )
    )


#: By operation; `by_the_prose.PROSE` takes them over.
MODULES = {
    "chronicle.signatures": _signatures,
    "composites.audit": audited,
    "chronicle.audit": _audit,
    "atlas.directory": _directory,
    "atlas.lineage": _lineage,
    "atlas.standing": _standing,
    "compute.startup": _startup,
    "randomness.verify": _round_value,
    "randomness.verify_attested": _attested_value,
}
