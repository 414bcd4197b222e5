"""TDX quotes: hardware's own, dcap-qvl beside every verdict, and what software alone can sign."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Any

import dcap_qvl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.crypto import dcap
from coalition.crypto.dcap import TdxBond, TdxGiven, TdxPolicy, bound
from coalition.crypto.dcap_collateral import TcbStatus, seconds
from coalition.crypto.tdx_errors import DcapChainInvalid, TdxReportDataMismatch
from coalition.crypto.tdx_quote import bond_digest, parse, write
from coalition.errors import RuleError
from conformance import mock_dcap as mock
from conformance.cases.crypto_tdx import hardware, self_signed
from conformance.cases.crypto_tdx_common import BOND, world
from conformance.crypto_inputs.tdx import verifying
from conformance.published import published

#: Errors of checks that DCAP makes too; the others are this specification's own.
OF_DCAP = {
    "TdxTruncated", "TdxVersionUnsupported", "DcapCollateralEarly", "DcapCollateralExpired", "DcapChainInvalid",
    "DcapCertificateOutOfTime", "DcapCrlInvalid", "DcapCrlExpired", "DcapRevoked", "DcapCollateralForged",
    "DcapIdentityUnsupported", "TdxQeReportForged", "TdxAttestationKeyUnbound", "TdxQuotingEnclaveUnknown",
    "TdxQuoteForged", "DcapPlatformMismatch", "DcapTcbUnlisted", "TdxModuleUnknown", "DcapTcbRevoked", "TdxDebug",
    "TdxAttributesReserved", "TdxSeptVeEnabled", "DcapCollateralMalformed",
}  # fmt: skip
#: Of dcap-qvl.
VERSION = tuple(int(each) for each in metadata.version("dcap-qvl").split("."))
#: Signers of collateral that lead to the root and are not directly below it: version 0.7.1 refuses them.
SIGNERS = {"tcb-signer-below", "tcb-signer-platform", "qe-signer-below", "qe-signer-platform"}
#: What dcap-qvl does not look at: the PCE id, half of the report data of the quoting enclave, a list's beginning,
#: a level that it does not come to, how PEM is laid out, whether a key may sign certificates, what a root says
#: and how long it holds, TCB information of a later version or of another type, what of JSON it has no use for,
#: and the kinds of a certificate's parts. Who signs collateral it looks at from version 0.7.1 on.
UNSEEN = {
    "bond-other-pce", "bond-qe-report-data-unpadded", "bond-pck-crl-early", "bond-fifteen-components",
    "bond-chain-unwrapped", "bond-chain-short-lines", "bond-chain-long-lines", "bond-chain-indented", "bond-chain-gap",
    "bond-chain-header", "bond-chain-label", "bond-chain-lower-case", "bond-chain-text-behind",
    "bond-chain-zero-within", "bond-tcb-chain-unwrapped", "bond-qe-chain-unwrapped", "usages-root-path-length",
    "usages-authority-usage", "usages-root-usage", "usages-root-no-lister", "json-deeper", "json-member-twice",
    "json-great", "json-half", "bond-tcb-pce-long", "bond-tcb-second-60", "bond-tcb-date-in-full",
    "bond-tcb-version-4", "root-first-second-early", "root-last-second-over",
    "bond-tcb-type-1", "enclave-configuration", "enclave-out-of-date-configuration",
    *(f"{who}-unreached-{status}" for who in ("module", "enclave") for status in
      ("hardening", "configuration", "configuration-and-hardening", "out-of-date-configuration")),
    *(f"platform-part-{part}-tag" for part in ("1", "3", "4", "5", "2-17", "2-18")),
    "platform-part-1-short", "platform-part-3-long", "platform-part-5-long", "platform-part-4-twice",
    "platform-part-4-with-more", "platform-pce-svn-negative", "platform-pce-svn-padded",
    *(SIGNERS if VERSION < (0, 7, 1) else ()),
}  # fmt: skip


def test_hardware_verifies_under_intels_root() -> None:
    """The published quote, at a time of its collateral; its guest, platform and status are what dcap-qvl reads."""
    params = hardware()
    verdict = dcap.verify(**params)
    assert (verdict.status, verdict.fmspc.hex()) == (TcbStatus.UpToDate, "b0c06f000000")
    figures = published("tdx")
    report = json.loads(dcap_qvl.verify_with_root_ca(*_given(params)).to_json())["report"]["TD10"]
    assert (report["mr_td"], report["report_data"]) == (verdict.mr_td.hex(), verdict.report_data.hex())
    assert write(parse(params["quote"])).hex() == figures["quote"]


def _given(params: dict[str, Any]) -> tuple[bytes, Any, bytes, int]:
    form = vars(params["collateral"])
    collateral = dcap_qvl.QuoteCollateralV3(pck_crl_issuer_chain=form["tcb_info_issuer_chain"], **form)
    return params["quote"], collateral, params["root"], params["now"]


def _collateral(form: dict[str, str]) -> Any:
    texts = ("tcb_info", "qe_identity", "tcb_info_issuer_chain", "qe_identity_issuer_chain")
    raw = {name: each if name in texts else bytes.fromhex(each) for name, each in form.items()}
    return dcap_qvl.QuoteCollateralV3(pck_crl_issuer_chain=form["tcb_info_issuer_chain"], **raw)


def test_dcap_qvl_comes_to_the_same_verdicts(root: Path) -> None:
    """It verifies each accepted vector, and refuses each that fails a check of DCAP; what is ours passes there."""
    document = json.loads((root / "vectors" / "crypto" / "tdx-verify.json").read_text("utf-8"))
    seen: set[str] = set()
    for test in document["groups"][0]["tests"]:
        error, params = test["expect"].get("error"), test["input"]
        if "invalid_params" in test["expect"]:
            continue
        given_ = (bytes.fromhex(params["quote"]), _collateral(params["collateral"]), bytes.fromhex(params["root"]))
        try:
            dcap_qvl.verify_with_root_ca(*given_, int(params["now"]))
            passed = True
        except ValueError:
            passed = False
        name = test["id"].rpartition("/")[2]
        assert passed == (error not in OF_DCAP or name in UNSEEN), test["id"]
        seen.add(error)
    assert seen >= OF_DCAP - {"TdxTruncated"}


def test_a_quote_signed_in_software_passes_nowhere() -> None:
    """Every signature in it verifies, report data included: mosaik's validator would admit it."""
    params = {**verifying(world(), BOND), "quote": self_signed()}
    parts = parse(params["quote"])
    dcap.check_quote(parts.attestation_key, parts.signature, params["quote"])
    dcap.check_attestation_key(parts.qe_report, parts.attestation_key + parts.qe_auth_data)
    assert parts.body.report_data == bound(BOND)
    with pytest.raises(DcapChainInvalid):
        dcap.verify(**params)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 632 * 8 - 1))
