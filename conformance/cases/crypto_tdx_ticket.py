"""Cases of the chapter Tickets: the report data of a TDX ticket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition.crypto.mosaik_tickets import LAST_SECOND, At, Never
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId, unique_id
from conformance.casebook import Casebook

_STARTED, _QUOTED, _ENDS = 1_700_000_000_000, 1_700_000_600_000, 4_102_444_800_000
_LAST = LAST_SECOND * 1000 + 999
_NETWORK = unique_id("coalition-test")
#: Keys of peers, all on the curve, so that mosaik takes them too.
_PEER, _OTHER = (peer_id(unique_id(name)) for name in ("node-1", "node-2"))


def casebooks() -> Iterator[Casebook]:
    """The casebook of report data."""
    book = Casebook("crypto.tdx_ticket_report_data")
    book.accept(
        "until",
        "a ticket that expires",
        peer=_PEER,
        network=_NETWORK,
        started_ms=_STARTED,
        quoted_ms=_QUOTED,
        expiration=At(_ENDS),
    )
    _times(book)
    _never(book)
    _parties(book)
    _refused(book)
    book.random(3)
    book.spoil("until", shapes=8)
    yield book


def _times(book: Casebook) -> None:
    """What is below a second is not bound, and every second is."""
    for name, at, given in (
        ("started", _STARTED, lambda time: {"started_ms": time}),
        ("quoted", _QUOTED, lambda time: {"quoted_ms": time}),
        ("expires", _ENDS, lambda time: {"expiration": At(time)}),
    ):
        _changed(book, f"{name}-within-the-second", "the same as without it", **given(at + 999))
        _changed(book, f"{name}-a-second-later", "another second", **given(at + 1000))
        _changed(book, f"{name}-last", "the last time that mosaik has", **given(_LAST))
    _changed(book, "times-swapped", "a quote made before the start", started_ms=_QUOTED, quoted_ms=_STARTED)
    _changed(book, "epoch", "every time is 0", started_ms=0, quoted_ms=0, expiration=At(0))


def _never(book: Casebook) -> None:
    """`Never` has the bytes of the first second of 1970."""
    _changed(book, "never", "a ticket that does not expire", expiration=Never())
    _changed(book, "ended-at-the-epoch", "the same as never: nobody should make one", expiration=At(0))
    _changed(book, "ended-in-the-first-second", "the same as never, too", expiration=At(999))
    _changed(book, "ended-a-second-after", "not the same as never", expiration=At(1000))


def _parties(book: Casebook) -> None:
    """Whose ticket it is, and in which network."""
    _changed(book, "another-peer", "another peer", peer=_OTHER)
    _changed(book, "another-network", "another network", network=unique_id("coalition-test-2"))
    _changed(book, "key-as-network", "a network whose id is another peer's key", network=UniqueId(_OTHER))
    _changed(book, "parties-swapped", "peer and network the other way round", peer=_OTHER, network=UniqueId(_PEER))


def _refused(book: Casebook) -> None:
    """A time beyond mosaik's, in each of the three places."""
    beyond = _LAST + 1
    for name, changed in (
        ("started", {"started_ms": beyond}),
        ("quoted", {"quoted_ms": beyond}),
        ("expires", {"expiration": At(beyond)}),
    ):
        twin, comment = f"{name}-last", "a millisecond later"
        book.refuse_changed(f"{name}-beyond", comment, twin, "InvalidTicket", ("TICK-15",), **changed)


def _changed(book: Casebook, name: str, comment: str, **changed: Any) -> None:
    base = next(test for test in book.tests if test.id.endswith("/until")).params
    book.accept(name, comment, base, **changed)
