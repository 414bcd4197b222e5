"""Random configurations, as Hypothesis draws them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from coalition import ZERO_ID, CoalitionConfig, OrganismConfig, SignerConfig, UniqueId
from conformance import random_inputs
from conformance.entropy import Entropy


def drawn(shape: Any) -> st.SearchStrategy[Any]:
    return st.integers(0, 10**9).map(lambda seed: random_inputs.draw(shape, Entropy(f"law {shape} {seed}")))


configs: st.SearchStrategy[CoalitionConfig] = drawn(CoalitionConfig)
organisms: st.SearchStrategy[OrganismConfig] = drawn(OrganismConfig)
signers: st.SearchStrategy[SignerConfig] = drawn(SignerConfig)
ids = st.binary(min_size=32, max_size=32).map(UniqueId).filter(lambda made: made != ZERO_ID)
