"""Cases of the chapter Conditions."""

from __future__ import annotations

from collections.abc import Iterator

from coalition import examples
from coalition.lattice import LatticeOrganism, lattice_organism
from coalition.runtime.conditions import Condition, Count, Filter, Run, Sighting
from coalition.stable_id import member_id
from coalition.surface import surface_id
from coalition.unique_id import UniqueId
from conformance.casebook import Casebook

_START = 1_700_000_000_000
_LAST = 2**64 - 1
_WINDOW = 30_000
_THRESHOLD = 10**15


def _refunds(chain: str, number: int) -> UniqueId:
    return surface_id(lattice_organism(chain, number, LatticeOrganism.Tally).id(), "Refunds").id()


_MAINNET, _UNICHAIN = _refunds("ethereum.mainnet", 1), _refunds("unichain.mainnet", 130)
_ALPHA = member_id(examples.SEARCHER_STABLE_ID)
_BETA = member_id(examples.UNICHAIN_MAINNET.stable_id)
_ANY = Filter(None, None, None)
_LARGE = Filter(None, None, _THRESHOLD)


def casebooks() -> Iterator[Casebook]:
    """The casebook of the chapter."""
    book = Casebook("condition.stretches", requirements=("COND-6",))
    _bursts(book)
    _windows(book)
    _filters(book)
    _runs(book)
    _several(book)
    _orders(book)
    _degenerate(book)
    book.random(12)
    book.spoil_all("burst")
    yield book


def _seen(at: int, origin: bytes = _ALPHA, amount: int = 2 * _THRESHOLD, log: UniqueId = _MAINNET) -> Sighting:
    return Sighting(log, at, origin, amount)


def _each(*seconds: int) -> tuple[Sighting, ...]:
    """A large refund at each of these seconds."""
    return tuple(_seen(_START + 1000 * second) for second in seconds)


def _one(clause: Count | Run) -> Condition:
    return Condition((clause,), 1)


def _burst(at_least: int = 5, window_ms: int | None = _WINDOW, wanted: Filter = _LARGE) -> Condition:
    return _one(Count(wanted, window_ms, at_least))


def _bursts(book: Casebook) -> None:
    """The condition of the book: five refunds above a threshold within thirty seconds."""
    three = ("COND-3",)
    book.accept(
        "burst", "five refunds in eight seconds", condition=_burst(), sightings=_each(0, 2, 4, 6, 8), requirements=three
    )
    book.accept("too-few", "four are no burst", condition=_burst(), sightings=_each(0, 2, 4, 6), requirements=three)
    book.accept(
        "once", "it becomes true once, however many follow", condition=_burst(), sightings=_each(0, 2, 4, 6, 8, 9, 10)
    )
    book.accept(
        "again",
        "false when the first leaves, true again with the next burst",
        condition=_burst(),
        sightings=_each(0, 2, 4, 6, 8, 60, 61, 62, 63, 64),
    )
    book.accept(
        "handed-over",
        "one leaves at the instant at which one comes: it never ceased",
        condition=_burst(),
        sightings=_each(0, 6, 12, 18, 24, 30, 36),
    )
    book.accept(
        "interrupted",
        "one leaves a millisecond before one comes: it ceased",
        condition=_burst(),
        sightings=(*_each(0, 6, 12, 18, 24), _seen(_START + 30_001)),
    )


def _windows(book: Casebook) -> None:
    three = ("COND-3",)
    for name, comment, window, seen in (
        ("window-just-in", "the last millisecond of the window", _WINDOW, (_seen(_START), _seen(_START + 29_999))),
        ("window-just-out", "at the window's length it has left", _WINDOW, (_seen(_START), _seen(_START + 30_000))),
        ("window-none", "without a window nothing leaves", None, _each(0, 86_400)),
        ("window-one-instant", "a window of one instant", 1, (*_each(5, 5, 6), _seen(_START + 6_001))),
        ("window-zero", "a window of no instant", 0, _each(5, 5, 6)),
        ("window-beyond-the-end", "it would leave behind the last instant", _WINDOW, (_seen(_LAST - 9), _seen(_LAST))),
        ("window-to-the-end", "it leaves at the last instant", 9, (_seen(_LAST - 9), _seen(_LAST - 9))),
        ("window-greatest", "the longest window, from the beginning", _LAST, (_seen(0), _seen(1))),
    ):
        book.accept(name, comment, condition=_burst(2, window), sightings=seen, requirements=three)


def _filters(book: Casebook) -> None:
    mixed = (
        _seen(_START, amount=_THRESHOLD),
        _seen(_START + 1, _BETA, _THRESHOLD + 1),
        _seen(_START + 2, _ALPHA, _THRESHOLD + 1, _UNICHAIN),
        _seen(_START + 3, _ALPHA, 0, _UNICHAIN),
        _seen(_START + 4, _BETA, 2**128 - 1),
    )
    for name, comment, wanted in (
        ("filter-none", "every sighting", _ANY),
        ("filter-above", "equal to the threshold is not above it", _LARGE),
        ("filter-above-zero", "nothing is not above nothing", Filter(None, None, 0)),
        ("filter-greatest", "nothing is above the greatest amount", Filter(None, None, 2**128 - 1)),
        ("filter-origin", "those of one searcher", Filter(None, _ALPHA, None)),
        ("filter-log", "those of one surface", Filter(_UNICHAIN, None, None)),
        ("filter-all-members", "every member has to fit", Filter(_MAINNET, _BETA, _THRESHOLD)),
        ("filter-nobody", "an origin that nothing comes from", Filter(None, bytes(20), None)),
    ):
        for least in (1, 2):
            book.accept(
                f"{name}-{least}",
                comment,
                condition=_burst(least, None, wanted),
                sightings=mixed,
                requirements=("COND-2",),
            )


