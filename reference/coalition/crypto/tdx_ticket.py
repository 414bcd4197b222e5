"""The report data of mosaik's TDX tickets (chapter Tickets)."""

from __future__ import annotations

from typing import Final

from coalition.crypto.mosaik_tickets import LAST_SECOND, Expiration, InvalidTicket, Never
from coalition.preimage import operation
from coalition.shapes import U64, Bytes32, Bytes64
from coalition.unique_id import UniqueId, unique_id

#: What the binding of a ticket's quote begins with (TICK-15).
BINDING: Final = unique_id("mosaik.tdx.ticket.extra")


@operation("crypto.tdx_ticket_report_data")
def tdx_ticket_report_data(
    peer: Bytes32, network: UniqueId, started_ms: U64, quoted_ms: U64, expiration: Expiration
) -> Bytes64:
    """The 64 bytes that a ticket's quote has to hold, times in Unix milliseconds (TICK-15). Raises `InvalidTicket`."""
    bound = BINDING
    for step in steps(peer, network, started_ms, quoted_ms, expiration):
        bound = bound.derive(step)
    return padded(bytes(bound))


def steps(peer: bytes, network: UniqueId, started_ms: int, quoted_ms: int, expiration: Expiration) -> tuple[bytes, ...]:
    """What is derived from, in its order (TICK-15). Raises `InvalidTicket`."""
    return (peer, bytes(network), seconds(started_ms), seconds(quoted_ms), end(expiration))


def seconds(unix_ms: int) -> bytes:
    """The whole seconds of a time, 8 bytes little-endian (TICK-15). Raises `InvalidTicket`."""
    check_time(unix_ms)
    return (unix_ms // 1000).to_bytes(8, "little")


def end(expiration: Expiration) -> bytes:
    """The seconds of an expiration; zeros for `Never`, as for the first second of 1970 (TICK-15)."""
    return bytes(8) if isinstance(expiration, Never) else seconds(expiration.unix_ms)


def check_time(unix_ms: int) -> None:
    """Raise `InvalidTicket` for a time that mosaik's times do not have (TICK-5, TICK-15)."""
    if unix_ms // 1000 > LAST_SECOND:
        raise InvalidTicket(unix_ms)


def padded(bound: bytes) -> bytes:
    """32 bytes, and 32 zeros behind them (TICK-15)."""
    return bound + bytes(32)
