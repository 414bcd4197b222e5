//! Each refusal of the chapter, and whether dcap-qvl refuses too.

use x509_cert::{
    crl::RevokedCert,
    ext::pkix::{KeyUsage, KeyUsages},
};

use super::{
    super::*,
    altered::{
        AFTER, BEFORE, at, authority, byte, certified, extension, given, identified, informed,
        quoted, signed, with_enclave,
    },
    authority::Below,
    case::Case,
};
use crate::tdx::QeAuthData;

/// Who refuses a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    ByBoth,
    HereAlone,
}

use Refused::{ByBoth, HereAlone};

type Refusals = Vec<(Rule, Refused, Case)>;

/// All of them.
pub(super) fn refusals() -> Refusals {
    [
        bytes(),
        documents(),
        collateral(),
        enclaves(),
        platforms(),
        guests(),
    ]
    .concat()
}

/// TDX-1 to TDX-3.
fn bytes() -> Refusals {
    vec![
        (
            Rule::TdxTruncated,
            ByBoth,
            given(|case| case.quote.0.truncate(2000)),
        ),
        (
            Rule::TdxTrailing,
            HereAlone,
            given(|case| case.quote.0.push(1)),
        ),
        (Rule::TdxVersionUnsupported, ByBoth, byte(0)),
        (Rule::TdxKeyTypeUnsupported, ByBoth, byte(2)),
        (Rule::TdxNotTdx, ByBoth, byte(4)),
        (Rule::TdxVendorUnknown, ByBoth, byte(12)),
        (Rule::TdxCertificationUnsupported, HereAlone, byte(764)),
        (
            Rule::TdxCertificationTruncated,
            ByBoth,
            given(|case| case.quote.0[766] += 1),
        ),
        (
            Rule::TdxCertificationOverlong,
            HereAlone,
            given(|case| case.quote.0[1254] -= 1),
        ),
    ]
}

/// TDX-7.
fn documents() -> Refusals {
    vec![
        (
            Rule::DcapCollateralMalformed,
            ByBoth,
            informed("\"pceId\":\"0000\",", ""),
        ),
        (
            // A level that nothing comes to.
            Rule::DcapCollateralMalformed,
            HereAlone,
            informed("{\"svn\":1},", ""),
        ),
        (
            Rule::DcapCollateralMalformed,
            ByBoth,
            informed("\"tcbType\":0,", ""),
        ),
        (
            Rule::DcapCollateralMalformed,
            HereAlone,
            informed("\"tcbType\":0,", "\"tcbType\":1,"),
        ),
        (
            // A version that no byte counts.
            Rule::DcapCollateralMalformed,
            ByBoth,
            informed("\"isvsvn\":3}", "\"isvsvn\":256}"),
        ),
        (
            Rule::DcapCollateralMalformed,
            ByBoth,
            identified("\"tcbEvaluationDataNumber\":17,", ""),
        ),
        (
            Rule::DcapCollateralMalformed,
            ByBoth,
            with_enclave(TcbStatus::SWHardeningNeeded {}),
        ),
        (
            Rule::DcapCollateralMalformed,
            HereAlone,
            with_enclave(TcbStatus::ConfigurationNeeded {}),
        ),
    ]
}

/// TDX-8 to TDX-12.
fn collateral() -> Refusals {
    vec![
        (
            Rule::DcapCollateralEarly,
            ByBoth,
            given(|case| case.now = 1_766_188_799),
        ),
        (
            Rule::DcapCollateralExpired,
            ByBoth,
            given(|case| case.now = 1_768_867_201),
        ),
        (
            Rule::DcapChainInvalid,
            ByBoth,
            quoted(|quote| quote.pck_chain = Case::bond().chosen(&[0, 2]).into()),
        ),
        (
            Rule::DcapChainInvalid,
            ByBoth,
            signed(|authority| authority.tcb_info_signer = Below::PckIssuer),
        ),
        (
            Rule::DcapChainInvalid,
            ByBoth,
            signed(|authority| authority.qe_identity_signer = Below::PckIssuer),
        ),
        (
            Rule::DcapChainInvalid,
            HereAlone,
            signed(|authority| {
                let usage = KeyUsage(KeyUsages::CRLSign.into());
                let extensions = authority.pck_issuer.extensions.as_mut().unwrap();
                extensions.retain(|each| each.extn_id.to_string() != "2.5.29.15");
                extensions.push(extension("2.5.29.15", &usage));
            }),
        ),
        (
            Rule::DcapChainInvalid,
            ByBoth,
            signed(|by| by.signer.extensions = Some(vec![extension("2.5.29.19", &authority())])),
        ),
        (
            Rule::DcapCertificateOutOfTime,
            ByBoth,
            signed(|authority| authority.pck.validity.not_after = at(BEFORE)),
        ),
        (
            Rule::DcapCertificateOutOfTime,
            HereAlone,
            signed(|authority| authority.root.validity.not_after = at(BEFORE)),
        ),
        (
            Rule::DcapCrlInvalid,
            ByBoth,
            given(|case| case.collateral.pck_crl = case.collateral.root_ca_crl.clone()),
        ),
        (
            Rule::DcapCrlExpired,
            ByBoth,
            signed(|authority| authority.pck_list.next_update = Some(at(BEFORE))),
        ),
        (
            Rule::DcapCrlExpired,
            HereAlone,
            signed(|authority| authority.pck_list.this_update = at(AFTER)),
        ),
        (
            Rule::DcapRevoked,
            ByBoth,
            signed(|authority| {
                let revoked = RevokedCert {
                    serial_number: authority.signer.serial_number.clone(),
                    revocation_date: at(BEFORE),
                    crl_entry_extensions: None,
                };
                authority.root_list.revoked_certificates = Some(vec![revoked]);
            }),
        ),
        (
            Rule::DcapCollateralForged,
            ByBoth,
            given(|case| case.collateral.tcb_info.push(' ')),
        ),
        (
            Rule::DcapIdentityUnsupported,
            ByBoth,
            identified("\"TD_QE\"", "\"QE\""),
        ),
    ]
}

