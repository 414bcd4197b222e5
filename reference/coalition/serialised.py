"""The serialised form of a `CoalitionConfig`: one JSON text for one root (ID-29)."""

from __future__ import annotations

from dataclasses import replace

import rfc8785

from coalition.coalition_config import CoalitionConfig
from coalition.json_form import as_json
from coalition.preimage import operation
from coalition.tickets import TicketIssuerConfig


@operation("identity.canonical_config")
def canonical_config(config: CoalitionConfig) -> str:
    """RFC 8785 JSON, every clause in its one form (ID-29)."""
    return rfc8785.dumps(as_json(canonical(config))).decode()


def canonical(config: CoalitionConfig) -> CoalitionConfig:
    """The configuration in the one form that stands for its root (ID-29)."""
    issuer = config.ticket_issuer
    if issuer is None:
        return config
    return replace(config, ticket_issuer=TicketIssuerConfig(issuer.name, issuer.acl.canonical()))