def _runs(book: Casebook) -> None:
    """The other condition of the book: ten in a row from one origin."""
    four = ("COND-4",)

    def accept(name: str, comment: str, wanted: Filter, least: int, *seen: Sighting) -> None:
        book.accept(name, comment, condition=_one(Run(wanted, least)), sightings=seen, requirements=four)

    ten = [_seen(_START + second, _ALPHA) for second in range(10)]
    accept("run-of-ten", "ten in a row", _ANY, 10, *ten)
    accept("run-of-nine", "nine are none", _ANY, 10, *ten[:9])
    broken = [*ten[:5], _seen(_START + 50, _BETA), *(_seen(_START + 60 + second, _ALPHA) for second in range(10))]
    accept("run-begun-again", "another origin begins it anew", _ANY, 10, *broken)
    accept("run-ended", "another origin ends it", _ANY, 5, *broken)
    accept("run-of-the-other", "it is any origin's", _ANY, 2, *broken[:6], _seen(_START + 51, _BETA))
    small = [*ten[:2], _seen(_START + 7, _BETA, 1), _seen(_START + 8)]
    accept("run-through-the-filter", "what does not pass breaks no run", _LARGE, 3, *small)
    accept("run-without-the-filter", "and without a filter it does", _ANY, 3, *small)
    between = [_seen(_START), _seen(_START + 1, log=_UNICHAIN), _seen(_START + 2)]
    accept("run-over-two-logs", "a run goes over surfaces", _ANY, 3, *between)
    far = [_seen(0), _seen(_LAST)]
    accept("run-for-ever", "no window: it holds until another comes", _ANY, 2, *far)
    within = [_seen(_START), _seen(_START), _seen(_START, _BETA), _seen(_START + 1, _BETA)]
    book.accept(
        "run-within-an-instant",
        "what came and went within one instant was not",
        condition=_one(Run(_ANY, 2)),
        sightings=tuple(within),
        requirements=("COND-1", *four),
    )


def _several(book: Casebook) -> None:
    five = ("COND-5",)
    clauses = (
        Count(Filter(_MAINNET, None, None), _WINDOW, 1),
        Count(Filter(_UNICHAIN, None, None), _WINDOW, 1),
        Run(_ANY, 2),
    )
    seen = (
        _seen(_START),
        _seen(_START + 10_000, _BETA, log=_UNICHAIN),
        _seen(_START + 20_000, _BETA, log=_UNICHAIN),
        _seen(_START + 90_000),
    )
    for least, comment in enumerate(
        ("nothing has to hold", "any of three", "two of three", "all of three", "a fourth")
    ):
        book.accept(
            f"of-three-{least}", comment, condition=Condition(clauses, least), sightings=seen, requirements=five
        )
    twice = (clauses[0], clauses[0])
    book.accept(
        "clause-twice", "a clause twice counts twice", condition=Condition(twice, 2), sightings=seen, requirements=five
    )
    relay = (Count(Filter(_MAINNET, None, None), 1000, 1), Count(Filter(_UNICHAIN, None, None), 1000, 1))
    book.accept(
        "relayed",
        "one clause ceases as another begins: the condition never did",
        condition=Condition(relay, 1),
        sightings=(_seen(_START), _seen(_START + 1000, log=_UNICHAIN)),
        requirements=five,
    )


def _orders(book: Casebook) -> None:
    one = ("COND-1",)
    ten = _each(0, 2, 4, 6, 8, 60, 61, 62, 63, 64)
    book.accept(
        "told-backwards",
        "the order of the telling is not that of time",
        condition=_burst(),
        sightings=ten[::-1],
        requirements=one,
    )
    run = [_seen(_START + 3, _BETA), _seen(_START), _seen(_START + 1), _seen(_START + 2)]
    book.accept("run-told-late", "nor for a run", condition=_one(Run(_ANY, 3)), sightings=tuple(run), requirements=one)
    tied = [_seen(_START, _BETA), _seen(_START), _seen(_START + 1)]
    for name, comment, seen in (
        ("tied", "of one instant, the order given", tied),
        ("tied-the-other-way", "and the other one", [tied[1], tied[0], tied[2]]),
    ):
        book.accept(name, comment, condition=_one(Run(_ANY, 2)), sightings=tuple(seen), requirements=one)
    book.accept(
        "together",
        "those of one instant are judged together",
        condition=_burst(5),
        sightings=_each(1, 1, 1, 1, 1, 1),
        requirements=one,
    )


def _degenerate(book: Casebook) -> None:
    five = ("COND-5",)
    for name, comment, condition in (
        ("no-clause", "nothing is asked, and nothing holds", Condition((), 1)),
        ("no-clause-none-due", "nothing is asked for", Condition((), 0)),
        ("count-of-none", "no sighting is due", _burst(0)),
        ("run-of-none", "nor a run", _one(Run(_ANY, 0))),
        ("count-greatest", "more than were ever seen", _burst(2**32 - 1)),
    ):
        book.accept(name, comment, condition=condition, sightings=_each(0, 1), requirements=five)
    book.accept("nothing-seen", "nothing was read", condition=_burst(1), sightings=(), requirements=five)
