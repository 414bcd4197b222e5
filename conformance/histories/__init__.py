"""Looking at whole histories of worlds: what was answered, taken together, whatever each step was expected to be.

The checks need no expected value, so that they hold for a deployment whose time, and whose records, nobody foresees.
"""

from __future__ import annotations

from conformance.histories.checks import CHECKS, Check
from conformance.histories.judge import breach, loosened

__all__ = ["CHECKS", "Check", "breach", "loosened"]
