"""Admission by real tickets: JWTs and an issuer's, validated one by one, come to one decision and one end of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.crypto.admission import Gate, IssuerGate, JwtGate, Ticket, outcomes
from coalition.crypto.issuer_ticket import issuer_ticket
from coalition.crypto.jose import Hs256
from coalition.crypto.mosaik_tickets import Admission, At, InvalidTicket, JwtValidator, Open, Until, admit
from coalition.handshake import PageIssuer
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId, hash_bytes, unique_id
from conformance.tokens import NOW, PEER, SECRET, token

SEEDS = tuple(hash_bytes(b"an issuer of admission %d" % number) for number in range(3))
JWT = JwtGate(
    JwtValidator((Hs256(SECRET),), (), (), None, (), allow_non_expiring=False, max_lifetime_s=None, max_age_s=None)
)
ISSUER = IssuerGate(
    PageIssuer(tuple(peer_id(UniqueId(seed)) for seed in SEEDS), 2), unique_id("the tickets root of a coalition")
)
NOW_MS = NOW * 1000


@dataclass(frozen=True)
class Shown:
    """A ticket, and when it ends if it is one that counts."""

    ticket: Ticket
    ends_ms: int | None


def _jwt(ends_s: int, *, right: bool = True) -> Shown:
    secret = SECRET if right else bytes(32)
    data = token({"sub": PEER.hex(), "exp": NOW + ends_s}, secret=secret)
    return Shown(Ticket(JWT.of_class, data), (NOW + ends_s) * 1000 if right else None)


def _issued(ends_ms: int, signing: int = 2) -> Shown:
    data = issuer_ticket(PEER, NOW_MS + ends_ms, SEEDS[:signing])
    return Shown(Ticket(ISSUER.of_class, data), NOW_MS + ends_ms if signing >= 2 else None)


def _decided(gates: tuple[Gate, ...], shown: list[Shown], now_ms: int) -> Admission | None:
    try:
        return admit(outcomes(gates, [each.ticket for each in shown], PEER, now_ms))
    except InvalidTicket:
        return None


def _expected(gates: tuple[Gate, ...], shown: list[Shown], now_ms: int) -> Admission | None:
    """The earliest of the latest, in whole milliseconds, of what counts and has not ended."""
    if not gates:
        return Open()
    ends = [
        [each.ends_ms for each in shown if each.ticket.of_class == gate.of_class and (each.ends_ms or 0) > now_ms]
        for gate in gates
    ]
    return Until(At(min(max(each or 0 for each in group) for group in ends))) if all(ends) else None


JWTS = st.builds(_jwt, st.integers(-2, 4), right=st.booleans())
ISSUED = st.builds(_issued, st.integers(-1500, 4500), st.integers(0, 3))
GATES = st.sampled_from([(), (JWT,), (ISSUER,), (JWT, ISSUER), (ISSUER, JWT)])


@settings(max_examples=60, deadline=None)
@given(GATES, st.lists(st.one_of(JWTS, ISSUED), max_size=5), st.integers(-1500, 3000))
def test_any_tickets_come_to_what_each_of_them_says(gates: tuple[Gate, ...], shown: list[Shown], at: int) -> None:
    assert _decided(gates, shown, NOW_MS + at) == _expected(gates, shown, NOW_MS + at)


@settings(max_examples=60, deadline=None)
@given(GATES, st.lists(st.one_of(JWTS, ISSUED), max_size=5))
def test_who_is_admitted_is_so_until_then_and_no_longer(gates: tuple[Gate, ...], shown: list[Shown]) -> None:
    """The end is the millisecond from which the same tickets admit nobody."""
    found = _decided(gates, shown, NOW_MS)
    if isinstance(found, Until):
        assert isinstance(found.expiration, At)
        end = found.expiration.unix_ms
        assert _decided(gates, shown, end - 1) == found
        assert _decided(gates, shown, end) is None


def test_one_validators_ticket_is_nothing_to_the_other() -> None:
    """Two validators, each shown its class alone; a ticket that calls itself of the other class counts for none."""
    both: tuple[Gate, ...] = (JWT, ISSUER)
    jwt, issued = _jwt(2), _issued(3000)
    assert _decided(both, [jwt, issued], NOW_MS) == Until(At(NOW_MS + 2000))
    assert _decided(both, [jwt], NOW_MS) is None
    assert _decided(both, [issued], NOW_MS) is None
    crossed = [
        Shown(Ticket(ISSUER.of_class, jwt.ticket.data), None),
        Shown(Ticket(JWT.of_class, issued.ticket.data), None),
    ]
    assert _decided(both, crossed, NOW_MS) is None
    assert _decided(both, [*crossed, jwt, issued], NOW_MS) == Until(At(NOW_MS + 2000))


def test_another_peers_tickets_admit_nobody_else() -> None:
    other = peer_id(unique_id("another peer at the gate"))
    shown = [_jwt(2).ticket, _issued(3000).ticket]
    with pytest.raises(InvalidTicket):
        admit(outcomes((JWT, ISSUER), shown, other, NOW_MS))
