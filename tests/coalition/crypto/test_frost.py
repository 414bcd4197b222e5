"""FROST against the published rounds, one intermediate after another, and what holds for every sharing."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.crypto import frost
from coalition.crypto.frost_errors import FrostNonceReused, FrostSignatureInvalid, FrostTooFewSigners
from coalition.crypto.frost_round import FrostCulprits, FrostNonces, FrostShare, FrostSignature
from coalition.crypto.frost_suites import SUITES, FrostSuite
from coalition.unique_id import hash_bytes
from conformance.cases.crypto_frost_signing import generated
from conformance.crypto_inputs.frost import dealt, played
from conformance.entropy import Entropy
from conformance.frost_rounds import made_group, made_keys, replay, rounds, summed

SCALARS = st.integers(1, 2**252)


@pytest.fixture(params=rounds())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _bytes(figures: Any, member: str) -> bytes:
    return bytes.fromhex(figures[member])


def test_the_dealer_gives_the_published_shares(name: str) -> None:
    """Public key, and the share of every participant that the figures list, up to identifier 257."""
    figures = rounds()[name]
    coefficients = tuple(bytes.fromhex(each) for each in figures["coefficients"])
    keys = frost.deal(FrostSuite[figures["suite"]], _bytes(figures, "secret"), coefficients, figures["size"])
    assert keys.group.public_key == _bytes(figures, "public_key")
    assert keys.group.threshold == figures["threshold"]
    for signer in figures["signers"]:
        assert keys.shares[signer["identifier"] - 1] == _bytes(signer, "share")
    assert replay(name).group.members[0] == keys.group.members[replay(name).group.members[0].identifier - 1]


@pytest.mark.parametrize("made", made_keys())
def test_a_published_key_generation_deals_and_sums_as_the_dealer_does(made: str) -> None:
    """Each participant's commitments and shares; the key, the members' shares and what verifies them are sums."""
    figures = made_keys()[made]
    suite, participants = FrostSuite[figures["suite"]], figures["participants"]
    dealt_by = {}
    for each in participants:
        coefficients = tuple(bytes.fromhex(coefficient) for coefficient in each["coefficients"])
        keys = frost.deal(suite, _bytes(each, "secret"), coefficients, figures["size"])
        assert [commitment.hex() for commitment in keys.commitments] == each["commitments"]
        dealt_by[each["identifier"]] = keys.shares
    for each in participants:
        for received in each["received"]:
            assert dealt_by[received["from"]][each["identifier"] - 1] == _bytes(received, "share")
    keys = frost.deal(suite, *summed(figures), figures["size"])
    assert keys.group == made_group(figures)
    assert [share.hex() for share in keys.shares] == [each["share"] for each in participants]
    signature = generated(made).signature()
    assert frost.verify(suite, keys.group.public_key, generated(made).message, signature)


def test_the_first_round_is_the_published_one(name: str) -> None:
    """Nonces and commitments of each signer."""
    figures = rounds()[name]
    suite = FrostSuite[figures["suite"]]
    for signer in figures["signers"]:
        made = [
            frost.nonce(suite, _bytes(signer, f"{kind}_nonce_randomness"), _bytes(signer, "share"))
            for kind in ("hiding", "binding")
        ]
        assert made == [_bytes(signer, f"{kind}_nonce") for kind in ("hiding", "binding")]
        committed = frost.commit(suite, signer["identifier"], FrostNonces(*made))
        assert committed.hiding == _bytes(signer, "hiding_nonce_commitment")
        assert committed.binding == _bytes(signer, "binding_nonce_commitment")


def test_the_second_round_is_the_published_one(name: str) -> None:
    """Inputs of the binding factors, the factors, the shares, the signature."""
    figures, one = rounds()[name], replay(name)
    for signer in figures["signers"]:
        made = frost.binding(one.group.suite, one.group.public_key, one.commitments, one.message, signer["identifier"])
        assert (made.input, made.factor) == (_bytes(signer, "binding_factor_input"), _bytes(signer, "binding_factor"))
        assert one.share(signer["identifier"]).share == _bytes(signer, "sig_share")
    assert one.signature() == _bytes(figures, "signature")
    assert one.signature()[:-32] == frost.group_commitment(
        one.group.suite, one.group.public_key, one.commitments, one.message
    )


def test_published_signatures_verify(name: str) -> None:
    figures = rounds()[name]
    suite, key, message = FrostSuite[figures["suite"]], _bytes(figures, "public_key"), _bytes(figures, "message")
    signature = _bytes(figures, "signature")
    assert bytes(frost.verify(suite, key, message, signature)) == hash_bytes(signature)
    with pytest.raises(FrostSignatureInvalid):
        frost.verify(suite, key, message + b"!", signature)


@settings(deadline=None, max_examples=12)
@given(st.text(max_size=8), st.binary(max_size=40), st.data())
def test_openssl_verifies_every_signature_of_ed25519(label: str, message: bytes, data: st.DataObject) -> None:
    """Whoever signs, the signature is one of RFC 8032."""
    keys = dealt(FrostSuite.Ed25519, 2, 4, Entropy(label))
    signers = tuple(data.draw(st.permutations([1, 2, 3, 4]))[: data.draw(st.integers(2, 4))])
    signature = played(keys, signers, message, Entropy(label + "r")).signature()
    key = Ed25519PublicKey.from_public_bytes(keys.group.public_key)
    key.verify(signature, message)
    with pytest.raises(InvalidSignature):
        key.verify(signature, message + b"!")


@pytest.mark.parametrize("suite", FrostSuite)
def test_any_enough_participants_sign(suite: FrostSuite) -> None:
    """Every three and every four of four sign under one key; two do not."""
    keys = dealt(suite, 3, 4, Entropy(f"any {suite}"))
    for signers in (*combinations(range(1, 5), 3), (1, 2, 3, 4)):
        one = played(keys, signers, b"m", Entropy(f"any {signers}"))
        frost.verify(suite, keys.group.public_key, b"m", one.signature())
    two = played(keys, (1, 2), b"m", Entropy("two"))
    with pytest.raises(FrostTooFewSigners):
        two.share(1)


@pytest.mark.parametrize("suite", FrostSuite)
def test_whoever_sends_a_wrong_share_is_named(suite: FrostSuite) -> None:
    """Each subset of three signers but the empty one, wrong, is what the outcome names."""
    keys = dealt(suite, 3, 3, Entropy(f"blame {suite}"))
    one = played(keys, (3, 1, 2), b"m", Entropy("blame"))
    right = one.shares()
    by = SUITES[suite]
    for size in (1, 2, 3):
        for wrong in combinations((1, 2, 3), size):
            shares = tuple(
                FrostShare(each.identifier, by.encode_scalar(by.scalar(each.share) + 5))
                if each.identifier in wrong
                else each
                for each in right
            )
            assert frost.aggregate(one.group, b"m", one.commitments, shares) == FrostCulprits(wrong)
    assert isinstance(frost.aggregate(one.group, b"m", one.commitments, right), FrostSignature)


@pytest.mark.parametrize("suite", FrostSuite)
def test_nonces_that_sign_twice_give_the_share_away(suite: FrostSuite) -> None:
    """Why FROST-16: three messages under the same nonces, and the signer's share is solved for."""
    keys = dealt(suite, 2, 2, Entropy(f"reuse {suite}"))
    one = played(keys, (1, 2), b"", Entropy("reuse"))
    by = SUITES[suite]
    rows = []
    for message in (b"a", b"b", b"c"):
        z = frost.sign(keys.group, 1, keys.shares[0], one.nonces[1], message, one.commitments, ())
        given_by = (keys.group.suite, keys.group.public_key, one.commitments, message)
        factor = by.scalar(frost.binding(*given_by, 1).factor)
        commitment = frost.group_commitment(*given_by)
        challenge = by.scalar(frost.challenge(suite, commitment, keys.group.public_key, message))
        rows.append((factor, frost.interpolation((1, 2), 1, by.order) * challenge % by.order, by.scalar(z)))
    (f1, c1, z1), (f2, c2, z2), (f3, c3, z3) = rows
    # Differences take the hiding nonce away; two of them take the binding nonce.
    left = (z1 - z2) * (f1 - f3) - (z1 - z3) * (f1 - f2)
    right = (c1 - c2) * (f1 - f3) - (c1 - c3) * (f1 - f2)
    assert left * pow(right, -1, by.order) % by.order == by.scalar(keys.shares[0])
    with pytest.raises(FrostNonceReused):
        frost.sign(keys.group, 1, keys.shares[0], one.nonces[1], b"b", one.commitments, (one.commitments[0].hiding,))


