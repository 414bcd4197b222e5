"""DER: what is in its shortest frame, and what is not."""

from __future__ import annotations

import pytest

from coalition.crypto import der


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 70_000])
def test_an_element_of_any_length_is_read(size: int) -> None:
    """With what stands behind it as another."""
    width = (size.bit_length() + 7) // 8
    length = bytes([size]) if size < 128 else bytes([0x80 | width]) + size.to_bytes(width, "big")
    frame = b"\x04" + length + bytes(size)
    first, second = der.elements(frame + b"\x05\x00")
    assert (first.tag, first.value, first.frame) == (der.OCTETS, bytes(size), frame)
    assert second == der.Element(0x05, b"", b"\x05\x00")


@pytest.mark.parametrize(
    "data",
    ["04", "0401", "048101", "04817f" + "00" * 127, "0482007f" + "00" * 127, "0480", "1f0100", "0484ffffffff"],
)
def test_what_is_not_in_its_shortest_frame_is_none(data: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        der.elements(bytes.fromhex(data))


@pytest.mark.parametrize("data", ["", "04003000", "0400"])
def test_only_one_element_of_the_tag_is_one(data: str) -> None:
    assert der.only(b"\x30\x00", der.SEQUENCE).value == b""
    with pytest.raises(ValueError, match=r"."):
        der.only(bytes.fromhex(data), der.SEQUENCE)
