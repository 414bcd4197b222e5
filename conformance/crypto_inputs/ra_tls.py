"""Random peers of RA-TLS, and recipes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto import ra_tls
from coalition.crypto.dcap import TdxPolicy
from coalition.crypto.dcap_collateral import TcbStatus
from coalition.crypto.recipe import digest
from conformance import mock_dcap as mock
from conformance import mock_ratls
from conformance.entropy import Entropy


def trusting(**presented: Any) -> dict[str, Any]:
    """What a verifier brings, beside what is presented."""
    policy = TdxPolicy((mock.body().mr_td,), (TcbStatus.UpToDate,))
    collateral = mock.collateral(mock.World(mock.body()))
    return {"collateral": collateral, "root": mock.root(), "now": mock.NOW, "policy": policy, **presented}


def _claims(entropy: Entropy) -> dict[str, Any]:
    return {"key_hash": entropy.bytes(32), "nonce": entropy.bytes(32)}


def _evidence(entropy: Entropy) -> dict[str, Any]:
    sizes = (0, 1, 23, 24, 255, 256, 300)
    return {"quote": entropy.bytes(entropy.choice(sizes)), "claims": entropy.bytes(entropy.choice(sizes))}


def _verify(entropy: Entropy) -> dict[str, Any]:
    nonce = entropy.bytes(32)
    return trusting(certificate=mock_ratls.attested(entropy.bytes(4).hex(), nonce), nonce=nonce)


def _handshake(entropy: Entropy) -> dict[str, Any]:
    one, other = entropy.bytes(32), entropy.bytes(32)
    return trusting(
        server=mock_ratls.attested(f"s{entropy.bytes(4).hex()}", other),
        client=mock_ratls.attested(f"c{entropy.bytes(4).hex()}", one),
        server_nonce=one,
        client_nonce=other,
    )


def _recipe(entropy: Entropy) -> dict[str, Any]:
    recipe = entropy.bytes(entropy.below(200))
    built = entropy.bytes(48)
    return {"recipe": recipe, "declared": digest(recipe).id(), "built": built, "mr_tds": (entropy.bytes(48), built)}


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.ratls_claims": _claims,
    "crypto.ratls_evidence": _evidence,
    "crypto.ratls_read": lambda entropy: {"evidence": ra_tls.evidence(**_evidence(entropy))},
    "crypto.ratls_verify": _verify,
    "crypto.ratls_handshake": _handshake,
    "crypto.recipe_verify": _recipe,
}
