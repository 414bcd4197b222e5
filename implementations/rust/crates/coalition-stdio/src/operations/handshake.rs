//! The handshake page.

use assay_kit::{Adapter, Answer, operations};
use coalition::{HandshakePage, PublishedMember, page_digest};

use super::{broken, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "handshake.fingerprint"(document: String) =>
            HandshakePage::read(&document)?.verify().map(|root| Answer::new(&root));
        "handshake.cross_check"(document: String, published: Vec<PublishedMember>) =>
            HandshakePage::read(&document)?
                .cross_check(&published)
                .map(|fingerprints| Answer::new(&fingerprints));
        "handshake.digest"(document: String) => page_digest(&document).map(derived);
    }
}
