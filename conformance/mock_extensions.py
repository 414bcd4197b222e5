"""What certificates of the mock authority say besides names and keys: their extensions."""

from __future__ import annotations

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


def extended(builder: Any, extras: Extras, *, ca: bool) -> Any:
    """The builder of a certificate with what it says besides."""
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


def _pair(path: bytes, value: bytes) -> bytes:
    return der(0x30, der(0x06, bytes.fromhex("2a864886f84d010d01") + path) + value)


def platform(cpu_svn: bytes, pce_svn: int, pce_id: bytes, fmspc: bytes) -> bytes:
    """The value of the extension in which a PCK certificate says what its platform is."""
    components = b"".join(_pair(bytes([2, number]), der(0x02, bytes([svn]))) for number, svn in enumerate(cpu_svn, 1))
    tcb = components + _pair(b"\x02\x11", der(0x02, bytes([pce_svn])))
    tcb += _pair(b"\x02\x12", der(0x04, cpu_svn))
    return der(
        0x30,
        _pair(b"\x01", der(0x04, bytes(16)))
        + _pair(b"\x02", der(0x30, tcb))
        + _pair(b"\x03", der(0x04, pce_id))
        + _pair(b"\x04", der(0x04, fmspc))
        + _pair(b"\x05", der(0x0A, b"\x00")),
    )
