"""Cases of rounds that a quote attests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from coalition.randomness import TdxAttested, round_digest
from coalition.unique_id import UniqueId, unique_id
from conformance import mock_dcap as mock
from conformance.attested_providers import DEBUG, EDGE, GUEST, LATER, TWIN, Guest, collateral, later
from conformance.beacon_providers import FIRST
from conformance.casebook import Casebook

_MODULE: Final = unique_id("example randomness")


def casebooks() -> Iterator[Casebook]:
    """The casebook of the operation."""
    book = Casebook("randomness.verify_attested", requirements=("RND-22", "RND-3"))
    book.accept("guest", "a round of a guest", _attested(GUEST, 7))
    book.accept("round-0", "a round without a number above 0", _attested(GUEST, 0))
    book.accept("other-guest", "of another image", _attested(replace(GUEST, mr_td=bytes(range(48))), 2**64 - 1))
    book.accept("other-root", "under another root", _attested(replace(GUEST, root="other root"), 7))
    book.accept("zero-value", "a value like any other", _attested(GUEST, 7) | {"quote": _quote(bytes(32))})
    book.accept("greatest-value", "a value like any other", _attested(GUEST, 7) | {"quote": _quote(b"\xff" * 32)})
    book.accept("last-second", "the last second of its collateral", _attested(GUEST, 7) | {"now": EDGE})
    then = {"collateral": later(), "now": mock.NOW + LATER}
    book.accept("later", "the same with the collateral of another month", _attested(GUEST, 7) | then)
    book.random(2)
    for name, comment, changed in (*_others(), *_quotes(), *_collaterals()):
        book.refuse_changed(f"guest-{name}", comment, "guest", "BeaconProofInvalid", ("RND-22",), **changed)
    over = {"now": EDGE + 1}
    book.refuse_changed("last-second-over", "a second late", "last-second", "BeaconProofInvalid", ("RND-22",), **over)
    book.spoil("guest", shapes=4)
    yield book


def _attested(guest: Guest, number: int) -> dict[str, Any]:
    return {
        "card": guest.card(),
        "module": _MODULE,
        "round": number,
        "quote": guest.proof(_MODULE, number),
        "collateral": collateral(root=guest.root),
        "now": mock.NOW,
    }


def _data(value: bytes | None = None, number: int = 7, module: UniqueId = _MODULE) -> bytes:
    return round_digest(module, GUEST.id, number).value() + (GUEST.drawn(_MODULE, 7) if value is None else value)


def _quote(value: bytes) -> bytes:
    return GUEST.quote(_data(value))


Refused = Iterator[tuple[str, str, dict[str, Any]]]


def _others() -> Refused:
    """Quotes that are right for something else."""
    yield "next", "another round", {"round": 8}
    yield "elsewhere", "another module", {"module": unique_id("another module")}
    yield "copied", "another provider of the same image", {"card": TWIN.card()}
    yield "image", "the card pins another guest", {"card": replace(GUEST, mr_td=bytes(48)).card()}
    pinned = TdxAttested(mock.root("other root"), GUEST.mr_td)
    yield "root", "the card pins another root", {"card": GUEST.card(scheme=pinned)}
    yield "no-root", "the card pins none", {"card": GUEST.card(scheme=TdxAttested(b"", GUEST.mr_td))}
    yield "vrf", "a card of a VRF", {"card": GUEST.card(scheme=FIRST.scheme)}


def _quotes() -> Refused:
    """Quotes that are not right."""
    right = GUEST.quote(_data())
    yield "debug", "a guest that can be debugged", {"quote": GUEST.quote(_data(), DEBUG)}
    yield "other-image", "another guest on the same platform", {"quote": GUEST.quote(_data(), {"mr_td": bytes(48)})}
    yield "value-alone", "the digest of no round", {"quote": GUEST.quote(bytes(32) + _data()[32:])}
    yield "turned-round", "the value before the digest", {"quote": GUEST.quote(_data()[32:] + _data()[:32])}
    self_signed = GUEST.quote(_data(), root="mallory", pck_signer="pck ca")
    yield "self-signed", "a chain of its own making", {"quote": self_signed}
    forged = GUEST.quote(_data(), quote_signer="mallory")
    yield "signed-by-another", "another key than the platform's", {"quote": forged}
    altered = right[:600] + bytes([right[600] ^ 1]) + right[601:]
    yield "altered-value", "the value altered behind the signature", {"quote": altered}
    yield "out-of-date", "a platform that is out of date", {"quote": GUEST.quote(_data(), pce_svn=7)}
    yield "revoked", "a platform that is revoked", {"quote": GUEST.quote(_data(), cpu_svn=b"\x01" * 16)}
    yield "cut", "a quote that is cut short", {"quote": right[:-1]}
    yield "none", "no quote", {"quote": b""}
    yield "report-data-alone", "the report data without a quote", {"quote": _data()}


def _collaterals() -> Refused:
    """Collateral that does not bear the quote out."""
    right, over, other = collateral(), collateral(crl_end=mock.NOW - 1), collateral("other root")
    yield "expired-list", "a list that is over", {"collateral": replace(right, pck_crl=over.pck_crl)}
    foreign = replace(right, root_ca_crl=other.root_ca_crl)
    yield "of-another-root", "a list of another root", {"collateral": foreign}
    yield "before", "a time before all of it", {"now": mock.NOW - 40 * 86_400}
    yield "revoked-key", "the platform's key is revoked", {"collateral": collateral(revoked=("pck",))}
    yield "forged", "TCB information that nobody signed", {"collateral": collateral(tcb_signer="mallory")}
    yield "epoch", "no time at all", {"now": 0}
