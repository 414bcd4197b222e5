"""The curve edwards25519 (RFC 8032, section 5.1): points in extended coordinates, their encoding, their arithmetic.

What a caller refuses (small order, a point outside the prime-order group) is the caller's rule, not the curve's.
"""

from __future__ import annotations

from typing import Final

#: The prime of the field.
PRIME: Final = 2**255 - 19
#: The order of the base point.
ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, -1, PRIME) % PRIME
_ROOT: Final = pow(2, (PRIME - 1) // 4, PRIME)

#: X, Y, Z, T with x = X/Z, y = Y/Z and x·y = T/Z.
Point = tuple[int, int, int, int]

IDENTITY: Final[Point] = (0, 1, 1, 0)


def add(one: Point, other: Point) -> Point:
    """The sum of two points, whichever they are."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % PRIME
    b = (one[1] + one[0]) * (other[1] + other[0]) % PRIME
    c = 2 * one[3] * other[3] * _D % PRIME
    d = 2 * one[2] * other[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME)


def double(point: Point) -> Point:
    """Twice a point, by the shorter formula."""
    x, y, z, _ = point
    a, b, c = x * x % PRIME, y * y % PRIME, 2 * z * z % PRIME
    h = a + b
    e, g = h - (x + y) * (x + y) % PRIME, a - b
    f = c + g
    return (e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME)


def multiply(point: Point, scalar: int) -> Point:
    """A multiple of a point, the scalar not reduced: a point may be of an order other than `ORDER`."""
    result = IDENTITY
    for bit in bin(scalar)[2:]:
        result = double(result)
        if bit == "1":
            result = add(result, point)
    return result


def multiply_both(one: Point, first: int, other: Point, second: int) -> Point:
    """[first]one + [second]other, in one pass over the bits of both: signatures and proofs are made of such sums."""
    steps = (IDENTITY, one, other, add(one, other))
    result = IDENTITY
    for place in reversed(range(max(first.bit_length(), second.bit_length()))):
        result = double(result)
        chosen = (first >> place & 1) | (second >> place & 1) << 1
        if chosen:
            result = add(result, steps[chosen])
    return result


def equal(one: Point, other: Point) -> bool:
    """Whether two points are one, whatever their coordinates."""
    return (one[0] * other[2] - other[0] * one[2]) % PRIME == 0 and (one[1] * other[2] - other[1] * one[2]) % PRIME == 0


def encode(point: Point) -> bytes:
    """The 32 bytes of a point: y, and the lowest bit of x in the highest bit."""
    inverse = pow(point[2], -1, PRIME)
    x, y = point[0] * inverse % PRIME, point[1] * inverse % PRIME
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode(encoded: bytes) -> Point | None:
    """The point of 32 bytes by RFC 8032, section 5.1.3; None for what encodes none."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(encoded) != 32 or y >= PRIME:
        return None
    u, v = (y * y - 1) % PRIME, (_D * y * y + 1) % PRIME
    square = u * pow(v, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * _ROOT % PRIME
    if (x * x - square) % PRIME or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = PRIME - x
    return (x, y, 1, x * y % PRIME)


#: The base point: y = 4/5, x even.
BASE: Final[Point] = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
    1,
    46827403850823179245072216630277197565144205554125654976674165829533817101731,
)
