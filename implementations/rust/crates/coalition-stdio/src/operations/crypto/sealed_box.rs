//! Sealed boxes.

use assay_kit::{Adapter, Answer, operations};
use coalition::UniqueId;
use coalition_crypto::{
    Bytes,
    sealed_box::{SshAccessReceipt, open, open_receipt, open_signature, seal},
};

use super::{broken, bytes};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.seal"(recipient: [u8; 32], ephemeral_secret: [u8; 32], plaintext: Bytes) =>
            seal(&recipient, &ephemeral_secret, &plaintext).map(bytes);
        "crypto.open"(recipient_secret: [u8; 32], r#box: Bytes) =>
            open(&recipient_secret, &r#box).map(bytes);
        "crypto.receipt"(receipt: SshAccessReceipt) => Ok(Answer::new(&receipt.text()));
        "crypto.seal_receipt"(
            recipient: [u8; 32],
            ephemeral_secret: [u8; 32],
            receipt: SshAccessReceipt,
        ) => seal(&recipient, &ephemeral_secret, receipt.text().as_bytes()).map(bytes);
        "crypto.open_receipt"(recipient_secret: [u8; 32], r#box: Bytes) =>
            open_receipt(&recipient_secret, &r#box).map(|receipt| Answer::new(&receipt));
        "crypto.open_signature"(
            recipient_secret: [u8; 32],
            r#box: Bytes,
            signature_digest: UniqueId,
        ) => open_signature(&recipient_secret, &r#box, &signature_digest).map(bytes);
    }
}
