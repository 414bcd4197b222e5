"""Who asks what under xdist: each worker a share of the units, so that it can ask all of it at once."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from assay.pytesting.inquiry import shards
from assay.pytesting.options import Settings
from assay.selection import cases


class ShareScheduling(LoadScopeScheduling):  # type: ignore[misc] # xdist has no types
    """Hands out a share of the suite as one piece, and everything else item by item."""

    def __init__(self, config: pytest.Config, log: Any, settings: Settings) -> None:
        super().__init__(config, log)
        options, suite = settings.options, settings.suite
        parts = shards(options, self.numnodes)
        self._share: dict[str, str] = {}
        for question in cases(options.selection, suite, options.seed):
            number = next(number for number, shard in enumerate(parts, 1) if shard.holds(question.unit))
            self._share[f"{suite.name}::{question.id}"] = f"share {number}"

    def _split_scope(self, nodeid: str) -> str:
        return self._share.get(nodeid, nodeid)
