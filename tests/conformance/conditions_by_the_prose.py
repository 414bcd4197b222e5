"""What the chapter Conditions says in prose, written from it: each instant at which it could turn is looked at."""

from __future__ import annotations

from typing import Any

Params = dict[str, Any]

_LAST = 2**64 - 1


def _passed(wanted: Params, sightings: list[Params], now: int) -> list[Params]:
    """COND-1 and COND-2."""

    def fits(seen: Params) -> bool:
        if wanted["above"] is not None and int(seen["amount"]) <= int(wanted["above"]):
            return False
        return all(wanted[name] in (None, seen[name]) for name in ("log", "origin"))

    ordered = sorted(sightings, key=lambda seen: int(seen["at"]))
    return [seen for seen in ordered if int(seen["at"]) <= now and fits(seen)]


def _clause(clause: Params, sightings: list[Params], now: int) -> bool:
    """COND-3 and COND-4."""
    passed, least = _passed(clause["filter"], sightings, now), clause["at_least"]
    if clause["kind"] == "Count":
        window = clause["window_ms"]
        return len([each for each in passed if window is None or now < int(each["at"]) + int(window)]) >= least
    return least == 0 or (len(passed) >= least and len({each["origin"] for each in passed[-least:]}) == 1)


def _turning(condition: Params, sightings: list[Params]) -> list[int]:
    ats = [int(seen["at"]) for seen in sightings]
    windows = [int(each["window_ms"]) for each in condition["clauses"] if each.get("window_ms") is not None]
    return sorted({0, *ats, *(at + window for at in ats for window in windows if at + window <= _LAST)})


def _stretches(params: Params) -> list[Params]:
    """COND-5 and COND-6."""
    condition, sightings = params["condition"], params["sightings"]
    found: list[Params] = []
    before = False
    for now in _turning(condition, sightings):
        clauses = [_clause(each, sightings, now) for each in condition["clauses"]]
        holds = sum(clauses) >= condition["at_least"]
        if holds and not before:
            found.append({"start": str(now), "end": None})
        elif before and not holds:
            found[-1]["end"] = str(now)
        before = holds
    return found


CONDITIONS = {"condition.stretches": _stretches}
