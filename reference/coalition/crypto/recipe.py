"""Reproducible builds: the digest of a recipe, and what a build by it must measure (chapter Recipe)."""

from __future__ import annotations

from collections.abc import Sequence

from coalition.errors import RuleError
from coalition.preimage import Preimage, concat, derivation, operation, raw
from coalition.shapes import Bytes48
from coalition.unique_id import UniqueId


class RecipeDigestMismatch(RuleError):
    """A recipe that is not the declared one."""

    requirement = "RECIPE-2"
    stage = "verify"


class RecipeBuildMismatch(RuleError):
    """A build whose measurement is not declared."""

    requirement = "RECIPE-3"
    stage = "verify"


@derivation("crypto.recipe_digest")
def digest(recipe: bytes) -> Preimage:
    """The digest of a recipe's bytes (RECIPE-1)."""
    return concat(raw("recipe", recipe))


@operation("crypto.recipe_verify")
def verify(recipe: bytes, declared: UniqueId, built: Bytes48, mr_tds: tuple[Bytes48, ...]) -> UniqueId:
    """The digest of the recipe, if it is declared and so is what was built by it (RECIPE-2, RECIPE-3)."""
    found = digest(recipe).id()
    check_declared(found, declared)
    check_built(built, mr_tds)
    return found


def check_declared(found: UniqueId, declared: UniqueId) -> None:
    """Raise `RecipeDigestMismatch` for another recipe (RECIPE-2)."""
    if found != declared:
        raise RecipeDigestMismatch(found)


def check_built(built: bytes, mr_tds: Sequence[bytes]) -> None:
    """Raise `RecipeBuildMismatch` for a measurement that is not declared (RECIPE-3)."""
    if built not in mr_tds:
        raise RecipeBuildMismatch(built)
