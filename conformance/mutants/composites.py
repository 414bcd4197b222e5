"""Mutants of composite organisms that run."""

from __future__ import annotations

from conformance.mutants import composite_classes, composite_events, composite_spans, composite_upstreams
from conformance.mutants.breaking import Mutant

MUTANTS: tuple[Mutant, ...] = (
    *composite_spans.MUTANTS,
    *composite_events.MUTANTS,
    *composite_classes.MUTANTS,
    *composite_upstreams.MUTANTS,
)
