"""Mutants of the report data of TDX tickets."""

from __future__ import annotations

from typing import Any

from coalition.crypto.mosaik_tickets import Never
from coalition.unique_id import UniqueId, unique_id
from conformance.mutants.breaking import Mutant, replaced, unchecked

_TICKET = "crypto.tdx_ticket."


def _picked(*places: int) -> Any:
    """Only the steps at these places, in this order."""
    return lambda original: lambda *parts: tuple(original(*parts)[place] for place in places)


def _big_endian(original: Any) -> Any:
    return lambda unix_ms: original(unix_ms)[::-1]


def _milliseconds(original: Any) -> Any:
    def seconds(unix_ms: int) -> bytes:
        original(unix_ms)
        return unix_ms.to_bytes(8, "little")

    return seconds


def _rounded(original: Any) -> Any:
    def seconds(unix_ms: int) -> bytes:
        original(unix_ms)
        return ((unix_ms + 500) // 1000).to_bytes(8, "little")

    return seconds


def _never_as(data: bytes) -> Any:
    """Other bytes than zeros for `Never`."""
    return lambda original: lambda expiration: data if isinstance(expiration, Never) else original(expiration)


def _joined(original: Any) -> Any:
    """One step of all the bytes, where there are five."""
    return lambda *parts: (b"".join(original(*parts)),)


def _of_the_class(_original: UniqueId) -> UniqueId:
    return unique_id("mosaik.tee.tdx.ticket.v1")


def _mutant(name: str, description: str, function: str, change: Any) -> Mutant:
    return Mutant(f"tdx-ticket-{name}", ("TICK-15",), description, (replaced(f"{_TICKET}{function}", change),))


MUTANTS = (
    _mutant("of-the-class", "the binding begins with the class of TDX tickets", "BINDING", _of_the_class),
    _mutant("network-first", "the network is bound before the peer", "steps", _picked(1, 0, 2, 3, 4)),
    _mutant("quote-first", "when the quote was made is bound before the start", "steps", _picked(0, 1, 3, 2, 4)),
    _mutant("without-network", "the network is not bound", "steps", _picked(0, 2, 3, 4)),
    _mutant("without-start", "the start is not bound", "steps", _picked(0, 1, 3, 4)),
    _mutant("joined", "all is derived from in one step", "steps", _joined),
    _mutant("big-endian", "seconds are bound big-endian", "seconds", _big_endian),
    _mutant("milliseconds", "times are bound in milliseconds", "seconds", _milliseconds),
    _mutant("rounded", "times are rounded to the nearest second", "seconds", _rounded),
    _mutant("never-as-greatest", "Never is bound as the greatest time", "end", _never_as(b"\xff" * 8)),
    _mutant("never-as-nothing", "Never is bound as no bytes", "end", _never_as(b"")),
    _mutant("zeros-first", "the zeros are the first 32 bytes", "padded", lambda _: lambda bound: bytes(32) + bound),
    _mutant("twice", "the last 32 bytes are the first again", "padded", lambda _: lambda bound: bound * 2),
    Mutant(
        "tdx-ticket-of-any-time",
        ("TICK-15",),
        "a time beyond mosaik's is bound",
        (unchecked(f"{_TICKET}check_time"),),
    ),
)
