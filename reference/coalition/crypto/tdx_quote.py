"""TDX quotes of version 4, byte by byte, and the report data that coalitions bind with them (chapter TDX)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Any

from coalition.crypto.tdx_errors import (
    TdxCertificationOverlong,
    TdxCertificationTruncated,
    TdxCertificationUnsupported,
    TdxKeyTypeUnsupported,
    TdxNotTdx,
    TdxTrailing,
    TdxTruncated,
    TdxVendorUnknown,
    TdxVersionUnsupported,
)
from coalition.errors import WrongLength
from coalition.preimage import Preimage, ascii_text, concat, derivation, hash_many_of, operation, raw
from coalition.shapes import U16, U32, Bytes20, Bytes32, Bytes48, Length, Record
from coalition.unique_id import UniqueId

Bytes8 = Annotated[bytes, Length(8)]
Bytes16 = Annotated[bytes, Length(16)]
Bytes64 = Annotated[bytes, Length(64)]
Bytes384 = Annotated[bytes, Length(384)]

#: Intel's quoting enclave (TDX-2).
VENDOR = bytes.fromhex("939a7233f79c4ca9940a0db3957f0607")
#: What the attestation key signs: header and body (TDX-16).
SIGNED = 632


@dataclass(frozen=True)
class TdxBody(Record):
    """The report of the guest: 584 bytes, in this order (TDX-1)."""

    tee_tcb_svn: Bytes16
    mr_seam: Bytes48
    mr_signer_seam: Bytes48
    seam_attributes: Bytes8
    td_attributes: Bytes8
    xfam: Bytes8
    mr_td: Bytes48
    mr_config_id: Bytes48
    mr_owner: Bytes48
    mr_owner_config: Bytes48
    rtmr0: Bytes48
    rtmr1: Bytes48
    rtmr2: Bytes48
    rtmr3: Bytes48
    report_data: Bytes64


@dataclass(frozen=True)
class TdxQuote(Record):
    """A quote in its parts (TDX-1 to TDX-3). `pck_chain` is PEM; `trailing` counts the zero bytes at the end."""

    reserved: U32
    user_data: Bytes20
    body: TdxBody
    signature: Bytes64
    attestation_key: Bytes64
    qe_report: Bytes384
    qe_report_signature: Bytes64
    qe_auth_data: bytes
    pck_chain: bytes
    trailing: U16


class _Reader:
    """Bytes taken from the front; the error says what was declared longer than it is."""

    def __init__(self, data: bytes, error: type[Exception]) -> None:
        self.data = data
        self.error = error

    def take(self, size: int) -> bytes:
        """The next bytes. Raises the reader's error if there are fewer."""
        if len(self.data) < size:
            raise self.error(self.data, f"{size} bytes, {len(self.data)} there")
        taken, self.data = self.data[:size], self.data[size:]
        return taken

    def number(self, size: int) -> int:
        """The next bytes as a little-endian integer."""
        return int.from_bytes(self.take(size), "little")


def check_header(version: int, key_type: int, tee: int, vendor: bytes) -> None:
    """Raise the error of the first member of the header that is not supported (TDX-2)."""
    if version != 4:
        raise TdxVersionUnsupported(version)
    if key_type != 2:
        raise TdxKeyTypeUnsupported(key_type)
    if tee != 0x81:
        raise TdxNotTdx(tee)
    if vendor != VENDOR:
        raise TdxVendorUnknown(vendor)


@operation("crypto.tdx_parse")
def parse(quote: bytes) -> TdxQuote:
    """A quote in its parts (TDX-1 to TDX-3)."""
    reader = _Reader(quote, TdxTruncated)
    version, key_type, tee = reader.number(2), reader.number(2), reader.number(4)
    reserved, vendor, user_data = reader.number(4), reader.take(16), reader.take(20)
    check_header(version, key_type, tee, vendor)
    sizes = {each.name: _size(each.name) for each in fields(TdxBody)}
    body = TdxBody(**{name: reader.take(size) for name, size in sizes.items()})
    signed = reader.take(reader.number(4))
    check_trailing(reader.data)
    signature = _Reader(signed, TdxTruncated)
    own, key = signature.take(64), signature.take(64)
    certified = _certification(signature, 6, signature.data)
    report, report_signature = certified.take(384), certified.take(64)
    auth_data = certified.take(certified.number(2))
    chain = _certification(certified, 5, certified.data)
    return TdxQuote(
        reserved, user_data, body, own, key, report, report_signature, auth_data, chain.data, len(reader.data)
    )


