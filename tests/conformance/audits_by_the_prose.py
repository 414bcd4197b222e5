"""The audit of composite organisms, written from COMP-29 to COMP-31."""

from __future__ import annotations

from collections import defaultdict

from by_libraries.ed25519_by_libsodium import verified
from composites_by_the_prose import Audited, Json, StopError, clock_of, commit_of, digest_of, key_of, said_in
from replays_by_the_prose import Replay


def audited(params: Json) -> Json:
    """COMP-29 to COMP-31."""
    try:
        replay = _followed(Audited(params["component"]), params)
    except StopError as stopped:
        return {"kind": "Unfounded", "index": str(stopped.args[0])}
    try:
        _attested(replay, params["committee"], params["attestations"])
    except StopError as stopped:
        return {"kind": "Unattested", "index": str(stopped.args[0])}
    return {"kind": "Founded"}


def _followed(of: Audited, params: Json) -> Replay:
    replay, log = Replay(of, params["pages"]), params["log"]
    own: dict[str, list[tuple[int, Json]]] = defaultdict(list)
    for place, entry in enumerate(params["attestations"]):
        if entry["record"]["kind"] == "SharedAttestation":
            said = said_in(entry["record"])
            own[said["shared"]] += [(place, pointer) for pointer in said["evidence"]]
    at = 0
    while at < len(log):
        record, end = log[at]["record"], at + 1
        if record["kind"] == "Retirement":
            replay.made.append(record)
            end = len(log)
        elif record["kind"] == "LateEvidence":
            _came_late(replay, at, key_of(said_in(record)["evidence"]))
        else:
            event = _event(of, record)
            if event is None:
                raise StopError(at)
            while end < len(log) and "StallEvent" not in (record["kind"], log[end]["record"]["kind"]):
                if _event(of, log[end]["record"]) != event:
                    break
                end += 1
            _decided(replay, event, at, log[at:end], own)
        _compared(of.ids[0], of.deployment, replay.made, log[:end], at)
        at = end
    return replay


def _event(of: Audited, record: Json) -> int | None:
    said = said_in(record)
    if record["kind"] == "StallEvent":
        return int(said["event"])
    if record["kind"] != {"Correlations": "Correlation"}.get(of.surfaces[0], of.surfaces[0]):
        return None
    if record["kind"] == "Correlation":
        return int(said["clock"])
    if said["member"] not in of.span:
        return None
    event = int(said["clock"]) - of.first[of.span.index(said["member"])]
    return event if 0 <= event <= 2**64 - 1 - max(of.first) else None


def _came_late(replay: Replay, at: int, key: tuple[str, int, str]) -> None:
    surface, entry = replay.kept.get(key, ("", {}))
    place = replay.of.upstreams[surface][1] if surface else None
    event = None if place is None else replay.of.event(place, entry["record"])
    if event is None:
        raise StopError(at)
    if event > replay.sealed:
        replay.seal(event)
    try:
        replay.observe(key)
    except KeyError:
        raise StopError(at) from None


def _decided(replay: Replay, event: int, at: int, entries: list[Json], own: dict[str, list[tuple[int, Json]]]) -> None:
    if event <= replay.sealed:
        raise StopError(at)
    for index, entry in enumerate(entries, at):
        said = said_in(entry["record"])
        try:
            for pointer in said["evidence"]:
                before = len(replay.made)
                replay.observe(key_of(pointer))
                if len(replay.made) > before and replay.made[-1]["kind"] == "LateEvidence":
                    raise StopError(index)
            if said.get("almanac_tick") is not None:
                replay.observe(replay.ticks[int(said["almanac_tick"])])
        except KeyError:
            raise StopError(index) from None
    alone = entries[0]["record"]
    if alone["kind"] == "StallEvent" and not said_in(alone)["evidence"]:
        _open(replay, event)
    found = [each for entry in entries for each in own.get(entry["commit"], ())]
    for _, pointer in sorted(found, key=lambda each: each[0]):
        surface, kept = replay.kept.get(key_of(pointer), ("", {}))
        if surface and kept["record"]["kind"] == "TallyAttestation":
            place = replay.of.upstreams[surface][1]
            assert place is not None
            first = replay.by_clock.get((surface, clock_of(kept["record"])), kept["commit"])
            if replay.of.event(place, kept["record"]) == event and first == kept["commit"]:
                replay.observe(key_of(pointer))
    replay.seal(event)


def _pointed_at(replay: Replay, index: int, said: Json) -> None:
    before = len(replay.made)
    try:
        for pointer in said["evidence"]:
            replay.observe(key_of(pointer))
        if said.get("almanac_tick") is not None:
            replay.observe(replay.ticks[int(said["almanac_tick"])])
    except KeyError:
        raise StopError(index) from None
    if any(each["kind"] == "LateEvidence" for each in replay.made[before:]):
        raise StopError(index)


def _open(replay: Replay, event: int) -> None:
    """An attestation opened it, if one was kept."""
    for surface, entry in replay.kept.values():
        _, place, _, kind = replay.of.upstreams[surface]
        if kind == "TallyAttestation" and place is not None and replay.of.event(place, entry["record"]) == event:
            replay.open.setdefault(event, {})


def _compared(surface: str, deployed: str, made: list[Json], given: list[Json], first: int) -> None:
    for index in range(first, max(len(made), len(given))):
        if index >= min(len(made), len(given)) or not _same(surface, deployed, index, made[index], given[index]):
            raise StopError(index)


def _same(surface: str, deployed: str, index: int, record: Json, entry: Json) -> bool:
    same = int(entry["index"]) == index and digest_of(entry["record"]) == digest_of(record)
    return same and entry["commit"] == commit_of(surface, deployed, index, record)


def _attested(replay: Replay, committee: list[str], given: list[Json]) -> None:
    of, made = replay.of, replay.attested
    if len(of.ids) == 1 and given:
        raise StopError(0)
    if given[len(made) :] and given[len(made)]["record"]["kind"] == "Retirement":
        made = [*made, given[len(made)]["record"]]
    for index in range(max(len(made), len(given))):
        _compared(of.ids[1], of.deployment, made[: index + 1], given[: index + 1], index)
        if made[index]["kind"] == "SharedAttestation" and not _signed(committee, given[index]["record"]):
            raise StopError(index)


def _signed(committee: list[str], record: Json) -> bool:
    """CHR-4."""
    digest, signatures = digest_of(record), said_in(record)["signatures"]
    keys = [each["member"] for each in signatures]
    if len(keys) <= len(committee) // 2 or len(set(keys)) != len(keys) or not set(keys) <= set(committee):
        return False
    return all(
        verified({"public_key": each["member"], "message": digest, "signature": each["signature"]}) is not None
        for each in signatures
    )
