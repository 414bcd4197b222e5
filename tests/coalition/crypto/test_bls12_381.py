"""The curve interface: both backends and a third library give the same bytes, and refuse the same input."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator

import py_arkworks_bls12381 as arkworks
import pytest

from coalition.crypto import bls12_381 as bls
from coalition.crypto import curves_fast, curves_readable
from coalition.crypto.bls12_381 import BackendName, CurveGroup
from coalition.crypto.bls_errors import (
    BlsSignatureInvalid,
    PointIsIdentity,
    PointMalformed,
    PointNotInSubgroup,
    ScalarOutOfRange,
    ScalarZero,
    TagLength,
)
from coalition.errors import RuleError

ARKWORKS = {CurveGroup.G1: arkworks.G1Point, CurveGroup.G2: arkworks.G2Point}
SCALARS = (1, 2, 255, bls.ORDER // 2, bls.ORDER - 1, int.from_bytes(hashlib.sha256(b"a scalar").digest()) % bls.ORDER)


@pytest.fixture(params=["readable", "fast"])
def backend(request: pytest.FixtureRequest) -> Iterator[BackendName]:
    before = list(bls._chosen)
    bls.use(request.param)
    yield request.param
    bls._chosen[:] = before


def test_the_fast_backend_is_taken_where_its_library_is() -> None:
    before = list(bls._chosen)
    bls._chosen.clear()
    assert bls.backend() is curves_fast
    bls.use("readable")
    assert bls.backend() is curves_readable
    bls._chosen[:] = before


@pytest.mark.parametrize(("flag", "module"), [("readable", "curves_readable"), ("fast", "curves_fast")])
def test_one_flag_chooses_the_backend(flag: str, module: str) -> None:
    """Of the reference as a target, and of whatever generates vectors."""
    for start in ("import conformance.casebook", "from coalition_python.adapter import adapter; adapter()"):
        program = f"{start}; from coalition.crypto.bls12_381 import backend; print(backend().__name__)"
        ran = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "COALITION_CURVES": flag},
            check=True,
            capture_output=True,
            text=True,
        )
        assert ran.stdout.strip() == f"coalition.crypto.{module}"


def test_another_word_is_no_backend() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "coalition_python.program"],
        env={**os.environ, "COALITION_CURVES": "quick"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert "COALITION_CURVES is readable or fast, not 'quick'" in ran.stderr


# RFC 9380, appendices J.9.1 and J.10.1: the coordinates of P, in the order of the compressed form.
HASHED = {
    (
        CurveGroup.G1,
        b"",
    ): "052926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4e8cf62d9c09db0fac349612b759e79a1",
    (
        CurveGroup.G1,
        b"abc",
    ): "03567bc5ef9c690c2ab2ecdf6a96ef1c139cc0b2f284dca0a9a7943388a49a3aee664ba5379a7655d3c68900be2f6903",
    (
        CurveGroup.G2,
        b"",
    ): "05cb8437535e20ecffaef7752baddf98034139c38452458baeefab379ba13dff5bf5dd71b72418717047f5b0f37da03d"
    "0141ebfbdca40eb85b87142e130ab689c673cf60f1a3e98d69335266f30d9b8d4ac44c1038e9dcdd5393faf5c41fb78a",
    (
        CurveGroup.G2,
        b"abc",
    ): "139cddbccdc5e91b9623efd38c49f81a6f83f175e80b06fc374de9eb4b41dfe4ca3a230ed250fbe3a2acf73a41177fd8"
    "02c2d18e033b960562aae3cab37a27ce00d80ccd5ba4b7fe0e7a210245129dbec7780ccc7954725f4168aff2787776e6",
}


@pytest.mark.parametrize(("group", "message"), HASHED)
def test_hash_to_curve_is_that_of_rfc_9380(backend: BackendName, group: CurveGroup, message: bytes) -> None:
    tag = f"QUUX-V01-CS02-with-BLS12381{group.name}_XMD:SHA-256_SSWU_RO_".encode()
    found = bls.hash_to_curve(group, message, tag).encode()
    assert bytes([found[0] & 0x1F]) + found[1:] == bytes.fromhex(HASHED[group, message])


@pytest.mark.parametrize("group", CurveGroup)
def test_the_backends_compute_the_bytes_of_arkworks(backend: BackendName, group: CurveGroup) -> None:
    """Hashing under tags of every length, multiplying, adding, negating and decoding."""
    theirs = ARKWORKS[group]
    assert bls.generator(group).encode() == theirs().to_compressed_bytes()
    assert bls.identity(group).encode() == theirs.identity().to_compressed_bytes()
    for number, scalar in enumerate(SCALARS):
        message, tag = bytes([number]) * number, b"t" * (1, 2, 43, 64, 254, 255)[number]
        ours, other = bls.hash_to_curve(group, message, tag), theirs.hash_to_curve(message, tag)
        assert ours.encode() == other.to_compressed_bytes()
        assert (ours * scalar).encode() == (other * arkworks.Scalar(scalar)).to_compressed_bytes()
        assert (ours + bls.generator(group)).encode() == (other + theirs()).to_compressed_bytes()
        assert (-ours).encode() == (-other).to_compressed_bytes()
        assert bls.decode(group, ours.encode()) == ours
    assert (ours + -ours).is_identity()
    assert (ours * 0).is_identity()
    assert (ours * bls.ORDER).is_identity()
    assert ours + bls.identity(group) == ours
    assert ours + ours == ours * 2
    assert ours != -ours
    assert len({ours, ours + ours, ours * 2}) == 2


def _off_subgroup(group: CurveGroup) -> Iterator[bytes]:
    """Points of the curve outside the subgroup, by arkworks: those of small x, both signs."""
    found = 0
    for x in range(1, 200):
        data = bytearray(group.size)
        data[0], data[-1] = 0x80, x
        try:
            point = ARKWORKS[group].from_compressed_bytes_unchecked(bytes(data))
        except ValueError:
            continue
        assert not point.is_in_subgroup()
        yield bytes(data)
        data[0] = 0xA0
        yield bytes(data)
        found += 1
        if found == 3:
            return


def _off_curve(group: CurveGroup) -> Iterator[bytes]:
    for x in range(1, 8):
        data = bytearray(group.size)
        data[0], data[-1] = 0x80, x
        try:
            ARKWORKS[group].from_compressed_bytes_unchecked(bytes(data))
        except ValueError:
            yield bytes(data)


def _malformed(group: CurveGroup) -> Iterator[bytes]:
    good = bls.generator(group).encode()
    infinity = bls.identity(group).encode()
    yield from (b"", good[:-1], good + b"\0", bytes(group.size), b"\xff" * group.size)
    yield bytes([good[0] & 0x7F]) + good[1:]
    yield bytes([good[0] | 0x40]) + good[1:]
    yield bytes([infinity[0] | 0x20]) + infinity[1:]
    yield infinity[:-1] + b"\1"
    yield bytes([0x40]) + infinity[1:]
    prime = bls.PRIME.to_bytes(48)
    yield bytes([0x80 | prime[0]]) + prime[1:] + bytes(group.size - 48)
    if group is CurveGroup.G2:
        yield good[:48] + prime
        yield good[:48] + bytes([good[48] | 0x80]) + good[49:]
        yield bytes([0x80]) + bytes(95)
    yield from _off_curve(group)


@pytest.mark.parametrize("group", CurveGroup)
def test_the_backends_refuse_the_same_encodings(backend: BackendName, group: CurveGroup) -> None:
    malformed = list(_malformed(group))
    assert len(malformed) > 13
    for data in malformed:
        with pytest.raises(PointMalformed):
            bls.decode(group, data)
    outside = list(_off_subgroup(group))
    assert len(outside) == 6
    for data in outside:
        with pytest.raises(PointNotInSubgroup):
            bls.decode(group, data)
    with pytest.raises(PointIsIdentity):
        bls.decode(group, bls.identity(group).encode())


def test_the_point_of_order_three_is_outside_the_subgroup(backend: BackendName) -> None:
    """(0, 2) is on the curve of G1; libraries differ in why they refuse it, we do not."""
    for first in (0x80, 0xA0):
        with pytest.raises(PointNotInSubgroup):
            bls.decode(CurveGroup.G1, bytes([first]) + bytes(47))


@pytest.mark.parametrize("group", CurveGroup)
def test_a_signature_verifies_and_nothing_near_it_does(backend: BackendName, group: CurveGroup) -> None:
    secret, message = SCALARS[-1], b"a message"
    key, signature = bls.public_key(group, secret), bls.sign(group, secret, message)
    bls.verify(group, key.encode(), message, signature.encode())
    near = [
        (key * 2, message, signature, None),
        (key, b"another", signature, None),
        (key, message, -signature, None),
        (key, message, signature * 2, None),
        (key, message, signature, group.other.suite),
    ]
    for other_key, other_message, other_signature, tag in near:
        with pytest.raises(BlsSignatureInvalid):
            bls.verify(group, other_key.encode(), other_message, other_signature.encode(), tag)


@pytest.mark.parametrize("group", CurveGroup)
def test_arkworks_verifies_what_we_sign(group: CurveGroup) -> None:
    secret, message = SCALARS[-1], b"a message"
    key = ARKWORKS[group.other].from_compressed_bytes(bls.public_key(group, secret).encode())
    signature = ARKWORKS[group].from_compressed_bytes(bls.sign(group, secret, message).encode())
    hashed = ARKWORKS[group].hash_to_curve(message, group.suite)
    base = ARKWORKS[group.other]()
    pairs = [(base, -signature), (key, hashed)]
    if group is CurveGroup.G1:
        pairs = [(b, a) for a, b in pairs]
    assert arkworks.GT.pairing_check([a for a, _ in pairs], [b for _, b in pairs])


def test_the_pairing_is_bilinear(backend: BackendName) -> None:
    g1, g2 = bls.generator(CurveGroup.G1), bls.generator(CurveGroup.G2)
    assert bls.pairings_equal((g1 * 6, g2), (g2 * 3, g1 * 2))
    assert not bls.pairings_equal((g1 * 6, g2), (g1 * 5, g2))
    assert bls.pairing_check()
    assert bls.pairing_check((g1, bls.identity(CurveGroup.G2)))
    assert not bls.pairing_check((g1, g2))


def test_points_of_two_groups_do_not_mix() -> None:
    g1, g2 = bls.generator(CurveGroup.G1), bls.generator(CurveGroup.G2)
    assert g1 != g2
    with pytest.raises(TypeError):
        g1 + g2
    with pytest.raises(TypeError):
        bls.pairing_check((g2, g1))
    with pytest.raises(TypeError):
        bls.holds(g1, b"", g1)


def test_scalars_are_canonical() -> None:
    """Arkworks reduces silently; here a scalar is below the order, big-endian, and a secret is not zero."""
    assert bls.decode_scalar(bytes(32)) == 0
    assert bls.decode_secret(bytes(31) + b"\2") == 2
    assert bls.encode_scalar(bls.ORDER - 1) == (bls.ORDER - 1).to_bytes(32)
    cases: list[tuple[bytes, type[RuleError]]] = [
        (bls.ORDER.to_bytes(32), ScalarOutOfRange),
        (b"\xff" * 32, ScalarOutOfRange),
        (bytes(31), ScalarOutOfRange),
        (bytes(33), ScalarOutOfRange),
        (bytes(32), ScalarZero),
    ]
    for data, error in cases:
        with pytest.raises(error):
            bls.decode_secret(data)


def test_a_tag_has_a_length() -> None:
    for tag in (b"", b"t" * 256):
        with pytest.raises(TagLength):
            bls.hash_to_curve(CurveGroup.G1, b"", tag)
