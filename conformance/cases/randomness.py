"""Cases of a Randomness module's records, and of the proofs of rounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from coalition.crypto.beacon import DrandScheme
from coalition.crypto.bls12_381 import CurveGroup
from coalition.randomness import BeaconTick, External, TdxAttested, ThresholdBls, Vrf, verify
from coalition.unique_id import UniqueId, unique_id
from conformance.beacon_providers import BLS_G1, BLS_G2, FIRST, RELAY, SECOND, TICK, Beacon, networks
from conformance.casebook import Casebook

_MODULE: Final = unique_id("example randomness")
_LAST: Final = 2**64 - 1
_CHAINED: Final = Beacon(bytes([16]) * 32, DrandScheme.PedersenBlsChained)


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the records, and of the proof of a round."""
    yield _scheme()
    yield _card()
    yield _round()
    yield _verify()
    yield _tick()


def _scheme() -> Casebook:
    book = Casebook("randomness.scheme")
    book.accept("quicknet", "a network of drand", scheme=networks()["quicknet"].scheme)
    book.accept("bls-g1", "a committee, its signatures in G1", scheme=BLS_G1.scheme)
    book.accept("bls-g2", "a committee, its signatures in G2", scheme=BLS_G2.scheme)
    book.accept("vrf", "one key", scheme=FIRST.scheme)
    book.accept("attested", "a guest", scheme=TdxAttested(b"\x30\x00", bytes(range(48))))
    book.accept("no-key", "a key without a byte", scheme=ThresholdBls(CurveGroup.G1, b""))
    book.accept("zero-key", "a key of zeros", scheme=Vrf(bytes(32)))
    for number, scheme in enumerate(DrandScheme):
        book.accept(f"network-{number}", "the key is any bytes here", scheme=External(scheme, b"\x01" * 48))
    book.random(3)
    book.spoil_all("quicknet")
    book.spoil_all("vrf")
    return book


def _card() -> Casebook:
    book = Casebook("randomness.provider_card")
    book.accept("vrf", "a provider with one key", card=FIRST.card())
    book.accept("bls", "a committee", card=BLS_G2.card())
    book.accept("relay", "one who relays a network", card=RELAY.card(scheme=networks()["mainnet"].scheme))
    book.accept("attested", "a guest", card=FIRST.card(scheme=TdxAttested(b"\x30\x00", bytes(48))))
    book.accept("tick-0", "the first tick", card=FIRST.card(0))
    book.accept("greatest", "the last tick", card=FIRST.card(_LAST))
    book.random(3)
    book.spoil_all("vrf")
    return book


def _round() -> Casebook:
    book = Casebook("randomness.round")
    values: dict[str, Any] = {"module": _MODULE, "provider": FIRST.id, "round": 1}
    book.accept("one", "a round", values)
    book.accept("another-module", "the same of another module", values | {"module": unique_id("another module")})
    book.accept("another-provider", "the same of another provider", values | {"provider": SECOND.id})
    book.accept("round-0", "a number like any other", values | {"round": 0})
    book.accept("greatest", "the greatest number", values | {"round": _LAST})
    book.random(3)
    book.spoil_all("one")
    return book


def _proven(provider: Beacon, number: int, previous: bytes | None = None) -> dict[str, Any]:
    proof = provider.proof(_MODULE, number, previous)
    return {"card": provider.card(), "module": _MODULE, "round": number, "proof": proof}


def _verify() -> Casebook:
    book = Casebook("randomness.verify", requirements=("RND-4", "RND-3"))
    for name, each in networks().items():
        card = RELAY.card(scheme=each.scheme)
        book.accept(name, "a published round", card=card, module=_MODULE, round=each.round, proof=each.proof)
    book.accept("bls-g1", "a committee's round, its signature in G1", _proven(BLS_G1, 7))
    book.accept("bls-g2", "a committee's round, its signature in G2", _proven(BLS_G2, 2**32 + 1))
    book.accept("vrf", "a key's round", _proven(FIRST, 7))
    book.accept("vrf-0", "a round without a number above 0", _proven(FIRST, 0))
    book.accept("chained", "a chained round behind a seed", _proven(_CHAINED, 1))
    book.accept("chained-byte", "a chained round behind a byte", _proven(_CHAINED, 1, b"\0"))
    book.random(4)
    own = ("bls-g1", "bls-g2", "vrf")
    for twin in own:
        _refuse(book, twin, "next", "another round", round=8)
        _refuse(book, twin, "elsewhere", "another module", module=unique_id("another module"))
        _refuse(book, twin, "copied", "another provider declares the key", card=SECOND.card(scheme=_SCHEMES[twin]))
    for twin in (*own, "quicknet", "mainnet"):
        proof = bytes.fromhex(next(each for each in book.tests if each.id.endswith(f"/{twin}")).params["proof"])
        _refuse(book, twin, "none", "no proof", proof=b"")
        _refuse(book, twin, "longer", "a byte more", proof=proof + b"\0")
        _refuse(book, twin, "shorter", "a byte less", proof=proof[:-1])
        _refuse(book, twin, "altered", "another bit", proof=proof[:-1] + bytes([proof[-1] ^ 1]))
    _other_schemes(book)
    book.spoil_all("vrf")
    return book