@pytest.mark.parametrize("suite", FrostSuite)
def test_the_group_laws(suite: FrostSuite) -> None:
    """The arithmetic under it all: the identity, inverses, the order, encoding there and back."""
    by = SUITES[suite]
    for number in (1, 2, 3, 12345, by.order - 1):
        point = by.base(number)
        assert by.same(by.element(by.encode(point)), point)
        assert by.is_identity(by.add(point, by.multiply(point, by.order - 1)))
        assert by.same(by.add(point, by.identity()), point)
        assert by.same(by.add(point, point), by.base(2 * number))
    assert by.is_identity(by.base(by.order))
    assert by.is_identity(by.base(0))


@settings(deadline=None, max_examples=20)
@given(st.lists(SCALARS, min_size=2, max_size=4), st.data())
def test_shares_interpolate_to_the_secret(polynomial: list[int], data: st.DataObject) -> None:
    order = SUITES[FrostSuite.Ed25519].order
    chosen = data.draw(st.lists(st.integers(1, 65535), min_size=len(polynomial), max_size=6, unique=True))
    shares = {each: frost.evaluate(polynomial, each, order) for each in chosen}
    whole = sum(frost.interpolation(shares, each, order) * share for each, share in shares.items())
    assert whole % order == polynomial[0] % order


PROGRAM = """
import sys
from coalition.crypto import curves_readable, frost
from coalition.crypto.frost_suites import FrostSuite
from coalition.errors import WrongType
from coalition.json_form import parse
limit = sys.getrecursionlimit()
frost.nonce(FrostSuite.Secp256k1, bytes(32), bytes(32))
frost.commit(FrostSuite.Secp256k1, 1, frost.FrostNonces(b"\\1" * 32, b"\\2" * 32))
curves_readable.pairing(curves_readable.G2, curves_readable.G1)
assert sys.getrecursionlimit() == limit
try:
    parse("[" * 200_000)
except WrongType:
    print("refused")
"""


def test_a_curve_leaves_the_process_as_it_was() -> None:
    """A library that raises the recursion limit would make a deeply nested document a crash instead of a refusal."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "refused\n"), done.stderr
