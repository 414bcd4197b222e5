"""Cases of the chapter TDX: the extension in which a PCK certificate says what its platform is, part by part."""

from __future__ import annotations

from typing import Any

from conformance import mock_dcap as mock
from conformance.casebook import Casebook
from conformance.cases.crypto_tdx_common import BOND, Changed, of, texts, world
from conformance.crypto_inputs.tdx import verifying
from conformance.mock_extensions import der, pair

_FMSPC = bytes.fromhex("b0c06f000000")


def platforms(book: Casebook) -> None:
    """What `crypto.tdx_verify` is asked about the parts of the extension."""
    base = verifying(world(), BOND)
    for name, comment, changed in (
        ("more-parts", "parts 6 and 7, which processors of several sockets have", _part(5, _right(5) + _more())),
        ("more-parts-twice", "parts that nobody reads, each twice", _part(5, _right(5) + _more() + _more())),
        ("strange-parts", "identifiers that end like a part's, further down or elsewhere", _strange()),
        ("type-255", "a type of SGX that nobody knows", _part(5, pair(b"\x05", der(0x0A, b"\xff")))),
        ("components-unread", "a component that is no number, twice", _tcb(1, 2 * pair(b"\x02\x01", der(0x04, b"")))),
        ("components-missing", "without a component", _tcb(16, b"")),
        ("pce-svn-128", "a PCE SVN of two bytes, the first zero", _svn(b"\0\x80")),
        ("pce-svn-32767", "the greatest PCE SVN, which a level asks", {**_svn(b"\x7f\xff"), **_asking(32767)}),
    ):
        book.accept(f"platform-{name}", comment, {**base, **changed}, requirements=("TDX-17",))
    for name, twin, changed in (*_missing(), *_tags(), *_values()):
        book.refuse_changed(
            f"platform-{name}", name.replace("-", " "), twin, "DcapCollateralMalformed",
            requirements=("TDX-17",), **changed,
        )  # fmt: skip


def _part(number: int, instead: bytes) -> Changed:
    """A quote whose PCK certificate has something else in the place of a part."""
    return of(platform=((bytes([number]), instead),))


def _tcb(number: int, instead: bytes) -> Changed:
    """The same of a part of part 2."""
    return of(platform=((bytes([2, number]), instead),))


def _svn(value: bytes) -> Changed:
    return _tcb(17, pair(b"\x02\x11", der(0x02, value)))


def _right(number: int) -> bytes:
    values = {1: der(0x04, bytes(16)), 3: der(0x04, bytes(2)), 4: der(0x04, _FMSPC), 5: der(0x0A, b"\0")}
    return pair(bytes([number]), values[number])


def _more() -> bytes:
    """What the certificates of another authority of Intel's have besides."""
    flags = b"".join(pair(bytes([7, number]), der(0x01, b"\xff")) for number in (1, 2, 3))
    return pair(b"\x06", der(0x04, bytes(16))) + pair(b"\x07", der(0x30, flags))


def _strange() -> Changed:
    """Other platforms under identifiers that are no part's."""
    outer = pair(b"\x09\x04", der(0x04, bytes(6))) + pair(b"\x84\x04", der(0x04, bytes(6)))
    inner = pair(b"\x11", der(0x02, b"\0")) + pair(b"\x02\x01\x11", der(0x02, b"\0"))
    own = pair(b"\x02\x11", der(0x02, b"\x0b"))
    return of(platform=((b"\x05", _right(5) + outer), (b"\x02\x11", own + inner)))


def _asking(pce_svn: int) -> Changed:
    """TCB information whose best level asks a PCE SVN."""
    form: dict[str, Any] = mock.tcb_info()
    form["tcbLevels"][0]["tcb"]["pcesvn"] = pce_svn
    return texts(info=form)


def _missing() -> list[tuple[str, str, Changed]]:
    outer = [(f"without-part-{number}", "bond", _part(number, b"")) for number in (1, 2, 3, 4, 5)]
    return [*outer, *((f"without-part-2-{number}", "bond", _tcb(number, b"")) for number in (17, 18))]


def _tags() -> list[tuple[str, str, Changed]]:
    """Values of the right length, as another kind."""
    outer = {1: (0x03, bytes(16)), 3: (0x03, bytes(2)), 4: (0x0C, _FMSPC), 5: (0x02, b"\0")}
    inner = {17: (0x04, b"\x0b"), 18: (0x02, b"\2" * 16)}
    return [
        *((f"part-{number}-tag", "bond", _part(number, pair(bytes([number]), der(*held))))
          for number, held in outer.items()),
        *((f"part-2-{number}-tag", "bond", _tcb(number, pair(bytes([2, number]), der(*held))))
          for number, held in inner.items()),
    ]  # fmt: skip


def _values() -> list[tuple[str, str, Changed]]:
    """Values that are too short, too long, there twice, or no number that a version can be."""
    four = _right(4)
    longer = b"\x30\x81" + four[1:]
    sizes = (("part-1-short", 1, 0x04, 15), ("part-3-long", 3, 0x04, 3), ("part-4-short", 4, 0x04, 5))
    return [
        *((name, "bond", _part(number, pair(bytes([number]), der(tag, bytes(size)))))
          for name, number, tag, size in sizes),
        ("part-5-long", "bond", _part(5, pair(b"\x05", der(0x0A, b"\0\0")))),
        ("part-4-twice", "bond", _part(4, four + four)),
        ("part-4-with-more", "bond", _part(4, pair(b"\x04", der(0x04, _FMSPC) + der(0x05, b"")))),
        ("part-4-long-form", "bond", _part(4, longer)),
        ("part-4-alone", "bond", _part(4, four + der(0x04, _FMSPC))),
        ("pce-svn-32768", "platform-pce-svn-32767", _svn(b"\0\x80\0")),
        ("pce-svn-negative", "platform-pce-svn-128", _svn(b"\x80")),
        ("pce-svn-padded", "bond", _svn(b"\0\x0b")),
        ("pce-svn-empty", "bond", _svn(b"")),
    ]  # fmt: skip
