"""BLAKE3 written from the paper: the one library that has all its modes is that of the reference."""

from __future__ import annotations

import struct
from typing import Any

_IV = (0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19)
_PERMUTATION = (2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8)
_LANES = (
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
)  # fmt: skip
_START, _END, _PARENT, _ROOT, _KEYED, _CONTEXT, _MATERIAL = (1 << bit for bit in range(7))
_MASK = 0xFFFFFFFF


def _compress(chaining: tuple[int, ...], block: bytes, counter: int, flags: int, size: int) -> tuple[int, ...]:
    v = [*chaining, *_IV[:4], counter & _MASK, counter >> 32, size, flags]
    words = struct.unpack("<16I", block.ljust(64, b"\0"))
    for turn in range(7):
        for lane, (a, b, c, d) in enumerate(_LANES):
            for word, first, second in ((words[2 * lane], 16, 12), (words[2 * lane + 1], 8, 7)):
                v[a] = (v[a] + v[b] + word) & _MASK
                x = v[d] ^ v[a]
                v[d] = ((x >> first) | (x << (32 - first))) & _MASK
                v[c] = (v[c] + v[d]) & _MASK
                x = v[b] ^ v[c]
                v[b] = ((x >> second) | (x << (32 - second))) & _MASK
        if turn < 6:
            words = tuple(words[at] for at in _PERMUTATION)
    return (*(v[at] ^ v[at + 8] for at in range(8)), *(v[at + 8] ^ chaining[at] for at in range(8)))


_Node = tuple[tuple[int, ...], bytes, int, int, int]


def _chunk(key: tuple[int, ...], data: bytes, counter: int, flags: int) -> _Node:
    chaining = key
    blocks = [data[at : at + 64] for at in range(0, len(data), 64)] or [b""]
    for at, block in enumerate(blocks[:-1]):
        chaining = _compress(chaining, block, counter, flags | (0 if at else _START), 64)[:8]
    last = flags | _END | (_START if len(blocks) == 1 else 0)
    return chaining, blocks[-1], counter, last, len(blocks[-1])


def _tree(key: tuple[int, ...], data: bytes, first: int, flags: int) -> _Node:
    chunks = -(-len(data) // 1024)
    if chunks <= 1:
        return _chunk(key, data, first, flags)
    left = 1 << (chunks - 1).bit_length() - 1
    halves = (_tree(key, data[: left * 1024], first, flags), _tree(key, data[left * 1024 :], first + left, flags))
    block = b"".join(struct.pack("<8I", *_compress(*node)[:8]) for node in halves)
    return key, block, 0, flags | _PARENT, 64


def _blake3(key: tuple[int, ...], data: bytes, flags: int, length: int) -> bytes:
    chaining, block, _, last, size = _tree(key, data, 0, flags)
    out = b""
    for counter in range(-(-length // 64)):
        out += struct.pack("<16I", *_compress(chaining, block, counter, last | _ROOT, size))
    return out[:length]


def blake3_by_the_paper(params: dict[str, Any]) -> str:
    """`crypto.blake3`."""
    message, mode, length = params["message"], params["mode"], params["output_length"]
    if message["kind"] == "Counting":
        data = bytes(at % 251 for at in range(int(message["length"])))
    else:
        data = bytes.fromhex(message["bytes"])
    if mode["kind"] == "KeyedHash":
        return _blake3(struct.unpack("<8I", bytes.fromhex(mode["key"])), data, _KEYED, length).hex()
    if mode["kind"] == "DeriveKey":
        context = _blake3(_IV, mode["context"].encode(), _CONTEXT, 32)
        return _blake3(struct.unpack("<8I", context), data, _MATERIAL, length).hex()
    return _blake3(_IV, data, 0, length).hex()
