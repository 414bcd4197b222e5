"""What a PCK certificate says of its platform: Intel's extension, in DER (chapter TDX)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from coalition.crypto import der
from coalition.crypto.tdx_errors import DcapCollateralMalformed

#: The extension of a PCK certificate, and the identifier that those of its parts begin with (TDX-17).
_EXTENSION: Final = "1.2.840.113741.1.13.1"
_PARTS: Final = bytes.fromhex("2a864886f84d010d01")
_TCB: Final = _PARTS + b"\x02"
#: Which parts are read, of the extension and of part 2.
_READ: Final = (1, 2, 3, 4, 5)
_READ_OF_TCB: Final = (17, 18)


@dataclass(frozen=True)
class Platform:
    """What a PCK certificate says of its platform."""

    fmspc: bytes
    pce_id: bytes
    cpu_svn: bytes
    pce_svn: int


def platform(certificate: Any) -> Platform:
    """The platform of a PCK certificate (TDX-17). Raises `DcapCollateralMalformed`."""
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_oid(x509.ObjectIdentifier(_EXTENSION)).value
        return read(extension.value)
    except (x509.ExtensionNotFound, KeyError, ValueError) as error:
        raise DcapCollateralMalformed(certificate.subject, f"no platform: {error}") from None


def read(extension: bytes) -> Platform:
    """The platform that an extension's value names. Raises `KeyError`, `ValueError`."""
    parts = _members(der.only(extension, der.SEQUENCE), _PARTS, _READ)
    tcb = _members(_of(parts[2], der.SEQUENCE), _TCB, _READ_OF_TCB)
    check_unread(parts)
    return Platform(_octets(parts[4], 6), _octets(parts[3], 2), _octets(tcb[18], 16), svn(tcb[17]))


def check_unread(parts: Mapping[int, der.Element]) -> None:
    """Raise `KeyError` or `ValueError` unless PPID and type of SGX are there, which nothing compares (TDX-17)."""
    _octets(parts[1], 16)
    check_size(_of(parts[5], der.ENUMERATED).value, 1)


def _members(sequence: der.Element, above: bytes, read: Collection[int]) -> Mapping[int, der.Element]:
    """The values of pairs of an identifier and a value, by the number that follows `above`; others are left."""
    found: dict[int, der.Element] = {}
    for each in der.elements(sequence.value):
        identifier, value = der.elements(_of(each, der.SEQUENCE).value)
        number = number_of(_of(identifier, der.IDENTIFIER).value, above)
        if number in read:
            check_new(number, found)
            found[number] = value
    return found


def number_of(path: bytes, above: bytes) -> int:
    """The one number by which an identifier goes on from another, 0 if it does not (TDX-17)."""
    return path[-1] if path[:-1] == above else 0


def check_new(number: int, found: Mapping[int, der.Element]) -> None:
    """Raise `ValueError` for a part that stands twice (TDX-17)."""
    if number in found:
        raise ValueError(number)


def _of(element: der.Element, tag: int) -> der.Element:
    check_tag(element.tag, tag)
    return element


def check_tag(tag: int, expected: int) -> None:
    """Raise `ValueError` for a value of another kind (TDX-17)."""
    if tag != expected:
        raise ValueError(f"tag {tag}, not {expected}")


def _octets(element: der.Element, size: int) -> bytes:
    value = _of(element, der.OCTETS).value
    check_size(value, size)
    return value


def check_size(value: bytes, size: int) -> None:
    """Raise `ValueError` for a value of another length (TDX-17)."""
    if len(value) != size:
        raise ValueError(value)


def svn(element: der.Element) -> int:
    """A version from 0 to 32767, the greatest that two bytes of DER hold. Raises `ValueError` (TDX-17)."""
    value = _of(element, der.INTEGER).value
    found = int.from_bytes(value, "big", signed=True)
    if not 0 <= found <= 0x7FFF or len(value) != found.bit_length() // 8 + 1:
        raise ValueError(value)
    return found
