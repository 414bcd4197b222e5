"""The ladder of attestation levels (chapters 38 and 40 of the book)."""

from __future__ import annotations

from coalition.shapes import Discriminant


class AttestationLevel(Discriminant):
    """From declared identity to a reproducible build; totally ordered by number (ID-23)."""

    Software = 0
    TdxLocal = 1
    TdxRemote = 2
    TdxRaTlsBidirectional = 3
    TdxPlusReproducibleBuild = 4
