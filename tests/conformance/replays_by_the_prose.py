"""What a composite organism makes of what its members published, written from COMP-8 to COMP-24."""

from __future__ import annotations

from collections import defaultdict

from composites_by_the_prose import Audited, Json, bundle_digest, clock_of, commit_of, said_in


class Replay:
    """What was observed and sealed so far, and what that committed."""

    def __init__(self, audited: Audited, pages: list[Json]) -> None:
        self.of = audited
        self.kept: dict[tuple[str, int, str], tuple[str, Json]] = {}
        self.ticks: dict[int, tuple[str, int, str]] = {}
        for page in pages:
            surface = page["surface"]
            for entry in page["entries"] if surface in audited.upstreams else []:
                if audited.holds(surface, page["content_hash"], entry):
                    key = (audited.upstreams[surface][0], clock_of(entry["record"]), entry["commit"])
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
        if before is None or clock_of(before["record"]) <= clock_of(record):
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
                tick = said_in(entry["record"])
                self.made.append({"kind": "Correlation", "correlation": {
                    "member": self.of.span[place], "clock": str(event), "seq": tick["seq"], "price": tick["price"],
                    "missing": missing, "evidence": pointers,
                }})  # fmt: skip

    def _pointer(self, surface: str, entry: Json) -> Json:
        address = self.of.upstreams[surface][0]
        return {"address": address, "clock_event": str(clock_of(entry["record"])), "commit": entry["commit"]}

    def _route(self, event: int, present: list[tuple[int, Json]], missing: list[str], pointers: list[Json]) -> None:
        """COMP-19, COMP-20."""
        for target, member in enumerate(self.of.span):
            intents = [
                {
                    "source": self.of.span[place],
                    "bundle_digest": bundle_digest(each),
                }
                for place, entry in present
                for each in said_in(entry["record"])["bundles"]
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
        for each in said_in(entry["record"])["entries"]:
            told = (place, each["block_number"], each["bundle_digest"])
            if told not in self.counted:
                fresh.append(told)
                sums[each["searcher_id"]] += int(each["refund_wei"])
        self.counted.update(fresh)
        key = {"member": self.of.span[place], "clock": str(self.of.first[place] + event)}
        shares = [{"recipient": each, "refund_wei": str(sums[each])} for each in sorted(sums)]
        shared = {**key, "shares": shares, "missing": missing, "almanac_tick": self._tick(), "evidence": [pointer]}
        record = {"kind": "SharedRefunds", "shared": shared}
        hashed = commit_of(self.of.ids[0], self.of.deployment, len(self.made), record)
        self.made.append(record)
        for surface, each in seen.items():
            _, at, _, kind = self.of.upstreams[surface]
            if at == place and kind == "TallyAttestation" and said_in(each["record"])["refunds"] == pointer:
                own = {**key, "shared": hashed, "evidence": [pointer, self._pointer(surface, each)], "signatures": []}
                self.attested.append({"kind": "SharedAttestation", "attestation": own})
