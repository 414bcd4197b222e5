"""Things under test: one way in, one module per transport."""

from assay.targets.base import BrokenError, Channel, Farewell, Lost, Target

__all__ = ["BrokenError", "Channel", "Farewell", "Lost", "Target"]
