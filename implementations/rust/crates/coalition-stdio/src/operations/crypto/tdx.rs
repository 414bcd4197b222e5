//! Quotes of TDX.

use assay_kit::{Adapter, Answer, operations};
use coalition::UniqueId;
use coalition_crypto::{
    Bytes,
    tdx::{TdxQuote, bond, card},
};

use super::{broken, bytes, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.tdx_parse"(quote: Bytes) =>
            TdxQuote::parse(&quote).map(|quote| Answer::new(&quote));
        "crypto.tdx_write"(quote: TdxQuote) => Ok(bytes(quote.write()));
        "crypto.tdx_bond_digest"(public_key: [u8; 32], nonce: [u8; 32]) =>
            Ok(derived(bond(&public_key, &nonce)));
        "crypto.tdx_card_digest"(
            public_key: [u8; 32],
            content_hash: UniqueId,
            boot_nonce: [u8; 32],
        ) => Ok(derived(card(&public_key, &content_hash, &boot_nonce)));
    }
}
