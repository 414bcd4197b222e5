"""Scenarios of the rounds of a Compute: which request is cleared, and who wins it."""

from __future__ import annotations

from typing import Final

from coalition.runtime.compute_records import Clear
from coalition.stable_id import derive_stable_id
from conformance.scenarios.markets import (
    FIRST,
    MRTD,
    SECOND,
    SURFACES,
    THIRD,
    TICK,
    ask,
    clear,
    cleared,
    compute,
    grant,
    looks,
    no_grant,
    observe,
    register,
    request,
    score,
    served,
)
from conformance.scenarios.performers import (
    deployed,
    not_submitted,
    opened,
    whole,
)
from conformance.scenarios.script import Collection

_LAST: Final = 2**64 - 1
_OTHER_MRTD: Final = MRTD[::-1]


def _rounds(computes: Collection) -> None:
    script = computes.script("compute/rounds", "rounds go forward")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "a provider", at=5, age=_LAST)
    clear(script, ident, 10, "a round that clears nothing", cites=["COM-20"])
    ask(script, ident, request())
    not_submitted(script, ident, "RoundBackwards", Clear(10), "the same round, though it cleared nothing")
    not_submitted(script, ident, "RoundBackwards", Clear(9), "one before")
    not_submitted(script, ident, "RoundBackwards", Clear(0), "the first of all")
    clear(script, ident, 11, "the next", cites=["COM-20"])
    ask(script, ident, request(1, deadline=_LAST))
    not_submitted(script, ident, "RoundBackwards", Clear(11), "the same round, though one is waiting")
    clear(script, ident, 1_000_000, "ticks may be left out", cites=["COM-20"])
    clear(script, ident, _LAST, "the last round", cites=["COM-20"])
    not_submitted(script, ident, "RoundBackwards", Clear(_LAST), "nothing comes after it")
    cleared(script, ident)
    script.go("world.close")


def _order_of_requests(computes: Collection) -> None:
    script = computes.script("compute/order-of-requests", "a round clears one request: the first that can be served")
    ident = opened(script, compute(), comment="a Compute")
    ask(script, ident, request(0, region="mars"), "nobody is there yet")
    ask(script, ident, request(1, max_rate=40_000), "the first that can be served")
    ask(script, ident, request(2), "the second")
    register(script, ident, FIRST, "a provider", rate=40_000)
    clear(script, ident, TICK, "a round", cites=["COM-21"])
    cleared(script, ident, "one was cleared")
    register(script, ident, SECOND, "somebody on Mars", rate=90_000, regions=("mars",))
    clear(script, ident, TICK + 1, "the oldest, which had waited", cites=["COM-21"])
    clear(script, ident, TICK + 2, "the last", cites=["COM-21"])
    clear(script, ident, TICK + 3, "none is left: nothing is committed", cites=["COM-21"])
    cleared(script, ident)
    script.go("world.close")


def _deadline(computes: Collection) -> None:
    script = computes.script("compute/deadline", "a request expires at its deadline, in silence")
    ident = opened(script, compute(), comment="a Compute")
    asked = ask(script, ident, request(0, deadline=TICK + 1), "until the next tick")
    late = ask(script, ident, request(1, deadline=TICK), "until this one")
    ask(script, ident, request(2, deadline=0), "until the first of all", cites=["COM-22"])
    ask(script, ident, request(3, deadline=TICK + 2))
    register(script, ident, FIRST, "a provider")
    clear(script, ident, TICK, "just before the deadline of the first", cites=["COM-22"])
    clear(script, ident, TICK + 1, "the others have expired but one", cites=["COM-22"])
    ask(script, ident, request(4, deadline=TICK + 2), "at the deadline")
    clear(script, ident, TICK + 2, "nothing", cites=["COM-22"])
    cleared(script, ident, "two were cleared", cites=["COM-22"])
    no_grant(script, ident, "NotCleared", late, TICK + 3, TICK + 9, "it has expired")
    grant(script, ident, asked, TICK + 3, TICK + 9, "what was cleared does not expire", cites=["COM-22"])
    looks(script, ident, "Requests", "Grants")
    script.go("world.close")


def _regions(computes: Collection) -> None:
    script = computes.script("compute/regions", "a region that is asked for, byte by byte")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "cheap, in two regions", rate=10, regions=("us-east-1", "eu-central-1"))
    register(script, ident, SECOND, "dear, at home", rate=20, regions=("home-01",))
    register(script, ident, THIRD, "nowhere in particular", rate=30, regions=())
    ask(script, ident, request(0, region="home-01"), "at home")
    ask(script, ident, request(1, region="eu-central-1"), "in the second of two")
    ask(script, ident, request(2), "anywhere")
    ask(script, ident, request(3, region="HOME-01"), "in capitals")
    ask(script, ident, request(4, region="home"), "the beginning of a name")
    served(script, ident, TICK, 4, "a round", cites=("COM-24",))
    cleared(script, ident, "three were cleared", cites=["COM-24"])
    whole(script, ident, "Providers", "regions in the order they were given", cites=["COM-13"])
    script.go("world.close")


