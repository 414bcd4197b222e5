//! The example of the text, and what comes of it when it is altered.

use strict_json::{Decode, Json, record};

use super::super::*;
use crate::examples::example;

#[derive(Clone)]
pub(super) struct Case {
    pub(super) quote: Bytes,
    pub(super) collateral: TdxCollateral,
    pub(super) root: Bytes,
    pub(super) now: u64,
    pub(super) policy: TdxPolicy,
    pub(super) binding: TdxBinding,
}

record!(Case {
    quote,
    collateral,
    root,
    now,
    policy,
    binding,
});

impl Case {
    pub(super) fn bond() -> Self {
        example("tdx", "crypto/tdx-verify/bond")
    }

    fn verifier(&self) -> Verifier<'_> {
        Verifier {
            collateral: &self.collateral,
            root: &self.root,
            now: self.now,
            policy: &self.policy,
        }
    }

    pub(super) fn verify(&self) -> Result<TdxVerdict> {
        self.verifier().verify(&self.quote, &self.binding)
    }

    /// Whether dcap-qvl alone verifies it.
    pub(super) fn is_verified_by_second(&self) -> bool {
        self.verifier().second(&self.quote).is_ok()
    }

    /// What comes of it when it is altered.
    pub(super) fn with(&self, alter: impl FnOnce(&mut Self)) -> Result<TcbStatus> {
        let mut case = self.clone();
        alter(&mut case);
        case.verify().map(|verdict| verdict.status)
    }

    /// What comes of it when a part of its quote is.
    pub(super) fn with_quote(&self, alter: impl FnOnce(&mut TdxQuote)) -> Result<TcbStatus> {
        self.with(|case| {
            let mut quote = TdxQuote::parse(&case.quote).unwrap();
            alter(&mut quote);
            case.quote = quote.write().into();
        })
    }

    /// What comes of it when its chain is that of these of its certificates.
    pub(super) fn with_chain(&self, chosen: &[usize]) -> Result<TcbStatus> {
        self.with_quote(|quote| quote.pck_chain = self.chosen(chosen).into())
    }

    /// The PEM of these of the certificates of its chain.
    pub(super) fn chosen(&self, chosen: &[usize]) -> Vec<u8> {
        let quote = TdxQuote::parse(&self.quote).unwrap();
        let text = std::str::from_utf8(&quote.pck_chain).unwrap();
        let all: Vec<&str> = text
            .split_inclusive("-----END CERTIFICATE-----\n")
            .collect();
        let chosen: Vec<&str> = chosen.iter().map(|at| all[*at]).collect();
        chosen.concat().into_bytes()
    }
}

pub(super) const RIGHT: Result<TcbStatus> = Ok(TcbStatus::UpToDate {});

pub(super) fn read<T: Decode>(text: &str) -> Option<T> {
    T::decode(&Json::parse(text).ok()?).ok()
}