def test_no_bit_of_what_is_signed_may_change(bit: int) -> None:
    params = verifying(world(), BOND)
    altered = bytearray(params["quote"])
    altered[bit // 8] ^= 1 << bit % 8
    with pytest.raises(RuleError):
        dcap.verify(**{**params, "quote": bytes(altered)})


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_cut_quote_is_refused_by_a_named_error(data: st.DataObject) -> None:
    quote = mock.quote(world())
    with pytest.raises(RuleError):
        parse(quote[: data.draw(st.integers(0, len(quote) - 1))])


def test_all_of_the_report_data_count() -> None:
    """Each of the 64 bytes."""
    right = bound(BOND)
    for at in range(64):
        wrong = right[:at] + bytes([right[at] ^ 1]) + right[at + 1 :]
        with pytest.raises(TdxReportDataMismatch):
            dcap.check_binding(wrong, BOND)
    dcap.check_binding(right, BOND)
    dcap.check_binding(right, TdxGiven(right))


def test_a_nonce_of_one_bond_binds_no_other() -> None:
    other = TdxBond(BOND.public_key, b"\x0d" * 32, ())
    assert bond_digest(BOND.public_key, BOND.nonce).value() != bond_digest(other.public_key, other.nonce).value()
    with pytest.raises(TdxReportDataMismatch):
        dcap.verify(**{**verifying(world(), BOND), "binding": other})


def test_the_mock_is_the_same_each_time() -> None:
    """Signatures are deterministic, so that the vectors are."""
    assert mock.quote(world()) == mock.quote(mock.changed(world()))
    assert mock.collateral(world()) == mock.collateral(replace(world()))


def test_the_worst_status_decides() -> None:
    """Each pair of statuses, Revoked under any policy."""
    for one in TcbStatus:
        for other in TcbStatus:
            worst = max(one, other, key=lambda each: each.value)
            policy = TdxPolicy((), tuple(TcbStatus))
            if worst is TcbStatus.Revoked:
                with pytest.raises(RuleError):
                    dcap.check_status((one, other), policy.statuses)
            else:
                assert dcap.check_status((one, other), policy.statuses) is worst


def test_times_are_those_of_collateral() -> None:
    assert seconds("2026-01-01T00:00:00Z") == mock.NOW
    for text in ("2026-01-01", "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00.5Z"):
        with pytest.raises(ValueError, match="2026"):
            seconds(text)