def _tdx(computes: Collection) -> None:
    script = computes.script("compute/tdx", "TDX where it is asked for")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "cheap, without TDX", rate=10, tdx_capable=False)
    ask(script, ident, request(0, tdx=True), "TDX")
    ask(script, ident, request(1), "no matter")
    clear(script, ident, TICK, "the one that does not ask", cites=["COM-24"])
    clear(script, ident, TICK + 1, "nobody has TDX", cites=["COM-24"])
    register(script, ident, SECOND, "dear, with TDX", rate=20)
    clear(script, ident, TICK + 2, "now somebody has", cites=["COM-24"])
    ask(script, ident, request(2), "no matter, again")
    clear(script, ident, TICK + 3, "TDX is no obstacle, but dear", cites=["COM-24"])
    cleared(script, ident, cites=["COM-24"])
    script.go("world.close")


def _rates(computes: Collection) -> None:
    script = computes.script("compute/rates", "the greatest rate, at equality")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "a provider", rate=1_000)
    ask(script, ident, request(0, max_rate=999), "too little")
    ask(script, ident, request(1, max_rate=1_000), "enough")
    ask(script, ident, request(2, max_rate=0), "nothing")
    served(script, ident, TICK, 2, "a round", cites=("COM-24",))
    register(script, ident, SECOND, "one that takes nothing", rate=0)
    served(script, ident, TICK + 2, 2, "it serves both", cites=("COM-24", "COM-26"))
    register(script, ident, THIRD, "one that takes all", rate=_LAST)
    script.go("world.submit", "it leaves", component=ident, command=SECOND.leaves(TICK + 4), cites=["COM-16"])
    ask(script, ident, request(3), "without a limit")
    clear(script, ident, TICK + 4, "the lower of two", cites=["COM-26"])
    cleared(script, ident, cites=["COM-24"])
    script.go("world.close")


def _measured(computes: Collection) -> None:
    script = computes.script("compute/measured", "guests as they are measured")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "cheap, of two measurements", rate=10, mrtds=(_OTHER_MRTD, bytes(48)))
    register(script, ident, SECOND, "dear, of the right one", rate=20, mrtds=(MRTD,))
    for number in range(2):
        ask(script, ident, request(number, tdx=True, expected_mrtd=MRTD), "as expected")
    ask(script, ident, request(2, tdx=True, expected_mrtd=bytes(48)), "zeros")
    ask(script, ident, request(3, tdx=True), "whatever it measures")
    clear(script, ident, TICK, "who lists it", cites=["COM-25"])
    register(script, ident, THIRD, "one that lists none", rate=5)
    served(script, ident, TICK + 1, 3, "who lists none takes any", cites=("COM-25",))
    ask(script, ident, request(4, tdx=True, expected_mrtd=b"\x01" * 48), "one that nobody lists")
    script.go("world.submit", "who takes any leaves", component=ident, command=THIRD.leaves(TICK + 4), cites=["COM-16"])
    clear(script, ident, TICK + 4, "nobody", cites=["COM-25"])
    cleared(script, ident, cites=["COM-25"])
    script.go("world.close")


def _ranking(computes: Collection) -> None:
    script = computes.script("compute/ranking", "the rate, then reputation, then who is longer there")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, THIRD, "the first there", rate=20)
    register(script, ident, FIRST, "the second", rate=20)
    register(script, ident, SECOND, "the third, cheaper", rate=19)
    for number in range(6):
        ask(script, ident, request(number))
    observe(script, ident, score(FIRST, "0.9", 1), "the second is well spoken of")
    clear(script, ident, TICK, "the rate before reputation", cites=["COM-26"])
    register(script, ident, SECOND, "the third is as dear now", rate=20, at=TICK + 1)
    clear(script, ident, TICK + 1, "reputation before age", cites=["COM-26"])
    observe(script, ident, score(SECOND, "0.9001", 2), "a basis point more")
    clear(script, ident, TICK + 2, "the higher reputation", cites=["COM-26", "COM-27"])
    observe(script, ident, score(THIRD, "0.90010", 3), "as much as the best")
    clear(script, ident, TICK + 3, "of equal reputation, who is longer there", cites=["COM-26"])
    observe(script, ident, score(THIRD, "0", 4), "it falls")
    clear(script, ident, TICK + 4, "the last score counts", cites=["COM-27"])
    cleared(script, ident, cites=["COM-26"])
    script.go("world.close")


