//! Quotes of TDX verified.

use assay_kit::{Adapter, Answer, operations};
use coalition_crypto::{
    Bytes,
    dcap::{TdxBinding, TdxCollateral, TdxPolicy, Verifier},
};

use super::broken;

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.tdx_verify"(
            quote: Bytes,
            collateral: TdxCollateral,
            root: Bytes,
            now: u64,
            policy: TdxPolicy,
            binding: TdxBinding,
        ) => Verifier { collateral: &collateral, root: &root, now, policy: &policy }
            .verify(&quote, &binding)
            .map(|verdict| Answer::new(&verdict));
    }
}
