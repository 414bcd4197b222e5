//! The stages, each broken in the example.

use super::{
    super::*,
    case::{Case, RIGHT},
};
use crate::tdx::QeAuthData;

#[test]
fn the_example_verifies() {
    let case = Case::bond();
    let verdict = case.verify().unwrap();
    let quote = TdxQuote::parse(&case.quote).unwrap();
    assert_eq!(verdict.status, TcbStatus::UpToDate {});
    assert_eq!(verdict.mr_td, quote.body.mr_td);
    assert_eq!(verdict.report_data, quote.body.report_data);
}

#[test]
fn collateral_holds_from_its_first_second_to_its_last() {
    let case = Case::bond();
    let at = |now| case.with(|case| case.now = now);
    assert_eq!(at(1_766_188_799), Err(Rule::DcapCollateralEarly));
    assert_eq!(at(1_766_188_800), RIGHT);
    assert_eq!(at(1_768_867_200), RIGHT);
    assert_eq!(at(1_768_867_201), Err(Rule::DcapCollateralExpired));
}

#[test]
fn what_cannot_be_read_is_malformed() {
    let case = Case::bond();
    for (there, instead) in [
        ("{\"id\"", "[\"id\""),
        ("\"version\":3", "\"version\":\"3\""),
        ("\"version\":3", "\"version\":3,\"version\":3"),
        ("2025-12-20T00:00:00Z", "2025-12-20T00:00:00"),
        ("2025-12-20T00:00:00Z", "2025-02-30T00:00:00Z"),
        ("2024-03-13T00:00:00Z", "2024-03-13"),
        ("\"B0C06F000000\"", "\"B0C06F0000\""),
        ("\"B0C06F000000\"", "\"B0C06F00000G\""),
        ("\"UpToDate\"", "\"Fine\""),
        ("[{\"svn\":2},", "["),
        ("[{\"svn\":2},", "[{\"svn\":2},{\"svn\":2},"),
        ("[{\"svn\":2},", "[{\"svn\":256},"),
        ("[{\"svn\":5},", "["),
        ("\"pceId\":\"0000\",", ""),
        ("\"tcbEvaluationDataNumber\":17,", ""),
        (":17,", ":4294967296,"),
        ("\"tcbType\":0", "\"tcbType\":\"0\""),
        ("\"UpToDate\"", "\"UpToDate\",\"advisoryIDs\":null"),
        ("\"UpToDate\"", "\"UpToDate\",\"advisoryIDs\":[1]"),
        // The first is that of a module.
        ("\"UpToDate\"", "\"ConfigurationNeeded\""),
        (
            "\"tdxModuleIdentities\":[",
            "\"tdxModuleIdentities\":null,\"x\":[",
        ),
    ] {
        let altered = case.with(|case| {
            let text = case.collateral.tcb_info.replacen(there, instead, 1);
            assert_ne!(text, case.collateral.tcb_info, "{there}");
            case.collateral.tcb_info = text;
        });
        assert_eq!(altered, Err(Rule::DcapCollateralMalformed), "{instead}");
    }
    let malformed = Err(Rule::DcapCollateralMalformed);
    assert_eq!(case.with(|case| case.root.0.push(0)), malformed);
    assert_eq!(
        case.with(|case| case.collateral.pck_crl.0.push(0)),
        malformed
    );
    assert_eq!(case.with_chain(&[]), malformed);
    let chain = |case: &mut Case| case.collateral.qe_identity_issuer_chain.push('x');
    assert_eq!(case.with(chain), malformed);
}

