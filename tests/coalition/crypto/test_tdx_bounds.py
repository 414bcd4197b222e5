"""What the vectors are too small to ask of TDX quotes and their collateral."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from coalition.crypto import dcap_collateral as collaterals
from coalition.crypto.tdx_errors import (
    DcapCollateralMalformed,
    TdxModuleUnknown,
    TdxQuotingEnclaveUnknown,
    TdxTrailing,
)
from coalition.crypto.tdx_quote import parse, write
from coalition.errors import WrongLength
from conformance import mock_dcap as mock

WORLD = mock.World(mock.body())


def test_trailing_zeros_are_those_that_two_bytes_count() -> None:
    quote = mock.quote(WORLD)
    assert parse(quote + bytes(0xFFFF)).trailing == 0xFFFF
    with pytest.raises(TdxTrailing):
        parse(quote + bytes(0x10000))


def test_authentication_data_are_those_that_two_bytes_count() -> None:
    parts = mock.parts(WORLD)
    longest = replace(parts, qe_auth_data=bytes(0xFFFF))
    assert parse(write(longest)) == longest
    with pytest.raises(WrongLength):
        write(replace(parts, qe_auth_data=bytes(0x10000)))


def test_an_identity_beyond_its_mask_is_nobodys() -> None:
    report = mock.parts(WORLD).qe_report
    collaterals.check_enclave(report, collaterals.qe_identity(mock.qe_identity()))
    beyond = mock.qe_identity(miscselect="01000000", miscselectMask="00000000")
    with pytest.raises(TdxQuotingEnclaveUnknown):
        collaterals.check_enclave(report, collaterals.qe_identity(beyond))


def test_a_module_beyond_its_mask_is_nobodys() -> None:
    module = collaterals.Module(WORLD.body.mr_signer_seam, bytes(8), bytes(8))
    collaterals.check_module(module, WORLD.body)
    with pytest.raises(TdxModuleUnknown):
        collaterals.check_module(replace(module, attributes=b"\x01" + bytes(7)), WORLD.body)


@pytest.mark.parametrize(
    "changes",
    [{"fmspc": "B0 C06F000000"[:12]}, {"fmspc": "B0C06F"}, {"pceId": "000"}],
    ids=["spaced", "short", "odd"],
)
def test_digits_are_as_many_as_the_bytes_have(changes: dict[str, Any]) -> None:
    with pytest.raises(DcapCollateralMalformed):
        collaterals.tcb_info(mock.tcb_info(**changes))


@pytest.mark.parametrize("name", ["pcesvn", "tcbDate"])
def test_a_level_has_its_numbers_and_its_date(name: str) -> None:
    collaterals.tcb_info(mock.tcb_info())
    form = mock.tcb_info()
    level = form["tcbLevels"][0]
    if name == "pcesvn":
        level["tcb"]["pcesvn"] = 0x10000
    else:
        level["tcbDate"] = "2024-03-13"
    with pytest.raises(DcapCollateralMalformed):
        collaterals.tcb_info(form)
