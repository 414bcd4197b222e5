"""Cases of the chapter Encoding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition import encoding as enc
from coalition.unique_id import unique_id
from conformance.casebook import Casebook
from conformance.cases import encoding_structs
from conformance.cases.encoding_structs import REFUSALS
from conformance.spoil import NAME_SPOILS
from conformance.spoilt import ILL_SHAPED

#: Lengths around the edges of BLAKE3's blocks (64) and chunks (1024).
_EDGES = (0, 1, 2, 63, 64, 65, 127, 128, 129, 1023, 1024, 1025, 2048, 2049, 3072, 4096, 8192, 31744)

#: What some of these questions show about the protocol besides. Several show each: one may be answered by luck.
_PROTOCOL = {
    0: ["PROTO-12"],
    1: ["PROTO-12"],
    63: ["PROTO-1"],
    64: ["PROTO-2"],
    65: ["PROTO-9"],
    127: ["PROTO-9"],
    128: ["PROTO-1", "PROTO-2"],
    1023: ["PROTO-9"],
    1025: ["PROTO-1", "PROTO-9"],
    2048: ["PROTO-2", "PROTO-9"],
}


def _pattern(size: int) -> bytes:
    return bytes(at % 251 for at in range(size))


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _hash()
    yield _integer()
    yield _hash_many()
    yield _present_id()
    yield _name()
    yield _type_tag()
    yield _free_text()
    yield _ratio()
    yield from encoding_structs.casebooks()


def _hash() -> Casebook:
    book = Casebook("encoding.hash")
    book.accept("coalition-root", "text", value="coalition-root", requirements=["PROTO-5", "PROTO-11"])
    book.accept("greek", "text is hashed as UTF-8", value="searcher-α")
    for size in _EDGES:
        book.accept(
            f"pattern-{size}",
            "bytes i mod 251, around the edges of blocks and chunks",
            value=_pattern(size),
            requirements=_PROTOCOL.get(size, ()),
        )
    book.accept(
        "coalition-root-again", "the same question once more", value="coalition-root", requirements=["PROTO-12"]
    )
    book.accept("text-is-not-hex", "64 hexadecimal digits are text like any other", value="ab" * 32)
    book.spoil_all("coalition-root")
    book.spoil_all("pattern-64")
    return book


def _integer() -> Casebook:
    book = Casebook("encoding.integer")
    kinds: dict[str, type[Any]] = {
        name.removeprefix("Integer"): getattr(enc, name)
        for name in dir(enc)
        if name.startswith("Integer") and name != "Integer"
    }
    for kind in ("U8", "U16", "U32", "U64", "U128", "I8", "I16", "I32", "I64", "I128"):
        bits, signed = int(kind[1:]), kind[0] == "I"
        low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
        middle = {"U8": 1, "U16": 0x0102, "U32": 0x01020304, "I16": -2}.get(kind, 258 if bits > 8 else 5)
        wide = ["PROTO-5"] if bits > 32 else []
        swapped = middle.to_bytes(bits // 8, "big", signed=signed).hex()
        book.accept(
            kind.lower(),
            "an integer whose bytes differ",
            value=kinds[kind](middle),
            requirements=wide,
            misses={"big-endian": swapped, "integers-as-text": str(middle).encode().hex()},
        )
        book.accept(f"{kind.lower()}-least", "the least value", value=kinds[kind](low), requirements=wide)
        book.accept(f"{kind.lower()}-greatest", "the greatest value", value=kinds[kind](high), requirements=wide)
        book.spoil_all(kind.lower())
    for kind in ("I64", "I128"):
        signed_zero = {"value": {"kind": kind, "value": "-0"}}
        book.refuse(f"{kind.lower()}-minus-zero", "zero with a sign", kind.lower(), ILL_SHAPED, signed_zero)
    return book


def _hash_many() -> Casebook:
    book = Casebook("encoding.hash_many")
    book.accept("two-parts", "two parts", parts=("a", "bc"), requirements=["PROTO-11"])
    book.accept("moved-boundary", "the same bytes, divided elsewhere", parts=("ab", "c"), requirements=["PROTO-12"])
    book.accept("none", "no part at all: H of nothing", parts=())
    book.accept("one-empty", "one part without a byte is not no part", parts=(b"",))
    book.accept("empty-at-end", "an empty part at the end counts", parts=("a", "bc", b""))
    book.accept("reversed", "order counts", parts=("bc", "a"))
    book.accept("long-part", "a part longer than 255 bytes", parts=(_pattern(300), b"\x01"))
    book.accept("many-parts", "300 parts", parts=tuple(bytes([at % 256]) for at in range(300)))
    book.accept("ids", "two ids", parts=(bytes(unique_id("a")), bytes(unique_id("b"))))
    book.accept("two-parts-again", "the same question once more", parts=("a", "bc"), requirements=["PROTO-12"])
    book.random(6)
    book.spoil_all("two-parts")
    return book


def _present_id() -> Casebook:
    book = Casebook("encoding.present_id")
    book.accept("one", "an id with one bit set", id=unique_id("01".zfill(64)))
    book.accept("top-bit", "an id with another bit set", id=unique_id("80".ljust(64, "0")))
    book.accept("hash", "an id", id=unique_id("coalition.root.v1"))
    book.spoil_all("hash", REFUSALS)
    return book


def _name() -> Casebook:
    book = Casebook("encoding.name", requirements=["ENC-6"])
    accepted = {
        "greek": ("searcher-α", "a name of the book", ["ENC-8", "ENC-9", "ENC-10"]),
        "one-byte": ("a", "the shortest name", []),
        "255-bytes": ("x" * 255, "the longest name", []),
        "255-bytes-wide": ("é" * 127 + "a", "255 bytes in 128 characters", []),
        "spaces": ("  two  spaces ", "spaces are kept", ["ENC-10", "ERR-1"]),
        "no-break-space": ("a\u00a0b", "a space of category Zs", ["ENC-9"]),
        "slash": ("a/b", "a slash is no separator of names", ["ENC-7"]),
        "broken-bar": ("a¦b", "a broken bar is not the bar", ["ENC-7"]),
        "fullwidth-bar": ("a｜b", "a fullwidth bar is not the bar, and NFC keeps it", ["ENC-7", "ENC-10"]),
        "composed": ("café", "NFC", ["ENC-10"]),
        "compatibility": ("ﬁ", "a compatibility character is NFC, and kept", ["ENC-10"]),
        "lone-combining": ("\u0301", "a combining mark that has nothing to compose with", ["ENC-10"]),
        "hangul": ("한국", "composed Hangul", ["ENC-10"]),
        "composition-exclusion": ("\u0915\u093c", "a composition exclusion stays decomposed in NFC", ["ENC-10"]),
        "unicode-14": ("\U0001fae0", "U+1FAE0 came with Unicode 14.0", ["ENC-8"]),
        "astral": ("𝔸𝔹", "code points beyond the BMP", ["ENC-8"]),
        "upper-case": ("Atlas", "case is kept", ["ENC-10"]),
        "kelvin-composed": ("K", "the Kelvin sign normalises to this K", ["ENC-10"]),
    }
    for name, (text, comment, requirements) in accepted.items():
        book.accept(name, comment, name=text, requirements=requirements)
    for spoil in NAME_SPOILS:
        book.refuse(f"greek-{spoil.slug}", spoil.comment, "greek", spoil.error, {"name": spoil.value}, REFUSALS)
    refused = {
        "kelvin": ("\u212a", "NameNotNfc", "kelvin-composed", "the Kelvin sign"),
        "exclusion-composed": (
            "\u0958",
            "NameNotNfc",
            "composition-exclusion",
            "a composition exclusion in one code point",
        ),
        "wrong-mark-order": ("a\u0301\u0327", "NameNotNfc", "lone-combining", "marks out of canonical order"),
        "256-bytes": ("x" * 256, "NameTooLong", "255-bytes", "one byte more than the longest"),
        "bar-alone": ("|", "NameHasSeparator", "broken-bar", "nothing but the separator"),
        "soft-hyphen": ("a\u00adb", "NameForbiddenCodePoint", "composed", "a soft hyphen (Cf)"),
        "bom": ("\ufeffa", "NameForbiddenCodePoint", "composed", "a byte order mark"),
        "bidi": ("a\u202eb", "NameForbiddenCodePoint", "composed", "a bidirectional override"),
        "line-separator": ("a\u2028b", "NameForbiddenCodePoint", "no-break-space", "a line separator (Zl)"),
        "paragraph-separator": ("a\u2029b", "NameForbiddenCodePoint", "no-break-space", "a paragraph separator (Zp)"),
        "delete": ("a\u007fb", "NameForbiddenCodePoint", "composed", "DEL (Cc)"),
        "c1-control": ("a\u0085b", "NameForbiddenCodePoint", "composed", "NEL (Cc)"),
        "tag-character": ("a\U000e0061", "NameForbiddenCodePoint", "astral", "a tag character (Cf)"),
        "plane-16": ("\U00100000", "NameForbiddenCodePoint", "astral", "a private-use character of plane 16"),
        "noncharacter": ("\uffff", "NameUnassignedCodePoint", "astral", "a noncharacter"),
        "unassigned-plane": ("\U00050000", "NameUnassignedCodePoint", "astral", "a plane without characters"),
        "unicode-15": ("\u0cf3", "NameUnassignedCodePoint", "astral", "U+0CF3 came with Unicode 15.0"),
        "unicode-15-1": ("\u2ffc", "NameUnassignedCodePoint", "astral", "U+2FFC came with Unicode 15.1"),
    }
    for name, (text, error, twin, comment) in refused.items():
        book.refuse(name, comment, twin, error, {"name": text}, ("ERR-1",))
    book.spoil("greek", rules=0, shapes=10)
    return book


def _type_tag() -> Casebook:
    book = Casebook("encoding.type_tag")
    book.accept("opaque", "the book's example", type_tag=b"opaque-bytes.v1")
    book.accept("binary", "bytes that are no text", type_tag=b"\xff\x00\x01")
    book.accept("one-byte", "the shortest tag", type_tag=b"\x00")
    book.accept("255-bytes", "the longest tag", type_tag=b"t" * 255)
    book.spoil_all("opaque", REFUSALS)
    return book


def _free_text() -> Casebook:
    book = Casebook("encoding.free_text")
    book.accept("link", "a link", text="https://operator.example/handshake?a=b|c#d")
    book.accept("empty", "nothing", text="")
    book.accept("4096-bytes", "the longest text", text="x" * 4096)
    book.accept("4096-bytes-wide", "4096 bytes in 2048 characters", text="é" * 2048)
    book.accept("decomposed", "free text is not normalised", text="cafe\u0301", requirements=["ERR-1"])
    book.accept("zero-width", "a format character is no control character", text="a\u200bb")
    book.accept("beside-controls", "U+0020, U+007E and U+00A0 are no control characters", text="a b~c\u00a0d")
    book.spoil_all("link", REFUSALS)
    book.refuse(
        "4097-bytes-wide", "4097 bytes in 2049 characters", "4096-bytes-wide", "TextTooLong", {"text": "é" * 2048 + "x"}
    )
    for code in (0x1F, 0x7F, 0x80, 0x9F):
        book.refuse(f"control-{code:02x}", f"U+{code:04X}", "link", "TextHasControl", {"text": f"a{chr(code)}b"})
    return book


def _ratio() -> Casebook:
    book = Casebook("encoding.ratio", requirements=["ENC-13", "ENC-14"])
    for name, ratio, comment in (
        ("floor", "0.55", "the book's 0.55: 5500 basis points"),
        ("zero", "0", "nothing"),
        ("one", "1", "all"),
        ("one-basis-point", "0.0001", "one basis point"),
        ("below-one", "0.9999", "9999 basis points"),
        ("trailing-zeros", "0.55000000", "zeros at the end mean nothing"),
        ("leading-zeros", "000.6", "zeros at the front mean nothing"),
        ("leading-zeros-whole", "000001", "five of them, where no point follows"),
        ("one-point-zero", "1.0", "all, with a fraction"),
        ("uneven", "0.1234", "a value whose bytes differ"),
    ):
        book.accept(name, comment, ratio=ratio)
    book.spoil_all("floor", (*REFUSALS, "ERR-1"))
    for name, text in (
        ("no-digits", ""),
        ("no-fraction", "1."),
        ("no-whole", ".5"),
        ("sign", "+0.5"),
        ("negative", "-0.5"),
        ("comma", "0,5"),
        ("space", " 0.5"),
        ("other-digits", "०.५"),
        ("nan", "NaN"),
        ("line-feed", "0.55\n"),
    ):
        book.refuse(f"malformed-{name}", "no decimal fraction", "floor", "RatioMalformed", {"ratio": text})
    book.refuse("two", "above 1", "one", "RatioOutOfRange", {"ratio": "2"})
    book.refuse("ten", "above 1, though it ends in 0", "one", "RatioOutOfRange", {"ratio": "10"})
    book.refuse("one-and-a-bit", "above 1 by a basis point", "one-point-zero", "RatioOutOfRange", {"ratio": "1.0001"})
    book.refuse(
        "half-basis-point", "half a basis point", "one-basis-point", "RatioTooFine", {"ratio": "0.00005"}, ("ERR-1",)
    )
    book.refuse("rounds-up", "would round to 1", "below-one", "RatioTooFine", {"ratio": "0.99999"}, ("ERR-1",))
    return book
