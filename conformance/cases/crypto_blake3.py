"""Cases of the chapter BLAKE3: the authors' vectors, and the edges of blocks, chunks and outputs."""

from __future__ import annotations

from collections.abc import Iterator

from coalition.crypto.blake3_modes import Counting, DeriveKey, Hash, KeyedHash, Plain
from conformance.casebook import Casebook
from conformance.published import published

#: Around one and two blocks (64 bytes), chunks (1024), subtrees that are whole, and subtrees that are one chunk short.
_EDGES = (62, 66, 126, 191, 192, 193, 960, 961, 1022, 1026, 2047, 3071, 7167, 8191, 15360, 16383, 16385, 32768, 65537)


def casebooks() -> Iterator[Casebook]:
    """The casebook of the chapter."""
    book = Casebook("crypto.blake3", requirements=("HASH-5",))
    figures = published("blake3")
    key = bytes.fromhex(figures["key"])
    modes = {
        "hash": (Hash(), "HASH-1"),
        "keyed_hash": (KeyedHash(key), "HASH-2"),
        "derive_key": (DeriveKey(figures["context"]), "HASH-3"),
    }
    for case in figures["cases"]:
        for name, (mode, requirement) in modes.items():
            book.accept(
                f"{name.replace('_', '-')}-{case['length']}",
                "the authors' test vectors",
                mode=mode,
                message=Counting(case["length"]),
                output_length=131,
                requirements=(requirement, "HASH-4"),
            )
    for length in _EDGES:
        book.accept(
            f"edge-{length}",
            "about a block, a chunk or a subtree",
            mode=Hash(),
            message=Counting(length),
            output_length=32,
            requirements=("HASH-1",),
        )
    _outputs(book, key)
    _lookalikes(book, key)
    book.random(6)
    book.spoil_all("plain")
    book.spoil_all("keyed")
    yield book


def _outputs(book: Casebook, key: bytes) -> None:
    for length in (0, 1, 31, 33, 63, 64, 65, 128, 1000):
        book.accept(
            f"output-{length}",
            "an output of another length",
            mode=Hash(),
            message=Counting(1025),
            output_length=length,
            requirements=("HASH-1", "HASH-4"),
        )
    book.accept(
        "output-keyed-96",
        "a longer output under a key",
        mode=KeyedHash(key),
        message=Counting(64),
        output_length=96,
        requirements=("HASH-2", "HASH-4"),
    )


def _lookalikes(book: Casebook, key: bytes) -> None:
    """What is easily taken for another mode."""
    text = b"coalition.root.v1"
    book.accept(
        "plain", "H of a text", mode=Hash(), message=Plain(text), output_length=32, requirements=("HASH-1", "ENC-1")
    )
    book.accept(
        "keyed",
        "under a key, not behind it",
        mode=KeyedHash(key),
        message=Plain(text),
        output_length=32,
        requirements=("HASH-2",),
    )
    book.accept(
        "keyed-zero",
        "a key of zeros is a key",
        mode=KeyedHash(bytes(32)),
        message=Plain(text),
        output_length=32,
        requirements=("HASH-2",),
    )
    book.accept(
        "derived",
        "for a context, not behind it",
        mode=DeriveKey("module"),
        message=Plain(text),
        output_length=32,
        requirements=("HASH-3",),
    )
    book.accept(
        "derived-empty-context",
        "an empty context is a context",
        mode=DeriveKey(""),
        message=Plain(text),
        output_length=32,
        requirements=("HASH-3",),
    )
    book.accept(
        "derived-beyond-ascii",
        "a context is UTF-8",
        mode=DeriveKey("größe"),
        message=Plain(text),
        output_length=32,
        requirements=("HASH-3",),
    )
