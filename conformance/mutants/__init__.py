"""Small, named, wrong implementations: at least one for every MUST. `assay mutants` shows that each is found out."""

from __future__ import annotations

from conformance.mutants import (
    crypto_blake3,
    crypto_bls,
    crypto_dkg,
    crypto_ecvrf,
    crypto_ed25519,
    crypto_frost,
    crypto_ra_tls,
    crypto_sealed_box,
    crypto_shamir,
    crypto_shuffle,
    crypto_tdx,
    crypto_threshold_bls,
    crypto_threshold_ecdsa,
    encoding,
    handshake,
    identity,
    organisms,
    protocol,
    retirement,
    substrate,
    surfaces,
    worlds,
)
from conformance.mutants.breaking import Mutant

MUTANTS: tuple[Mutant, ...] = (
    *encoding.MUTANTS,
    *substrate.MUTANTS,
    *identity.MUTANTS,
    *organisms.MUTANTS,
    *surfaces.MUTANTS,
    *retirement.MUTANTS,
    *handshake.MUTANTS,
    *worlds.MUTANTS,
    *protocol.MUTANTS,
    *crypto_blake3.MUTANTS,
    *crypto_bls.MUTANTS,
    *crypto_shamir.MUTANTS,
    *crypto_sealed_box.MUTANTS,
    *crypto_threshold_bls.MUTANTS,
    *crypto_frost.MUTANTS,
    *crypto_ed25519.MUTANTS,
    *crypto_threshold_ecdsa.MUTANTS,
    *crypto_dkg.MUTANTS,
    *crypto_ecvrf.MUTANTS,
    *crypto_tdx.MUTANTS,
    *crypto_ra_tls.MUTANTS,
    *crypto_shuffle.MUTANTS,
)
