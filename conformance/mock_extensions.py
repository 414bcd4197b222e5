"""What certificates of the mock authority say besides names and keys: their extensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography import x509

#: The extension of a PCK certificate.
PLATFORM: Final = x509.ObjectIdentifier("1.2.840.113741.1.13.1")
_USAGES: Final = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip
#: An extension that nobody knows.
STRANGE: Final = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.840.113741.1.99"), b"\x05\x00")


@dataclass(frozen=True)
class Extras:
    """What a certificate says besides, how it is signed, and when it holds, where that matters."""

    constrained: bool = True
    path_length: int | None = None
    usage: tuple[str, ...] | None = None
    critical: bool = False
    sha384: bool = False
    wider: bool = False
    issuer: str | None = None
    starts: int | None = None
    ends: int | None = None
    authority: bool | None = None


def extended(builder: Any, extras: Extras, *, ca: bool) -> Any:
    """The builder of a certificate with what it says besides."""
    ca = ca if extras.authority is None else extras.authority
    if extras.constrained:
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=extras.path_length), critical=True)
    if extras.usage is not None:
        builder = builder.add_extension(
            x509.KeyUsage(**{each: each in extras.usage for each in _USAGES}), critical=True
        )
    return builder.add_extension(STRANGE, critical=True) if extras.critical else builder


def der(tag: int, value: bytes) -> bytes:
    """An element of DER."""
    size = len(value)
    width = (size.bit_length() + 7) // 8
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([0x80 | width]) + size.to_bytes(width, "big")) + value


def pair(path: bytes, value: bytes) -> bytes:
    """A part of the extension of a PCK certificate: its identifier below the extension's, and its value."""
    return der(0x30, der(0x06, bytes.fromhex("2a864886f84d010d01") + path) + value)


def platform(
    cpu_svn: bytes, pce_svn: int, pce_id: bytes, fmspc: bytes, others: Mapping[bytes, bytes] | None = None
) -> bytes:
    """The value of the extension in which a PCK certificate says what its platform is.

    `others` has what stands in the place of a part, by the part's path.
    """
    of_tcb = {bytes([2, number]): der(0x02, bytes([svn])) for number, svn in enumerate(cpu_svn, 1)}
    of_tcb |= {b"\x02\x11": der(0x02, bytes([pce_svn])), b"\x02\x12": der(0x04, cpu_svn)}
    parts = {
        b"\x01": der(0x04, bytes(16)),
        b"\x02": der(0x30, _pairs(of_tcb, others or {})),
        b"\x03": der(0x04, pce_id),
        b"\x04": der(0x04, fmspc),
        b"\x05": der(0x0A, b"\x00"),
    }
    return der(0x30, _pairs(parts, others or {}))


def _pairs(parts: Mapping[bytes, bytes], others: Mapping[bytes, bytes]) -> bytes:
    return b"".join(others[path] if path in others else pair(path, value) for path, value in parts.items())
