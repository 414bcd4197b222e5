//! Shuffles.

use assay_kit::{Adapter, Answer, MAX_LINE, Refusal, operations};
use coalition::Rule;
use coalition_crypto::{
    Bytes,
    shuffle::{
        ShuffleContent, ShuffleShape, Text,
        unseal::{ShufflePartial, part, seal, unseal},
    },
};

use super::{broken, bytes};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, refusal;
        "crypto.shuffle_pad"(shape: ShuffleShape, secret: [u8; 32], round: u64) =>
            written(&shape.pad(&secret, round));
        "crypto.shuffle_submit"(
            shape: ShuffleShape,
            round: u64,
            secrets: Vec<[u8; 32]>,
            content: Option<ShuffleContent>,
        ) => {
            let text = shape.submit(round, &secrets, content.as_ref());
            text.map_err(refused).and_then(|text| written(&text))
        };
        "crypto.shuffle_serve"(shape: ShuffleShape, round: u64, secrets: Vec<[u8; 32]>) => {
            let text = shape.serve(round, &secrets);
            text.map_err(refused).and_then(|text| written(&text))
        };
    }
    operations! { adapter, broken;
        "crypto.shuffle_combine"(
            shape: ShuffleShape,
            submissions: Vec<Bytes>,
            servers: Vec<Bytes>,
        ) => shape.combine(&submissions, &servers).map(|messages| Answer::new(&messages));
        "crypto.shuffle_seal"(public_key: Bytes, ephemeral: [u8; 32], message: Bytes) =>
            seal(&public_key, &ephemeral, &message).map(bytes);
        "crypto.shuffle_partial"(share: [u8; 32], sealed: Bytes) =>
            part(&share, &sealed).map(bytes);
        "crypto.shuffle_unseal"(
            threshold: u16,
            sealed: Bytes,
            partials: Vec<ShufflePartial>,
        ) => unseal(threshold, &sealed, &partials).map(bytes);
    }
}

/// A text, unless no line would hold its digits (PROTO-3).
fn written(text: &Text) -> Result<Answer, Refusal> {
    match text.length() > MAX_LINE / 2 {
        true => Err(Refusal::Internal("the text is longer than a line")),
        false => Ok(bytes(text.write())),
    }
}

fn refused(rule: Rule) -> Refusal {
    broken(rule).into()
}

fn refusal(refusal: Refusal) -> Refusal {
    refusal
}
