"""Scenarios of the grants and logs of a Compute."""

from __future__ import annotations

from typing import Final

from coalition.compute import AlmanacRange, ComputeLog
from coalition.surface import EvidencePointer
from coalition.unique_id import unique_id
from conformance.scenarios.markets import (
    FIRST,
    MRTD,
    NO_USAGE,
    SECOND,
    TICK,
    append,
    ask,
    clear,
    compute,
    grant,
    log,
    looks,
    no_grant,
    register,
    request,
    served,
)
from conformance.scenarios.performers import (
    not_submitted,
    opened,
)
from conformance.scenarios.script import Collection

_LAST: Final = 2**64 - 1


def _grants(computes: Collection) -> None:
    script = computes.script("compute/grants", "a grant repeats what was asked for")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "a provider")
    full = request(
        0,
        pin=unique_id("a build"),
        tdx=True,
        region="eu-central-1",
        max_rate=50_000,
        expected_mrtd=MRTD,
        bearer_pointer=bytes(range(32)),
    )
    first = ask(script, ident, full, "everything")
    second = ask(script, ident, request(1, tdx=True), "TDX alone")
    third = ask(script, ident, request(2, duration_sec=0), "nothing")
    served(script, ident, TICK, 3, "a round", cites=("COM-28",))
    script.go("world.submit", "the winner leaves", component=ident, command=FIRST.leaves(TICK + 3), cites=["COM-16"])
    grant(script, ident, third, TICK + 2, TICK + 3, "from its own round, a tick long", cites=["COM-30"])
    grant(script, ident, first, TICK + 1_000, _LAST, "later, and long")
    grant(script, ident, second, TICK + 1, TICK + 2)
    looks(script, ident, "Grants")
    script.go("world.close")


def _grants_refused(computes: Collection) -> None:
    script = computes.script("compute/grants-refused", "one grant a request, of what a round cleared")
    ident = opened(script, compute(), comment="a Compute")
    asked = ask(script, ident, request())
    no_grant(script, ident, "UnknownRequest", unique_id("no request"), TICK, TICK + 1, "nobody asked")
    no_grant(script, ident, "NotCleared", asked, TICK, TICK + 1, "no round has cleared it")
    register(script, ident, FIRST, "a provider")
    clear(script, ident, TICK + 5, "a round", cites=["COM-29"])
    no_grant(script, ident, "WindowEmpty", asked, TICK + 9, TICK + 9, "no tick")
    no_grant(script, ident, "WindowTooEarly", asked, TICK + 4, TICK + 9, "from before its round")
    grant(script, ident, asked, TICK + 5, TICK + 6, "from its round", cites=["COM-29", "COM-30"])
    no_grant(script, ident, "AlreadyGranted", asked, TICK + 5, TICK + 6, "a second time")
    no_grant(script, ident, "AlreadyGranted", asked, TICK + 7, TICK + 8, "for other ticks")
    no_grant(script, ident, "UnknownRequest", FIRST.id, TICK + 5, TICK + 6, "a provider is no request")
    looks(script, ident, "Grants")
    script.go("world.close")


def _logs(computes: Collection) -> None:
    script = computes.script("compute/logs", "logs are taken as they are")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "a provider")
    asked, tried = (ask(script, ident, request(number)) for number in range(2))
    served(script, ident, TICK, 2, "a round", cites=("COM-28",))
    grant(script, ident, asked, TICK + 10, TICK + 20)
    grant(script, ident, tried, TICK + 10, TICK + 20)
    evidence = EvidencePointer(FIRST.id, TICK + 15, unique_id("telemetry"))
    append(script, ident, log(FIRST, asked, TICK + 10, TICK + 15, evidence=evidence), "the first half")
    append(script, ident, log(FIRST, asked, TICK + 15, TICK + 18), "what follows")
    append(script, ident, log(FIRST, asked, TICK + 19, TICK + 99), "with a gap, beyond the grant")
    append(script, ident, log(FIRST, tried, 0, 0, NO_USAGE), "tried, and failed: an empty usage, and no tick")
    append(script, ident, log(FIRST, tried, 0, 5, NO_USAGE), "an empty usage, before the grant")
    script.go("world.submit", "it leaves", component=ident, command=FIRST.leaves(TICK + 100), cites=["COM-16"])
    append(script, ident, log(FIRST, tried, TICK + 10, _LAST), "who has left logs all the same", cites=["COM-16"])
    looks(script, ident, "Logs")
    script.go("world.close")


def _logs_refused(computes: Collection) -> None:
    script = computes.script("compute/logs-refused", "each log once, by who won the grant")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "a provider", rate=10)
    register(script, ident, SECOND, "another", rate=20)
    asked, waiting = (ask(script, ident, request(number)) for number in range(2))
    clear(script, ident, TICK, "a round", cites=["COM-31"])
    not_submitted(script, ident, "UnknownGrant", log(FIRST, asked, TICK, TICK + 1), "it is cleared, and not granted")
    grant(script, ident, asked, TICK, TICK + 10)
    not_submitted(script, ident, "UnknownGrant", log(FIRST, waiting, TICK, TICK + 1), "another request")
    not_submitted(script, ident, "ForeignGrant", log(SECOND, asked, TICK, TICK + 1), "it lost")
    forged = ComputeLog(asked, SECOND.id, AlmanacRange(TICK, TICK + 1), NO_USAGE)
    not_submitted(script, ident, "ForeignGrant", SECOND.logs(forged), "a competitor says nothing was used")
    first = log(FIRST, asked, TICK + 2, TICK + 5)
    append(script, ident, first, "the winner", cites=["COM-31"])
    not_submitted(script, ident, "WindowTaken", first, "the same again")
    not_submitted(script, ident, "WindowTaken", log(FIRST, asked, TICK + 4, TICK + 8), "a tick of the first")
    not_submitted(script, ident, "WindowTaken", log(FIRST, asked, TICK, TICK + 1), "ticks before it")
    not_submitted(
        script, ident, "WindowTaken", log(FIRST, asked, TICK + 5, TICK + 5, NO_USAGE), "no tick, where it ended"
    )
    append(script, ident, log(FIRST, asked, TICK + 5, TICK + 6), "the next tick")
    looks(script, ident, "Logs")
    script.go("world.close")


#: What the collection of a Compute has of it.
SUBJECTS: Final = (
    _grants,
    _grants_refused,
    _logs,
    _logs_refused,
)
