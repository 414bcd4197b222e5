"""What the tables of the text make of worlds: the ids of what is deployed, commits, and digests of logs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from conformance.preimage_tables import value
from conformance.spec_text import specification

ZERO = "00" * 32

Ids = tuple[str, str]


def _module(component: dict[str, Any]) -> Ids:
    """Address and content hash of a module, from the tables of the text alone."""
    content = component["content"]
    preimage = value("identity.content_preimage", {"content": content}).hex()
    config = {
        "name": component["name"],
        "content": {"preimage": preimage, "measurements": component["measurements"]},
        "acl": component["acl"],
    }
    root = value("identity.coalition_root", {"config": component["coalition"]}).hex()
    kind = {"kind": content["kind"]}
    coalition = component["coalition"]
    listed = [*coalition["lattices"], *(each["stable_id"] for each in coalition["organisms"])]
    members = listed if content["kind"] == "Atlas" else []
    folded = {"coalition_root": root, "kind": kind, "config": config, "members": members}
    address = value("identity.module_id", folded).hex()
    organism = {**config, "lattices": [], "organisms": []}
    return address, value("identity.content_hash", {"config": organism}).hex()


def _composite(operation: str) -> Callable[[dict[str, Any]], Ids]:
    """Address and content hash of a composite organism."""

    def ids(component: dict[str, Any]) -> Ids:
        preimage = value(operation, {"content": component["content"]}).hex()
        content = {"preimage": preimage, "measurements": component["measurements"]}
        config = {"lattices": [], "organisms": [], **component, "content": content}
        address = value("identity.stable_id", {"instance_name": component["instance_name"]}).hex()
        return address, value("identity.content_hash", {"config": config}).hex()

    return ids


#: The ids of a component by its variant, and the surfaces of its class by its variant or content.
IDS: dict[str, Callable[[dict[str, Any]], Ids]] = {
    "Module": _module,
    "IntentRouter": _composite("intents.content"),
    "SharedLedger": _composite("ledger.content"),
    "CrossFeedCorrelator": _composite("correlator.content"),
}
SURFACES = {
    "Almanac": ("Ticks",),
    "Chronicle": ("Entries", "Anchors"),
    "Atlas": ("Cards",),
    "Compute": ("Requests", "Grants", "Providers", "Logs", "ClearingRecords"),
    "Randomness": ("BeaconTicks", "Providers"),
    "IntentRouter": ("RoutedIntents",),
    "SharedLedger": ("SharedRefunds", "SharedAttestations"),
    "CrossFeedCorrelator": ("Correlations",),
}
#: The operation that digests a record, by its variant; what a record has beside its parameters is signatures.
DIGESTS = {
    "Tick": "almanac.tick",
    "Retirement": "retirement.marker",
    "ChronicleEntry": "chronicle.entry",
    "ChronicleAnchor": "chronicle.anchor",
    "MemberCard": "atlas.card",
    "ComputeRequest": "compute.request",
    "ComputeGrant": "compute.grant",
    "ComputeProviderCard": "compute.provider_card",
    "ProviderDeregistration": "compute.deregistration",
    "ComputeLog": "compute.log",
    "ClearingRecord": "compute.clearing_record",
    "BeaconTick": "randomness.tick",
    "BeaconProviderCard": "randomness.provider_card",
    "StallEvent": "composites.stall_event",
    "LateEvidence": "composites.late_evidence",
    "RoutedIntents": "intents.routed",
    "SharedRefunds": "ledger.shared_refunds",
    "SharedAttestation": "ledger.shared_attestation",
    "Correlation": "correlator.correlation",
}


def ids_of(component: dict[str, Any]) -> dict[str, Any]:
    """What a component answers when it is deployed."""
    address, content_hash = IDS[component["kind"]](component)
    played = component["content"]["kind"] if component["kind"] == "Module" else component["kind"]
    return {
        "address": address,
        "content_hash": content_hash,
        "deployment": value("surface.deployment", {"address": address, "content_hash": content_hash}).hex(),
        "surfaces": [
            {"name": name, "id": value("surface.surface_id", {"address": address, "name": name}).hex()}
            for name in SURFACES[played]
        ],
    }


def commit_of(ids: dict[str, Any], surface: str, entry: dict[str, Any]) -> str:
    """The commit of an entry, in hex."""
    operation = DIGESTS[entry["record"]["kind"]]
    taken = {name: entry["record"][name] for name, _ in specification().operations()[operation].params}
    digest = value(operation, taken)
    return value(
        "surface.commit",
        {
            "surface": next(each["id"] for each in ids["surfaces"] if each["name"] == surface),
            "deployment": ids["deployment"],
            "index": entry["index"],
            "entry": digest.hex(),
        },
    ).hex()


def log_digest(commits: Iterable[str]) -> str:
    """The digest of a log, in hex, by the commits of its entries."""
    digest = ZERO
    for commit in commits:
        digest = value("surface.stream_digest", {"previous": digest, "commit": commit}).hex()
    return digest
