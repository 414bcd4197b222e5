"""The definitions of the cases, a module a chapter. `casebooks()` is all of them."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.casebook import Casebook


def casebooks() -> Iterator[Casebook]:
    """Every casebook, in the order of the chapters."""
    # Defining the cases takes seconds, listing their names does not need it.
    from conformance.cases import (  # noqa: PLC0415 - imported when they are asked for
        almanac,
        atlas,
        chronicle,
        chronicle_audit,
        composite_audit,
        composites,
        compute,
        conditions,
        crypto_beacon,
        crypto_blake3,
        crypto_bls,
        crypto_dkg,
        crypto_ecvrf,
        crypto_ed25519,
        crypto_frost,
        crypto_issuer_ticket,
        crypto_ra_tls,
        crypto_refresh,
        crypto_sealed_box,
        crypto_shamir,
        crypto_shuffle,
        crypto_tdx,
        crypto_threshold_bls,
        crypto_threshold_ecdsa,
        crypto_tickets,
        encoding,
        handshake,
        identity,
        lattice_surfaces,
        organisms,
        random_configurations,
        randomness,
        randomness_attested,
        retirement,
        rotations,
        stance,
        substrate,
        surfaces,
    )

    for module in (
        encoding,
        substrate,
        identity,
        organisms,
        surfaces,
        retirement,
        handshake,
        almanac,
        lattice_surfaces,
        compute,
        chronicle,
        chronicle_audit,
        atlas,
        composites,
        composite_audit,
        randomness,
        randomness_attested,
        rotations,
        conditions,
        random_configurations,
        stance,
        crypto_blake3,
        crypto_bls,
        crypto_shamir,
        crypto_sealed_box,
        crypto_threshold_bls,
        crypto_frost,
        crypto_ed25519,
        crypto_threshold_ecdsa,
        crypto_dkg,
        crypto_ecvrf,
        crypto_tdx,
        crypto_ra_tls,
        crypto_shuffle,
        crypto_refresh,
        crypto_beacon,
        crypto_tickets,
        crypto_issuer_ticket,
    ):
        yield from module.casebooks()
