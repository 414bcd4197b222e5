"""The operations whose value the text gives in prose, not in a table: written from that prose, without the reference.

Each takes parameters in their JSON form and gives the value in its JSON form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import rfc8785
from blake3 import blake3
from by_libraries import LIBRARIES
from by_the_stance import STANCE
from conditions_by_the_prose import CONDITIONS
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from modules_by_the_prose import MODULES

from conformance.preimage_tables import value

Params = dict[str, Any]


def _data(form: Params) -> bytes:
    return str(form["text"]).encode() if "text" in form else bytes.fromhex(form["bytes"])


def _from_text(params: Params) -> str:
    """SUB-2: 64 hexadecimal digits decode, anything else is hashed."""
    raw = _data(params["value"])
    if re.fullmatch(rb"[0-9a-fA-F]{64}", raw):
        return raw.decode().lower()
    return blake3(raw).hexdigest()


def _integer(params: Params) -> str:
    """ENC-2."""
    kind = params["value"]["kind"]
    return int(params["value"]["value"]).to_bytes(int(kind[1:]) // 8, "little", signed=kind[0] == "I").hex()


def _from_int(params: Params) -> str:
    """SUB-5: at the end of 32 bytes."""
    kind = params["type"]["kind"]
    raw = int(params["value"]).to_bytes(int(kind[1:]) // 8, "little", signed=kind[0] == "I")
    return (bytes(32 - len(raw)) + raw).hex()


def _constant(params: Params) -> str:
    """ID-1, ID-2, ENC-4, ID-42."""
    texts = {"Universe": "mosaik.universe", "CoalitionRootSeed": "coalition.root.v1"}
    texts["PriceTickSchemaV1"] = "oracle.price-tick.v1"
    kind = params["constant"]["kind"]
    return blake3(texts[kind].encode()).hexdigest() if kind in texts else "00" * 32


def _peer(params: Params) -> str:
    """SUB-9."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(params["secret"]))
    return key.public_key().public_bytes_raw().hex()


def _atlas(params: Params) -> list[str]:
    """ID-37."""
    config = params["config"]
    return [*config["lattices"], *(organism["stable_id"] for organism in config["organisms"])]


def _log(params: Params) -> str:
    """SURF-4."""
    running = "00" * 32
    for commit in params["commits"]:
        running = value("surface.stream_digest", {"previous": running, "commit": commit}).hex()
    return running


def _shortest(ratio: str) -> str:
    whole, _, fraction = ratio.partition(".")
    return f"{int(whole)}.{fraction}".rstrip("0").rstrip(".")


def _canonical(params: Params) -> str:
    """ID-29: RFC 8785, ratios in their shortest form, sets in ascending order of their fingerprints."""
    config = json.loads(json.dumps(params["config"]))
    for clause in (config["ticket_issuer"] or {"acl": {"clauses": []}})["acl"]["clauses"]:
        if clause["kind"] == "ReputationFloor":
            clause["floor"] = _shortest(clause["floor"])
        if clause["kind"] == "AdmitsMeasurementsInSet":
            clause["set"].sort(key=lambda each: value("identity.measurements", {"measurements": each}))
    return rfc8785.dumps(config).decode()


def _root(config: Params) -> str:
    return value("identity.coalition_root", {"config": config}).hex()


def _fingerprint(params: Params) -> str:
    """HS-4: the root of the page's configuration."""
    return _root(json.loads(params["document"])["config"])


def _cross_check(params: Params) -> list[str]:
    """The stable id of each lattice, then ID-5 of each organism."""
    config = json.loads(params["document"])["config"]
    fingerprints = (value("identity.organism_ref", {"reference": each}).hex() for each in config["organisms"])
    return [*config["lattices"], *fingerprints]


def _republication(params: Params) -> Params:
    """RET-5 to RET-8."""
    before, after = params["before"], params["after"]
    roots = [_root(each["config"]) for each in (before, after)]
    then, now = ({entry["stable_id"]: entry["content_hash"] for entry in each["contents"]} for each in (before, after))
    changed = any(then[name] != now[name] for name in then.keys() & now.keys())
    strict = before["config"]["retirement_policy"]["kind"] == "Conservative"
    moves = roots[0] != roots[1]
    return {
        "root_before": roots[0],
        "root_after": roots[1],
        "root_moves": moves,
        "reissue": moves or (strict and changed),
    }


PROSE: dict[str, Callable[[Params], Any]] = {
    "encoding.integer": _integer,
    "encoding.present_id": lambda params: params["id"],
    "encoding.name": lambda params: params["name"].encode().hex(),
    "encoding.type_tag": lambda params: params["type_tag"],
    "encoding.free_text": lambda params: params["text"].encode().hex(),
    "substrate.unique_id_bytes": lambda params: params["bytes"],
    "substrate.unique_id": _from_text,
    "substrate.network_id": _from_text,
    "substrate.stream_id": _from_text,
    "substrate.store_id": _from_text,
    "substrate.group_key": _from_text,
    "substrate.unique_id_from_int": _from_int,
    "substrate.peer_id": _peer,
    "identity.constant": _constant,
    "identity.member_id": lambda params: params["stable_id"][:40],
    "identity.canonical_config": _canonical,
    "identity.atlas_members": _atlas,
    "surface.log_digest": _log,
    "retirement.republication": _republication,
    "handshake.fingerprint": _fingerprint,
    "handshake.cross_check": _cross_check,
    **STANCE,
    **LIBRARIES,
    **MODULES,
    **CONDITIONS,
}
