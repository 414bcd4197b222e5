//! Reproducible builds: what a recipe hashes to, and what a build by it measures (RECIPE).

use coalition::{Preimage, UniqueId};

use crate::{Result, Rule};

/// What the digest of a recipe hashes: its bytes as they were fetched (RECIPE-1).
pub fn preimage(recipe: impl AsRef<[u8]>) -> Preimage {
    Preimage::concat().field(recipe)
}

/// The digest of a recipe that is the declared one, and by which what is declared is built
/// (RECIPE-2, RECIPE-3).
pub fn verify(
    recipe: &[u8],
    declared: &UniqueId,
    built: &[u8; 48],
    mr_tds: &[[u8; 48]],
) -> Result<UniqueId> {
    let digest = preimage(recipe).id();
    if digest != *declared {
        return Err(Rule::RecipeDigestMismatch);
    }
    match mr_tds.contains(built) {
        true => Ok(digest),
        false => Err(Rule::RecipeBuildMismatch),
    }
}

#[cfg(test)]
mod tests {
    use coalition::hash;

    use super::*;

    const RECIPE: &[u8] = b"FROM scratch\r\n";
    const BUILT: [u8; 48] = [9; 48];

    #[test]
    fn a_recipe_is_its_bytes() {
        assert_eq!(preimage(RECIPE).id(), hash(RECIPE));
        assert_ne!(preimage(RECIPE).id(), hash(b"FROM scratch\n"));
        let digits = [b'0'; 64];
        assert_eq!(preimage(digits).id(), hash(digits));
    }

    #[test]
    fn a_build_is_one_of_those_declared() {
        let declared = hash(RECIPE);
        let verify = |declared, mr_tds: &[_]| verify(RECIPE, declared, &BUILT, mr_tds);
        assert_eq!(verify(&declared, &[[0; 48], BUILT]), Ok(declared));
        assert_eq!(verify(&declared, &[]), Err(Rule::RecipeBuildMismatch));
        assert_eq!(
            verify(&hash("another"), &[BUILT]),
            Err(Rule::RecipeDigestMismatch)
        );
    }
}
