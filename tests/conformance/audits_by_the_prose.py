"""The audit of composite organisms, written from COMP-5 to COMP-31; digests are those of the text's own tables."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from by_libraries.ed25519_by_libsodium import verified

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


def _said(record: Json) -> Json:
    said: Json = record[_DIGESTS[record["kind"]][1]]
    return said


def _digest(record: Json) -> str:
    derivation, member = _DIGESTS[record["kind"]]
    return value(derivation, {member: record[member]}).hex()


def _bundle(bundle: Json) -> str:
    return value("lattice.bundle_digest", {"cleartext": bundle["cleartext"]}).hex()


def _clock(record: Json) -> int:
    said = _said(record)
    return int(said["slot"] if "slot" in said else said["seq"])


def _key(pointer: Json) -> tuple[str, int, str]:
    return pointer["address"], int(pointer["clock_event"]), pointer["commit"]


class _Stop(Exception):
    """The entry at this place does not follow."""


class _Audited:
    """A component by its configuration: its ids, its span, and the surfaces it reads by id."""

    def __init__(self, component: Json) -> None:
        if component["kind"] not in _CLASSES:
            raise _Stop(0)
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
            raise _Stop(0)
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
            return int(_said(record)["timestamp_ms"]) // self.length
        event = _clock(record) - self.first[place]
        return event if 0 <= event <= _LAST - max(self.first) else None

    def holds(self, surface: str, built: str | None, entry: Json) -> bool:
        """COMP-6, COMP-7, COMP-9, COMP-23."""
        address, place, pin, kind = self.upstreams[surface]
        record = entry["record"]
        deployed = value("surface.deployment", {"address": address, "content_hash": built}).hex()
        if record["kind"] != kind or (pin is not None and pin != built):
            return False
        if entry["commit"] != _commit(surface, deployed, int(entry["index"]), record):
            return False
        if kind == "Refunds" and sum(int(each["refund_wei"]) for each in _said(record)["entries"]) >= 2**128:
            return False
        return place is None or self.event(place, record) is not None


def _commit(surface: str, deployed: str, index: int, record: Json) -> str:
    params = {"surface": surface, "deployment": deployed, "index": str(index), "entry": _digest(record)}
    return value("surface.commit", params).hex()


class _Replay:
    """What was observed and sealed so far, and what that committed."""

    def __init__(self, audited: _Audited, pages: list[Json]) -> None:
        self.of = audited
        self.kept: dict[tuple[str, int, str], tuple[str, Json]] = {}
        self.ticks: dict[int, tuple[str, int, str]] = {}
        for page in pages:
            surface = page["surface"]
            for entry in page["entries"] if surface in audited.upstreams else []:
                if audited.holds(surface, page["content_hash"], entry):
                    key = (audited.upstreams[surface][0], _clock(entry["record"]), entry["commit"])
                    self.kept.setdefault(key, (surface, entry))
                    if audited.upstreams[surface][1] is None:
                        self.ticks.setdefault(key[1], key)
        self.by_clock: dict[tuple[str, int], str] = {}
        self.used: set[str] = set()
        self.open: dict[int, dict[str, Json]] = defaultdict(dict)
        self.sealed = -1
        self.tick: int | None = None
        self.counted: set[tuple[int, str, str]] = set()
        self.made: list[Json] = []
        self.attested: list[Json] = []

    def observe(self, key: tuple[str, int, str]) -> None:
        """COMP-8, COMP-11, COMP-17. Raises `KeyError` for what does not resolve or contradicts."""
        surface, entry = self.kept[key]
        if self.by_clock.setdefault((surface, key[1]), entry["commit"]) != entry["commit"]:
            raise KeyError(key)
        if entry["commit"] in self.used:
            return
        self.used.add(entry["commit"])
        _, place, _, _ = self.of.upstreams[surface]
        record = entry["record"]
        if place is None:
            self._ticked(key[1])
            return
        event = self.of.event(place, record)
        assert event is not None
        if event <= self.sealed:
            pointer = {"address": key[0], "clock_event": str(key[1]), "commit": key[2]}
            late = {"member": self.of.span[place], "event": str(event), "evidence": pointer}
            self.made.append({"kind": "LateEvidence", "late": late})
            return
        before = self.open[event].get(surface)
        if before is None or _clock(before["record"]) <= _clock(record):
            self.open[event][surface] = entry

    def _ticked(self, seq: int) -> None:
        if self.of.lattices:
            self.tick = seq if self.tick is None else max(seq, self.tick)
        elif seq:
            self.seal(seq - 1)

    def seal(self, last: int) -> None:
        """COMP-12, COMP-15, COMP-16."""
        for event in sorted(each for each in self.open if each <= last):
            self._decide(event, self.open.pop(event))
        self.sealed = max(self.sealed, last)

    def _decide(self, event: int, seen: dict[str, Json]) -> None:
        required = {place: surface for surface, (_, place, _, kind) in self.of.upstreams.items()
                    if place is not None and kind != "TallyAttestation"}  # fmt: skip
        present = [(place, seen[required[place]]) for place in range(len(self.of.span)) if required[place] in seen]
        there = {place for place, _ in present}
        missing = [member for place, member in enumerate(self.of.span) if place not in there]
        pointers = [self._pointer(required[place], entry) for place, entry in present]
        if missing and not self.of.partial:
            stall = {"event": str(event), "missing": missing, "evidence": pointers}
            self.made.append({"kind": "StallEvent", "stall": stall})
        elif self.of.surfaces[0] == "RoutedIntents":
            self._route(event, present, missing, pointers)
        elif self.of.surfaces[0] == "SharedRefunds":
            for (place, entry), pointer in zip(present, pointers, strict=True):
                self._share(event, place, entry, missing, pointer, seen)
        else:
            for place, entry in present:
                tick = _said(entry["record"])
                self.made.append({"kind": "Correlation", "correlation": {
                    "member": self.of.span[place], "clock": str(event), "seq": tick["seq"], "price": tick["price"],
                    "missing": missing, "evidence": pointers,
                }})  # fmt: skip

    def _pointer(self, surface: str, entry: Json) -> Json:
        address = self.of.upstreams[surface][0]
        return {"address": address, "clock_event": str(_clock(entry["record"])), "commit": entry["commit"]}

    def _route(self, event: int, present: list[tuple[int, Json]], missing: list[str], pointers: list[Json]) -> None:
        """COMP-19, COMP-20."""
        for target, member in enumerate(self.of.span):
            intents = [
                {
                    "source": self.of.span[place],
                    "bundle_digest": value("lattice.bundle_digest", {"cleartext": each["cleartext"]}).hex(),
                }
                for place, entry in present
                for each in _said(entry["record"])["bundles"]
                if each["target"] == member and place != target
            ]
            routed = {"member": member, "clock": str(self.of.first[target] + event), "intents": intents,
                      "missing": missing, "almanac_tick": self._tick(), "evidence": pointers}  # fmt: skip
            self.made.append({"kind": "RoutedIntents", "routed": routed})

    def _tick(self) -> str | None:
        return None if self.tick is None else str(self.tick)

    def _share(
        self, event: int, place: int, entry: Json, missing: list[str], pointer: Json, seen: dict[str, Json]
    ) -> None:
        """COMP-21, COMP-22, COMP-24."""
        sums: dict[str, int] = defaultdict(int)
        fresh = []
        for each in _said(entry["record"])["entries"]:
            told = (place, each["block_number"], each["bundle_digest"])
            if told not in self.counted:
                fresh.append(told)
                sums[each["searcher_id"]] += int(each["refund_wei"])
        self.counted.update(fresh)
        key = {"member": self.of.span[place], "clock": str(self.of.first[place] + event)}
        shares = [{"recipient": each, "refund_wei": str(sums[each])} for each in sorted(sums)]
        shared = {**key, "shares": shares, "missing": missing, "almanac_tick": self._tick(), "evidence": [pointer]}
        record = {"kind": "SharedRefunds", "shared": shared}
        hashed = _commit(self.of.ids[0], self.of.deployment, len(self.made), record)
        self.made.append(record)
        for surface, each in seen.items():
            _, at, _, kind = self.of.upstreams[surface]
            if at == place and kind == "TallyAttestation" and _said(each["record"])["refunds"] == pointer:
                own = {**key, "shared": hashed, "evidence": [pointer, self._pointer(surface, each)], "signatures": []}
                self.attested.append({"kind": "SharedAttestation", "attestation": own})


def audited(params: Json) -> Json:
    """COMP-29 to COMP-31."""
    try:
        replay = _followed(_Audited(params["component"]), params)
    except _Stop as stopped:
        return {"kind": "Unfounded", "index": str(stopped.args[0])}
    try:
        _attested(replay, params["committee"], params["attestations"])
    except _Stop as stopped:
        return {"kind": "Unattested", "index": str(stopped.args[0])}
    return {"kind": "Founded"}


def _followed(of: _Audited, params: Json) -> _Replay:
    replay, log = _Replay(of, params["pages"]), params["log"]
    own: dict[str, list[Json]] = defaultdict(list)
    for entry in params["attestations"]:
        if entry["record"]["kind"] == "SharedAttestation":
            own[_said(entry["record"])["shared"]] += _said(entry["record"])["evidence"]
    at = 0
    while at < len(log):
        record, end = log[at]["record"], at + 1
        if record["kind"] == "Retirement":
            replay.made.append(record)
            end = len(log)
        elif record["kind"] == "LateEvidence":
            _came_late(replay, at, _key(_said(record)["evidence"]))
        else:
            event = _event(of, record)
            if event is None:
                raise _Stop(at)
            grouped = ("RoutedIntents", "SharedRefunds", "Correlation")
            while end < len(log) and log[end]["record"]["kind"] in grouped and record["kind"] != "StallEvent":
                if _event(of, log[end]["record"]) != event:
                    break
                end += 1
            _decided(replay, event, at, log[at:end], own)
        _compared(of.ids[0], of.deployment, replay.made, log[:end], at)
        at = end
    return replay


def _event(of: _Audited, record: Json) -> int | None:
    said = _said(record)
    if record["kind"] == "StallEvent":
        return int(said["event"])
    if record["kind"] == "Correlation":
        return int(said["clock"])
    if record["kind"] not in ("RoutedIntents", "SharedRefunds") or not of.lattices or said["member"] not in of.span:
        return None
    event = int(said["clock"]) - of.first[of.span.index(said["member"])]
    return event if event >= 0 else None


def _came_late(replay: _Replay, at: int, key: tuple[str, int, str]) -> None:
    surface, entry = replay.kept.get(key, ("", {}))
    place = replay.of.upstreams[surface][1] if surface else None
    event = None if place is None else replay.of.event(place, entry["record"])
    if event is None:
        raise _Stop(at)
    if event > replay.sealed:
        replay.seal(event)
    try:
        replay.observe(key)
    except KeyError:
        raise _Stop(at) from None


def _decided(replay: _Replay, event: int, at: int, entries: list[Json], own: dict[str, list[Json]]) -> None:
    for index, entry in enumerate(entries, at):
        said = _said(entry["record"])
        try:
            for pointer in said["evidence"]:
                replay.observe(_key(pointer))
            if said.get("almanac_tick") is not None:
                replay.observe(replay.ticks[int(said["almanac_tick"])])
        except KeyError:
            raise _Stop(index) from None
    for pointer in (each for entry in entries for each in own.get(entry["commit"], ())):
        surface, kept = replay.kept.get(_key(pointer), ("", {}))
        if surface and kept["record"]["kind"] == "TallyAttestation":
            place = replay.of.upstreams[surface][1]
            assert place is not None
            first = replay.by_clock.get((surface, _clock(kept["record"])), kept["commit"])
            if replay.of.event(place, kept["record"]) == event and first == kept["commit"]:
                replay.observe(_key(pointer))
    replay.seal(event)


def _compared(surface: str, deployed: str, made: list[Json], given: list[Json], first: int) -> None:
    for index in range(first, max(len(made), len(given))):
        if index >= min(len(made), len(given)) or not _same(surface, deployed, index, made[index], given[index]):
            raise _Stop(index)


def _same(surface: str, deployed: str, index: int, record: Json, entry: Json) -> bool:
    same = int(entry["index"]) == index and _digest(entry["record"]) == _digest(record)
    return same and entry["commit"] == _commit(surface, deployed, index, record)


def _attested(replay: _Replay, committee: list[str], given: list[Json]) -> None:
    of, made = replay.of, replay.attested
    if len(of.ids) == 1 and given:
        raise _Stop(0)
    if given[len(made) :] and given[len(made)]["record"]["kind"] == "Retirement":
        made = [*made, given[len(made)]["record"]]
    for index in range(max(len(made), len(given))):
        _compared(of.ids[1], of.deployment, made[: index + 1], given[: index + 1], index)
        if made[index]["kind"] == "SharedAttestation" and not _signed(committee, given[index]["record"]):
            raise _Stop(index)


def _signed(committee: list[str], record: Json) -> bool:
    """CHR-4."""
    digest, signatures = _digest(record), _said(record)["signatures"]
    keys = [each["member"] for each in signatures]
    if len(keys) <= len(committee) // 2 or len(set(keys)) != len(keys) or not set(keys) <= set(committee):
        return False
    return all(
        verified({"public_key": each["member"], "message": digest, "signature": each["signature"]}) is not None
        for each in signatures
    )