def _registered_longer(computes: Collection) -> None:
    script = computes.script(
        "compute/registered-longer", "a refreshed card keeps its place, a deregistered one loses it"
    )
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, SECOND, "the first there")
    register(script, ident, FIRST, "the second")
    register(script, ident, THIRD, "the third")
    for number in range(4):
        ask(script, ident, request(number))
    clear(script, ident, TICK, "the first", cites=["COM-26"])
    register(script, ident, SECOND, "it refreshes its card", at=TICK + 1)
    clear(script, ident, TICK + 1, "it is the first all the same", cites=["COM-26"])
    script.go("world.submit", "it leaves", component=ident, command=SECOND.leaves(TICK + 2), cites=["COM-16"])
    register(script, ident, SECOND, "and comes back", at=TICK + 3)
    clear(script, ident, TICK + 3, "it is the last now", cites=["COM-26"])
    script.go("world.submit", "so does the second", component=ident, command=FIRST.leaves(TICK + 4), cites=["COM-16"])
    register(script, ident, FIRST, "and comes back", at=TICK + 5)
    clear(script, ident, TICK + 5, "the third is the first", cites=["COM-26"])
    cleared(script, ident, cites=["COM-26"])
    script.go("world.close")


def _reputation(computes: Collection) -> None:
    script = computes.script("compute/reputation", "scores go forward, provider by provider")
    ident = opened(script, compute(), comment="a Compute")
    observe(script, ident, score(SECOND, "0.5", 10), "of one that is not registered yet")
    register(script, ident, FIRST, "the first there")
    register(script, ident, SECOND, "the second")
    for number in range(3):
        ask(script, ident, request(number))
    clear(script, ident, TICK, "a score of before counts", cites=["COM-27"])
    not_submitted(script, ident, "ReputationBackwards", score(SECOND, "0", 10), "of the same clock")
    not_submitted(script, ident, "ReputationBackwards", score(SECOND, "0", 9), "of one before")
    clear(script, ident, TICK + 1, "nothing has changed", cites=["COM-27"])
    observe(script, ident, score(FIRST, "0.6", 9), "another provider has its own clock")
    clear(script, ident, TICK + 2, "it is better", cites=["COM-27"])
    cleared(script, ident, cites=["COM-27"])
    looks(script, ident, *SURFACES)
    script.go("world.close")


def _reputation_excludes_nobody(computes: Collection) -> None:
    script = computes.script("compute/reputation-excludes-nobody", "reputation ranks, and excludes nobody")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "a provider", rate=10)
    register(script, ident, SECOND, "a dearer one", rate=20)
    observe(script, ident, score(FIRST, "0", 1), "the worst reputation there is")
    observe(script, ident, score(SECOND, "1", 1), "and the best")
    for number in range(4):
        ask(script, ident, request(number))
    clear(script, ident, TICK, "the cheaper wins", cites=["COM-26"])
    register(script, ident, THIRD, "one without reputation, as cheap", rate=10)
    clear(script, ident, TICK + 1, "none is as good as the worst: who is longer there", cites=["COM-26"])
    observe(script, ident, score(FIRST, "0.0001", 2), "a basis point")
    clear(script, ident, TICK + 2, "is more than none", cites=["COM-26"])
    observe(script, ident, score(THIRD, "0.0002", 1), "two")
    clear(script, ident, TICK + 3, "are more than one", cites=["COM-26"])
    cleared(script, ident, cites=["COM-26"])
    script.go("world.close")


def _foreign_reputation(computes: Collection) -> None:
    script = computes.script("compute/foreign-reputation", "reputation comes from the organism that the content names")
    ident = opened(script, compute(), comment="a Compute")
    alone = deployed(script, compute("alone", reputation=None), "one that asks no reputation")
    elsewhere = derive_stable_id("another.provider-reputation")
    for each in (ident, alone):
        register(script, each, FIRST, "the first there")
        register(script, each, SECOND, "the second")
        ask(script, each, request())
    not_submitted(script, ident, "ForeignReputation", score(SECOND, "1", 1, elsewhere), "another organism")
    not_submitted(script, alone, "ForeignReputation", score(SECOND, "1", 1), "none was named")
    clear(script, ident, TICK, "it counts for nothing", cites=["COM-27"])
    clear(script, alone, TICK, "nor here", cites=["COM-27"])
    observe(script, ident, score(SECOND, "1", 1), "the organism that is named")
    ask(script, ident, request(1))
    clear(script, ident, TICK + 1, "it counts", cites=["COM-27"])
    cleared(script, ident, cites=["COM-27"])
    cleared(script, alone, cites=["COM-27", "WORLD-17"])
    script.go("world.close")


#: What the collection of a Compute has of it.
SUBJECTS: Final = (
    _rounds,
    _order_of_requests,
    _deadline,
    _regions,
    _tdx,
    _rates,
    _measured,
    _ranking,
    _registered_longer,
    _reputation,
    _reputation_excludes_nobody,
    _foreign_reputation,
)
