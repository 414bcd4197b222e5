"""pytest's way in (entry point ``pytest11``). Unless a target is named on the command line it does nothing at all.

Every pytest in an environment where the suite is installed loads this module: it imports nothing and adds no option.
Where ``--target`` is another plugin's option, it stays that; ``--assay-target`` is ours in any case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    """Load the plugin proper where a target is named."""
    options = args[: args.index("--")] if "--" in args else args
    named = {option.partition("=")[0] for option in options}
    if named.isdisjoint(("--target", "--assay-target")):
        return
    from assay.pytesting.hooks import Door  # noqa: PLC0415 - nobody else is to wait for it
    from assay.pytesting.options import free  # noqa: PLC0415 - the same

    if "--assay-target" in named or free("--target", parser):
        early_config.pluginmanager.register(Door(), "assay-door")