/// TDX-13 to TDX-16.
fn enclaves() -> Refusals {
    vec![
        (
            Rule::TdxQeReportForged,
            ByBoth,
            quoted(|quote| quote.qe_report[0] ^= 1),
        ),
        (
            Rule::TdxAttestationKeyUnbound,
            ByBoth,
            quoted(|quote| quote.attestation_key[0] ^= 1),
        ),
        (
            Rule::TdxAttestationKeyUnbound,
            ByBoth,
            signed(|authority| authority.quote.qe_auth_data = QeAuthData::default()),
        ),
        (
            Rule::TdxQuotingEnclaveUnknown,
            ByBoth,
            signed(|authority| authority.quote.qe_report[128] ^= 1),
        ),
        (
            Rule::TdxQuoteForged,
            ByBoth,
            quoted(|quote| quote.body.mr_td[0] ^= 1),
        ),
    ]
}

/// TDX-17 to TDX-20.
fn platforms() -> Refusals {
    let enclave = |svn| signed(move |authority| authority.quote.qe_report[258] = svn);
    vec![
        (
            Rule::DcapPlatformMismatch,
            ByBoth,
            informed("\"B0C06F000000\"", "\"B0C06F000001\""),
        ),
        (
            Rule::DcapPlatformMismatch,
            HereAlone,
            informed("\"pceId\":\"0000\"", "\"pceId\":\"0001\""),
        ),
        (
            // A PCE id that is no bytes.
            Rule::DcapCollateralMalformed,
            HereAlone,
            certified(|parts| {
                let kind = parts.windows(4).rposition(|four| four == [4, 2, 0, 0]);
                parts[kind.unwrap()] = 3;
            }),
        ),
        (Rule::DcapTcbUnlisted, ByBoth, enclave(0)),
        (
            Rule::TdxModuleUnknown,
            ByBoth,
            signed(|authority| authority.quote.body.seam_attributes[7] = 1),
        ),
        (Rule::DcapTcbRevoked, ByBoth, enclave(1)),
        (Rule::DcapTcbUnaccepted, HereAlone, enclave(2)),
    ]
}

/// TDX-21 to TDX-24.
fn guests() -> Refusals {
    let attributes = |attributes: u64| {
        signed(move |authority| authority.quote.body.td_attributes = attributes.to_le_bytes())
    };
    vec![
        (Rule::TdxDebug, ByBoth, attributes(1 << 28 | 1)),
        (
            Rule::TdxAttributesReserved,
            ByBoth,
            attributes(1 << 28 | 1 << 32),
        ),
        (
            // One that has a meaning by now.
            Rule::TdxAttributesReserved,
            HereAlone,
            attributes(1 << 28 | 1 << 27),
        ),
        (Rule::TdxSeptVeEnabled, ByBoth, attributes(1 << 30)),
        (
            Rule::TdxMeasurementMismatch,
            HereAlone,
            given(|case| case.policy.mr_tds.clear()),
        ),
        (
            Rule::TdxNonceReused,
            HereAlone,
            given(|case| {
                let TdxBinding::Bond { nonce, spent, .. } = &mut case.binding else {
                    panic!("the example is a bond");
                };
                spent.push(*nonce);
            }),
        ),
        (
            Rule::TdxReportDataMismatch,
            HereAlone,
            given(|case| {
                let report_data = [0; 64];
                case.binding = TdxBinding::Given { report_data };
            }),
        ),
    ]
}