_SCHEMES: Final = {"bls-g1": BLS_G1.scheme, "bls-g2": BLS_G2.scheme, "vrf": FIRST.scheme}


def _other_schemes(book: Casebook) -> None:
    """Rounds that are right, under a card that is not their own."""
    found = networks()
    quicknet, fastnet, testnet, mainnet = (found[each] for each in ("quicknet", "fastnet", "testnet", "mainnet"))
    other_tag = External(DrandScheme.BlsUnchainedOnG1, quicknet.scheme.public_key)
    _refuse(book, "quicknet", "other-tag", "right under the tag of the other", card=RELAY.card(scheme=other_tag))
    other_key = External(quicknet.scheme.network, fastnet.scheme.public_key)
    _refuse(book, "quicknet", "other-key", "another network's key", card=RELAY.card(scheme=other_key))
    committee = ThresholdBls(CurveGroup.G1, quicknet.scheme.public_key)
    _refuse(book, "quicknet", "as-committee", "a network is no committee", card=RELAY.card(scheme=committee))
    chained = External(DrandScheme.PedersenBlsChained, testnet.scheme.public_key)
    _refuse(book, "testnet", "as-chained", "an unchained round as a chained one", card=RELAY.card(scheme=chained))
    unlinked = _CHAINED.proof(_MODULE, 1, b"")
    _refuse(book, "chained", "unlinked", "a chained round behind no byte", proof=unlinked)
    unchained = External(DrandScheme.PedersenBlsUnchained, mainnet.scheme.public_key)
    _refuse(book, "mainnet", "as-unchained", "a chained round as an unchained one", card=RELAY.card(scheme=unchained))
    linked = mainnet.proof[:95] + bytes([mainnet.proof[95] ^ 1]) + mainnet.proof[96:]
    _refuse(book, "mainnet", "other-link", "another signature before", proof=linked)
    _refuse(book, "quicknet", "linked", "an unchained round behind a signature", proof=bytes(48) + quicknet.proof)
    network = External(DrandScheme.BlsUnchainedG1Rfc9380, BLS_G1.scheme.public_key)  # type: ignore[union-attr] # a committee's
    _refuse(book, "bls-g1", "as-network", "a committee is no network", card=BLS_G1.card(scheme=network))
    _refuse(book, "bls-g1", "no-key", "a key without a byte", card=BLS_G1.card(scheme=ThresholdBls(CurveGroup.G1, b"")))
    _refuse(book, "vrf", "weak-key", "a key of small order", card=FIRST.card(scheme=Vrf(b"\x01" + bytes(31))))
    _refuse(book, "vrf", "attested", "a guest has quotes", card=FIRST.card(scheme=TdxAttested(b"", bytes(48))))


def _refuse(book: Casebook, twin: str, name: str, comment: str, **changed: Any) -> None:
    book.refuse_changed(f"{twin}-{name}", comment, twin, "BeaconProofInvalid", **changed)


def _tick() -> Casebook:
    book = Casebook("randomness.tick")
    quicknet = networks()["quicknet"]
    card = RELAY.card(scheme=quicknet.scheme)
    value = verify(card, _MODULE, quicknet.round, quicknet.proof)
    tick = BeaconTick(quicknet.round, RELAY.id, value, quicknet.proof, TICK)
    book.accept("quicknet", "a round that a network signed", tick=tick)
    book.accept("unproven", "a value that nobody proves", tick=replace(tick, value=bytes(32), proof=b""))
    book.accept("other-provider", "another's", tick=replace(tick, provider=UniqueId(bytes(31) + b"\1")))
    book.accept("least", "the least numbers", tick=replace(tick, round=0, committed_at=0))
    book.accept("greatest", "the greatest", tick=replace(tick, round=_LAST, committed_at=_LAST))
    book.random(3)
    book.spoil_all("quicknet")
    return book
