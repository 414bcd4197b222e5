"""Composite organisms and what they read, written from COMP-5 to COMP-25; digests are of the text's own tables."""

from __future__ import annotations

from typing import Any

from conformance.preimage_tables import value

Json = dict[str, Any]
_LAST = 2**64 - 1
#: The derivation of a record's digest, and the member that it digests.
_DIGESTS = {
    "UnsealedPool": ("lattice.unsealed_pool", "pool"),
    "Refunds": ("lattice.refunds", "refunds"),
    "TallyAttestation": ("lattice.tally_attestation", "attestation"),
    "PriceTick": ("lattice.price_tick", "tick"),
    "Tick": ("almanac.tick", "tick"),
    "StallEvent": ("composites.stall_event", "stall"),
    "LateEvidence": ("composites.late_evidence", "late"),
    "RoutedIntents": ("intents.routed", "routed"),
    "SharedRefunds": ("ledger.shared_refunds", "shared"),
    "SharedAttestation": ("ledger.shared_attestation", "attestation"),
    "Correlation": ("correlator.correlation", "correlation"),
    "Retirement": ("retirement.marker", "marker"),
}
_CLASSES = {
    "IntentRouter": ("intents.content", ("RoutedIntents",), (("Unseal", "UnsealedPool", "UnsealedPool"),)),
    "SharedLedger": (
        "ledger.content",
        ("SharedRefunds", "SharedAttestations"),
        (("Tally", "Refunds", "Refunds"), ("Tally", "Attestation", "TallyAttestation")),
    ),
    "CrossFeedCorrelator": ("correlator.content", ("Correlations",), ()),
}


def said_in(record: Json) -> Json:
    said: Json = record[_DIGESTS[record["kind"]][1]]
    return said


def digest_of(record: Json) -> str:
    derivation, member = _DIGESTS[record["kind"]]
    return value(derivation, {member: record[member]}).hex()


def bundle_digest(bundle: Json) -> str:
    return value("lattice.bundle_digest", {"cleartext": bundle["cleartext"]}).hex()


def clock_of(record: Json) -> int:
    said = said_in(record)
    return int(said["slot"] if "slot" in said else said["seq"])


def key_of(pointer: Json) -> tuple[str, int, str]:
    return pointer["address"], int(pointer["clock_event"]), pointer["commit"]


class StopError(Exception):
    """The entry at this place does not follow."""


class Audited:
    """A component by its configuration: its ids, its span, and the surfaces it reads by id."""

    def __init__(self, component: Json) -> None:
        if component["kind"] not in _CLASSES:
            raise StopError(0)
        derivation, self.surfaces, read = _CLASSES[component["kind"]]
        content = component["content"]
        self.lattices = component["kind"] != "CrossFeedCorrelator"
        members = component["lattices" if self.lattices else "organisms"]
        clocks = content["sources" if self.lattices else "feeds"]
        alignment = content.get("alignment", content)
        lengths = [int(each) for name, each in alignment.items() if name.endswith("_ms")]
        pairs = [(one.get("instance_name"), two.get("chain_id")) for one, two in zip(members, clocks, strict=False)]
        twice = self.lattices and len(set(pairs)) != len(pairs)
        if len(members) < 2 or len(members) != len(clocks) or twice or 0 in lengths:
            raise StopError(0)
        self.partial = content["policy"]["kind"] == "PartialEvidence"
        self.span = [each["stable_id"][:40] for each in members]
        self.first = [int(each["first_slot"]) for each in clocks] if self.lattices else []
        self.length = int(alignment.get("cadence_ms", alignment.get("bin_ms", "1")))
        #: Surface → address, place, pin, kind.
        self.upstreams: dict[str, tuple[str, int | None, str | None, str]] = {}
        for place, (member, clock) in enumerate(zip(members, clocks, strict=True)):
            if not self.lattices:
                stream = value("identity.oracle_stream_id", {"stable_id": member["stable_id"], "pair": clock}).hex()
                self.upstreams[stream] = (member["stable_id"], place, member["content_hash"], "PriceTick")
            for organism, name, kind in read:
                named = {"instance_name": member["instance_name"], "chain_id": clock["chain_id"]}
                address = value("identity.lattice_organism", {**named, "organism": {"kind": organism}}).hex()
                surface = value("surface.surface_id", {"address": address, "name": name}).hex()
                self.upstreams[surface] = (address, place, member["content_hash"], kind)
        if (almanac := alignment.get("almanac")) is not None:
            surface = value("surface.surface_id", {"address": almanac, "name": "Ticks"}).hex()
            self.upstreams[surface] = (almanac, None, None, "Tick")
        address = value("identity.stable_id", {"instance_name": component["instance_name"]}).hex()
        preimage = value(derivation, {"content": content}).hex()
        config = {
            "name": component["name"],
            "lattices": component.get("lattices", []),
            "organisms": component.get("organisms", []),
            "content": {"preimage": preimage, "measurements": component["measurements"]},
            "acl": component["acl"],
        }
        built = value("identity.content_hash", {"config": config}).hex()
        self.deployment = value("surface.deployment", {"address": address, "content_hash": built}).hex()
        self.ids = [value("surface.surface_id", {"address": address, "name": each}).hex() for each in self.surfaces]

    def event(self, place: int, record: Json) -> int | None:
        """The event of a record that a member published; None outside the span's clock (COMP-9, COMP-25)."""
        if not self.lattices:
            return int(said_in(record)["timestamp_ms"]) // self.length
        event = clock_of(record) - self.first[place]
        return event if 0 <= event <= _LAST - max(self.first) else None

    def holds(self, surface: str, built: str | None, entry: Json) -> bool:
        """COMP-6, COMP-7, COMP-9, COMP-23."""
        address, place, pin, kind = self.upstreams[surface]
        record = entry["record"]
        deployed = value("surface.deployment", {"address": address, "content_hash": built}).hex()
        if record["kind"] != kind or (pin is not None and pin != built):
            return False
        if entry["commit"] != commit_of(surface, deployed, int(entry["index"]), record):
            return False
        if kind == "Refunds" and sum(int(each["refund_wei"]) for each in said_in(record)["entries"]) >= 2**128:
            return False
        return place is None or self.event(place, record) is not None


def commit_of(surface: str, deployed: str, index: int, record: Json) -> str:
    params = {"surface": surface, "deployment": deployed, "index": str(index), "entry": digest_of(record)}
    return value("surface.commit", params).hex()