def _size(member: str) -> int:
    return {"tee_tcb_svn": 16, "seam_attributes": 8, "td_attributes": 8, "xfam": 8, "report_data": 64}.get(member, 48)


def check_trailing(trailing: bytes) -> None:
    """Raise `TdxTrailing` for anything but zeros, or more of them than `trailing` counts (TDX-1)."""
    if any(trailing) or len(trailing) > 0xFFFF:
        raise TdxTrailing(trailing)


def _certification(reader: _Reader, kind: int, where: bytes) -> _Reader:
    """The certification data that the rest of a reader holds, exactly (TDX-3)."""
    found, size = reader.number(2), reader.number(4)
    if found != kind:
        raise TdxCertificationUnsupported(found, f"type {kind}")
    if size > len(reader.data):
        raise TdxCertificationTruncated(where, f"{size} bytes, {len(reader.data)} there")
    check_exact(size, len(reader.data))
    return _Reader(reader.take(size), TdxTruncated)


def check_exact(declared: int, there: int) -> None:
    """Raise `TdxCertificationOverlong` for bytes behind the declared ones (TDX-3)."""
    if there > declared:
        raise TdxCertificationOverlong(there, f"{declared} declared")


@operation("crypto.tdx_write")
def write(quote: TdxQuote) -> bytes:
    """The bytes of a quote; what `parse` takes apart (TDX-4)."""
    body: Any = quote.body
    check_countable(quote.qe_auth_data)
    chain = (5).to_bytes(2, "little") + len(quote.pck_chain).to_bytes(4, "little") + quote.pck_chain
    auth = len(quote.qe_auth_data).to_bytes(2, "little") + quote.qe_auth_data
    certified = quote.qe_report + quote.qe_report_signature + auth + chain
    signature = (
        quote.signature
        + quote.attestation_key
        + (6).to_bytes(2, "little")
        + len(certified).to_bytes(4, "little")
        + certified
    )
    return (
        signed_part(quote.reserved, quote.user_data, body)
        + len(signature).to_bytes(4, "little")
        + signature
        + bytes(quote.trailing)
    )


def check_countable(auth_data: bytes) -> None:
    """Raise `WrongLength` for authentication data that two bytes do not count (TDX-4)."""
    if len(auth_data) > 0xFFFF:
        raise WrongLength(auth_data, "at most 65535 bytes")


def signed_part(reserved: int, user_data: bytes, body: TdxBody) -> bytes:
    """Header and body: what the attestation key signs (TDX-16)."""
    header = b"\x04\x00\x02\x00\x81\x00\x00\x00" + reserved.to_bytes(4, "little") + VENDOR + user_data
    return header + b"".join(getattr(body, each.name) for each in fields(TdxBody))


@derivation("crypto.tdx_bond_digest")
def bond_digest(public_key: Bytes32, nonce: Bytes32) -> Preimage:
    """What a bond's report data begin with (TDX-5)."""
    return concat(ascii_text("tag", "signer-bond|"), raw("public_key", public_key), raw("nonce", nonce))


@derivation("crypto.tdx_card_digest")
def card_digest(public_key: Bytes32, content_hash: UniqueId, boot_nonce: Bytes32) -> Preimage:
    """What a provider card's report data begin with (TDX-6)."""
    return hash_many_of(
        ascii_text("tag", "provider-card"),
        raw("public_key", public_key),
        raw("content_hash", bytes(content_hash), "id"),
        raw("boot_nonce", boot_nonce),
    )
