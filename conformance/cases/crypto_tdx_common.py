"""What the cases of the chapter TDX share: the world of the twin, and ways to change one part of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, Final

from coalition.crypto.dcap import TdxBond, TdxCard, TdxCollateral, bound
from coalition.crypto.tdx_quote import TdxQuote, write
from coalition.unique_id import unique_id
from conformance import mock_dcap as mock

BOND: Final = TdxBond(bytes(range(32)), b"\x0b" * 32, (b"\x0a" * 32,))
CARD: Final = TdxCard(bytes(range(32)), unique_id("bridge content"), b"\x0c" * 32)
Changed = dict[str, Any]


@cache
def world() -> mock.World:
    """The world of the twin: a guest that binds `BOND`."""
    return mock.World(mock.body(report_data=bound(BOND)))


def of(**changes: Any) -> Changed:
    """A quote of the world with some parts changed."""
    return {"quote": mock.quote(mock.changed(world(), **changes))}


def guest(**changes: Any) -> Changed:
    """A quote of a guest with some parts changed."""
    return of(body=replace(world().body, **changes))


def edited(**changes: Any) -> Changed:
    """A quote with parts replaced after everything was signed."""
    parts: TdxQuote = replace(mock.parts(world()), **changes)
    return {"quote": write(parts)}


def texts(**texts: Any) -> Changed:
    """Collateral with other texts, signed as it should be."""
    made = mock.collateral(world(), **{name: mock.text(form) for name, form in texts.items()})
    return {"collateral": made}


def lists(**changes: Any) -> TdxCollateral:
    """Collateral of the world with some parts changed."""
    return mock.collateral(mock.changed(world(), **changes))
