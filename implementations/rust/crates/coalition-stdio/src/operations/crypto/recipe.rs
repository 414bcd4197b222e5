//! Recipes of reproducible builds.

use assay_kit::{Adapter, Answer, operations};
use coalition::UniqueId;
use coalition_crypto::{
    Bytes,
    recipe::{preimage, verify},
};

use super::{broken, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.recipe_digest"(recipe: Bytes) => Ok(derived(preimage(recipe)));
        "crypto.recipe_verify"(
            recipe: Bytes,
            declared: UniqueId,
            built: [u8; 48],
            mr_tds: Vec<[u8; 48]>,
        ) => verify(&recipe, &declared, &built, &mr_tds).map(|digest| Answer::new(&digest));
    }
}