#[test]
fn a_chain_leads_to_the_root() {
    let case = Case::bond();
    assert_eq!(case.with_chain(&[0, 1]), RIGHT);
    assert_eq!(
        case.with_quote(|quote| quote.pck_chain.0.extend([0; 9])),
        RIGHT
    );
    for chosen in [&[0][..], &[2], &[0, 2], &[0, 1, 1, 2], &[0, 1, 2, 2, 1]] {
        assert_eq!(
            case.with_chain(chosen),
            Err(Rule::DcapChainInvalid),
            "{chosen:?}"
        );
    }
    let of_platform = |case: &mut Case| {
        let quote = TdxQuote::parse(&case.quote).unwrap();
        case.collateral.tcb_info_issuer_chain = String::from_utf8(quote.pck_chain.0).unwrap();
    };
    assert_eq!(case.with(of_platform), Err(Rule::DcapChainInvalid));
}

#[test]
fn lists_are_those_of_their_issuers() {
    let case = Case::bond();
    let root_list = case.with(|case| case.collateral.root_ca_crl = case.collateral.pck_crl.clone());
    assert_eq!(root_list, Err(Rule::DcapCrlInvalid));
    let pck_list = case.with(|case| case.collateral.pck_crl = case.collateral.root_ca_crl.clone());
    assert_eq!(pck_list, Err(Rule::DcapCrlInvalid));
}

#[test]
fn documents_are_signed_every_byte_as_it_stands() {
    let case = Case::bond();
    let forged = Err(Rule::DcapCollateralForged);
    assert_eq!(case.with(|case| case.collateral.tcb_info.push(' ')), forged);
    assert_eq!(
        case.with(|case| case.collateral.qe_identity.push(' ')),
        forged
    );
    assert_eq!(
        case.with(|case| case.collateral.tcb_info_signature = [0; 64]),
        forged
    );
}

#[test]
fn a_quote_is_made_by_its_enclave() {
    let case = Case::bond();
    let altered = [
        case.with_quote(|quote| quote.qe_report[0] ^= 1),
        case.with_quote(|quote| quote.qe_report_signature[0] ^= 1),
        case.with_quote(|quote| quote.qe_auth_data = QeAuthData::default()),
        case.with_quote(|quote| quote.attestation_key[0] ^= 1),
        case.with_quote(|quote| quote.signature = [0; 64]),
        case.with_quote(|quote| quote.user_data[0] ^= 1),
        case.with_quote(|quote| quote.body.mr_td[0] ^= 1),
    ];
    let rules = [
        Rule::TdxQeReportForged,
        Rule::TdxQeReportForged,
        Rule::TdxAttestationKeyUnbound,
        Rule::TdxAttestationKeyUnbound,
        Rule::TdxQuoteForged,
        Rule::TdxQuoteForged,
        Rule::TdxQuoteForged,
    ];
    assert_eq!(altered, rules.map(Err));
}

#[test]
fn a_policy_admits_what_it_names() {
    let case = Case::bond();
    let guests = case.with(|case| case.policy.mr_tds.clear());
    assert_eq!(guests, Err(Rule::TdxMeasurementMismatch));
    let statuses = case.with(|case| case.policy.statuses = vec![TcbStatus::OutOfDate {}]);
    assert_eq!(statuses, Err(Rule::DcapTcbUnaccepted));
}

#[test]
fn report_data_bind_all_their_bytes() {
    let case = Case::bond();
    let report_data = case.verify().unwrap().report_data;
    let given = |report_data| case.with(|case| case.binding = TdxBinding::Given { report_data });
    assert_eq!(given(report_data), RIGHT);
    for at in [0, 31, 32, 63] {
        let mut other = report_data;
        other[at] ^= 1;
        assert_eq!(given(other), Err(Rule::TdxReportDataMismatch), "{at}");
    }
    let bond = |used: bool, wrong: u8| {
        case.with(|case| {
            let TdxBinding::Bond { nonce, spent, .. } = &mut case.binding else {
                panic!("the example is a bond");
            };
            nonce[0] ^= wrong;
            if used {
                spent.push(*nonce);
            }
        })
    };
    assert_eq!(bond(false, 0), RIGHT);
    assert_eq!(bond(true, 0), Err(Rule::TdxNonceReused));
    assert_eq!(bond(false, 1), Err(Rule::TdxReportDataMismatch));
}
