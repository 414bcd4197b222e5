"""Ids that are there are not `ZERO_ID` (ENC-4), and an id that is absent is (chapter Identity)."""

from __future__ import annotations

from typing import Annotated

from coalition.errors import ZeroId
from coalition.shapes import Rule
from coalition.unique_id import ZERO_ID, UniqueId


def check_present(identifier: UniqueId) -> None:
    """Raise `ZeroId` for a present id that is `ZERO_ID` (ENC-4)."""
    if identifier == ZERO_ID:
        raise ZeroId(identifier)


#: An id that is there. The rule is looked up when it is needed, so that it has one place.
PresentId = Annotated[UniqueId, Rule(lambda identifier: check_present(identifier))]
