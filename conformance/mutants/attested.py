"""Mutants of the proof of a round that a quote attests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding

from coalition import randomness
from coalition.crypto.dcap_certificates import read_chain
from coalition.crypto.dcap_collateral import TcbStatus
from coalition.crypto.tdx_quote import parse
from coalition.preimage import Preimage, hash_many_of, raw
from conformance.mutants.breaking import Break, Mutant, method, replaced

Function = Callable[..., Any]


def _value(make: Callable[[Function], Function]) -> Break:
    return replaced("randomness.attested_value", make)


def _pinning(**members: Callable[[bytes], bytes]) -> Callable[[Function], Function]:
    """What the card pins is taken from the quote."""

    def make(right: Function) -> Function:
        def value(card: Any, of_round: Preimage, quote: bytes, *rest: Any) -> Any:
            own = {name: found(quote) for name, found in members.items()}
            return right(replace(card, scheme=replace(card.scheme, **own)), of_round, quote, *rest)

        return value

    return make


def _own_root(quote: bytes) -> bytes:
    return bytes(read_chain(parse(quote).pck_chain)[-1].public_bytes(Encoding.DER))


class _Said:
    """A digest as a quote says it."""

    def __init__(self, digest: bytes) -> None:
        self._digest = digest

    def value(self) -> bytes:
        return self._digest


def _any_round(right: Function) -> Function:
    def value(card: Any, _of_round: Preimage, quote: bytes, *rest: Any) -> Any:
        return right(card, _Said(parse(quote).body.report_data[:32]), quote, *rest)

    return value


def _unverified(_right: Function) -> Function:
    def value(_card: Any, of_round: Preimage, quote: bytes, *_rest: Any) -> Any:
        said = parse(quote).body.report_data
        if said[:32] != of_round.value():
            raise randomness.BeaconProofInvalid(quote)
        return said[32:]

    return value


def _digested(right: Function) -> Function:
    """The value is not what the guest says, but a hash of it."""
    return lambda *params: bytes(hash_many_of(raw("value", right(*params))).value())


def _a_day_longer(right: Function) -> Function:
    return lambda card, of_round, quote, collateral, now: right(card, of_round, quote, collateral, max(now - 86_400, 0))


def _and_out_of_date(right: Any) -> Any:
    return (*right, TcbStatus.OutOfDate)


MUTANTS = (
    Mutant(
        "attested-any-image",
        ("RND-22",),
        "any guest of the root proves rounds",
        (_value(_pinning(mr_td=lambda quote: parse(quote).body.mr_td)),),
    ),
    Mutant("attested-own-root", ("RND-22",), "a quote brings its root", (_value(_pinning(root=_own_root)),)),
    Mutant("attested-any-round", ("RND-22", "RND-3"), "a quote is one of every round", (_value(_any_round),)),
    Mutant("attested-unverified", ("RND-22",), "a quote is read, and not verified", (_value(_unverified),)),
    Mutant("attested-digested", ("RND-22",), "the value is a hash of what the guest says", (_value(_digested),)),
    Mutant("attested-a-day-longer", ("RND-22",), "collateral holds a day longer", (_value(_a_day_longer),)),
    Mutant(
        "attested-out-of-date",
        ("RND-22",),
        "a platform may be out of date",
        (method(randomness, "ATTESTED_STATUSES", _and_out_of_date),),
    ),
    Mutant(
        "attested-error-of-quotes",
        ("RND-5", "RND-22"),
        "a wrong quote has the error of the check that it fails",
        (
            replaced(
                "randomness.verify_attested",
                lambda _right: (
                    lambda card, module, round, quote, collateral, now: randomness.attested_value(  # noqa: A006 - the parameter's name is the specification's
                        card, randomness.round_digest(module, card.provider_id, round), quote, collateral, now
                    )
                ),
            ),
        ),
    ),
)
